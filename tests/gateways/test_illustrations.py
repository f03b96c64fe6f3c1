"""The picture maker draws every form in every company: small, safe, the same each time, never two alike."""

import hashlib
import itertools
import json
import re
from importlib.resources import files
from xml.etree import ElementTree

import pytest

from sogdia.gateways.illustrations import FORMS, KINDS, Composer, compose
from sogdia.gateways.illustrations.labels import SIGNS
from sogdia.gateways.illustrations.spec import COMPANIES, LEAVES, TRAITS

MOST_BYTES = 13 * 1024
SHAPES = {"svg", "g", "path", "ellipse", "circle", "rect"}
EVERY_KIND = [(form, kind) for form, kinds in KINDS.items() for kind in kinds]
GOODS = files("sogdia") / "data" / "world" / "products.json"


def row(form: str, **changes) -> dict:
    return {
        "form": form,
        "tints": ["#C49A62", "#A37744", "#E0C296"],
        "size": 50,
        "ratio": 110,
        "count": 3,
        "seed": 7,
        "company": "none",
        "leaf": "none",
        "ground": 1,
        "trait": None,
    } | changes


def drawn_products() -> list[dict]:
    if not GOODS.is_file():
        return []
    told = json.loads(GOODS.read_text(encoding="utf-8"))
    rows = told["products"] if isinstance(told, dict) else told
    return [product for product in rows if "illustration" in product]


@pytest.mark.parametrize("company", COMPANIES)
@pytest.mark.parametrize(("form", "kind"), EVERY_KIND)
def test_every_kind_in_every_company_is_a_small_and_safe_drawing(form, kind, company):
    extremes = itertools.product((0, 100), (50, 200), (0, 99), ("none", "vine"))
    for size, ratio, count, leaf in extremes:
        svg = compose(row(form, kind=kind, company=company, size=size, ratio=ratio, count=count, leaf=leaf))

        root = ElementTree.fromstring(svg)
        assert len(svg.encode()) <= MOST_BYTES
        assert root.get("viewBox") == "0 0 400 400"
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= SHAPES
        assert not [element for element in root.iter() if (element.text or "").strip()]
        for element in root.iter():
            for name in ("fill", "stroke"):
                assert re.fullmatch(r"#[0-9A-Fa-f]{6}|none|None", str(element.get(name)))
            assert not [
                name for name in element.attrib if name.startswith("on") or "href" in name or name == "style"
            ]
        assert "url(" not in svg and "nan" not in svg


@pytest.mark.parametrize("form", FORMS)
def test_equal_rows_are_drawn_equally(form):
    first, again = compose(row(form)), compose(row(form))

    assert first == again


def test_the_port_draws_what_the_maker_composes():
    assert Composer().draw(row("melon", trait="net")) == compose(row("melon", trait="net"))


@pytest.mark.parametrize(("form", "kind"), EVERY_KIND)
def test_another_seed_is_another_arrangement(form, kind):
    drawings = {compose(row(form, kind=kind, seed=seed)) for seed in (1, 2, 3)}

    assert len(drawings) == 3


@pytest.mark.parametrize("trait", TRAITS)
@pytest.mark.parametrize("leaf", LEAVES)
def test_traits_and_leaves_are_drawn_with_every_form(trait, leaf):
    for form in FORMS:
        assert compose(row(form, trait=trait, leaf=leaf, company="leaf")).endswith("</svg>")


def test_a_label_shows_the_sign_the_row_names():
    labels = {compose(row("flask", kind="oil", sign=sign)) for sign in SIGNS}

    assert len(labels) == len(SIGNS)


@pytest.mark.parametrize(
    "change",
    [
        {"form": "unicorn"},
        {"kind": "unicorn"},
        {"tints": ["red", "#A37744", "#E0C296"]},
        {"tints": ["#C49A62"]},
        {"size": 101},
        {"ratio": 20},
        {"company": "friends"},
        {"leaf": "palm"},
        {"ground": 6},
        {"trait": "glitter"},
        {"sign": "crown"},
    ],
)
def test_a_row_that_cannot_be_drawn_is_refused_by_name(change):
    with pytest.raises(ValueError, match=next(iter(change)) + "|no such form"):
        compose(row("apple") | change)


@pytest.mark.skipif(not drawn_products(), reason="no products in this world")
def test_every_product_has_a_drawing_of_its_own():
    seen: dict[str, str] = {}
    for product in drawn_products():
        name = str(product.get("code") or product.get("slug") or product.get("names"))
        svg = compose(product["illustration"])
        print_ = hashlib.sha256(svg.encode()).hexdigest()

        assert len(svg.encode()) <= MOST_BYTES, name
        assert print_ not in seen, f"{name} looks like {seen.get(print_)}"
        seen[print_] = name
