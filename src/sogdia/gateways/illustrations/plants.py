"""Branches with berries, leaves and flowers, pods, and ears of grain."""

import math
import random

from sogdia.gateways.illustrations.brush import (
    GREEN,
    bead,
    dot,
    fill,
    line,
    mix,
    oval,
    petals,
    put,
    shadow,
)
from sogdia.gateways.illustrations.leaves import blade, leaf
from sogdia.gateways.illustrations.spec import Spec

_FRESH = ("#8DAA5C", "#5F7E3D", "#B3C98A")


def _petals(many: int, long: float, half: float, tint: str, rng: random.Random) -> str:
    return fill(petals(many, long, half, rng.uniform(0, 360 / many)), tint)


def _rose(tints: tuple[str, str, str], rng: random.Random) -> str:
    body, shade, light = tints
    return (
        _petals(6, 60, 34, shade, rng)
        + _petals(6, 52, 30, body, rng)
        + _petals(5, 38, 24, mix(body, light, 0.4), rng)
        + _petals(4, 24, 16, body, rng)
        + line("M-10 2C-10-12 10-12 10 0C10 10-4 10-4 0", shade, 3.4)
    )


def _daisy(tints: tuple[str, str, str], rng: random.Random, heart: str) -> str:
    body, shade, light = tints
    return (
        _petals(16, 62, 9, mix(body, shade, 0.4), rng)
        + _petals(14, 52, 9, body, rng)
        + _petals(11, 36, 8, light, rng)
        + dot(0, 0, 13, heart)
    )


def _thistle(tints: tuple[str, str, str], rng: random.Random) -> str:
    body, shade, light = tints
    hairs = "".join(
        put(
            fill("M-4 0C-6-30-3-52 0-62C3-52 6-30 4 0Z", (body, shade, light)[i % 3]),
            0,
            6,
            turn + rng.uniform(-4, 4),
        )
        for i, turn in enumerate(range(-66, 67, 12))
    )
    cup = fill("M-26 0C-34 30-20 46 0 48C20 46 34 30 26 0C14 8-14 8-26 0Z", GREEN[0]) + fill(
        "M10 6C20 4 26 0 26 0C34 30 20 46 0 48C16 38 16 20 10 6Z", GREEN[1]
    )
    return hairs + cup


def _spike(tints: tuple[str, str, str], rng: random.Random, long: float) -> str:
    body, shade, light = tints
    paths = {body: "", shade: "", light: ""}
    for level in range(8):
        y, k = -long + level * 16.5 + 4, 0.64 + min(level, 5) * 0.1
        for side, tint in ((-1, body), (1, shade), (0, light if level % 2 else body)):
            paths[tint] += bead(side * 8.5 * k, y + (5 if not side else 0), 6.4 * k, 9 * k, side * 30)
    return line(f"M0 0V{-long}", GREEN[1], 3) + "".join(fill(d, tint) for tint, d in paths.items())


def _lavender(spec: Spec, rng: random.Random) -> str:
    many = max(5, min(7, spec.count or 7))
    parts = []
    for i in range(many):
        turn = (i - (many - 1) / 2) * 50 / many + rng.uniform(-2, 2)
        high = 250 - abs(turn) * 1.6 + rng.uniform(-16, 12)
        parts.append(
            put(
                line(f"M0 84V{-high + 118}", "#7F9C62", 3.6)
                + put(_spike(spec.tints, rng, 128), 0, -high + 122),
                200,
                262,
                turn,
            )
        )
    leaves = "".join(put(blade(88, 7, _FRESH), 200, 270, turn) for turn in (-128, -52, 128 - 180 - 58, -110))
    tie = fill("M174 252H226L222 276H178Z", "#E9DEC8") + fill("M204 252H226L222 276H206Z", "#CDB998")
    return shadow(200, 350, 62) + leaves + "".join(parts) + tie


def _flower(spec: Spec, rng: random.Random) -> str:
    kind = spec.kind or "rose"
    heart = "#C98A2E" if kind == "chrysanthemum" else spec.shade
    makers = {
        "rose": lambda t: _rose(t, rng),
        "chrysanthemum": lambda t: _daisy(t, rng, heart),
        "safflower": lambda t: _thistle(t, rng),
    }
    many = max(1, min(3 if kind == "chrysanthemum" else 5, spec.count or 3))
    spots = ((196, 130, 1.3), (108, 206, 0.94), (292, 200, 1), (150, 84, 0.66), (268, 96, 0.7))[:many]
    parts = []
    for x, y, _ in spots:
        parts.append(line(f"M200 350C200 300 {x} 300 {x} {y + 20}", GREEN[1], 6))
    leaf_kind = "round" if spec.leaf in ("none", "vine") else spec.leaf
    for x, y, turn in ((198, 318, -160), (202, 300, -28), (194, 268, -146), (206, 254, -40)):
        parts.append(leaf(leaf_kind, x, y, turn + rng.uniform(-8, 8), 0.84 if leaf_kind != "lobed" else 0.7))
    other = (mix(spec.body, spec.light, 0.3), mix(spec.shade, spec.body, 0.2), spec.light)
    for i, (x, y, k) in enumerate(spots):
        parts.append(
            put(
                makers[kind](spec.tints if i % 2 == 0 else other),
                x,
                y,
                rng.uniform(-10, 10),
                k * (0.9 + spec.size * 0.002),
            )
        )
    return shadow(200, 352, 60) + "".join(parts)


