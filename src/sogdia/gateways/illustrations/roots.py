"""What grows in the ground: bulbs, tubers, and roots."""

import math
import random

from sogdia.gateways.illustrations.brush import (
    CREAM,
    GREEN,
    fill,
    gleam,
    line,
    mix,
    oval,
    put,
    ring,
    shadow,
    smooth,
)
from sogdia.gateways.illustrations.leaves import blade, leaf
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]


def _tuber(tints: Tints, rng: random.Random, eyes: bool = True) -> str:
    body, shade, light = tints
    f = [rng.uniform(0.9, 1.08) for _ in range(9)]
    points = ring(126, 90, 9, f)
    edge = smooth(points)
    # the shade follows the outline on the end side and swings back through the body
    side = points[-1:] + points[:4]
    inner = [(x * 0.6 + 16, y * 0.66 + 6) for x, y in side][::-1]
    parts = [fill(edge, body), fill(smooth(side + inner[1:-1], slack=6.5), shade)]
    if eyes:
        for px, py in ((-60, 26), (-14, 48), (-26, -14), (22, 8), (46, -44), (70, 36), (-76, -12)):
            x, y = px + rng.uniform(-8, 8), py + rng.uniform(-8, 8)
            parts.append(line(f"M{x - 8} {y}Q{x} {y + 8} {x + 8} {y}", mix(shade, "#5A3A22", 0.3), 3.6))
    parts.append(fill("M-92-26C-76-56-40-70-38-56C-60-42-74-26-80-6C-88 8-102-6-92-26Z", light))
    return "".join(parts)


def _potatoes(spec: Spec, rng: random.Random) -> str:
    tints = spec.tints
    other = (mix(spec.body, spec.light, 0.22), mix(spec.shade, spec.body, 0.15), spec.light)
    scale, (wide, tall) = 0.86 + spec.size * 0.0022, spec.stretch(140)
    wide, tall = tall, wide
    parts = (
        [put(_tuber(other, rng), 138, 196, rng.uniform(-30, -14), scale * 0.84, wide, tall)]
        if spec.count != 1
        else []
    )
    if spec.count >= 4:
        parts.append(put(_tuber(tints, rng), 266, 200, rng.uniform(10, 30), scale * 0.76, wide, tall))
    parts.append(
        put(_tuber(tints, rng), 176, 344 - 86 * scale * tall, rng.uniform(-8, 4), scale * 1.04, wide, tall)
    )
    if spec.company == "half":
        cut = (
            oval(0, 0, 92, 78, spec.shade)
            + oval(-3, -1, 85, 71, mix(spec.light, "#FFF6D0", 0.6))
            + gleam(70, 60, CREAM)
        )
        parts.append(put(cut, 296, 344 - 76 * scale * 0.86, 12, scale * 0.86))
    elif spec.count != 1:
        parts.append(
            put(
                _tuber(other, rng),
                302,
                346 - 74 * scale * 0.72,
                rng.uniform(10, 24),
                scale * 0.72,
                wide,
                tall,
            )
        )
    green = leaf(spec.leaf, 170, 130, -40, 0.9) if spec.company in ("leaf", "branch") else ""
    return shadow(204, 344, 164) + green + "".join(parts)


def _stick(length: float, thick: float, tints: Tints, rng: random.Random) -> str:
    """One dried root lying level, cut at the start side so that its heart shows."""
    body, shade, light = tints
    sway = rng.uniform(-10, 10)
    top = [
        (0, -thick),
        (length * 0.33, -thick * 0.9 + sway),
        (length * 0.68, -thick * 0.8 - sway * 0.6),
        (length, -thick * 0.5),
    ]
    low = [
        (length, thick * 0.5),
        (length * 0.68, thick * 0.8 - sway * 0.6),
        (length * 0.33, thick * 0.95 + sway),
        (0, thick),
    ]
    grain = "".join(
        f"M{length * a} {sway * 0.8 + thick * b}l{length * 0.2} {-sway * 0.5}"
        for a, b in ((0.16, -0.4), (0.3, 0.4), (0.5, -0.3), (0.66, 0.3), (0.44, 0.08))
    )
    return (
        fill(smooth(top + low, slack=7), body)
        + fill(
            smooth(
                [
                    (0, thick * 0.2),
                    (length * 0.33, thick * 0.3 + sway),
                    (length * 0.68, thick * 0.25 - sway * 0.6),
                    *low,
                ],
                slack=7,
            ),
            shade,
        )
        + line(grain, mix(shade, "#3A2410", 0.25), 2.6, 0.8)
        + oval(2, 0, thick * 0.5, thick * 0.98, shade)
        + oval(2, 0, thick * 0.36, thick * 0.8, light)
        + line(
            f"M2 {-thick * 0.5}V{thick * 0.5}M{-thick * 0.2} 0H{thick * 0.26}", mix(light, shade, 0.6), 2.2
        )
    )


