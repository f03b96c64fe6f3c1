"""Grain: the ear it grew in and the pile it is sold as."""

import math
import random

from sogdia.gateways.illustrations.brush import GREEN, bead, dot, fill, line, mix, oval, petals, put, shadow
from sogdia.gateways.illustrations.leaves import blade
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]
_STRAW = ("#C9A656", "#9C7A34", "#E6CF8E")


def _wheat(tints: Tints, rng: random.Random, awns: bool) -> str:
    body, shade, light = tints
    parts = []
    if awns:
        d = "".join(
            f"M{side * 8} {-20 - k * 24}Q{side * 22} {-60 - k * 24} {side * (26 + rng.uniform(-4, 4))} {-96 - k * 24}"
            for k in range(5)
            for side in (-1, 1)
        )
        parts.append(line(d + "M0-136V-214", mix(body, light, 0.5), 2.2))
    for k in range(6):
        y = -12 - k * 24
        parts.append(put(oval(0, 0, 10, 19, shade), 13, y, 26))
        parts.append(put(oval(0, 0, 10, 19, body), -13, y, -26))
    parts.append(oval(0, -156, 10, 19, light))
    parts += [put(oval(0, 0, 8, 16, light if k % 2 else body), 0, -22 - k * 24) for k in range(6)]
    return "".join(parts)


