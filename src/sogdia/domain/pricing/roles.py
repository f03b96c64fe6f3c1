"""Who is who on an order line: seller, issuer, importer, tax debtors (rules WH-1 to WH-4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Generic, TypeVar

from sogdia.domain.pricing.inputs import EntryMode
from sogdia.domain.refusals import Refusal

Party = TypeVar("Party")


class SellingMode(enum.StrEnum):
    """Whether the house sells for others (agent) or buys and sells itself (merchant of record)."""

    AGENT = "agent"
    MERCHANT_OF_RECORD = "merchant-of-record"


class ImporterNotNamed(Refusal):
    """A consolidated entry needs a named importer of record; without one the market is closed on this lane."""

    code = "importer-not-named"


@dataclass(frozen=True, slots=True)
class LineRoles(Generic[Party]):
    """Who stands where on one line; invoice, ledger and customs papers read only these. None: there is no import."""

    seller_of_record: Party
    invoice_issuer: Party
    importer_of_record: Party | None
    sale_tax_debtor: Party
    import_tax_debtor: Party | None


def line_roles(
    *,
    mode: SellingMode,
    entry_mode: EntryMode,
    seller: Party,
    operator: Party,
    importer_of_record: Party | None,
    buyer: Party,
) -> LineRoles[Party]:
    """
    Name the parties of one line, whatever a deployment uses to name parties (ids, names).

    WH-1: an agent's line is sold and invoiced by the producer's side, a merchant of record's by the operator.
    WH-2: the buyer imports their own goods in an individual entry, the named importer in a consolidated one, nobody at
    home.
    WH-3: whoever imports owes duty and import VAT to the state.
    WH-4: the tax on the sale is owed by the seller of record, but by the importer of record where an agent's goods enter
    consolidated: there they are sold inside the buyer's country.

    :raises ImporterNotNamed: for a consolidated entry without an importer of record.
    """
    sold_by = operator if mode is SellingMode.MERCHANT_OF_RECORD else seller
    importer: Party | None
    if entry_mode is EntryMode.HOME:
        importer = None
    elif entry_mode is EntryMode.INDIVIDUAL:
        importer = buyer
    elif importer_of_record:
        importer = importer_of_record
    else:
        raise ImporterNotNamed("A consolidated entry has no importer of record.")
    taxed = sold_by
    if mode is SellingMode.AGENT and entry_mode is EntryMode.CONSOLIDATED and importer is not None:
        taxed = importer
    return LineRoles(
        seller_of_record=sold_by,
        invoice_issuer=sold_by,
        importer_of_record=importer,
        sale_tax_debtor=taxed,
        import_tax_debtor=importer,
    )
