"""Heaps of small things: dried fruit, seeds, spices, pulses, each piece drawn as what it is."""

import random

from sogdia.gateways.illustrations import dried, seeds
from sogdia.gateways.illustrations.brush import fill, line, mix, put, shadow
from sogdia.gateways.illustrations.leaves import leaf, twig
from sogdia.gateways.illustrations.spec import Spec

Tints = tuple[str, str, str]

PIECES = {
    "raisin": dried.raisin,
    "jujube": dried.raisin,
    "apricot": dried.apricot,
    "fig": dried.fig,
    "prune": dried.raisin,
    "wolfberry": dried.wolfberry,
    "mulberry": dried.mulberry,
    "ring": dried.ring_slice,
    "strip": dried.strip,
    "almond": seeds.almond,
    "shell-almond": seeds.shell_almond,
    "pistachio": seeds.pistachio,
    "kernel": seeds.kernel,
    "peanut": seeds.peanut,
    "seed": seeds.seed,
    "flat-seed": seeds.flat_seed,
    "pepper": seeds.pepper,
    "chilli": seeds.chilli,
    "curd": dried.curd,
    "tea": seeds.twist,
    "bean": seeds.bean,
    "pea": seeds.pea,
    "lentil": seeds.lentil,
    "scale": dried.scale,
    "coin": dried.coin,
    "persimmon": dried.persimmon,
    "bud": dried.bud,
}
# Half length, in units, at size 0 and at size 100; the natural length against width in percent.
_MEASURES = {
    "raisin": (18, 34, 150),
    "seed": (18, 34, 170),
    "flat-seed": (18, 32, 160),
    "tea": (20, 34, 300),
    "pepper": (15, 26, 104),
    "lentil": (15, 25, 120),
    "pea": (17, 28, 112),
    "pistachio": (22, 36, 150),
    "wolfberry": (22, 36, 210),
    "strip": (44, 66, 260),
    "chilli": (34, 56, 260),
    "fig": (34, 52, 108),
    "persimmon": (34, 52, 122),
    "bud": (40, 60, 300),
    "ring": (38, 58, 128),
    "coin": (26, 44, 130),
    "kernel": (34, 50, 112),
}


_FINE = (
    "tea",
    "seed",
    "flat-seed",
    "pepper",
    "lentil",
    "pea",
)  # poured so close that no ground shows through
_LOOSE = ("ring", "strip", "chilli", "kernel", "bean")
_BYTES = 9700


def usual_kind(spec: Spec) -> str:
    """The dried fruit a row means that gives only its measures."""
    if spec.size < 34:
        return "raisin"
    if spec.size >= 78:
        return "fig"
    return "jujube" if spec.ratio >= 125 else "apricot"


def _rows(count: int, slope: float) -> list[int]:
    """Pieces per row from the ground up; each row is `slope` pieces shorter, the topmost takes what is left."""
    for base in range(2, count + 2):
        rows: list[int] = []
        left = count
        while left > 0 and (row := round(base - len(rows) * slope)) > 0:
            rows.append(min(left, row))
            left -= row
        if left <= 0:
            return rows
    return [count]


def heap(spec: Spec, rng: random.Random) -> str:
    """A poured heap; `count` pieces of one kind in three tints."""
    kind = spec.kind or usual_kind(spec)
    small, large, natural = _MEASURES.get(kind, (24, 44, 140))
    rx = small + (large - small) * spec.size / 100
    ry = rx / (natural / 100 * (spec.ratio / (135 if natural < 200 else 170)) ** 0.3)
    weight = sum(len(_piece(spec, kind, rx, ry, rng)) + 46 for _ in range(4)) / 4
    most = int(min(60 if kind in _FINE else 44, _BYTES / weight))
    count = min(max(spec.count or most, 7), most)
    step_x = rx * (
        1.42 if kind in _FINE else 1.7 if kind in ("kernel", "bean") else 1.22 if natural >= 200 else 1.55
    )
    thick = max(ry, rx * 0.52)
    step_y = thick * (1.02 if kind in _FINE else 1.2)
    ground = -thick * 0.6
    rows = _rows(count, max(0.92, min(1.15, 1.4 * step_y / step_x)))
    pieces = []
    for level, row in enumerate(rows):
        for i in range(row):
            x = (i - (row - 1) / 2) * step_x + rng.uniform(-0.16, 0.16) * rx
            y = ground - level * step_y + rng.uniform(-0.14, 0.16) * thick
            pieces.append(
                put(_piece(spec, kind, rx, ry, rng), x, y, _turn(kind, rng), rng.uniform(0.92, 1.08))
            )
    reach = step_x * (rows[0] - 1) / 2 + rx * 1.06
    crest = ground - (len(rows) - 1) * step_y - thick
    grow = min(174 / reach, 250 / -crest, 2.1)
    base = ""
    if kind not in _LOOSE:
        base = fill(
            f"M{-reach * 0.9} 0Q{-reach * 0.3} {crest * 0.8} 0 {crest * 0.8}T{reach * 0.9} 0Q0 4 {-reach * 0.9} 0Z",
            mix(spec.shade, spec.body, 0.2),
        )
    return (
        shadow(200, 342, min(192, reach * grow + 16))
        + _company(spec, kind, 338 + crest * grow, rng)
        + put(base + "".join(pieces), 200, 338, 0, grow)
    )


def _piece(spec: Spec, kind: str, rx: float, ry: float, rng: random.Random) -> str:
    body, shade, light = spec.tints
    if kind in ("pistachio", "seed", "flat-seed", "pepper", "curd", "scale", "kernel", "bean"):
        lift = rng.uniform(-0.3, 0.3)
        body = mix(body, shade, lift) if lift > 0 else mix(body, light, -lift)
        return PIECES[kind](rx, ry, (body, shade, light), rng)
    pick = rng.random()
    if pick < 0.26:
        tints = (mix(shade, body, 0.2), mix(shade, "#1C1410", 0.3) if kind == "tea" else body, light)
    elif pick < 0.46:
        tints = (mix(light, body, 0.5), shade, mix(light, "#FFFFFF", 0.4))
    else:
        tints = (body, shade, light)
    return PIECES[kind](rx, ry, tints, rng)


def _turn(kind: str, rng: random.Random) -> float:
    if kind in ("seed", "flat-seed", "tea", "almond", "shell-almond", "pistachio", "pepper"):
        return rng.uniform(-75, 75) + (180 if rng.random() < 0.4 else 0)
    if kind == "kernel":
        return rng.uniform(-80, 80)
    return (
        rng.uniform(-16, 16)
        if kind in ("strip", "ring", "fig", "coin", "apricot", "persimmon", "bud")
        else rng.uniform(-38, 38)
    )


def _company(spec: Spec, kind: str, crest: float, rng: random.Random) -> str:
    """A leaf of the plant rising behind the crest; for a vine, with its tendril."""
    if spec.company == "none" or (spec.company == "half" and spec.leaf == "none"):
        return ""
    top = max(116, crest + 26)
    if spec.company == "branch":
        return twig(spec.leaf, 150, top + 4, rng.uniform(-24, -14), rng)
    if spec.leaf == "vine":
        stalk = line(f"M200 {top + 14}C208 {top - 34} 244 {top - 62} 294 {top - 70}", "#7A5A36", 7)
        return stalk + leaf("vine", 208, top - 22, rng.uniform(-148, -136))
    return leaf(spec.leaf, 196, top, rng.uniform(-66, -48), 1.06)