def _herb(spec: Spec, rng: random.Random) -> str:
    """A bunch of leaves: herbs, tea shoots, chives."""
    body, shade, light = spec.tints
    if spec.kind == "chive":
        parts = []
        many = max(9, min(22, spec.count or 16))
        for i in range(many):
            turn = (i - (many - 1) / 2) * 44 / many + rng.uniform(-3, 3)
            tints = (
                (body, shade, light),
                (mix(body, light, 0.4), shade, light),
                (shade, mix(shade, "#20301A", 0.3), body),
            )[i % 3]
            parts.append(put(blade(rng.uniform(236, 284), 7, tints), 200, 338, -90 + turn))
        return (
            shadow(200, 344, 70)
            + "".join(parts)
            + line("M166 288C186 296 214 296 234 286M168 298C188 306 212 306 232 296", "#C9A266", 6)
        )
    parts = []
    tint_sets = ((body, shade, light), (mix(body, light, 0.35), shade, light))
    for s, (x, lean) in enumerate(((200, 0), (150, -22), (252, 20)) if spec.count != 1 else ((200, 0),)):
        stem = [line("M0 0C-6-60 6-140 0-214", shade, 6)]
        half = 30 if spec.ratio < 130 else 19
        for k, y in enumerate((-60, -104, -148, -186)):
            long = 96 - k * 14
            stem.append(put(blade(long, half - k * 3, tint_sets[k % 2]), 0, y, -30 - k * 6))
            stem.append(put(blade(long, half - k * 3, tint_sets[(k + 1) % 2]), 0, y, -150 + k * 6))
        stem.append(put(blade(70, 16, (light, body, light)), 0, -210, -90))
        parts.append(put("".join(stem), x, 344, lean + rng.uniform(-3, 3), 0.96 if s == 0 else 0.8))
    return shadow(200, 348, 80) + "".join(parts[1:] + parts[:1])


def leaf_flower(spec: Spec, rng: random.Random) -> str:
    """Flowers and herbs; lavender in its bunch."""
    kind = spec.kind or ("lavender" if spec.ratio >= 140 else "rose")
    if kind == "lavender":
        return _lavender(spec, rng)
    return _herb(spec, rng) if kind in ("herb", "chive") else _flower(spec, rng)


def _chilli(spec: Spec, rng: random.Random, tints: tuple[str, str, str]) -> str:
    body, shade, light = tints
    half = 30 + spec.size * 0.12
    long = min(226, 142 + spec.ratio * 0.44)
    bend = rng.uniform(14, 34)
    return (
        line("M0-10C2-30-6-44-20-54", GREEN[1], 10)
        + fill(
            f"M{-half} 8C{-half} {long * 0.5} {-bend} {long * 0.8} {bend} {long}C{bend * 0.9} {long * 0.8} {half * 1.2} {long * 0.5} {half} 8C{half * 0.6}-10 {-half * 0.6}-10 {-half} 8Z",
            body,
        )
        + fill(
            f"M{half * 0.4}-4C{half * 0.7} {long * 0.4} {half * 0.3} {long * 0.7} {bend} {long}C{bend * 0.9} {long * 0.8} {half * 1.2} {long * 0.5} {half} 8C{half * 0.8} 0 {half * 0.6}-4 {half * 0.4}-4Z",
            shade,
        )
        + line(
            f"M{-half * 0.56} 26C{-half * 0.56} {long * 0.36} {-half * 0.36} {long * 0.5} {-half * 0.14} {long * 0.62}",
            light,
            7,
        )
        + fill(
            f"M{-half * 1.04} 12C{-half * 0.8}-20 {half * 0.8}-20 {half * 1.04} 12Q{half * 0.6} 2 {half * 0.34} 16Q0 4 {-half * 0.34} 16Q{-half * 0.6} 2 {-half * 1.04} 12Z",
            GREEN[0],
        )
    )


def _bell(tints: tuple[str, str, str]) -> str:
    body, shade, light = tints
    return (
        line("M0-74C-2-100 6-116 18-124", GREEN[1], 13)
        + fill(
            "M-40-80C-104-84-116-20-96 44C-86 86-60 108-36 100C-18 112 20 112 36 100C64 108 88 84 96 44C116-20 104-84 40-80C20-94-20-94-40-80Z",
            body,
        )
        + fill("M40-80C104-84 116-20 96 44C88 84 64 108 36 100C70 60 76-40 40-80Z", shade)
        + line("M-36-70C-56-20-50 60-36 98", mix(body, shade, 0.7), 5)
        + fill("M-86-36C-78-62-58-66-64-50C-74-28-76-4-74 24C-82 38-96-2-86-36Z", light)
        + fill("M-44-78C-20-96 20-96 44-78C20-66-20-66-44-78Z", GREEN[0])
    )


