"""Bulbs: lily, onion, garlic."""

import random

from sogdia.gateways.illustrations.brush import GREEN, fill, line, mix, oval, put, shadow
from sogdia.gateways.illustrations.leaves import blade, leaf
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]


def _roots_below(x: float, y: float, colour: str, spread: float, rng: random.Random, deep: float = 40) -> str:
    d = ""
    for k in range(-4, 5):
        end = k * spread / 4
        d += f"M{x + k * 8} {y}C{x + k * 9} {y + 16} {x + end * 0.8} {y + 22} {x + end} {y + deep - abs(k) * 2.4 + rng.uniform(-3, 3)}"
    return line(d, colour, 3.4)


def _lily(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    wide, tall = spec.stretch(100)

    def scale_leaf(turn: float, half: float, high: float, tint: str, y: float) -> str:
        veins = f"M0 {-high * 0.12}V{-high * 0.8}M{-half * 0.3} {-high * 0.2}Q{-half * 0.38} {-high * 0.5} {-half * 0.1} {-high * 0.8}"
        d = f"M0 0C{-half} {-high * 0.2} {-half * 0.9} {-high * 0.72} 0 {-high}C{half * 0.9} {-high * 0.72} {half} {-high * 0.2} 0 0Z"
        edge = f'<path fill="{tint}" stroke="{shade}" stroke-width="3" d="{d}"/>'
        return put(edge + line(veins, shade, 2, 0.6), 0, y, turn + rng.uniform(-2, 2))

    rows = (
        ((50, 60, 142), mix(body, shade, 0.4), -6),
        ((36, 66, 184), mix(body, shade, 0.28), -6),
        ((20, 68, 212), body, -4),
        ((0, 66, 224), body, -4),
        ((32, 62, 148), mix(body, light, 0.5), 0),
        ((12, 64, 178), mix(body, light, 0.5), 0),
        ((0, 62, 132), light, 2),
    )
    parts = []
    for (turn, half, high), tint, y in rows:
        for side in (-1, 1) if turn else (1,):
            parts.append(scale_leaf(side * turn, half, high, tint, y))
    scale = 0.92 + spec.size * 0.0018
    green = leaf(spec.leaf, 230, 130, -50, 0.9) if spec.company == "leaf" else ""
    loose = ""
    if spec.company == "half" or spec.count >= 2:
        loose = put(
            fill("M-46 0C-40-60 20-84 58-30C40-4 0 14-46 0Z", body)
            + fill("M-34-4C-26-42 16-58 44-28C26-14 0-2-34-4Z", light)
            + line("M-10-12Q8-30 30-30", shade, 2),
            318,
            342,
            8,
        )
        loose += put(
            fill("M-40 0C-30-50 30-60 50-10C30 8-8 10-40 0Z", mix(body, light, 0.5))
            + line("M-16-10Q4-26 28-18", shade, 2),
            88,
            346,
            -10,
        )
    inner = _roots_below(0, 0, mix(shade, "#6B4A2B", 0.3), 76, rng) + "".join(parts)
    return (
        shadow(200, 344, 166 if loose else 124) + green + put(inner, 200, 320, 0, scale, wide, tall) + loose
    )


def _onion(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    skin = "M-10-128C-14-108-16-96-40-84C-98-62-118-22-112 22C-104 76-50 104 0 104S104 76 112 22C118-22 98-62 40-84C16-96 14-108 12-128Z"
    veins = "M-8-110C-20-70-96-50-90 24C-86 60-50 92-14 102M-2-110C-8-60-52-40-48 30C-46 64-26 90-8 102M4-110C8-60 50-40 48 30C46 64 26 90 8 102"
    return (
        _roots_below(0, 98, mix(shade, "#C9B28A", 0.5), 44, rng, 22)
        + fill(skin, body)
        + fill(
            "M12-128C14-108 16-96 40-84C98-62 118-22 112 22C104 76 50 104 0 104C74 76 92-20 40-76C16-92 10-108 12-128Z",
            shade,
        )
        + line(veins, mix(shade, body, 0.3), 3)
        + fill("M-82-30C-66-58-44-64-54-48C-70-28-76-8-78 14C-86 28-96-4-82-30Z", light)
        + line(
            f"M-4-124C-8-140 {-18 + rng.uniform(-4, 4)}-150 -24-154M4-124C6-140 10-148 18-156",
            mix(shade, "#C9A266", 0.4),
            6,
        )
    )


def _onion_half(tints: Tints) -> str:
    body, shade, light = tints
    pale = mix(light, "#FFFFFF", 0.62)
    rings = "".join(
        f'<ellipse cy="{6 + 2 * i}" rx="{r}" ry="{round(r * 0.9)}" fill="none" stroke="{mix(shade, pale, 0.25)}" stroke-width="4"/>'
        for i, r in enumerate((84, 64, 45, 27))
    )
    return (
        oval(0, 4, 106, 98, body)
        + oval(0, 4, 97, 89, pale)
        + rings
        + oval(0, 15, 9, 10, mix(light, GREEN[2], 0.4))
    )


def _garlic(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    lean = rng.uniform(-8, 8)
    whole = f"M{-12 + lean}-150C{-8 + lean}-120-14-100-38-78C-104-56-122-16-114 32C-106 78-60 100 0 100S106 78 114 32C122-16 104-56 38-78C14-100 {10 + lean}-120 {14 + lean}-148Z"
    return (
        _roots_below(0, 94, mix(shade, "#8A7A5C", 0.3), 40, rng, 22)
        + fill(whole, body)
        + fill(
            f"M{14 + lean}-148C{10 + lean}-120 14-100 38-78C104-56 122-16 114 32C106 78 60 100 0 100C86 72 92-30 36-72C10-96 {6 + lean}-122 {14 + lean}-148Z",
            shade,
        )
        + fill("M-80-28C-62-50-34-62-30-46C-56-28-66 0-66 30C-76 58-104 14-80-28Z", light)
        + line("M-6-84C-44-50-60 30-34 94M6-84C44-50 56 30 34 94M0-92V96", mix(shade, "#8A7A5C", 0.3), 3.4)
    )


def _clove(tints: Tints) -> str:
    body, shade, light = tints
    return (
        fill("M-20-80C20-70 62-10 54 40C46 78-20 84-44 60C-62 20-50-40-20-80Z", mix(body, light, 0.3))
        + fill("M-20-80C20-70 62-10 54 40C46 70 10 80-10 76C40 40 20-30-20-80Z", shade)
        + line("M-34 30C-42-4-34-30-22-50", "#FFFDF6", 6)
    )


def bulb(spec: Spec, rng: random.Random) -> str:
    """Lily, onion, garlic."""
    kind = spec.kind or "lily"
    if kind == "lily":
        return _lily(spec, rng)
    whole = _onion if kind == "onion" else _garlic
    wide, tall = spec.stretch(100)
    scale = 0.86 + spec.size * 0.0024
    half = (
        (_onion_half(spec.tints) if kind == "onion" else _clove(spec.tints))
        if spec.company == "half"
        else None
    )
    if half is None and spec.count < 2:
        blades = ""
        if spec.company in ("leaf", "branch"):
            blades = "".join(
                put(blade(150 - 20 * i, 11), 204, 140, turn) for i, turn in enumerate((-104, -66, -84))
            )
        return (
            shadow(204, 346, 132)
            + blades
            + put(whole(spec.tints, rng), 200, 344 - 104 * scale * tall, 0, scale * 1.06, wide, tall)
        )
    fore = half or whole((mix(spec.body, spec.light, 0.2), spec.shade, spec.light), rng)
    third = put(whole(spec.tints, rng), 282, 206, 18, scale * 0.66, wide, tall) if spec.count >= 3 else ""
    return (
        shadow(204, 346, 156)
        + third
        + put(whole(spec.tints, rng), 150, 344 - 102 * scale * tall, rng.uniform(-6, 0), scale, wide, tall)
        + put(fore, 286, 346 - 100 * scale * 0.72 * tall, rng.uniform(4, 12), scale * 0.72, wide, tall)
    )
