"""What a drawing is made of: one row of illustration data, parsed once and valid from then on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

COMPANIES = ("leaf", "half", "branch", "none")
LEAVES = ("vine", "willow", "walnut", "lobed", "round", "grass", "none")
TRAITS = ("blush", "net", "thin-shell", "stripes", "spots")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Spec:
    """
    A parsed row.

    `size` is 0..100 within what is usual for the form, `ratio` is length against width in percent, `count` is how many
    pieces stand in the drawing, `kind` narrows the form (a heap of *jujube*); empty means the usual kind of the form. `sign` is what a label
    shows (see `labels.SIGNS`); empty means by kind and plant.
    """

    form: str
    kind: str
    body: str
    shade: str
    light: str
    size: int
    ratio: int
    count: int
    seed: int
    company: str
    leaf: str
    ground: int
    trait: str
    sign: str

    @property
    def tints(self) -> tuple[str, str, str]:
        """Body, shade, light."""
        return self.body, self.shade, self.light

    def stretch(self, natural: float) -> tuple[float, float]:
        """Width and height factors that bend a form of `natural` percent towards `ratio`, never into a caricature."""
        pull = min(1.3, max(0.77, (self.ratio / natural) ** 0.6))
        return pull**-0.5, pull**0.5


def parse(row: Mapping[str, Any], kinds: Mapping[str, tuple[str, ...]], signs: tuple[str, ...]) -> Spec:
    """
    Read a row of data; `kinds` names every form and the kinds it knows, `signs` what a label can show.

    :raises ValueError: when a value is outside what can be drawn; the message names it.
    """
    form = str(row["form"])
    if form not in kinds:
        raise ValueError(f"no such form: {form}")
    kind = str(row.get("kind") or "")
    tints = [str(tint).upper() for tint in row["tints"]]
    checks = (
        ("kind", not kind or kind in kinds[form], kind),
        ("tints", len(tints) == 3 and all(_HEX.fullmatch(tint) for tint in tints), tints),
        ("size", 0 <= int(row.get("size", 50)) <= 100, row.get("size")),
        ("ratio", 50 <= int(row.get("ratio", 100)) <= 200, row.get("ratio")),
        ("count", 0 <= int(row.get("count") or 0) <= 99, row.get("count")),
        ("company", (row.get("company") or "none") in COMPANIES, row.get("company")),
        ("leaf", (row.get("leaf") or "none") in LEAVES, row.get("leaf")),
        ("ground", 1 <= int(row.get("ground", 1)) <= 5, row.get("ground")),
        ("sign", not row.get("sign") or row["sign"] in signs, row.get("sign")),
        ("trait", not row.get("trait") or row["trait"] in TRAITS, row.get("trait")),
    )
    for name, holds, value in checks:
        if not holds:
            raise ValueError(f"{form}: {name} cannot be {value!r}")
    return Spec(
        form=form,
        kind=kind,
        body=tints[0],
        shade=tints[1],
        light=tints[2],
        size=int(row.get("size", 50)),
        ratio=int(row.get("ratio", 100)),
        count=int(row.get("count") or 0),
        seed=int(row.get("seed", 0)),
        company=str(row.get("company") or "none"),
        leaf=str(row.get("leaf") or "none"),
        ground=int(row.get("ground", 1)),
        trait=str(row.get("trait") or ""),
        sign=str(row.get("sign") or ""),
    )
