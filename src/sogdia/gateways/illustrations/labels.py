"""The small sign on a label: what is inside, without a word."""

from collections.abc import Callable

from sogdia.gateways.illustrations.brush import bead, fill, line, petals, put
from sogdia.gateways.illustrations.leaves import blade
from sogdia.gateways.illustrations.spec import Spec


def _ear(colour: str) -> str:
    grains = "".join(bead(s * 7, 10 - k * 12, 4.4, 9, s * 28) for k in range(3) for s in (-1, 1))
    return fill(grains, colour) + line("M0 24V-22", colour, 3)


def _bunch(colour: str) -> str:
    spots = ((-12, -6), (0, -6), (12, -6), (-6, 4), (6, 4), (0, 14))
    return fill("".join(bead(x, y, 6.4, 6.4) for x, y in spots), colour) + line("M0-12Q4-20 12-22", colour, 3)


_SIGNS: dict[str, Callable[[str], str]] = {
    "honey": lambda c: line("M0-17L15-8V8L0 17L-15 8V-8ZM-30 0L-15-8M30 0L15-8", c, 4),
    "drop": lambda c: fill("M0-22C16-4 20 4 14 14C6 24-6 24-14 14C-20 4-16-4 0-22Z", c),
    "leaf": lambda c: put(blade(52, 13, (c, c, c)), -24, 12, -26),
    "flower": lambda c: fill(petals(6, 22, 9), c),
    "lavender": lambda c: (
        fill("".join(bead(s * 6, -16 + k * 10, 4.6, 7, s * 30) for k in range(3) for s in (-1, 1)), c)
        + line("M0-22V24", c, 3)
    ),
    "grain": _ear,
    "grape": _bunch,
    "berries": lambda c: (
        fill(bead(-11, 6, 9, 11) + bead(11, 4, 9, 11), c) + line("M-11-4Q-4-18 6-20M11-6Q8-14 6-20", c, 3.4)
    ),
    "apple": lambda c: (
        fill("M0-10C8-18 24-16 22 2C20 16 10 22 4 20H-4C-10 22-20 16-22 2C-24-16-8-18 0-10Z", c)
        + line("M0-10Q2-20 10-22", c, 4)
    ),
    "pear": lambda c: (
        fill("M0-16C9-16 8-6 12 0C22 10 16 22 0 22S-22 10-12 0C-8-6-9-16 0-16Z", c)
        + line("M0-16Q2-24 8-26", c, 4)
    ),
    "pomegranate": lambda c: fill("M-6-13L-8-25L0-19L8-25L6-13C26-8 24 22 0 22S-26-8-6-13Z", c),
    "tomato": lambda c: fill(bead(0, 5, 18, 15), c) + line("M-10-12L0-8L10-12M0-8V-18", c, 4),
    "chilli": lambda c: (
        fill("M-20-10C-4-18 14-6 22 18C4 18-20 8-20-10Z", c) + line("M-18-12Q-24-18-22-24", c, 4)
    ),
    "nut": lambda c: (
        fill("M0-20C16-20 20-6 20 2C20 14 10 20 0 20S-20 14-20 2C-20-6-16-20 0-20Z", c)
        + line("M0-18V18M-9-8Q-14 2-8 12M9-8Q14 2 8 12", "#FBF4E2", 3)
    ),
    "olive": lambda c: fill(bead(4, 6, 16, 11, -30), c) + put(blade(30, 8, (c, c, c)), -4, -4, -150),
    "butter": lambda c: line("M-22 6C-14-12-4-12 0 0S14 12 22-8", c, 5),
    "tuber": lambda c: fill("M-22 2C-24-12-8-18 6-14C20-12 26 2 18 12C8 20-18 18-22 2Z", c),
}
SIGNS = tuple(_SIGNS)
_BY_KIND = {
    "honey": "honey",
    "jam": "berries",
    "paste": "tomato",
    "butter": "butter",
    "pickle": "leaf",
    "wine": "grape",
    "vinegar": "grain",
    "spirit": "grain",
    "juice": "apple",
    "rose-water": "flower",
    "milk": "drop",
    "flour": "grain",
    "noodles": "grain",
    "brick": "leaf",
    "box": "leaf",
}
_BY_LEAF = {"vine": "grape", "grass": "grain", "walnut": "nut"}


def sign_name(spec: Spec) -> str:
    """Which sign a label bears: the one the row names, else by the kind, else by the plant."""
    usual = {"jar": "honey", "bag": "grain"}.get(spec.form, "drop")
    if spec.kind in ("oil", "pouch", "tin"):
        usual = _BY_LEAF.get(spec.leaf, "drop")
    return spec.sign or _BY_KIND.get(spec.kind, usual)


def sign(spec: Spec, x: float, y: float, colour: str, scale: float = 1) -> str:
    """The sign itself, about (x, y)."""
    return put(_SIGNS[sign_name(spec)](colour), x, y, 0, scale)
