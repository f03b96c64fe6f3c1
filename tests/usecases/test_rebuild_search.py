"""The search index says what the database says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from builders import sale
from fakes.search import MemoryIndex
from sogdia.apps.catalogue import search_rows
from sogdia.domain.refusals import NotAllowed
from sogdia.domain.viewer import HOUSE, Viewer
from sogdia.jobs import listeners, outbox
from sogdia.plumbing import wiring
from sogdia.plumbing.outbox import services
from sogdia.usecases.rebuild_search import rebuild_search, refresh_products

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return sale.raisins(owner=sale.seller(), place=sale.region())


def test_what_is_published_is_found_by_name_synonym_place_and_seller(product):
    index = MemoryIndex()

    assert rebuild_search(index=index) == 1

    for words in ("raisins", "sultana", "Turpan", "葡萄沟"):
        assert index.find(words, language="en") == [product.id]


def test_a_draft_is_not_found(product):
    index = MemoryIndex()
    sale.raisins(owner=product.seller, place=product.region, slug="draft", state="draft")

    assert rebuild_search(index=index) == 1


def test_a_withdrawn_product_is_forgotten(product):
    index = MemoryIndex()
    rebuild_search(index=index)
    product.state = "withdrawn"
    product.save()

    refresh_products(product_ids=[product.id], index=index)

    assert index.find("raisins", language="en") == []


def test_the_outbox_tells_the_index(product, monkeypatch):
    index = MemoryIndex()
    monkeypatch.setattr(wiring, "search", lambda: index)
    with transaction.atomic():
        services.tell("product.published", at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC), product_id=product.id)

    assert listeners.outbox.drain() == 1

    assert index.find("raisins", language="en") == [product.id]
    assert outbox.drain() == 0


def test_only_the_house_reads_the_rows(product):
    assert len(search_rows.list_search_rows(HOUSE)) == 1
    with pytest.raises(NotAllowed):
        search_rows.list_search_rows(Viewer(user_id=1))
