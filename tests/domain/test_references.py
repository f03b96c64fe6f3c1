"""References that people read, type and scan (RE-1 to RE-4)."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sogdia.domain.references import (
    ALPHABET,
    Label,
    LabelKind,
    ReferenceNotValid,
    RefKind,
    build,
    check_sscc,
    gs1_check_digit,
    parse,
    parse_label,
    random_bits,
    sscc,
)

orders = st.integers(0, 2**70 - 1).map(lambda bits: build(RefKind.ORDER, bits))


@given(orders)
def test_re_1_every_order_reference_has_the_same_shape(ref):
    assert re.fullmatch(r"SOG(-[0-9A-HJKMNP-TV-Z]{5}){3}", ref)
    assert random_bits(RefKind.ORDER) == 70


@given(st.sampled_from(RefKind), st.data())
def test_re_2_a_reference_is_read_as_it_was_built_however_it_is_typed(kind, data):
    ref = build(kind, data.draw(st.integers(0, 2 ** random_bits(kind) - 1)))

    assert parse(kind, ref) == ref
    assert parse(kind, ref.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == ref


@given(orders, st.integers(0, 14), st.sampled_from(ALPHABET))
def test_re_2_one_wrong_character_is_found(ref, at, wrong):
    code = list(ref.replace("-", "")[3:])
    assume(code[at] != wrong)
    code[at] = wrong

    with pytest.raises(ReferenceNotValid):
        parse(RefKind.ORDER, "".join(code))


@given(orders, st.integers(0, 14), st.integers(0, 14))
def test_re_2_two_swapped_characters_are_found(ref, one, other):
    code = list(ref.replace("-", "")[3:])
    assume(code[one] != code[other])
    code[one], code[other] = code[other], code[one]

    with pytest.raises(ReferenceNotValid):
        parse(RefKind.ORDER, "".join(code))


@pytest.mark.parametrize("text", ["", "SOG", "SOG-1", "<script>", "SOG-UUUUU-UUUUU-UUUUU"])
def test_re_2_another_shape_is_refused(text):
    with pytest.raises(ReferenceNotValid):
        parse(RefKind.ORDER, text)


def test_re_3_a_label_is_read_alone_or_at_the_end_of_an_address():
    ref = build(RefKind.SHIPMENT, 123_456_789)

    label = parse_label(f"SOG:S:{ref}")

    assert label == Label(LabelKind.SHIPMENT, ref)
    assert parse_label(f"https://sogdia.example/s/{label}") == label
    assert parse_label("sog:u:(00)340123450000000109") == Label(LabelKind.UNIT, "340123450000000109")


@pytest.mark.parametrize("text", ["SOG:X:1", "ABC:S:1", "SOG:S:", "hello", "SOG:U:12"])
def test_re_3_a_foreign_code_is_refused(text):
    with pytest.raises(ReferenceNotValid):
        parse_label(text)


def test_re_4_the_check_digit_is_the_standards():
    assert gs1_check_digit("629104150021") == "3"
    assert gs1_check_digit("34012345000000010") == "9"


@given(st.integers(0, 9), st.integers(10**6, 10**10 - 1), st.integers(0, 10**6 - 1))
def test_re_4_a_built_sscc_is_read_and_a_wrong_digit_is_found(extension, company, serial):
    unit = sscc(extension=extension, company_prefix=str(company), serial=serial)

    wrong = unit[:5] + str((int(unit[5]) + 1) % 10) + unit[6:]

    assert check_sscc(f"(00) {unit}") == unit
    with pytest.raises(ReferenceNotValid):
        check_sscc(wrong)


def test_re_4_letters_are_no_sscc():
    with pytest.raises(ReferenceNotValid):
        check_sscc("34012345000000010X")
