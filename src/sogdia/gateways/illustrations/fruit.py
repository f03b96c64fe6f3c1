"""Fruit with a core or a stone, and melons: whole, in pairs, and cut in half."""

import math
import random
from collections.abc import Callable

from sogdia.gateways.illustrations.brush import (
    BARK,
    CREAM,
    dot,
    fill,
    gleam,
    line,
    mix,
    moon,
    oval,
    put,
    shadow,
)
from sogdia.gateways.illustrations.leaves import leaf, twig
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]
Piece = Callable[[Tints], str]

_PEAR = "M0-122C34-122 44-92 52-60C62-22 96 4 96 56C96 106 54 134 0 134S-96 106-96 56C-96 4-62-22-52-60C-44-92-34-122 0-122Z"
_APPLE = (
    "M0-82C28-108 112-104 112-14C112 60 62 116 28 116C14 116 8 110 0 110S-14 116-28 116C-62 116-112 60-112-14"
    "C-112-104-28-108 0-82Z"
)


def _other(spec: Spec, rng: random.Random) -> Tints:
    """The tints of the second piece: the same hue, a little riper."""
    part = rng.uniform(0.12, 0.24)
    return (
        mix(spec.body, spec.shade, part),
        mix(spec.shade, "#3A2418", part / 2),
        mix(spec.light, spec.body, part),
    )


def specks(colour: str, rng: random.Random, rx: float, ry: float, y: float, count: int) -> str:
    """Small freckles inside an ellipse about (0, y)."""
    parts = []
    for i in range(count):
        angle, far = i * 2.4 + rng.uniform(-0.4, 0.4), math.sqrt((i + 0.6) / count) * 0.86
        x = rx * far * math.cos(angle)
        parts.append(dot(x, y + ry * far * math.sin(angle), rng.uniform(1.9, 3), colour))
    return "".join(parts)


def _pear(spec: Spec, tints: Tints, rng: random.Random, stalk: bool = True) -> str:
    body, shade, light = tints
    bend = rng.uniform(-5, 5)
    parts = [line(f"M2-118C0-140 {8 + bend}-160 {24 + bend}-170", BARK, 9)] if stalk else []
    parts += [
        fill(_PEAR, body),
        fill(
            "M14-121C40-116 46-88 52-60C62-22 96 4 96 56C96 106 54 134 0 134C-18 134-34 131-48 125"
            "C20 120 56 84 54 40C52-4 26-40 24-74C23-94 20-110 14-121Z",
            shade,
        ),
    ]
    if spec.trait == "blush":
        parts.append(
            fill(
                "M60-34C76-8 96 14 96 56C96 90 78 112 50 124C72 100 82 76 78 44C76 16 66-8 60-34Z",
                "#C9673A",
                0.75,
            )
        )
    parts.append(
        fill("M-22-92C-8-104 2-96-4-78C-14-46-44-22-58 20C-66 46-84 44-78 18C-70-18-40-56-22-92Z", light)
    )
    parts.append(specks(shade, rng, 60, 54, 56, 16 if spec.trait == "spots" else 9))
    return "".join(parts)


def _pear_half(tints: Tints) -> str:
    return (
        fill(_PEAR, mix(tints[0], tints[1], 0.3))
        + put(fill(_PEAR, "#FBF4DC"), 0, 1, 0, 0.91)
        + fill("M0 4C28 4 46 34 46 62C46 88 24 102 0 102S-46 88-46 62C-46 34-28 4 0 4Z", "#EFE2B6")
        + line("M0-108V14M0 96V122", "#D8C78C", 4)
        + fill("M-8 40C-22 48-24 68-14 82C-4 72-2 54-8 40ZM8 40C22 48 24 68 14 82C4 72 2 54 8 40Z", "#5A3A22")
    )


def _apple(spec: Spec, tints: Tints, rng: random.Random, stalk: bool = True) -> str:
    body, shade, light = tints
    parts = [line(f"M0-78C-2-104 6-122 {20 + rng.uniform(-6, 6)}-132", BARK, 9)] if stalk else []
    parts += [
        fill(_APPLE, body),
        fill(
            "M74-92C100-78 112-52 112-14C112 60 62 116 28 116C14 116 8 110 0 110C60 96 84 48 84-10C84-44 82-70 74-92Z",
            shade,
        ),
        fill("M-76-54C-58-78-36-72-48-54C-66-34-72-12-76 14C-80 36-98 26-96 0C-94-22-88-40-76-54Z", light),
    ]
    if spec.trait == "stripes":
        streaks = "".join(
            f"M{x * 0.5}-62C{x * 0.95}-40 {x} {rng.uniform(-10, 10)} {x * 0.86} {rng.uniform(30, 76)}"
            for x in (-60, -36, -12, 12, 36, 60)
        )
        parts.append(line(streaks, shade, 5, 0.55))
    if spec.trait == "blush":
        parts.append(fill("M-30 4C-10-60 60-66 82-20C92 30 60 84 24 98C-20 96-44 50-30 4Z", "#C8402F", 0.34))
    if spec.trait == "spots":
        parts.append(specks(light, rng, 74, 70, 16, 16))
    parts.append(line("M-30-84C-12-68 12-68 30-84", shade, 6))
    return "".join(parts)