def _oat(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    parts = [line("M0 0V-170", shade, 3)]
    for k in range(7):
        side = -1 if k % 2 else 1
        y = -20 - k * 22
        reach = 52 - k * 5
        parts.append(line(f"M0 {y}Q{side * reach * 0.6} {y - 20} {side * reach} {y + 2}", shade, 2.4))
        parts.append(
            put(
                fill("M0 0C-12 8-12 32 0 44C12 32 12 8 0 0Z", body)
                + fill("M0 0C12 8 12 32 0 44C4 30 4 12 0 0Z", light),
                side * reach,
                y,
                -side * 12 + rng.uniform(-6, 6),
            )
        )
    parts.append(put(fill("M0 0C-11 8-11 30 0 42C11 30 11 8 0 0Z", body), 0, -212))
    return "".join(parts)


def _panicle(tints: Tints, rng: random.Random, droop: float) -> str:
    """A nodding head of many small grains: millet, sorghum, rice."""
    body, shade, light = tints
    seeds = {shade: "", body: "", light: ""}
    for k in range(40):
        t = k / 39
        bow = math.pi * 0.62 * t
        x = droop * (1 - math.cos(bow)) * 1.1
        y = -56 - 118 * math.sin(bow) * (1 - 0.1 * t)
        far = 21 * math.sin(math.pi * (0.14 + 0.8 * t)) + 3
        a = k * 2.4
        grain_ = bead(x + far * math.cos(a), y + far * math.sin(a), 7, 9, 60 * t)
        seeds[(shade, body, light, body)[k % 4]] += grain_
    return line("M0 0V-70", GREEN[1], 4) + "".join(fill(d, tint) for tint, d in seeds.items())


def _quinoa(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    seeds = {shade: "", body: "", light: ""}
    for k in range(38):
        t = k / 37
        wide = 32 * math.sin(math.pi * (0.2 + 0.76 * t)) + 4
        x = wide * math.cos(k * 2.4)
        seeds[(body, shade, body, light)[k % 4]] += bead(x, -34 - 150 * t, 11.5 - 4 * t, 11.5 - 4 * t)
    heads = "".join(fill(d, tint) for tint, d in seeds.items())
    return (
        put(blade(86, 17), 0, -14, -32)
        + put(blade(80, 17), 0, -2, -150)
        + line("M0 0V-150", GREEN[1], 5)
        + heads
    )


def _buckwheat(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    parts = [line("M0 10C0-50 4-110 0-150M0-70Q20-84 40-116M0-50Q-24-70-42-92", "#A5584A", 4)]
    heart = "M0 0C-30-2-44-26-30-46C-20-56-6-50 0-40C6-50 20-56 30-46C44-26 30-2 0 0Z"
    for foot, turn, k in ((-10, -70, 0.9), (-24, 66, 0.9)):
        parts.append(put(fill(heart, GREEN[0]) + line("M0 0V-36", GREEN[1], 2.4), 0, foot, turn, k))
    for cx, cy in ((0, -160), (42, -124), (-44, -100)):
        for i in range(6):
            a = i * 1.05
            x, y = cx + 17 * math.cos(a), cy + 15 * math.sin(a)
            parts.append(fill(f"M{x} {y - 10}L{x + 9} {y + 6}L{x - 9} {y + 6}Z", (body, shade, light)[i % 3]))
        parts.append(fill(f"M{cx} {cy - 12}L{cx + 10} {cy + 7}L{cx - 10} {cy + 7}Z", body))
    return "".join(parts)


def _umbel(tints: Tints, rng: random.Random) -> str:
    """Cumin, fennel, coriander: an umbel of small umbels."""
    body, shade, light = tints
    parts, seeds = [line("M0 20V-96", GREEN[1], 5)], dict.fromkeys(tints, "")
    for k in range(7):
        a = math.radians(-64 + k * 21.4)
        x, y = 84 * math.sin(a), -92 - 84 * math.cos(a)
        parts.append(line(f"M0-94Q{x * 0.4} {y * 0.5 - 56} {x} {y}", GREEN[1], 3))
        for i in range(7):
            b = i * 0.9
            tint = (body, light, shade)[i % 3]
            seeds[tint] += bead(x + 12 * math.cos(b), y + 9 * math.sin(b), 4.4, 7, math.degrees(a) + i * 9)
    frond = "".join(f"M0-20L{s * (26 + k * 10)} {-30 - k * 12}" for s in (-1, 1) for k in range(4))
    return line(frond, GREEN[0], 3) + "".join(parts) + "".join(fill(d, tint) for tint, d in seeds.items())


def _maize(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    parts = [fill("M-36 0C-46-70-34-170 0-190C34-170 46-70 36 0Z", shade)]
    for row in range(10):
        for col in range(5):
            y = -16 - row * 16.4
            half = 34 * math.sqrt(max(0.1, 1 - (abs(row - 3) / 8.2) ** 2))
            x = (col - 2) / 2 * half * 0.84
            parts.append(
                f'<rect x="{x - 6.4:.0f}" y="{y - 6:.0f}" width="13" height="14" rx="5" fill="{light if col < 2 and row % 2 else mix(body, shade, 0.55) if col > 3 else body}"/>'
            )
    parts.append(
        fill("M0 26C-60 0-66-70-44-128C-34-80-20-40 0-6C20-40 34-80 44-128C66-70 60 0 0 26Z", GREEN[0])
    )
    parts.append(fill("M0 26C60 0 66-70 44-128C34-80 20-40 0-6Z", GREEN[1]))
    return "".join(parts)


def _sunflower(tints: Tints, rng: random.Random) -> str:
    rays = fill(petals(16, 96, 14, 11, 38), "#BF8218") + fill(petals(16, 102, 16, 0, 38), "#E3A92F")
    spots = [
        (7 * math.sqrt(i) * math.cos(i * 2.4), 7 * math.sqrt(i) * math.sin(i * 2.4)) for i in range(1, 44)
    ]
    seeds = fill("".join(bead(x, y, 3.6, 3.6) for x, y in spots), mix(tints[0], tints[2], 0.4))
    return (
        line("M0 40V170", GREEN[1], 9)
        + put(blade(92, 30), 0, 120, -20)
        + rays
        + dot(0, 0, 50, tints[1])
        + seeds
    )


def _flax(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    parts = [line("M0 20C0-60-4-100 0-150M0-60Q24-90 40-130M0-40Q-26-70-42-110", GREEN[1], 3.4)]
    for x, y in ((0, -160), (42, -140), (-44, -120)):
        parts.append(
            fill(
                f"M{x} {y - 20}C{x + 24} {y - 14} {x + 22} {y + 20} {x} {y + 22}C{x - 22} {y + 20} {x - 24} {y - 14} {x} {y - 20}Z",
                body,
            )
        )
        parts.append(
            line(
                f"M{x} {y - 20}V{y + 20}M{x - 5} {y - 14}Q{x - 14} {y} {x - 5} {y + 16}M{x + 5} {y - 14}Q{x + 14} {y} {x + 5} {y + 16}",
                shade,
                2.6,
            )
        )
    leaves = "".join(put(blade(40, 5), 0, y, t) for y, t in ((-20, -40), (-44, -140), (0, -130), (10, -44)))
    return leaves + "".join(parts)


_HEADS = {
    "wheat": lambda t, rng: _wheat(t, rng, False),
    "barley": lambda t, rng: _wheat(t, rng, True),
    "oat": _oat,
    "rice": lambda t, rng: _panicle(t, rng, 64),
    "millet": lambda t, rng: _panicle(t, rng, 44),
    "quinoa": _quinoa,
    "buckwheat": _buckwheat,
    "umbel": _umbel,
    "maize": _maize,
    "sunflower": _sunflower,
    "flax": _flax,
}


def _pile(spec: Spec, rng: random.Random, kind: str) -> str:
    """A low mound of loose grain, its outer grains drawn one by one."""
    body, shade, light = spec.tints
    top = 262
    parts = [
        fill(f"M44 340C90 330 130 {top} 204 {top}S316 330 360 340Q202 352 44 340Z", body),
        fill(
            f"M226 {top + 2}C284 {top + 10} 320 332 360 340Q290 348 210 346C280 326 270 290 226 {top + 2}Z",
            shade,
        ),
    ]
    r = 5.4 + spec.size * 0.03
    flat = {
        "wheat": 0.5,
        "barley": 0.48,
        "oat": 0.42,
        "rice": 0.4,
        "umbel": 0.36,
        "flax": 0.56,
        "sunflower": 0.5,
    }.get(kind, 0.9)
    grains = {light: "", shade: "", mix(body, light, 0.5): ""}
    for i in range(46):
        u = rng.uniform(-1, 1)
        edge = 340 - (340 - top) * math.cos(u * math.pi / 2) ** 1.7
        y = edge + (344 - edge) * rng.uniform(0.02, 0.98)
        tint = list(grains)[i % 3]
        x = 202 + u * 142
        if kind == "buckwheat":
            grains[tint] += f"M{x} {y - r}L{x + r} {y + r * 0.7}L{x - r} {y + r * 0.7}Z"
        elif flat > 0.8:
            grains[tint] += bead(x, y, r * 0.8, r * 0.8)
        else:
            grains[tint] += bead(x, y, r * 1.25, r * 1.25 * flat, rng.uniform(-50, 50))
    return "".join(parts) + "".join(fill(d, tint) for tint, d in grains.items())


def grain(spec: Spec, rng: random.Random) -> str:
    """Ears behind, the pile before; `count` ears."""
    kind = spec.kind or ("wheat" if spec.ratio >= 120 else "millet")
    straw = kind in ("wheat", "barley", "oat", "rice")
    stem = _STRAW[1] if straw else GREEN[1]
    heads = {
        "rice": 3,
        "millet": 3,
        "umbel": 2,
        "sunflower": 1,
        "maize": 2,
        "quinoa": 3,
        "buckwheat": 2,
        "flax": 2,
    }
    many = max(1, min(spec.count or 3, heads.get(kind, 4)))
    head = _HEADS[kind]
    tints = (
        spec.tints
        if kind not in ("wheat", "barley")
        else (mix(spec.body, _STRAW[0], 0.25), mix(spec.shade, _STRAW[1], 0.25), spec.light)
    )
    if kind == "umbel":
        tints = (mix(spec.body, "#B9B45A", 0.3), spec.shade, spec.light)
    parts = []
    scale = (1.0 if many < 3 else 0.92) * (0.94 + spec.size * 0.0012)
    gap = {"umbel": 128, "sunflower": 0, "maize": 108, "buckwheat": 110, "flax": 104}.get(kind, 62)
    for i in range(many):
        off = i - (many - 1) / 2
        x, lean = 200 + off * gap, off * 9 + rng.uniform(-3, 3)
        y = {"sunflower": 138, "maize": 246}.get(kind, 212 + abs(off) * 10)
        stalk = line("M0 0V116", stem, 5) if kind not in ("maize", "sunflower") else ""
        parts.append(put(stalk + head(tints, rng), x, y, lean, scale))
    if straw and spec.company != "none":
        parts.insert(
            0, put(blade(120, 8, _STRAW), 214, 292, -40) + put(blade(110, 8, _STRAW), 186, 296, -142)
        )
    return shadow(202, 344, 168) + "".join(parts) + _pile(spec, rng, kind)
