"""Every search index keeps the same promises."""

from __future__ import annotations

import pytest

from fakes.search import MemoryIndex
from sogdia.domain.ports import SearchRow
from sogdia.gateways.search import TantivyIndex

RAISINS = SearchRow(
    id=1,
    category="dried-fruit",
    names={
        "en": "Green raisins of Turpan",
        "fr": "Raisins secs verts de Tourfan",
        "ru": "Зелёный изюм из Турфана",
        "zh": "吐鲁番绿葡萄干",
        "ar": "زبيب تورفان الأخضر",
    },
    synonyms={"en": "sultanas kishmish"},
    words={"en": "Dried in the shade of mud-brick towers, no sulphur."},
)
APRICOTS = SearchRow(
    id=2,
    category="dried-fruit",
    names={
        "en": "Dried apricots",
        "fr": "Abricots séchés",
        "ru": "Курага",
        "zh": "杏干",
        "ar": "مشمش مجفَّف",
    },
    words={"en": "Sweet as raisins."},
)
CARPET = SearchRow(id=3, category="carpet", names={"en": "Wool carpet", "zh": "羊毛地毯"}, words={})


@pytest.fixture(params=["tantivy", "memory"])
def index(request, tmp_path):
    made = TantivyIndex(tmp_path) if request.param == "tantivy" else MemoryIndex()
    made.rebuild([RAISINS, APRICOTS, CARPET])
    return made


@pytest.mark.parametrize(
    ("words", "language", "first"),
    [
        ("raisins", "en", 1),
        ("raisin", "en", 1),
        ("sultana", "en", 1),
        ("Sulphur", "en", 1),
        ("abricots seches", "fr", 2),
        ("ABRICOT", "fr", 2),
        ("зеленый изюм", "ru", 1),
        ("изюма", "ru", 1),
        ("葡萄干", "zh-hans", 1),
        ("杏", "zh", 2),
        ("羊毛 地毯", "zh", 3),
        ("زبيب", "ar", 1),
        ("الزبيب", "ar", 1),
        ("المشمش المجفف", "ar", 2),
        ("carp", "en", 3),
    ],
)
def test_a_word_finds_its_product(index, words, language, first):
    assert index.find(words, language=language)[0] == first


def test_a_name_weighs_more_than_a_mention(index):
    assert index.find("raisins", language="en") == [1, 2]


@pytest.mark.parametrize("words", ["apriccots", "rasins", "Turpen raisins", "carpat"])
def test_a_misspelt_word_still_finds(index, words):
    assert index.find(words, language="en")


@pytest.mark.parametrize("words", ["", "  ", "zzzzzz", "!?", "(\"'*:"])
def test_nonsense_finds_nothing(index, words):
    assert index.find(words, language="en") == []


def test_what_was_removed_is_no_longer_found(index):
    index.remove([1])

    assert index.find("kishmish", language="en") == []
    assert index.find("carpet", language="en") == [3]


def test_what_was_put_again_is_found_by_its_new_words_only(index):
    index.put([SearchRow(id=3, category="carpet", names={"en": "Felt rug"}, words={})])

    assert index.find("felt", language="en") == [3]
    assert index.find("carpet", language="en") == []


def test_a_rebuild_replaces_everything(index):
    index.rebuild([CARPET])

    assert index.find("raisins", language="en") == []
    assert index.find("wool", language="en") == [3]


def test_a_limit_holds(index):
    assert len(index.find("raisins", language="en", limit=1)) == 1


def test_another_process_sees_a_change_and_a_rebuild_at_once(tmp_path):
    writer, reader = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    writer.rebuild([CARPET])
    assert reader.find("carpet", language="en") == [3]

    writer.put([RAISINS])
    assert reader.find("raisins", language="en") == [1]

    writer.rebuild([APRICOTS])
    assert reader.find("raisins", language="en") == [2]


def test_old_generations_do_not_pile_up(tmp_path):
    index = TantivyIndex(tmp_path)
    for _ in range(4):
        index.rebuild([CARPET])

    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 2


def test_an_index_that_was_never_built_finds_nothing(tmp_path):
    assert TantivyIndex(tmp_path).find("raisins", language="en") == []
