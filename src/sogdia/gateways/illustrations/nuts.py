"""Nuts in the shell, each with the half that shows its kernel."""

import random

from sogdia.gateways.illustrations.brush import CREAM, dot, fill, gleam, line, mix, moon, oval, put, shadow
from sogdia.gateways.illustrations.leaves import leaf, twig
from sogdia.gateways.illustrations.spec import Spec

_WALNUT = "M0-112C70-108 100-54 100 4C100 62 60 108 0 116C-60 108-100 62-100 4C-100-54-70-108 0-112Z"
_DISC = "M0-88C56-86 86-44 86 2C86 50 50 88 0 92C-50 88-86 50-86 2C-86-44-56-86 0-88Z"
_ALMOND = "M6-122C40-96 84-30 84 30C84 84 50 118 0 118S-84 84-84 30C-84-30-36-104 6-122Z"


def _walnut(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    vein, seam = mix(shade, "#3A2410", 0.35), mix(shade, "#3A2410", 0.55)
    j = [rng.uniform(-4, 4) for _ in range(6)]
    grooves = (
        f"M-33-98C{-82 + j[0]}-40 -73 20 -36 100M-20-98C-50-40 {-44 + j[1]} 20 -22 100M20-98C50-40 {44 + j[2]} 20 22 100"
        f"M33-98C{82 + j[3]}-40 73 20 36 100M-70-30C-58-44-50-20-62-6M-44 20C-30 10-24 34-40 44"
        f"M40-40C54-52 60-28 48-18M58 24C70 14 74 40 60 46M-28-56C-18-66-10-46-22-38M22 58C32 48 40 66 28 76"
    )
    thin = spec.trait == "thin-shell"
    parts = [
        fill(_WALNUT, body),
        fill(
            "M40-104C84-84 100-44 100 4C100 62 60 108 0 116C-10 115-20 112-28 109C60 80 80-20 40-104Z", shade
        ),
        line(grooves, vein, 3.2 if thin else 4.8),
        line(f"M0-112C-6-40 {-6 + j[4]} 40 0 116", seam, 5 if thin else 8),
        line("M-84-24C-80-52-66-76-46-88", light, 7),
    ]
    if thin:
        parts.append(fill("M14-60L44-74L66-44L84-10L62 14L70 36L40 30L22 8L28-26Z", CREAM))
        parts.append(
            fill(
                "M24-50C34-66 52-56 54-42C68-36 72-16 62-6C62 10 44 20 36 8C26-8 20-32 24-50Z",
                mix("#EBCB97", light, 0.3),
            )
        )
        parts.append(line("M36-46C46-40 40-26 50-22M38-10C46-14 48-2 54-4", "#B98D52", 4))
    return "".join(parts)


def _walnut_half(spec: Spec) -> str:
    body, shade, _ = spec.tints
    rim = 0.93 if spec.trait == "thin-shell" else 0.86
    return (
        fill(_DISC, mix(body, shade, 0.6))
        + put(fill(_DISC, mix(shade, "#3A2410", 0.4)), 0, 0, 0, rim)
        + fill(
            "M-8-62C-22-72-48-58-46-40C-66-36-68-10-54 2C-66 18-58 44-38 44C-34 62-14 66-6 54C-10 20-10-30-8-62Z"
            "M8-62C22-72 48-58 46-40C66-36 68-10 54 2C66 18 58 44 38 44C34 62 14 66 6 54C10 20 10-30 8-62Z",
            "#EBCB97",
        )
        + line(
            "M-20-46C-30-38-24-26-34-20M-26-2C-40-2-36 16-44 18M-18 24C-28 28-22 40-30 42M20-46C30-38 24-26 34-20"
            "M26-2C40-2 36 16 44 18M18 24C28 28 22 40 30 42",
            "#B98D52",
            5,
        )
    )


def _almond(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    pits = "".join(
        dot(x + rng.uniform(-4, 4), y + rng.uniform(-4, 4), rng.uniform(3, 4.6), shade)
        for x, y in (
            (-10, -66),
            (-28, -30),
            (6, -34),
            (-50, 8),
            (-16, 6),
            (22, -2),
            (-46, 46),
            (-6, 42),
            (28, 36),
            (-24, 78),
            (12, 76),
        )
    )
    return (
        fill(_ALMOND, body)
        + fill("M6-122C40-96 84-30 84 30C84 84 50 118 0 118C-12 118-22 116-32 112C50 92 64-20 6-122Z", shade)
        + pits
        + line("M-68 20C-68-14-48-54-26-82", light, 9)
    )


def _almond_half(spec: Spec) -> str:
    body, shade, _ = spec.tints
    nut = "#B0723C"
    return (
        fill(_ALMOND, body)
        + put(fill(_ALMOND, mix(shade, "#3A2410", 0.2)), 0, 2, 0, 0.88)
        + put(fill(_ALMOND, nut), 0, 6, 0, 0.72)
        + line("M2-68C-14-30-18 20-8 76M10-60C24-20 28 30 16 78M-10-48C-36-10-42 30-32 58", "#8A5428", 4)
        + line("M-40 14C-38-8-28-26-20-38", "#D6A06A", 6)
    )


def _pistachio(spec: Spec, rng: random.Random, open_: float = 1) -> str:
    body, shade, light = spec.tints
    return (
        oval(0, 0, 82, 112, body)
        + moon(82, 112, shade)
        + fill(
            f"M0-116C{44 * open_}-80 {44 * open_} 10 0 66C{-26 * open_} 10 {-26 * open_}-70 0-116Z", "#6F8A3A"
        )
        + fill(
            f"M0-116C{-26 * open_}-70 {-26 * open_} 10 0 66C{-6 * open_} 20 {-10 * open_}-60 0-116Z",
            "#9CB458",
        )
        + line("M0 66C2 84 2 96 0 110", shade, 5)
        + line("M-64 10C-66-26-54-60-38-80", light, 9)
    )


def _hazelnut(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    return (
        fill("M0-104C20-94 98-70 98 6C98 66 56 100 0 100S-98 66-98 6C-98-70-20-94 0-104Z", body)
        + fill("M30-92C66-78 98-50 98 6C98 66 56 100 0 100C70 76 84-20 30-92Z", shade)
        + fill("M-76 56C-40 34 40 34 76 56C56 88 28 100 0 100S-56 88-76 56Z", mix(light, body, 0.3))
        + line(
            "M-40-72C-62-30-62 10-54 40M0-96C-6-40-6 10 0 36M40-70C58-30 60 10 54 40",
            mix(body, shade, 0.6),
            4,
        )
        + line("M-78-10C-74-36-58-56-40-68", light, 9)
    )


def _hazelnut_half(spec: Spec) -> str:
    body, shade, light = spec.tints
    return (
        put(
            fill(
                "M0-104C20-94 98-70 98 6C98 66 56 100 0 100S-98 66-98 6C-98-70-20-94 0-104Z",
                mix(body, shade, 0.5),
            ),
            0,
            0,
        )
        + oval(0, 6, 80, 78, CREAM)
        + oval(2, 10, 60, 60, "#C68E52")
        + gleam(60, 60, light)
    )


def _stone(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    shape = "M0-110C36-96 78-46 78 14C78 72 40 108 0 108S-78 72-78 14C-78-46-36-96 0-110Z"
    return (
        fill(shape, body)
        + fill("M26-98C54-70 78-30 78 14C78 72 40 108 0 108C56 76 62-30 26-98Z", shade)
        + line("M0-106C-10-40-10 40 0 106M-16-84C-40-40-42 30-24 84", mix(shade, "#3A2410", 0.3), 5)
        + line("M-62 10C-62-20-50-48-36-66", light, 8)
    )


def _peanut(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    return (
        fill(
            "M0-124C40-124 62-92 58-58C54-34 52-22 60 2C74 40 64 122 0 122S-74 40-60 2C-52-22-54-34-58-58C-62-92-40-124 0-124Z",
            body,
        )
        + fill(
            "M22-120C48-110 62-88 58-58C54-34 52-22 60 2C74 40 64 122 0 122C60 90 26 40 30-10C34-60 40-90 22-120Z",
            shade,
        )
        + line(
            "M-24-100V100M6-112V112M34-84V90M-48-70C-20-60 20-60 48-70M-46-34C-20-26 20-26 46-34M-54 24C-20 34 20 34 54 24M-58 66C-20 78 20 78 56 66",
            mix(body, shade, 0.75),
            3.4,
        )
        + line("M-46-66C-46-86-36-104-20-110", light, 8)
    )


_WHOLES = {
    "walnut": _walnut,
    "almond": _almond,
    "pistachio": _pistachio,
    "hazelnut": _hazelnut,
    "apricot-stone": _stone,
    "peanut": _peanut,
}


def nut(spec: Spec, rng: random.Random) -> str:
    """A nut, and before it a second: opened when `company` is half, else whole."""
    kind = spec.kind or ("almond" if spec.ratio >= 150 else "walnut")
    whole = _WHOLES[kind]
    wide, tall = spec.stretch({"walnut": 108, "hazelnut": 104}.get(kind, 140))
    scale = 0.9 + spec.size * 0.0022
    fore = whole(spec, rng)
    if spec.company in ("half", "leaf") or (spec.company == "branch" and kind == "walnut"):
        fore = {
            "walnut": lambda: _walnut_half(spec),
            "almond": lambda: _almond_half(spec),
            "apricot-stone": lambda: _almond_half(spec),
            "pistachio": lambda: _pistachio(spec, rng, 1.7),
            "hazelnut": lambda: _hazelnut_half(spec),
            "peanut": lambda: whole(spec, rng),
        }[kind]()
    many = max(2, min(3, spec.count or 2))
    back = put(whole(spec, rng), 262, 186, rng.uniform(24, 36), scale * 0.68, wide, tall) if many == 3 else ""
    green = ""
    if spec.leaf != "none" or spec.company in ("leaf", "branch"):
        green = (
            twig(spec.leaf, 66, 118, rng.uniform(-14, -4), rng, 1.05)
            if spec.company == "branch"
            else leaf(spec.leaf, 92, 112, rng.uniform(-36, -26))
        )
    return (
        shadow(204, 344, 152)
        + green
        + back
        + put(whole(spec, rng), 146, 346 - 116 * scale * tall, rng.uniform(-15, -8), scale, wide, tall)
        + put(fore, 280, 346 - 104 * 0.84 * scale * tall, rng.uniform(4, 16), scale * 0.84, wide, tall)
    )
