"""Single pieces of dried fruit and roots, drawn about the origin, for a heap."""

import math
import random

from sogdia.gateways.illustrations.brush import BARK, CREAM, dot, fill, line, mix, oval, smooth

Tints = tuple[str, str, str]


def _wrinkles(rx: float, ry: float, rng: random.Random, rows: tuple[float, ...]) -> str:
    return "".join(
        f"M{-rx * 0.62} {ry * row}Q{rng.uniform(-5, 5)} {ry * row * 1.1 + rng.uniform(-4, 4)} {rx * 0.6} {ry * row * 0.84}"
        for row in rows
    )


def glint(rx: float, ry: float, colour: str) -> str:
    """The light on the upper rim of a piece."""
    return line(f"M{-rx * 0.55} {-ry * 0.55}Q0 {-ry * 1.02} {rx * 0.5} {-ry * 0.6}", colour, 3, 0.6)


def raisin(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A wrinkled oval: raisin, jujube, prune, date."""
    body, vein, light = tints
    return (
        oval(0, 0, rx, ry, body)
        + line(_wrinkles(rx, ry, rng, (-0.47, 0, 0.47)), vein, 2.6, 0.75)
        + glint(rx, ry, light)
    )


def apricot(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried half with its hollow."""
    body, vein, light = tints
    rim = smooth([(x, y) for x, y in _rough(rx, ry, rng, 8, 0.06)])
    return (
        fill(rim, body)
        + oval(rx * 0.06, ry * 0.1, rx * 0.6, ry * 0.46, mix(body, vein, 0.55))
        + line(
            f"M{-rx * 0.3} {ry * 0.08}Q{rng.uniform(-4, 4)} {ry * 0.34} {rx * 0.42} {ry * 0.1}",
            vein,
            2.6,
            0.8,
        )
        + glint(rx, ry, light)
    )


def _rough(rx: float, ry: float, rng: random.Random, steps: int, rough: float) -> list[tuple[float, float]]:
    return [
        (
            rx * math.cos(2 * math.pi * i / steps) * rng.uniform(1 - rough, 1 + rough),
            ry * math.sin(2 * math.pi * i / steps) * rng.uniform(1 - rough, 1 + rough),
        )
        for i in range(steps)
    ]


def fig(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A flattened dried fig: a disc drawn together at its stalk."""
    body, vein, light = tints
    folds = "".join(
        f"M0 {-ry * 0.74}Q{rx * 0.62 * math.sin(a)} {-ry * 0.2} {rx * 0.66 * math.sin(a)} {ry * 0.62 * math.cos(a * 0.8)}"
        for a in (-1.1, -0.5, 0.1, 0.65, 1.15)
    )
    return (
        fill(
            f"M{-rx * 0.12} {-ry * 1.12}Q0 {-ry * 1.2} {rx * 0.12} {-ry * 1.12}C{rx * 0.3} {-ry * 0.8} {rx} {-ry * 0.6} {rx} {ry * 0.14}"
            f"C{rx} {ry * 0.7} {rx * 0.55} {ry} 0 {ry}S{-rx} {ry * 0.7} {-rx} {ry * 0.14}C{-rx} {-ry * 0.6} {-rx * 0.3} {-ry * 0.8} {-rx * 0.12} {-ry * 1.12}Z",
            body,
        )
        + line(folds, vein, 2.8, 0.6)
        + line(f"M{-rx * 0.78} {-ry * 0.1}Q{-rx * 0.66} {-ry * 0.5} {-rx * 0.36} {-ry * 0.62}", light, 4, 0.8)
    )


def wolfberry(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A long shrivelled berry with the pale mark of its stalk."""
    body, vein, light = tints
    shape = f"M{-rx} 0C{-rx * 0.9} {-ry * 1.1} {rx * 0.5} {-ry * 1.2} {rx} {-ry * 0.08}C{rx * 0.6} {ry * 1.1} {-rx * 0.8} {ry * 1.2} {-rx} 0Z"
    return (
        fill(shape, body)
        + line(_wrinkles(rx, ry, rng, (-0.12, 0.42)), vein, 2.2, 0.75)
        + dot(-rx * 0.86, 0, ry * 0.17, mix(light, CREAM, 0.5))
        + line(f"M{-rx * 0.5} {-ry * 0.58}Q0 {-ry * 0.84} {rx * 0.42} {-ry * 0.46}", light, 2.6, 0.7)
    )


def ring_slice(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried ring of apple."""
    body, vein, light = tints
    outer = smooth(_rough(rx, ry, rng, 9, 0.06))
    hole = smooth(_rough(rx * 0.3, ry * 0.32, rng, 6, 0.12)[::-1])
    return (
        f'<path fill="{body}" fill-rule="evenodd" d="{outer}{hole}"/>'
        + line(smooth(_rough(rx * 0.97, ry * 0.95, rng, 9, 0.03)), vein, 3.4)
        + line(
            f"M{-rx * 0.6} {-ry * 0.3}Q{-rx * 0.3} {-ry * 0.66} {rx * 0.2} {-ry * 0.66}M{rx * 0.5} {ry * 0.2}Q{rx * 0.3} {ry * 0.5} 0 {ry * 0.6}",
            light,
            3.4,
            0.9,
        )
    )


def strip(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A long dried strip, curled at one end: melon, jerky, bark."""
    body, vein, light = tints
    h = ry * 0.62
    lift = rng.uniform(-0.5, 0.5) * ry
    shape = smooth(
        [
            (-rx, -h + lift),
            (-rx * 0.4, -h),
            (rx * 0.3, -h - lift * 0.6),
            (rx, -h + lift * 0.4),
            (rx * 1.02, h * 0.8),
            (rx * 0.3, h - lift * 0.6),
            (-rx * 0.4, h),
            (-rx, h + lift),
        ],
        slack=7,
    )
    return (
        fill(shape, body)
        + line(f"M{-rx * 0.8} {lift * 0.8}Q0 {-lift * 0.4} {rx * 0.8} {lift * 0.3}", vein, 3, 0.7)
        + line(f"M{-rx * 0.84} {-h * 0.55 + lift}Q0 {-h * 0.9} {rx * 0.7} {-h * 0.5}", light, 3, 0.8)
    )


def mulberry(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A berry of many small ones."""
    body, vein, light = tints
    balls = [
        (x, y)
        for y, row in ((-0.5, (-0.5, 0, 0.5)), (0.5, (-0.5, 0, 0.5)), (0, (-0.8, -0.3, 0.25, 0.78)))
        for x in row
    ]
    return (
        oval(0, 0, rx, ry * 0.9, vein)
        + "".join(
            dot(rx * x, ry * y, ry * 0.42, body if i % 3 else mix(body, light, 0.55))
            for i, (x, y) in enumerate(balls)
        )
        + line(f"M{-rx} 0h-{rx * 0.3}", "#7B8A4A", 3)
    )


def curd(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A lump pressed by hand: dried curd, ginger, resin."""
    body, vein, light = tints
    return (
        fill(smooth(_rough(rx, ry, rng, 7, 0.1)), body)
        + fill(
            f"M{rx * 0.5} {-ry * 0.8}Q{rx * 1.1} 0 {rx * 0.5} {ry * 0.8}Q{rx * 0.1} {ry} {-rx * 0.3} {ry * 0.9}Q{rx * 0.7} {ry * 0.3} {rx * 0.5} {-ry * 0.8}Z",
            mix(body, vein, 0.6),
        )
        + line(
            f"M{-rx * 0.3} {ry * 0.5}Q{rx * 0.4} {ry * 0.5} {rx * 0.6} {-ry * 0.1}M{rx * 0.1} {-ry * 0.2}Q{rx * 0.2} 0 0 {ry * 0.14}",
            vein,
            3,
            0.8,
        )
        + glint(rx * 0.9, ry * 0.9, light)
    )


def coin(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A slice of a root: bark around, rays within."""
    body, vein, light = tints
    rays = "".join(
        f"M{rx * 0.2 * math.cos(a)} {ry * 0.2 * math.sin(a)}L{rx * 0.62 * math.cos(a)} {ry * 0.62 * math.sin(a)}"
        for a in (i * 1.05 + rng.uniform(0, 0.4) for i in range(6))
    )
    return (
        fill(smooth(_rough(rx, ry, rng, 8, 0.04)), mix(vein, BARK, 0.3))
        + oval(0, 0, rx * 0.85, ry * 0.83, body)
        + line(rays, vein, 2.4, 0.8)
        + dot(0, 0, ry * 0.13, light)
    )


def scale(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried scale of a lily bulb: a small curved petal."""
    body, vein, light = tints
    return (
        fill(
            f"M{-rx} {ry * 0.3}C{-rx * 0.5} {-ry * 1.2} {rx * 0.6} {-ry * 1.2} {rx} {ry * 0.2}C{rx * 0.5} {ry} {-rx * 0.4} {ry * 1.1} {-rx} {ry * 0.3}Z",
            body,
        )
        + fill(
            f"M{-rx * 0.7} {ry * 0.26}C{-rx * 0.3} {-ry * 0.5} {rx * 0.4} {-ry * 0.5} {rx * 0.8} {ry * 0.2}C{rx * 0.4} {ry * 0.5} {-rx * 0.3} {ry * 0.6} {-rx * 0.7} {ry * 0.26}Z",
            light,
        )
        + line(f"M{-rx * 0.4} {ry * 0.16}Q0 {-ry * 0.1} {rx * 0.5} {ry * 0.14}", vein, 2.2)
    )


def persimmon(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried persimmon: pressed flat, frosted with its own sugar, its calyx still on."""
    body, vein, light = tints
    frost = smooth([(x * 0.7 - rx * 0.1, y * 0.62 - ry * 0.08) for x, y in _rough(rx, ry, rng, 8, 0.12)])
    calyx = "".join(
        f"M0 {-ry * 0.1}Q{x * rx} {y * ry} {x * rx * 1.3} {y * ry * 0.4}Q{x * rx * 0.4} {-y * ry * 0.2} 0 {-ry * 0.1}Z"
        for x, y in ((-0.26, -0.6), (0.26, -0.6), (-0.26, 0.4), (0.26, 0.4))
    )
    return (
        fill(smooth(_rough(rx, ry, rng, 9, 0.05)), body)
        + fill(frost, mix(light, "#FFF6EA", 0.45), 0.75)
        + fill(calyx, mix(vein, "#6B4A2B", 0.5))
        + line(f"M{-rx * 0.8} {ry * 0.3}Q{-rx * 0.3} {ry * 0.8} {rx * 0.5} {ry * 0.66}", vein, 3, 0.8)
    )


def bud(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried daylily bud: long, closed, thicker towards its tip."""
    body, vein, light = tints
    bend = rng.uniform(-0.8, 0.8) * ry
    shape = (
        f"M{-rx} {bend}C{-rx * 0.3} {-ry * 0.5} {rx * 0.4} {-ry * 1.3} {rx} {-bend * 0.4}"
        f"C{rx * 0.6} {ry * 1.1} {-rx * 0.3} {ry * 0.8} {-rx} {bend}Z"
    )
    folds = f"M{-rx * 0.7} {bend * 0.7}Q{rx * 0.2} {-ry * 0.2} {rx * 0.8} {-bend * 0.3}"
    return (
        fill(shape, body)
        + line(folds, vein, 2.6)
        + line(f"M{-rx * 0.1} {-ry * 0.4}Q{rx * 0.3} {-ry * 0.7} {rx * 0.6} {-ry * 0.4}", light, 3)
    )
