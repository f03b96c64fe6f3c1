"""The picture maker: one flat drawing per product, composed from a row of data, the same every time."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from sogdia.gateways.illustrations import (
    animals,
    bags,
    berries,
    bulbs,
    carpets,
    containers,
    cuts,
    fruit,
    grain,
    heap,
    labels,
    melons,
    nuts,
    plants,
    roots,
    textiles,
    vessels,
)
from sogdia.gateways.illustrations.spec import Spec, parse

_DRAW: dict[str, Callable[[Spec, random.Random], str]] = {
    "heap": heap.heap,
    "pear": fruit.pear,
    "apple": fruit.apple,
    "stone-fruit": fruit.stone_fruit,
    "melon": melons.melon,
    "berry-branch": berries.berry_branch,
    "nut": nuts.nut,
    "bulb": bulbs.bulb,
    "root": roots.root,
    "leaf-flower": plants.leaf_flower,
    "pod": plants.pod,
    "grain": grain.grain,
    "jar": containers.jar,
    "flask": containers.flask,
    "bag": bags.bag,
    "animal": animals.animal,
    "cut": cuts.cut,
    "carpet": carpets.carpet,
    "felt": carpets.felt,
    "cloth": textiles.cloth,
    "vessel": vessels.vessel,
    "skein": textiles.skein,
}
# Every form with the kinds it can draw.
KINDS: dict[str, tuple[str, ...]] = {
    "heap": tuple(heap.PIECES),
    "pear": ("pear",),
    "apple": ("apple", "pomegranate", "tomato"),
    "stone-fruit": ("apricot", "peach", "flat-peach", "nectarine", "plum", "cherry", "jujube", "olive"),
    "melon": ("melon", "watermelon", "pumpkin"),
    "berry-branch": ("wolfberry", "grape", "cluster", "pepper", "olive"),
    "nut": ("walnut", "almond", "pistachio", "hazelnut", "apricot-stone", "peanut"),
    "bulb": ("lily", "onion", "garlic"),
    "root": ("bundle", "potato", "taper", "knotted", "column"),
    "leaf-flower": ("rose", "lavender", "chrysanthemum", "safflower", "herb", "chive"),
    "pod": ("chilli", "bell", "pea", "cotton"),
    "grain": tuple(grain._HEADS),
    "jar": ("honey", "jam", "paste", "butter", "pickle"),
    "flask": ("oil", "wine", "vinegar", "spirit", "juice", "rose-water", "milk"),
    "bag": ("flour", "pouch", "tin", "brick", "noodles", "bread", "box"),
    "animal": tuple(animals._KINDS),
    "cut": tuple(cuts._KINDS),
    "carpet": ("medallion", "garden", "kilim"),
    "felt": ("rug", "roll", "slippers", "hat", "cap"),
    "cloth": ("silk", "bolt", "scarf", "sweater", "hide", "cushion", "quilt", "sheets", "sachet"),
    "vessel": tuple(vessels._KINDS),
    "skein": ("hank", "ball", "cone", "fleece", "cocoon"),
}
FORMS = tuple(_DRAW)
_ENDS = 'stroke-linecap="round" stroke-linejoin="round"'


def compose(spec: Mapping[str, Any]) -> str:
    """
    Draw one product: an SVG of 400 x 400 units, nothing behind it, at most 13 KB, equal for equal rows.

    `spec` holds form, tints (body, shade, light as #rrggbb), size 0..100, ratio 50..200 percent, count, seed, company,
    leaf, ground 1..5 and trait; where a form knows several things its `kind` (see `KINDS`); and for a label its `sign`.

    :raises ValueError: when the row asks for what cannot be drawn.
    """
    row = parse(spec, KINDS, labels.SIGNS)
    rng = random.Random(f"{row.form}/{row.kind}/{row.seed}")
    drawing = _by_hand(_DRAW[row.form](row, rng), row.seed)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" {_ENDS}>{drawing}</svg>'


def _by_hand(drawing: str, seed: int) -> str:
    """The small unevenness of a hand, so that even two equal bottles differ; the thing keeps its foot on the ground."""
    hand = random.Random(f"hand/{seed}")
    wide, tall = hand.uniform(0.965, 1), hand.uniform(0.965, 1)
    return f'<g transform="matrix({wide:.3f} 0 0 {tall:.3f} {200 - 200 * wide:.1f} {345 - 345 * tall:.1f})">{drawing}</g>'


class Composer:
    """The picture maker as the port asks for it."""

    def draw(self, spec: Mapping[str, object]) -> str:
        """Give the SVG text of a row; see `compose`."""
        return compose(spec)