def _bundle(spec: Spec, rng: random.Random) -> str:
    """Dried roots laid in a bundle and tied: liquorice, astragalus, bellflower root."""
    many = max(5, min(9, spec.count or 7))
    thick = 10 + spec.size * 0.13
    length = min(320, 220 + spec.ratio * 0.5)
    parts = []
    for i in range(many):
        level, place = divmod(i, 4)
        tint = (mix(spec.body, spec.light, 0.25), spec.shade, spec.light) if i % 3 == 1 else spec.tints
        stick = _stick(length * rng.uniform(0.88, 1), thick * rng.uniform(0.84, 1.1), tint, rng)
        y = 322 - place * thick * 1.5 - level * thick * 1.1
        parts.append(
            put(
                stick,
                200 - length / 2 + rng.uniform(-14, 14),
                y - level * thick * 3.2,
                rng.uniform(-5, 5) - 3,
            )
        )
    if spec.company == "half":
        for x, y, turn in ((92, 340, -8), (152, 350, 6)):
            slice_ = (
                oval(0, 0, 32, 22, spec.shade)
                + oval(-1, -2, 27, 17, spec.light)
                + line("M-18-2H16M0-14V10M-12-10L10 6M12-10L-12 6", mix(spec.light, spec.shade, 0.5), 2)
            )
            parts.append(put(slice_, x, y, turn))
    top = 322 - 3 * thick * 1.5 - (many - 1) // 4 * thick * 4.3
    tie = line(
        f"M214 {top - 6}C226 {top + 40} 226 300 212 338M226 {top - 6}C238 {top + 40} 238 300 226 338",
        "#9A4A32",
        5,
    )
    tie += line(
        f"M220 {top + 30}C246 {top - 2} 268 {top + 6} 262 {top + 22}C256 {top + 34} 236 {top + 34} 220 {top + 30}",
        "#9A4A32",
        5,
    )
    green = leaf(spec.leaf, 200, top + 30, -60) if spec.company in ("leaf", "branch") else ""
    return shadow(200, 344, 172) + green + "".join(parts) + tie


def _taper(spec: Spec, rng: random.Random) -> str:
    """Carrots, radishes: roots that taper, their green still on."""
    body, shade, light = spec.tints
    many = max(1, min(4, spec.count or 3))
    half = 30 + spec.size * 0.26
    reach = 236 if spec.ratio >= 120 else 176
    if spec.ratio < 120:
        half *= 1.3
    parts = []
    for i in range(many):
        tips = "".join(
            put(
                blade(92 + rng.uniform(-12, 12), 12, GREEN if k % 2 else ("#8DAA5C", "#5F7E3D", "#B3C98A")),
                0,
                6,
                -90 + turn,
            )
            for k, turn in enumerate((-42, -18, 2, 24, 46))
        )
        rings = "".join(
            f"M{-half * (1 - t) * s} {reach * t}q{half * 0.3 * s} 5 {half * 0.5 * s} 0"
            for t, s in ((0.16, 1), (0.3, -0.8), (0.46, 1), (0.6, -0.7))
        )
        carrot = (
            tips
            + fill(
                f"M0 {reach}C{-half * 0.3} {reach * 0.7} {-half} {reach * 0.3} {-half} {half * 0.5}C{-half}-14 {half}-14 {half} {half * 0.5}C{half} {reach * 0.3} {half * 0.3} {reach * 0.7} 0 {reach}Z",
                body,
            )
            + fill(
                f"M0 {reach}C{half * 0.3} {reach * 0.5} {half * 0.5} 20 {half * 0.5}-8C{half * 0.9}-2 {half} 4 {half} {half * 0.5}C{half} {reach * 0.3} {half * 0.3} {reach * 0.7} 0 {reach}Z",
                shade,
            )
            + line(rings, shade, 3.4, 0.9)
            + line(
                f"M{-half * 0.66} {half * 0.5}Q{-half * 0.66} {reach * 0.24} {-half * 0.44} {reach * 0.4}",
                light,
                6,
            )
        )
        spot = (i - (many - 1) / 2) * half * 1.75
        parts.append(
            put(carrot, 200 + spot, 340 - reach - abs(spot) * 0.1, -spot * 0.16 + rng.uniform(-3, 3))
        )
    return shadow(200, 350, 70 + many * 24) + "".join(parts)


