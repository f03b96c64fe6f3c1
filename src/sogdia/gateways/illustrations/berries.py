"""Branches with berries, hanging, in bunches, or close along the twig."""

import math
import random

from sogdia.gateways.illustrations.brush import (
    BARK,
    fill,
    line,
    mix,
    moon,
    oval,
    put,
)
from sogdia.gateways.illustrations.leaves import leaf
from sogdia.gateways.illustrations.spec import Spec


def _wolfberry(tints: tuple[str, str, str], long: float) -> str:
    body, shade, light = tints
    k = long / 76
    return (
        fill(
            f"M0 0C20 0 23 {26 * k} 19 {46 * k}C15 {64 * k} 6 {74 * k} 0 {76 * k}C-6 {74 * k}-15 {64 * k}-19 {46 * k}C-23 {26 * k}-20 0 0 0Z",
            body,
        )
        + fill(
            f"M8 2C22 8 22 {28 * k} 19 {46 * k}C15 {64 * k} 6 {74 * k} 0 {76 * k}C-2 {75 * k}-4 {74 * k}-6 {72 * k}C14 {56 * k} 16 {28 * k} 8 2Z",
            shade,
        )
        + line(f"M-10 {16 * k}C-13 {28 * k}-12 {40 * k}-8 {52 * k}", light, 5)
        + fill("M-12 2C-8-8 8-8 12 2C6 8-6 8-12 2Z", "#6C8A50")
    )


def _hanging(spec: Spec, rng: random.Random) -> str:
    """A bowed branch with berries on stalks below it, as wolfberry hangs."""
    many = max(5, min(12, spec.count or 9))
    long = max(46, 20 + spec.ratio * 0.3)
    parts = [line("M48 92C118 78 232 108 344 212", "#7B5C3A", 8)]
    kind = spec.leaf if spec.leaf not in ("none", "vine", "lobed", "grass") else "willow"
    if spec.company != "none":
        for left, top, turn, k in (
            (76, 86, -48, 0.9),
            (122, 86, -64, 1),
            (172, 98, -40, 0.96),
            (226, 122, -52, 0.94),
            (280, 160, -32, 0.84),
            (104, 84, 158, 0.76),
            (338, 206, 22, 0.6),
        ):
            parts.append(leaf(kind, left, top, turn + rng.uniform(-8, 8), k))
    span = 268 / (many - 1)
    drops = [60, 118, 76, 138, 90, 60, 110, 66, 126, 84, 104, 72]
    for i in range(many):
        x = 62 + i * span
        t = (x - 48) / 296
        y = 90 - 16 * t + 134 * t**1.9
        drop = drops[(i + spec.seed) % 12] * (0.9 + spec.size * 0.002) * (1 if y < 150 else 0.62)
        parts.append(
            line(f"M{x} {y}C{x - 3} {y + drop * 0.4} {x + 3} {y + drop * 0.6} {x} {y + drop}", "#7F9C62", 3.4)
        )
        tints = spec.tints if i % 3 else (mix(spec.body, spec.light, 0.25), spec.shade, spec.light)
        parts.append(put(_wolfberry(tints, long), x, y + drop, rng.uniform(-6, 6), 0.84 + spec.size * 0.0022))
    return "".join(parts)


