"""The chart of accounts: what each ledger account holds and which side it grows on (rule LE-2)."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class AccountKind(enum.StrEnum):
    """Assets and expenses grow on the debit side, liabilities and income on the credit side."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


class Account(enum.StrEnum):
    """Every account, one balance per currency; debit is positive."""

    BANK = "bank"
    PROVIDER_CLEARING = "provider-clearing"
    UNALLOCATED_RECEIPTS = "unallocated-receipts"
    ESCROW = "escrow"
    FX_CLEARING = "fx-clearing"
    FX_DIFFERENCE = "fx-difference"
    WORKING_CAPITAL = "working-capital"
    SELLER_PAYABLE = "seller-payable"
    SELLER_RECEIVABLE = "seller-receivable"
    PAYOUT_IN_TRANSIT = "payout-in-transit"
    COMMISSION_INCOME = "commission-income"
    PAYOUT_FEE_INCOME = "payout-fee-income"
    FIRST_MILE_PAYABLE = "first-mile-payable"
    HUB_PAYABLE = "hub-payable"
    FREIGHT_PAYABLE = "freight-payable"
    INSURANCE_PAYABLE = "insurance-payable"
    DUTY_PAYABLE = "duty-payable"
    VAT_PAYABLE = "vat-payable"
    CLEARING_PAYABLE = "clearing-payable"
    FREIGHT_UNDER_RECOVERY = "freight-under-recovery"
    REFUND_PAYABLE = "refund-payable"
    QUOTE_VARIANCE = "quote-variance"
    GOODWILL = "goodwill"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an account is: its kind, and whose money or cost it shows."""

    kind: AccountKind
    whose: str

    @property
    def debit_normal(self) -> bool:
        """Whether its usual balance is a debit."""
        return self.kind in (AccountKind.ASSET, AccountKind.EXPENSE)


_A, _L, _I, _E = AccountKind.ASSET, AccountKind.LIABILITY, AccountKind.INCOME, AccountKind.EXPENSE

CHART: Final[dict[Account, AccountFacts]] = {
    Account.BANK: AccountFacts(_A, "house"),
    Account.PROVIDER_CLEARING: AccountFacts(_A, "payment provider"),
    Account.UNALLOCATED_RECEIPTS: AccountFacts(_L, "payer"),
    Account.ESCROW: AccountFacts(_L, "buyer"),
    Account.FX_CLEARING: AccountFacts(_A, "house"),
    Account.FX_DIFFERENCE: AccountFacts(_E, "house"),
    Account.WORKING_CAPITAL: AccountFacts(_A, "house"),
    Account.SELLER_PAYABLE: AccountFacts(_L, "seller"),
    Account.SELLER_RECEIVABLE: AccountFacts(_A, "seller"),
    Account.PAYOUT_IN_TRANSIT: AccountFacts(_L, "seller"),
    Account.COMMISSION_INCOME: AccountFacts(_I, "house"),
    Account.PAYOUT_FEE_INCOME: AccountFacts(_I, "house"),
    Account.FIRST_MILE_PAYABLE: AccountFacts(_L, "collecting carrier"),
    Account.HUB_PAYABLE: AccountFacts(_L, "hub"),
    Account.FREIGHT_PAYABLE: AccountFacts(_L, "carrier"),
    Account.INSURANCE_PAYABLE: AccountFacts(_L, "insurer"),
    Account.DUTY_PAYABLE: AccountFacts(_L, "customs"),
    Account.VAT_PAYABLE: AccountFacts(_L, "tax office"),
    Account.CLEARING_PAYABLE: AccountFacts(_L, "customs broker"),
    Account.FREIGHT_UNDER_RECOVERY: AccountFacts(_E, "house"),
    Account.REFUND_PAYABLE: AccountFacts(_L, "buyer"),
    Account.QUOTE_VARIANCE: AccountFacts(_E, "house"),
    Account.GOODWILL: AccountFacts(_E, "house"),
    Account.ROUNDING: AccountFacts(_E, "house"),
}