def _tails(body: str, shade: str, rng: random.Random) -> str:
    """The rootlets of a knotted root, hanging from the origin."""
    tails = ""
    for k in (-4, 4, -3, 3, -2, 2, -1, 1, 0):
        x, y = k * 26 + rng.uniform(-8, 8), 166 - abs(k) * 12 + rng.uniform(-8, 8)
        half, top = 13 - abs(k) * 0.8, k * 12
        d = (
            f"M{top - half} 10C{top - half} 50 {x - half * 0.9} {y * 0.6} {x} {y}"
            f"C{x + half * 0.5} {y * 0.6} {top + half * 1.3} 56 {top + half} 10Z"
        )
        tails += fill(d, mix(body, shade, 0.45 if k % 2 else 0.15))
        tails += line(f"M{top + half * 0.4} 40Q{x * 0.8 + 4} {y * 0.55} {x} {y - 10}", shade, 3)
    return tails


_KNOB = (
    (-70, -40), (-52, -92), (-14, -80), (6, -112), (38, -84), (70, -70), (74, -16), (48, 36), (0, 52), (-52, 34),
)  # fmt: skip
_KNOB_SHADE = ((38, -84), (70, -70), (74, -16), (48, 36), (0, 52), (34, 8), (40, -40))


def _knobs(spec: Spec, rng: random.Random) -> str:
    """A knotted root with rootlets: angelica, ginger, rhubarb root, silverweed."""
    body, shade, light = spec.tints
    scale, (wide, tall) = 0.92 + spec.size * 0.002, spec.stretch(120)
    inner = (
        _tails(body, shade, rng)
        + fill(smooth(_KNOB), body)
        + fill(smooth(_KNOB_SHADE), shade)
        + line("M-58-52Q0-34 62-50M-64-22Q0 0 68-18M-52 8Q0 28 56 10", mix(shade, "#3A2410", 0.2), 3.4, 0.8)
        + line("M-50-40C-50-60-44-72-34-80", light, 8)
    )
    side = ""
    if spec.company == "half" or spec.count >= 2:
        star = line("M-22-2H20M-2-18V14M-16-12L14 10M14-14L-16 10", mix(light, shade, 0.45), 2.4)
        coin = oval(0, 0, 42, 30, shade) + oval(-2, -2, 36, 24, light) + star
        side = put(coin, 84, 322, -10) + put(coin, 322, 322, 12)
    green = leaf(spec.leaf, 206, 108, -62) if spec.company in ("leaf", "branch") else ""
    return shadow(200, 346, 160) + green + put(inner, 200, 184, rng.uniform(-6, 6), scale, wide, tall) + side


def _column(spec: Spec, rng: random.Random) -> str:
    """Scaly fleshy stems: the desert broomrape of the saxaul."""
    body, shade, light = spec.tints
    parts = []
    for x, high, lean in ((146, 236, -5), (258, 196, 6)) if spec.count != 1 else ((200, 250, 2),):
        half = 34 + spec.size * 0.16
        stem = [
            fill(
                f"M{-half} 0C{-half * 1.15} {-high * 0.5} {-half} {-high} 0 {-high}S{half * 1.15} {-high * 0.5} {half} 0Q0 16 {-half} 0Z",
                body,
            )
        ]
        stem.append(
            fill(
                f"M{half} 0C{half * 1.15} {-high * 0.5} {half} {-high} 0 {-high}C{half * 0.7} {-high * 0.7} {half * 0.5} {-high * 0.2} {half * 0.3} 6Q{half * 0.7} 6 {half} 0Z",
                shade,
            )
        )
        for row in range(7):
            y = -10 - row * high * 0.118
            for k in (-1, 0, 1):
                at = k * half * 0.5 + (half * 0.16 if row % 2 else -half * 0.1)
                stem.append(
                    line(
                        f"M{at - half * 0.26} {y}Q{at} {y - 20} {at + half * 0.26} {y}",
                        mix(shade, "#3A2410", 0.15),
                        3,
                    )
                )
        stem.append(
            line(
                f"M{-half * 0.72} -30C{-half * 0.8} {-high * 0.4} {-half * 0.7} {-high * 0.7} {-half * 0.4} {-high * 0.84}",
                light,
                7,
            )
        )
        parts.append(put("".join(stem), x, 338, lean + rng.uniform(-2, 2)))
    slices = ""
    if spec.company == "half":
        star = "".join(f"M0 0L{14 * math.cos(i * 1.05)} {9 * math.sin(i * 1.05)}" for i in range(6))
        slices = "".join(
            put(oval(0, 0, 40, 24, shade) + oval(0, -3, 34, 19, light) + line(star, shade, 3), x, y, 0)
            for x, y in ((206, 344), (320, 338))
        )
    return shadow(204, 344, 140) + "".join(parts) + slices


def root(spec: Spec, rng: random.Random) -> str:
    """Bundled roots, tubers, tapering and knotted roots."""
    kind = spec.kind or ("potato" if spec.ratio <= 140 else "bundle")
    draw = {"potato": _potatoes, "bundle": _bundle, "taper": _taper, "knotted": _knobs, "column": _column}[
        kind
    ]
    return draw(spec, rng)