def _apple_half(tints: Tints) -> str:
    return (
        fill(_APPLE, tints[0])
        + put(fill(_APPLE, CREAM), 0, 1, 0, 0.92)
        + line("M0-66V-30M0 66V98", "#DCC994", 4)
        + line("M0-34C40-40 52 40 0 60C-52 40-40-40 0-34Z", "#DCC994", 4)
        + fill("M-8-8C-22 2-24 20-14 34C-4 24-2 6-8-8ZM8-8C22 2 24 20 14 34C4 24 2 6 8-8Z", "#5A3A22")
    )


def _pomegranate(spec: Spec, tints: Tints, rng: random.Random, window: bool = True) -> str:
    body, shade, light = tints
    parts = [
        fill(
            "M-24-100L-26-142L-8-122L4-148L18-122L36-140L28-100C94-92 126-36 118 28C112 96 64 132 0 132"
            "S-112 96-118 28C-124-36-88-92-24-100Z",
            body,
        ),
        fill("M28-100C94-92 126-36 118 28C112 96 64 132 0 132C70 106 92-18 28-100Z", shade),
        line("M-98-16C-90-40-74-58-54-66", light, 9),
    ]
    if window:
        parts.append(fill("M-80 2C-64-34-4-40 18-4C34 32 6 88-32 92C-72 88-92 38-80 2Z", CREAM))
        for i, (x, y) in enumerate(
            ((-54, 4), (-24, -6), (2, 12), (-62, 34), (-32, 26), (-2, 42), (-50, 62), (-20, 68))
        ):
            ruby = mix("#C62F45", shade, 0.35 if i % 3 == 0 else 0)
            parts.append(dot(x + rng.uniform(-2, 2), y + rng.uniform(-2, 2), rng.uniform(12.6, 14.6), ruby))
    return "".join(parts)