def _peapod(spec: Spec, tints: tuple[str, str, str], rng: random.Random) -> str:
    body, shade, light = tints
    many = max(4, min(8, spec.count or 6))
    peas = "".join(
        dot(
            -112 + 224 * (i + 0.5) / many,
            -2 + 10 * math.sin(math.pi * (i + 0.5) / many),
            19,
            light if i % 2 else mix(light, body, 0.3),
        )
        for i in range(many)
    )
    return (
        fill("M-150-6C-100-50 100-50 150-16C110 60-100 66-150-6Z", shade)
        + peas
        + fill("M-150-6C-110 20 100 30 150-16C110 60-100 66-150-6Z", body)
        + line("M-150-6L-176-22", shade, 8)
        + line("M-100 24C-50 40 40 42 90 20", light, 5)
    )


def _boll(spec: Spec, rng: random.Random) -> str:
    """Cotton: open bolls on a twig."""
    body, shade, light = spec.tints
    boll = (
        fill("M-58 8L-26 44L0 56L26 44L58 8L30 30L0 40L-30 30Z", "#7B5C3A")
        + "".join(
            oval(x, y, rx, ry, tint)
            for x, y, rx, ry, tint in (
                (-29, -2, 31, 30, mix(body, shade, 0.22)),
                (29, -2, 31, 30, mix(body, shade, 0.5)),
                (0, -34, 38, 34, light),
                (0, 10, 36, 32, body),
            )
        )
        + fill("M0 40C-10 24-30 20-48 2C-40 30-24 46 0 56C24 46 40 30 48 2C30 20 10 24 0 40Z", "#8E6C46")
        + line("M-22-28C-14-44 8-50 20-40M-48-2C-44-18-34-22-26-22M14 4C20-8 36-14 46-6", shade, 3.4)
    )
    spots = ((206, 118, 1.12), (118, 196, 0.9), (292, 208, 0.96), (186, 264, 0.8))[
        : max(1, min(4, spec.count or 3))
    ]
    stems = "".join(line(f"M200 356C204 310 {x} 300 {x} {y + 44}", "#7B5C3A", 7) for x, y, _ in spots)
    green = (
        "".join(
            leaf("lobed" if spec.leaf == "none" else spec.leaf, x, y, t, 0.6)
            for x, y, t in ((198, 326, -150), (204, 316, -20))
        )
        if spec.company != "none"
        else ""
    )
    return (
        shadow(200, 354, 60)
        + stems
        + green
        + "".join(put(boll, x, y, rng.uniform(-10, 10), k * (0.94 + spec.size * 0.0016)) for x, y, k in spots)
    )


def pod(spec: Spec, rng: random.Random) -> str:
    """Chillies, peppers, pea pods, cotton bolls."""
    kind = spec.kind or "chilli"
    other = (mix(spec.body, spec.light, 0.2), mix(spec.shade, spec.body, 0.15), spec.light)
    if kind == "cotton":
        return _boll(spec, rng)
    if kind == "bell":
        green = leaf(spec.leaf, 150, 116, -34) if spec.company in ("leaf", "branch") else ""
        fore = put(_bell(other), 286, 270, 10, 0.72)
        return (
            shadow(204, 346, 152) + green + put(_bell(spec.tints), 156, 236, rng.uniform(-6, 0), 1.02) + fore
        )
    if kind == "pea":
        green = leaf(spec.leaf, 120, 120, -30) if spec.company in ("leaf", "branch") else ""
        return (
            shadow(200, 338, 160)
            + green
            + put(_peapod(spec, other, rng), 196, 196, rng.uniform(-28, -16), 0.94)
            + put(_peapod(spec, spec.tints, rng), 208, 280, rng.uniform(-8, 4), 1.02)
        )
    many = max(2, min(6, spec.count or 4))
    parts = []
    for i in range(many):
        turn = (i - (many - 1) / 2) * -72 / many + rng.uniform(-5, 5)
        tints = spec.tints if i % 2 == 0 else other
        parts.append(
            put(
                _chilli(spec, rng, tints),
                204 - turn * 1.5,
                100 + (226 - min(226, 142 + spec.ratio * 0.44)) + abs(turn) * 0.3,
                turn,
                1.02,
            )
        )
    green = (
        leaf("willow" if spec.leaf == "none" else spec.leaf, 196, 84, -40, 0.9)
        if spec.company in ("leaf", "branch")
        else ""
    )
    return shadow(200, 352, 96 + many * 10) + green + "".join(parts)
