"""Brush strokes: the few shapes every drawing is made of, written as small SVG with one decimal."""

import math
import re
from collections.abc import Iterable, Sequence

Point = tuple[float, float]

CREAM = "#FBF1D8"
BARK = "#6B4A2B"
DEEP = "#3F302A"
GREEN = ("#7C9A4E", "#567436", "#9DB86A")
_SHADOW = "#5A4A2A"
_NUMBER = re.compile(r"-?\d+\.\d+")


def num(value: float) -> str:
    """A coordinate to one decimal, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    if text == "-0":
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def mix(one: str, other: str, part: float) -> str:
    """The colour `part` of the way (0..1) from one hex colour to another."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def _short(d: str) -> str:
    return _NUMBER.sub(lambda m: num(float(m.group())), d).replace(" -", "-")


def fill(d: str, colour: str, opacity: float = 1) -> str:
    """A filled path."""
    veil = "" if opacity == 1 else f' opacity="{opacity:g}"'
    return f'<path fill="{colour}"{veil} d="{_short(d)}"/>'


def line(d: str, colour: str, width: float, opacity: float = 1) -> str:
    """A stroked path; its ends are round because the whole drawing says so."""
    veil = "" if opacity == 1 else f' opacity="{opacity:g}"'
    return f'<path fill="none" stroke="{colour}" stroke-width="{num(width)}"{veil} d="{_short(d)}"/>'


def dot(x: float, y: float, r: float, colour: str) -> str:
    """A disc."""
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{colour}"/>'


def oval(x: float, y: float, rx: float, ry: float, colour: str, turn: float = 0) -> str:
    """An ellipse, turned by degrees about its middle."""
    at = f' transform="rotate({num(turn)} {num(x)} {num(y)})"' if turn else ""
    return f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{colour}"{at}/>'


def bead(x: float, y: float, rx: float, ry: float, turn: float = 0) -> str:
    """The outline of an ellipse as a piece of a path, so that many of one colour make one path."""
    a = math.radians(turn)
    dx, dy = rx * math.cos(a), rx * math.sin(a)
    arc = f"{num(rx)} {num(ry)} {num(turn)} 1 1"
    return (
        f"M{num(x - dx)} {num(y - dy)}a{arc} {num(2 * dx)} {num(2 * dy)}a{arc} {num(-2 * dx)} {num(-2 * dy)}Z"
    )


def petals(many: int, long: float, half: float, begin: float = 0, root: float = 0) -> str:
    """A ring of petals about the origin as one path; they begin `root` from the middle and end `long` from it."""
    d = []
    for i in range(many):
        a = math.radians(begin + i * 360 / many)
        c, s = math.cos(a), math.sin(a)

        def at(x: float, y: float, c: float = c, s: float = s) -> str:
            return f"{num(x * c - y * s)} {num(x * s + y * c)}"

        reach = long - root
        low, high = -root - reach * 0.3, -root - reach * 0.9
        d.append(
            f"M{at(0, -root)}C{at(-half, low)} {at(-half, high)} {at(0, -long)}"
            f"C{at(half, high)} {at(half, low)} {at(0, -root)}Z"
        )
    return "".join(d)


def put(
    content: str, x: float, y: float, turn: float = 0, scale: float = 1, wide: float = 1, tall: float = 1
) -> str:
    """Place a drawing: moved, turned by degrees, scaled, and stretched across its own axes."""
    parts = f"translate({num(x)} {num(y)})"
    if turn:
        parts += f"rotate({num(turn)})"
    sx, sy = scale * wide, scale * tall
    if abs(sx - 1) > 0.004 or abs(sy - 1) > 0.004:
        parts += f"scale({sx:.2f})" if abs(sx - sy) < 0.004 else f"scale({sx:.2f} {sy:.2f})"
    return f'<g transform="{parts}">{content}</g>'


def shadow(x: float, y: float, rx: float, ry: float = 13) -> str:
    """The one flat shadow a thing stands on."""
    return (
        f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{_SHADOW}" opacity=".2"/>'
    )


def smooth(points: Sequence[Point], closed: bool = True, slack: float = 6) -> str:
    """A soft curve through all points; a larger `slack` makes it tighter."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    d = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = at(i - 1), at(i), at(i + 1), at(i + 2)
        one = f"{num(bx + (cx - ax) / slack)} {num(by + (cy - ay) / slack)}"
        two = f"{num(cx - (ex - bx) / slack)} {num(cy - (ey - by) / slack)}"
        d.append(f"C{one} {two} {num(cx)} {num(cy)}")
    return "".join(d) + ("Z" if closed else "")


def ring(rx: float, ry: float, steps: int, rough: Iterable[float]) -> list[Point]:
    """Points around an ellipse, each pushed out or in by the factor given for it."""
    return [
        (rx * f * math.cos(2 * math.pi * i / steps), ry * f * math.sin(2 * math.pi * i / steps))
        for i, f in zip(range(steps), rough, strict=False)
    ]


def moon(rx: float, ry: float, colour: str) -> str:
    """The shade at the end side of a round thing."""
    return fill(
        f"M{rx * 0.36} {-ry * 0.93}A{rx} {ry} 0 0 1 {-rx * 0.3} {ry * 0.954}"
        f"C{rx * 0.5} {ry * 0.8} {rx * 0.84} 0 {rx * 0.36} {-ry * 0.93}Z",
        colour,
    )


def gleam(rx: float, ry: float, colour: str) -> str:
    """The light at the start side of a round thing."""
    d = (
        f"M{-rx * 0.72} {-ry * 0.34}C{-rx * 0.6} {-ry * 0.62} {-rx * 0.34} {-ry * 0.74} {-rx * 0.36} {-ry * 0.58}"
        f"C{-rx * 0.52} {-ry * 0.42} {-rx * 0.58} {-ry * 0.2} {-rx * 0.64} {ry * 0.04}"
        f"C{-rx * 0.7} {ry * 0.18} {-rx * 0.82} {-ry * 0.04} {-rx * 0.72} {-ry * 0.34}Z"
    )
    return fill(d, colour)
