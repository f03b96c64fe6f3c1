"""Melons, netted, smooth or striped, and pumpkins."""

import math
import random

from sogdia.gateways.illustrations.brush import (
    fill,
    gleam,
    line,
    mix,
    oval,
    put,
    shadow,
    smooth,
)
from sogdia.gateways.illustrations.fruit import specks
from sogdia.gateways.illustrations.leaves import leaf
from sogdia.gateways.illustrations.spec import Spec


def _net(rx: float, ry: float, colour: str, rng: random.Random) -> str:
    """The corky net of a melon: meridians and parallels that never leave the ellipse."""
    d = []
    for k in range(-5, 6):
        side = math.sin(k / 6 * math.pi / 2)
        points = []
        for step in range(7):
            t = -0.92 + 1.84 * step / 6
            wave = side + rng.uniform(-0.035, 0.035)
            points.append((rx * 0.985 * wave * math.sqrt(1 - t * t), ry * t))
        d.append(smooth(points, closed=False))
    for k in range(-3, 4):
        t = math.sin(k / 4 * math.pi / 2)
        reach = math.sqrt(1 - t * t) * 0.97
        points = [(rx * reach * (s / 4), ry * (t + rng.uniform(-0.05, 0.05)) * 0.96) for s in range(-4, 5)]
        d.append(smooth(points, closed=False))
    return line("".join(d), colour, 3.2)


def _bands(rx: float, ry: float, colour: str, rng: random.Random) -> str:
    """The ragged stripes of a watermelon, along its length."""
    parts = []
    for k in (-3, -2, -1, 0, 1, 2, 3):
        t = math.sin(k / 3.6 * math.pi / 2)
        up, low = [], []
        for s in range(-5, 6):
            x = math.sin(s / 5.4 * math.pi / 2)
            y = t * math.sqrt(1 - x * x)
            thick = 0.075 * math.sqrt(1 - x * x) * math.sqrt(1.1 - t * t) * (1 + rng.uniform(-0.5, 0.5))
            up.append((rx * x, ry * (y - thick)))
            low.append((rx * x, ry * (y + thick)))
        parts.append(smooth(up + low[::-1]))
    return fill("".join(parts), colour)


def _slice(flesh: str, rind: str, pith: str, seeds: str) -> str:
    kernels = "".join(
        oval(x, y, 7.5, 4, seeds, 12) for x, y in ((-50, -12), (-24, -4), (2, -2), (28, -6), (52, -14))
    )
    return (
        fill("M-104-24C-100 66 100 66 104-24Z", rind)
        + fill("M-95-24C-91 55 91 55 95-24Z", pith)
        + fill("M-83-24C-79 44 79 44 83-24Z", flesh)
        + kernels
    )


def melon(spec: Spec, rng: random.Random) -> str:
    """Melons, netted, smooth or striped, with a slice when `company` is half; pumpkins too."""
    body, shade, light = spec.tints
    kind = spec.kind or ("watermelon" if spec.trait == "stripes" else "melon")
    if kind == "pumpkin":
        return _pumpkin(spec, rng)
    wide, tall = spec.stretch(100)
    scale = 0.9 + spec.size * 0.0022
    rx, ry = (
        min(152, 122 * wide * wide * scale),
        min(128, 110 * tall * scale * (0.92 if spec.ratio > 120 else 1)),
    )
    if spec.ratio > 100:
        rx, ry = min(156, ry * spec.ratio / 100), ry * 0.96 if spec.ratio < 125 else ry * 0.86
    slice_ = spec.company == "half"
    x, y = (188 if slice_ else 200), 338 - ry
    tilt = rng.uniform(-13, -7)
    parts = [oval(0, 0, rx, ry, body)]
    edge = fill(
        f"M{rx * 0.72} {-ry * 0.694}A{rx} {ry} 0 0 1 {-rx * 0.5} {ry * 0.866}C{rx * 0.1} {ry * 0.9} {rx * 0.76} {ry * 0.2} {rx * 0.72} {-ry * 0.694}Z",
        shade,
    )
    if kind == "watermelon":
        parts += [edge, _bands(rx, ry, mix(shade, "#16301C", 0.35), rng)]
    else:
        parts.append(edge)
        if spec.trait == "net" or not spec.trait:
            parts.append(_net(rx, ry, light, rng) if spec.trait == "net" else gleam(rx, ry, light))
        if spec.trait == "spots":
            parts += [gleam(rx, ry, light), specks(shade, rng, rx * 0.8, ry * 0.7, 0, 26)]
        if spec.trait == "stripes":
            parts.append(_bands(rx, ry, mix(shade, body, 0.3), rng))
    parts.append(line(f"M{-rx * 0.985} -6C{-rx - 16}-10 {-rx - 22}-22 {-rx - 26}-34", "#7B6A36", 9))
    whole = put("".join(parts), x, y, tilt)
    fore = ""
    if slice_:
        pale = mix("#EE9A52", "#F4EFD2", 0.72 if spec.trait == "" else 0.06)
        flesh = "#D9453F" if kind == "watermelon" else pale
        seeds = "#3A2418" if kind == "watermelon" else "#FBE3BE"
        pith = "#F3F0D2" if kind == "watermelon" else "#F7E0B0"
        fore = put(_slice(flesh, mix(body, shade, 0.35), pith, seeds), 280, 300, rng.uniform(-16, -8), 0.98)
    green = (
        leaf(spec.leaf, x - rx * 0.6, y - ry * 0.72, -24, 0.9) if spec.company in ("leaf", "branch") else ""
    )
    return shadow(204, 340, rx + 24) + green + whole + fore


def _pumpkin(spec: Spec, rng: random.Random) -> str:
    body, shade, light = spec.tints
    wide, tall = spec.stretch(90)
    ribs = [
        oval(x, 0, 62, 92, tint)
        for x, tint in ((-86, body), (88, shade), (-46, mix(body, light, 0.25)), (50, mix(body, shade, 0.55)))
    ]
    ribs.append(oval(2, 2, 52, 96, mix(body, light, 0.12)))
    ribs.append(line("M-104-34C-116-10-116 16-108 36", light, 8))
    ribs.append(line("M0-88C-4-108 4-122 22-132", "#6E7A3A", 15))
    green = leaf(spec.leaf, 214, 120, -20, 0.9) if spec.company in ("leaf", "branch") else ""
    return (
        shadow(204, 344, 150)
        + green
        + put("".join(ribs), 200, 248, rng.uniform(-3, 3), 0.9 + spec.size * 0.0018, wide, tall)
    )
