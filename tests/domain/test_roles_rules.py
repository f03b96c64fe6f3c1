"""Who is who: the worked examples of docs/rules/who-is-who.md."""

from __future__ import annotations

import pytest

from sogdia.domain.pricing.inputs import EntryMode
from sogdia.domain.pricing.roles import ImporterNotNamed, LineRoles, SellingMode, line_roles


def roles(
    mode: SellingMode, entry_mode: EntryMode, importer: str | None = "Paris Comptoir"
) -> LineRoles[str]:
    return line_roles(
        mode=mode,
        entry_mode=entry_mode,
        seller="Turpan cooperative",
        operator="operator",
        importer_of_record=importer,
        buyer="buyer",
    )


@pytest.mark.parametrize("entry_mode", EntryMode)
def test_wh_1_the_seller_of_record_issues_the_invoice(entry_mode):
    agent = roles(SellingMode.AGENT, entry_mode)
    merchant = roles(SellingMode.MERCHANT_OF_RECORD, entry_mode)

    assert (agent.seller_of_record, agent.invoice_issuer) == ("Turpan cooperative",) * 2
    assert (merchant.seller_of_record, merchant.invoice_issuer) == ("operator",) * 2


@pytest.mark.parametrize("mode", SellingMode)
def test_wh_2_the_entry_mode_names_the_importer(mode):
    assert roles(mode, EntryMode.INDIVIDUAL).importer_of_record == "buyer"
    assert roles(mode, EntryMode.CONSOLIDATED).importer_of_record == "Paris Comptoir"
    assert roles(mode, EntryMode.HOME).importer_of_record is None


@pytest.mark.parametrize("importer", [None, ""])
def test_wh_2_a_consolidated_entry_without_importer_is_refused(importer):
    with pytest.raises(ImporterNotNamed):
        roles(SellingMode.AGENT, EntryMode.CONSOLIDATED, importer)


@pytest.mark.parametrize("mode", SellingMode)
@pytest.mark.parametrize("entry_mode", EntryMode)
def test_wh_3_the_importer_owes_what_the_import_owes(mode, entry_mode):
    line = roles(mode, entry_mode)

    assert line.import_tax_debtor == line.importer_of_record


def test_wh_4_the_tax_on_the_sale_follows_the_seller_of_record():
    assert roles(SellingMode.AGENT, EntryMode.CONSOLIDATED).sale_tax_debtor == "Paris Comptoir"
    assert roles(SellingMode.AGENT, EntryMode.INDIVIDUAL).sale_tax_debtor == "Turpan cooperative"
    assert roles(SellingMode.AGENT, EntryMode.HOME).sale_tax_debtor == "Turpan cooperative"
    for entry_mode in EntryMode:
        assert roles(SellingMode.MERCHANT_OF_RECORD, entry_mode).sale_tax_debtor == "operator"
