"""Single kernels, seeds, pulses and spices, drawn about the origin, for a heap."""

import random

from sogdia.gateways.illustrations.brush import CREAM, dot, fill, line, mix, oval, put, smooth
from sogdia.gateways.illustrations.dried import glint

Tints = tuple[str, str, str]


def almond(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A pointed kernel with its long veins."""
    body, vein, light = tints
    shape = f"M{rx} 0C{rx * 0.5} {-ry * 1.05} {-rx * 0.7} {-ry * 1.25} {-rx} 0C{-rx * 0.7} {ry * 1.25} {rx * 0.5} {ry * 1.05} {rx} 0Z"
    veins = "".join(
        f"M{-rx * 0.7} {ry * r}Q0 {ry * r * 1.5} {rx * 0.62} {ry * r * 0.3}" for r in (-0.42, 0.02, 0.46)
    )
    return fill(shape, body) + line(veins, vein, 2.2, 0.7) + glint(rx * 0.9, ry * 0.86, light)


def shell_almond(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """An almond in its pitted shell."""
    body, vein, light = tints
    shape = f"M{rx} 0C{rx * 0.5} {-ry * 1.05} {-rx * 0.7} {-ry * 1.25} {-rx} 0C{-rx * 0.7} {ry * 1.25} {rx * 0.5} {ry * 1.05} {rx} 0Z"
    pits = "".join(
        f"M{rx * x} {ry * y}h.1"
        for x, y in (
            (-0.6, -0.1),
            (-0.3, 0.4),
            (-0.2, -0.35),
            (0.1, 0.1),
            (0.3, -0.2),
            (0.34, 0.3),
            (-0.5, 0.36),
        )
    )
    return fill(shape, body) + line(pits, vein, max(2.6, ry * 0.2)) + glint(rx * 0.9, ry * 0.86, light)


def pistachio(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A split shell with its green kernel."""
    body, vein, light = tints
    return (
        oval(0, 0, rx, ry, body)
        + fill(
            f"M{-rx * 0.3} {ry * 0.1}Q{rx * 0.5} {-ry * 0.9} {rx * 1.02} 0Q{rx * 0.5} {ry * 0.75} {-rx * 0.3} {ry * 0.1}Z",
            "#7E9442",
        )
        + line(f"M{rx * 0.1} {-ry * 0.05}Q{rx * 0.5} {-ry * 0.22} {rx * 0.86} 0", "#A9B868", 3)
        + line(f"M{-rx * 0.3} {ry * 0.1}Q{-rx * 0.6} {ry * 0.3} {-rx * 0.8} {ry * 0.2}", vein, 2.4)
        + line(f"M{-rx * 0.74} {-ry * 0.3}Q{-rx * 0.4} {-ry * 0.86} {rx * 0.16} {-ry * 0.8}", light, 3)
    )


_KERNEL = (
    "M-8-62C-22-72-48-58-46-40C-66-36-68-10-54 2C-66 18-58 44-38 44C-34 62-14 66-6 54L6 54C14 66 34 62 38 44"
    "C58 44 66 18 54 2C68-10 66-36 46-40C48-58 22-72 8-62Z"
)
_FOLDS = "M0-52V46M-20-46C-30-38-24-26-34-20M-26-2C-40-2-36 16-44 18M20-46C30-38 24-26 34-20M26-2C40-2 36 16 44 18M18 24C28 28 22 40 30 42"


def kernel(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """Half a walnut kernel: two folded lobes."""
    body, vein, light = tints
    inner = (
        fill(_KERNEL, body)
        + line(_FOLDS, mix(vein, "#4A2E18", 0.35), 6)
        + line("M-52-14C-52-24-46-30-38-30", light, 6)
    )
    return put(inner, 0, 0, 90, rx / 64)


def seed(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A flat seed with pale stripes: sunflower, pumpkin."""
    body, vein, light = tints
    shape = (
        f"M{rx} 0C{rx * 0.4} {-ry * 1.3} {-rx * 0.9} {-ry * 1.3} {-rx} 0"
        f"C{-rx * 0.9} {ry * 1.3} {rx * 0.4} {ry * 1.3} {rx} 0Z"
    )
    stripes = (
        f"M{-rx * 0.66} {-ry * 0.4}L{rx * 0.7} {-ry * 0.12}M{-rx * 0.7} {ry * 0.36}L{rx * 0.7} {ry * 0.14}"
    )
    return (
        fill(shape, body)
        + line(stripes, light, max(2.4, ry * 0.2))
        + line(f"M{-rx * 0.8} 0H{rx * 0.8}", vein, 2)
    )


def flat_seed(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dark-rimmed melon seed with a pale middle."""
    body, vein, light = tints
    outer = f"M{rx} 0C{rx * 0.4} {-ry * 1.3} {-rx * 0.9} {-ry * 1.3} {-rx} 0C{-rx * 0.9} {ry * 1.3} {rx * 0.4} {ry * 1.3} {rx} 0Z"
    return (
        fill(outer, body)
        + oval(-rx * 0.16, 0, rx * 0.52, ry * 0.46, light)
        + line(f"M{rx * 0.6} 0H{rx * 0.9}", vein, 2.4)
    )


def pepper(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A dried husk of Sichuan pepper, gaping, its seed gone or just showing."""
    body, vein, light = tints
    gape = f"M{-rx * 0.2} 0Q{rx * 0.5} {-ry * 0.6} {rx} {-ry * 0.2}Q{rx * 0.7} {ry * 0.46} {-rx * 0.2} 0Z"
    inside = mix(light, CREAM, 0.3) if rng.random() < 0.5 else mix(vein, "#1E1414", 0.75)
    warts = f"M{-rx * 0.6} {-ry * 0.2}h.1M{-rx * 0.16} {-ry * 0.64}h.1M{-rx * 0.3} {ry * 0.5}h.1"
    return dot(0, 0, rx, body) + fill(gape, inside) + line(warts, vein, rx * 0.22)


def twist(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A rolled leaf: tea."""
    body, vein, light = tints
    up = rng.uniform(-0.5, 0.5) * ry
    return fill(f"M{-rx} {up}Q0 {-ry * 1.7} {rx} {-up}Q0 {ry} {-rx} {up}Z", body) + line(
        f"M{-rx * 0.7} {up * 0.6}Q0 {-ry * 0.3} {rx * 0.7} {-up * 0.6}", light, 2, 0.8
    )


def bean(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A kidney bean."""
    body, vein, light = tints
    shape = f"M{-rx} {ry * 0.1}C{-rx} {-ry * 1.2} {rx} {-ry * 1.2} {rx} {ry * 0.1}C{rx} {ry} {rx * 0.4} {ry * 1.1} {rx * 0.2} {ry * 0.5}Q0 {ry * 0.3} {-rx * 0.2} {ry * 0.5}C{-rx * 0.4} {ry * 1.1} {-rx} {ry} {-rx} {ry * 0.1}Z"
    extra = line(
        f"M{rx * 0.3} {-ry * 0.3}l{rx * 0.1} {ry * 0.16}M{rx * 0.56} {ry * 0.1}l{rx * 0.08} {ry * 0.2}M{-rx * 0.1} 0l{rx * 0.12} {ry * 0.1}",
        vein,
        3.4,
        0.8,
    )
    return fill(shape, body) + extra + glint(rx, ry, light)


def pea(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A chickpea with its beak."""
    body, vein, light = tints
    shape = (
        f"M{rx * 1.05} {-ry * 0.1}C{rx * 0.7} {-ry * 0.3} {rx * 0.6} {-ry} {-rx * 0.1} {-ry}"
        f"C{-rx * 1.2} {-ry} {-rx * 1.2} {ry} {-rx * 0.1} {ry}C{rx * 0.6} {ry} {rx * 0.7} {ry * 0.3} {rx * 1.05} {-ry * 0.1}Z"
    )
    cleft = line(f"M{rx * 0.8} {-ry * 0.06}Q{rx * 0.1} {-ry * 0.2} {-rx * 0.2} {ry * 0.3}", vein, 2.6)
    return (
        fill(shape, vein)
        + oval(-rx * 0.14, -ry * 0.08, rx * 0.76, ry * 0.86, body)
        + cleft
        + glint(rx * 0.7, ry * 0.8, light)
    )


def lentil(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A flat disc."""
    body, vein, light = tints
    return (
        oval(0, 0, rx, ry, vein)
        + oval(-rx * 0.06, -ry * 0.1, rx * 0.9, ry * 0.86, body)
        + glint(rx * 0.8, ry * 0.8, light)
    )


def chilli(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """A small dried chilli with its calyx."""
    body, vein, light = tints
    return (
        fill(
            f"M{-rx * 0.8} {-ry * 0.6}C0 {-ry * 1.1} {rx * 0.6} {-ry * 0.5} {rx} {ry * 0.5}C{rx * 0.3} {ry * 0.4} {-rx * 0.4} {ry} {-rx * 0.8} {ry * 0.4}Z",
            body,
        )
        + line(f"M{-rx * 0.5} {ry * 0.1}Q{rx * 0.2} {-ry * 0.2} {rx * 0.7} {ry * 0.26}", vein, 2.4, 0.8)
        + line(f"M{-rx * 0.5} {-ry * 0.4}Q0 {-ry * 0.7} {rx * 0.4} {-ry * 0.3}", light, 2.6, 0.8)
        + line(f"M{-rx * 0.82} {-ry * 0.1}L{-rx * 1.15} {-ry * 0.3}", "#8A7A3E", 5)
    )


def peanut(rx: float, ry: float, tints: Tints, rng: random.Random) -> str:
    """Two kernels in one waisted shell."""
    body, vein, light = tints
    shape = smooth(
        [
            (rx * x, ry * y)
            for x, y in (
                (-1, 0),
                (-0.6, -0.95),
                (0, -0.58),
                (0.6, -0.9),
                (1, 0),
                (0.6, 0.9),
                (0, 0.58),
                (-0.6, 0.95),
            )
        ]
    )
    return (
        fill(shape, body)
        + line(
            f"M{-rx * 0.7} {-ry * 0.3}H{rx * 0.7}M{-rx * 0.7} {ry * 0.3}H{rx * 0.7}M{-rx * 0.55} {-ry * 0.6}V{ry * 0.6}M{-rx * 0.1} {-ry * 0.4}V{ry * 0.4}M{rx * 0.45} {-ry * 0.6}V{ry * 0.6}",
            vein,
            2,
            0.6,
        )
        + glint(rx * 0.9, ry * 0.8, light)
    )