def _tomato(tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    crown = "".join(
        f"M0-74Q{34 * math.sin(a) - 6 * math.cos(a)} {-82 - 30 * math.cos(a)} {54 * math.sin(a)} {-74 - 26 * math.cos(a)}"
        f"Q{24 * math.sin(a)} {-66 - 8 * math.cos(a)} 0-74Z"
        for a in (math.radians(x + rng.uniform(-6, 6)) for x in (-150, -95, -40, 20, 80, 140))
    )
    return (
        fill("M0-82C34-96 118-88 118-2C118 66 64 104 0 104S-118 66-118-2C-118-88-34-96 0-82Z", body)
        + fill("M62-86C96-76 118-48 118-2C118 66 64 104 0 104C60 84 100 10 62-86Z", shade)
        + put(gleam(106, 96, light), 0, 4)
        + fill(crown, "#5F7E3D")
        + line("M0-76C0-92 6-102 12-108", "#567436", 8)
    )


def _stone(spec: Spec, kind: str, tints: Tints, rng: random.Random) -> str:
    body, shade, light = tints
    wide, tall = {"plum": (88, 104), "jujube": (82, 104), "olive": (70, 100), "flat-peach": (118, 70)}.get(
        kind, (100, 100)
    )
    parts = [oval(0, 0, wide, tall, body)]
    if spec.trait == "blush":
        parts.append(
            fill(
                f"M0 {-tall * 0.86}C{wide * 1.1} {-tall * 0.8} {wide * 1.1} {tall * 0.7} {wide * 0.1} {tall * 0.9}"
                f"C{wide * 0.6} {tall * 0.2} {wide * 0.2} {-tall * 0.4} 0 {-tall * 0.86}Z",
                mix(shade, "#C8342B", 0.5),
                0.7,
            )
        )
    parts.append(moon(wide, tall, shade))
    if kind == "flat-peach":
        parts.append(oval(0, -tall * 0.62, wide * 0.34, tall * 0.2, mix(body, shade, 0.75)))
        parts.append(line(f"M0 {-tall * 0.5}C{-20} {-10} -18 30 4 {tall * 0.97}", mix(shade, BARK, 0.2), 5))
    elif kind not in ("jujube", "olive", "cherry"):
        parts.append(
            line(
                f"M{wide * 0.06} {-tall * 0.98}C{-wide * 0.34} {-tall * 0.5} {-wide * 0.34} {tall * 0.4} {wide * 0.04} {tall * 0.985}",
                mix(shade, BARK, 0.2),
                5,
            )
        )
    if kind == "jujube":
        parts.append(
            fill(
                f"M-26 {-tall * 0.95}Q0 {-tall * 0.7} 26 {-tall * 0.95}Q0 {-tall * 1.04} -26 {-tall * 0.95}Z",
                mix(shade, BARK, 0.4),
            )
        )
    if kind in ("jujube", "olive", "cherry"):
        parts.append(
            line(
                f"M0 {-tall * 0.9}C-2 {-tall * 1.1} 4 {-tall * 1.26} 14 {-tall * (1.7 if kind == 'cherry' else 1.34)}",
                "#7B6A36",
                7,
            )
        )
    if spec.trait == "spots" or kind == "jujube":
        parts.append(specks(shade, rng, wide * 0.6, tall * 0.6, tall * 0.15, 10))
    parts.append(gleam(wide, tall, light))
    return "".join(parts)


def _stone_half(kind: str, tints: Tints) -> str:
    body, shade, light = tints
    wide, tall = {"plum": (88, 104), "jujube": (82, 104), "olive": (70, 100), "flat-peach": (118, 70)}.get(
        kind, (100, 100)
    )
    flesh = (
        mix(light, "#FFF3D6", 0.55)
        if kind in ("peach", "flat-peach", "jujube", "olive")
        else mix(light, body, 0.25)
    )
    return (
        oval(0, 0, wide, tall, mix(body, shade, 0.4))
        + oval(-2, 0, wide * 0.91, tall * 0.91, flesh)
        + oval(0, 4, wide * 0.46, tall * 0.5, mix(flesh, shade, 0.4))
        + oval(0, 4, wide * 0.36, tall * 0.42, "#8A5A34")
        + fill(
            f"M{wide * 0.1} {-tall * 0.36}A{wide * 0.36} {tall * 0.42} 0 0 1 {wide * 0.02} {tall * 0.45}"
            f"C{wide * 0.24} {tall * 0.2} {wide * 0.24} {-tall * 0.1} {wide * 0.1} {-tall * 0.36}Z",
            "#6B4426",
        )
        + line(
            f"M{-wide * 0.14} {-tall * 0.16}Q{-wide * 0.2} 4 {-wide * 0.1} {tall * 0.24}M{wide * 0.06} {-tall * 0.2}Q0 0 {wide * 0.06} {tall * 0.16}",
            "#B98D5C",
            3.4,
        )
    )


def _company(spec: Spec, rng: random.Random, x: float, y: float) -> str:
    """What stands above a fruit: a leaf, or a twig that holds it."""
    if spec.company == "leaf":
        return leaf(spec.leaf, x, y, rng.uniform(-34, -20))
    if spec.company == "branch":
        return twig(spec.leaf, x - 70, max(118, y - 4), rng.uniform(-10, 2), rng, 1.1)
    if spec.leaf != "none" and spec.company == "half":
        return leaf(spec.leaf, x, y, rng.uniform(-34, -20), 0.9)
    return ""


def _group(
    spec: Spec, rng: random.Random, whole: Piece, half: Piece, reach: float, foot: float, grow: float = 1
) -> str:
    """A large piece, then the half or the smaller ones before it; `reach` and `foot` are a piece's width and depth."""
    wide, tall = spec.stretch(100)
    scale = grow * (0.84 + spec.size * 0.0028)
    many = max(1, min(3, spec.count or 1))
    alone = many == 1 and spec.company != "half"
    lead = scale * (1.08 if alone else 1)
    x = 200 if alone else 156 if many < 3 else 150
    y = 346 - foot * tall * lead
    back = ""
    if many == 3:
        size = lead * 0.74
        back = put(
            whole(_other(spec, rng)), 268, 346 - foot * tall * size - 26, rng.uniform(6, 12), size, wide, tall
        )
    parts = [back, put(whole(spec.tints), x, y, rng.uniform(-6, 3), lead, wide, tall)]
    if not alone:
        size = lead * (0.7 if many < 3 else 0.62)
        fore = half(spec.tints) if spec.company == "half" else whole(_other(spec, rng))
        parts.append(
            put(
                fore,
                200 + reach * 0.86 + (12 if many == 3 else 0),
                346 - foot * tall * size,
                rng.uniform(4, 13),
                size,
                wide,
                tall,
            )
        )
    top = y - min(reach, foot) * tall * lead * 0.96
    span = reach * wide * lead * (1.2 if alone else 1.5)
    return shadow(204, 345, span) + _company(spec, rng, x + 12, max(64, top)) + "".join(parts)


def pear(spec: Spec, rng: random.Random) -> str:
    """Pears: one to three, or a pear and its half."""
    return _group(spec, rng, lambda t: _pear(spec, t, rng), _pear_half, 100, 134)


def apple(spec: Spec, rng: random.Random) -> str:
    """Apples and what is apple-shaped: pomegranate and tomato."""
    if spec.kind == "pomegranate":
        first = iter((True,))
        return _group(
            spec,
            rng,
            lambda t: _pomegranate(spec, t, rng, spec.company != "half" or next(first, False)),
            lambda t: _pomegranate(spec, t, rng),
            116,
            132,
        )
    if spec.kind == "tomato":
        return _group(spec, rng, lambda t: _tomato(t, rng), lambda t: _tomato(t, rng), 118, 104)
    return _group(spec, rng, lambda t: _apple(spec, t, rng), _apple_half, 112, 116)


def stone_fruit(spec: Spec, rng: random.Random) -> str:
    """Apricot, peach, plum and their kin."""
    kind = spec.kind or "apricot"
    foot = {"plum": 104, "jujube": 104, "flat-peach": 70}.get(kind, 100)
    return _group(
        spec, rng, lambda t: _stone(spec, kind, t, rng), lambda t: _stone_half(kind, t), 102, foot, 1.16
    )
