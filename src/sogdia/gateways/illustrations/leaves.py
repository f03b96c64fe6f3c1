"""Leaves and twigs: the company a fruit keeps, each plant with its own leaf."""

import random

from sogdia.gateways.illustrations.brush import BARK, GREEN, fill, line, put

_SHAPES = {"walnut": (110, 25), "willow": (104, 13), "round": (92, 34), "none": (104, 23)}


def blade(length: float, half: float, tints: tuple[str, str, str] = GREEN) -> str:
    """A plain leaf that grows from the origin towards the end side; `half` is half its width."""
    x1, x2 = length * 0.25, length * 0.7
    upper = f"M0 0C{x1} {-half * 1.3} {x2} {-half * 1.2} {length} 0"
    lower = f"C{x2} {half * 1.2} {x1} {half * 1.3} 0 0Z"
    veins = "".join(f"M{length * t} 0L{length * (t + 0.13)} {-half * 0.52}" for t in (0.22, 0.42, 0.6))
    return (
        fill(upper + lower, tints[0])
        + fill(f"M0 0H{length}" + lower, tints[1], 0.55)
        + line(f"M0 0H{length * 0.9}" + (veins if half > 18 else ""), tints[1], 2)
    )


def _vine() -> str:
    return (
        fill(
            "M0 0C-24-4-54 8-72-14C-96-14-104-36-92-50C-100-70-82-84-62-78C-52-96-24-92-18-74"
            "C4-78 18-58 10-40C22-24 16-6 0 0Z",
            "#6E8C4A",
        )
        + fill("M0 0C-24-4-54 8-72-14C-64-28-42-34 0 0Z", "#557239")
        + line("M0 0C-24-22-44-40-64-70M-24-24C-34-40-36-56-30-78M-36-32C-54-32-74-34-92-46", "#3F5A2B", 2.4)
    )


def _lobed() -> str:
    return (
        fill(
            "M0 0C-6-20-38-14-52-26C-38-30-34-36-36-42C-52-42-66-54-70-68C-52-66-38-64-30-66"
            "C-36-80-30-100-18-112C-10-98-2-86 2-72C14-82 32-84 46-78C40-64 28-54 20-50"
            "C24-44 36-40 50-42C40-24 14-18 0 0Z",
            GREEN[0],
        )
        + fill(
            "M0 0C6-30 4-54 2-72C14-82 32-84 46-78C40-64 28-54 20-50C24-44 36-40 50-42C40-24 14-18 0 0Z",
            GREEN[1],
            0.55,
        )
        + line("M0 0C0-36-6-66-16-98M-2-30C-16-46-36-54-56-62M0-34C10-50 22-62 36-72", GREEN[1], 2.4)
    )


def _grass() -> str:
    return "".join(
        put(blade(120 - 16 * i, 8, GREEN if i % 2 else ("#8DAA5C", "#5F7E3D", "#B3C98A")), 0, 0, turn)
        for i, turn in enumerate((-8, 14, -30))
    )


def leaf(kind: str, x: float, y: float, turn: float = -30, scale: float = 1) -> str:
    """One leaf of the plant, its stalk at (x, y), growing towards `turn` degrees (0 points to the end side)."""
    if kind == "vine":
        return put(_vine(), x, y, turn + 135, scale)
    if kind == "lobed":
        return put(_lobed(), x, y, turn + 90, scale)
    if kind == "grass":
        return put(_grass(), x, y, turn, scale)
    length, half = _SHAPES[kind]
    return put(blade(length, half), x, y, turn, scale)


def twig(kind: str, x: float, y: float, turn: float, rng: random.Random, scale: float = 1) -> str:
    """A twig with leaves on both sides, broken off at (x, y)."""
    small = 0.52 if kind in ("vine", "lobed") else 0.62
    parts = [line("M0 0C40-10 90-8 150-26", BARK, 6)]
    for i, at in enumerate((38, 72, 106, 146)):
        side = -1 if i % 2 else 1
        lift = -8 if at < 110 else -24
        parts.insert(i % 2, leaf(kind, at, lift, side * (42 + rng.uniform(-8, 8)) - 12, small))
    parts.append(leaf(kind, 148, -25, -10, small))
    return put("".join(parts), x, y, turn, scale)
