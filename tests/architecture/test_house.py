"""The house keeps its own rules: what import contracts cannot show."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "sogdia").rglob("*.py"))
ROOMS_LEFT_TO_RIGHT = [
    {"officers", "reviews", "claims"},
    {"documents"},
    {"tracing"},
    {"hub"},
    {"settlement"},
    {"payments"},
    {"orders"},
    {"quotes"},
    {"lots"},
    {"catalogue"},
    {"departures"},
    {"tariff", "ledger"},
    {"markets"},
    {"parties"},
    {"regions"},
]


def _floor(label: str) -> int:
    return next(
        (i for i, rooms in enumerate(ROOMS_LEFT_TO_RIGHT) if label in rooms), len(ROOMS_LEFT_TO_RIGHT)
    )


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sogdia.apps.")]


def test_keys_point_down():
    up = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
        and _floor(field.related_model._meta.app_label) <= _floor(model._meta.app_label)
    ]

    assert up == []


def test_keys_cannot_be_walked_back_up():
    named = [
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and not field.remote_field.hidden
    ]

    assert named == []


def test_no_file_is_longer_than_four_hundred_lines():
    paths = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    long = [str(path.relative_to(ROOT)) for path in paths if len(path.read_text("utf-8").splitlines()) > 400]

    assert long == []


def test_every_module_opens_with_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "migrations" not in path.parts and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []


def test_functions_stay_under_fifty_lines():
    long = []
    for path in SOURCES:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > 50:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} has {lines}")

    assert long == []


def test_the_rulebook_knows_no_floats():
    found = []
    for path in (ROOT / "src" / "sogdia" / "domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            is_name = isinstance(node, ast.Name) and node.id == "float"
            if is_literal or is_name:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == []


def test_the_clock_is_read_at_doors_only():
    below = ("usecases", "apps", "gateways", "domain", "plumbing", "analytics")
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(")
    read = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT / "src" / "sogdia").parts[0] in below[:2] + below[3:4]
        and clock.search(path.read_text("utf-8"))
    ]

    assert read == []


def test_settings_are_read_in_config_and_gateways_and_doors_only():
    read = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT / "src" / "sogdia").parts[0] in {"usecases", "apps", "domain"}
        and re.search(r"from django\.conf import settings", path.read_text("utf-8"))
        and "AUTH_USER_MODEL" not in path.read_text("utf-8")
    ]

    assert read == []


@pytest.mark.parametrize(
    "path",
    # Mail readers take no style sheet of ours: letters carry theirs in their head.
    [p for p in sorted((ROOT / "src/sogdia/web/templates").rglob("*.html")) if "mail" not in p.parts],
    ids=lambda p: p.name,
)
def test_no_page_has_inline_style_or_script(path):
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle=\"", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)[^>]*>", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    assert "</style>" not in text