def _bunch(spec: Spec, rng: random.Random) -> str:
    """A bunch of grapes."""
    body, shade, light = spec.tints
    many = max(14, min(31, spec.count or 24))
    r = (19 if many > 26 else 21 if many > 20 else 24) + spec.size * 0.08
    wide, tall = spec.stretch(110)
    rx, ry = r / (tall / wide) ** 0.5, r * (tall / wide) ** 0.5
    rows, left = [], many
    for row in (
        (4, 6, 6, 5, 4, 3, 2, 1) if many > 26 else (4, 5, 5, 4, 3, 2, 1) if many > 20 else (3, 4, 4, 3, 2, 1)
    ):
        take = min(left, row)
        if take:
            rows.append(take)
            left -= take
    parts = [line("M200 120C200 92 206 74 226 56M170 58C200 66 240 60 276 44", BARK, 9)]
    parts.append(
        leaf("vine" if spec.leaf in ("none", "vine") else spec.leaf, 206, 84, rng.uniform(-168, -158), 1.1)
    )
    step = min(ry * 1.44, 226 / len(rows))
    for i, row in enumerate(rows):
        for k in range(row):
            x = 204 + (k - (row - 1) / 2) * rx * 1.74 + rng.uniform(-4, 4)
            y = 112 + i * step + rng.uniform(-4, 4)
            tint = (
                mix(body, shade, 0.35)
                if (i + k) % 3 == 1
                else mix(body, light, 0.22)
                if (i + k) % 4 == 2
                else body
            )
            berry = (
                oval(0, 0, rx, ry, tint)
                + moon(rx, ry, shade)
                + line(
                    f"M{-rx * 0.56} {-ry * 0.1}Q{-rx * 0.5} {-ry * 0.5} {-rx * 0.16} {-ry * 0.62}", light, 4
                )
            )
            parts.append(put(berry, x, y, rng.uniform(-12, 12)))
    return "".join(parts)


_CLUSTER_LEAVES = (
    (110, 298, -96),
    (158, 256, -112),
    (206, 206, -104),
    (252, 156, -110),
    (292, 112, -98),
    (334, 66, -70),
    (150, 262, 14),
    (246, 166, 10),
    (296, 108, 2),
    (324, 278, 4),
)


def _along(t: float) -> tuple[float, float]:
    """Where on the forked twig a berry sits, `t` from 0 to 1."""
    if t < 0.72:
        u = t / 0.72
        return 96 + 206 * u, 302 - 196 * u - 5 * math.sin(math.pi * u)
    u = (t - 0.72) / 0.28
    return 210 + 112 * u, 244 + 30 * u * u


def _cluster(spec: Spec, rng: random.Random) -> str:
    """Berries pressed close along a branch: sea buckthorn, Sichuan pepper, olives, barberries."""
    body, shade, light = spec.tints
    many = max(12, min(22 if spec.kind == "pepper" else 26, spec.count or 22))
    olive = spec.kind == "olive"
    r = (12 if many > 14 else 16) + spec.size * 0.1
    rx, ry = (r * 1.5, r * 1.06) if olive else (r, r * (1 if spec.ratio < 115 else 1.16))
    parts = [
        line("M52 338C120 300 220 200 336 62", "#7B5C3A", 9),
        line("M176 246C232 236 280 250 330 282", "#7B5C3A", 6),
    ]
    kind = {"none": "willow", "grass": "willow"}.get(spec.leaf, spec.leaf)
    small = 0.66 if kind in ("vine", "lobed") else 0.92
    for left, top, turn in _CLUSTER_LEAVES:
        parts.append(leaf(kind, left, top, turn + rng.uniform(-10, 10), small))
    for i in range(many):
        x, y = _along(i / (many - 1))
        side = (1, -1, 0.1)[i % 3]
        x, y = x + side * rx * 0.92 + rng.uniform(-4, 4), y + side * ry * 0.86 + rng.uniform(-4, 4)
        tint = mix(body, light, 0.24) if i % 4 == 1 else mix(body, shade, 0.3) if i % 5 == 2 else body
        berry = oval(0, 0, rx, ry, tint) + moon(rx, ry, shade)
        if spec.kind == "pepper":
            warts = f"M{-rx * 0.4} {ry * 0.4}h.1M{rx * 0.1} 0h.1M{rx * 0.2} {-ry * 0.5}h.1"
            berry += line(warts, mix(shade, "#2B1A16", 0.3), 4)
        shine = f"M{-rx * 0.54} {-ry * 0.14}Q{-rx * 0.46} {-ry * 0.54} {-rx * 0.1} {-ry * 0.62}"
        parts.append(put(berry + line(shine, light, max(3, r * 0.2)), x, y, -48 if olive else 0))
    return put("".join(parts), 8, 28, 0, 0.92)


def berry_branch(spec: Spec, rng: random.Random) -> str:
    """Berries on the branch; a bunch for grapes."""
    kind = spec.kind or ("wolfberry" if spec.ratio >= 140 else "cluster")
    if kind == "wolfberry":
        return _hanging(spec, rng)
    return _bunch(spec, rng) if kind == "grape" else _cluster(spec, rng)
