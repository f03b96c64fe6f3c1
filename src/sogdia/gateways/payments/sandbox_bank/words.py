"""What the sandbox bank's page says, in five languages; the bank is a house of its own and brings its own words."""

from __future__ import annotations

from typing import Final

NAMES: Final = ("title", "demo", "amount", "order", "pay", "late", "twice", "fail", "undo", "close", "done")
_ROWS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "Sandbox bank", "A bank for demonstrations. No money moves here.", "Amount", "Order", "Pay",
        "Pay, but tell the shop 20 seconds later", "Pay, and tell the shop twice", "Let the payment fail",
        "Pay, then fail 20 seconds later", "Go back without paying", "This payment was already decided.",
    ),
    "fr": (
        "Banque d’essai", "Une banque de démonstration. Aucun argent ne circule ici.", "Montant", "Commande",
        "Payer", "Payer, mais prévenir la boutique 20 secondes plus tard",
        "Payer et prévenir deux fois la boutique", "Faire échouer le paiement",
        "Payer, puis échouer 20 secondes plus tard", "Revenir sans payer", "Ce paiement est déjà décidé.",
    ),
    "zh": (
        "沙盒银行", "仅供演示的银行，此处没有真实资金往来。", "金额", "订单", "付款", "付款，20 秒后再通知商家",
        "付款，并通知商家两次", "让付款失败", "先付款，20 秒后失败", "不付款返回", "此付款已有结果。",
    ),
    "ru": (
        "Учебный банк", "Банк для демонстраций. Деньги здесь не движутся.", "Сумма", "Заказ", "Оплатить",
        "Оплатить, но сообщить магазину через 20 секунд", "Оплатить и сообщить магазину дважды",
        "Отклонить платёж", "Оплатить и через 20 секунд отклонить", "Вернуться без оплаты",
        "Решение по этому платежу уже принято.",
    ),
    "ar": (
        "مصرف تجريبي", "مصرف للعرض فقط، ولا تتحرك فيه أي أموال.", "المبلغ", "الطلب", "ادفع",
        "ادفع وأبلغ المتجر بعد 20 ثانية", "ادفع وأبلغ المتجر مرتين", "أفشِل عملية الدفع",
        "ادفع ثم أفشِل العملية بعد 20 ثانية", "ارجع دون دفع", "سبق البت في هذه الدفعة.",
    ),
}  # fmt: skip
WORDS: Final = {code: dict(zip(NAMES, row, strict=True)) for code, row in _ROWS.items()}


def words(language: str) -> tuple[str, dict[str, str]]:
    """Give the language that is spoken and its words: the asked one, or English."""
    code = language.split("-")[0].lower()
    return (code, WORDS[code]) if code in WORDS else ("en", WORDS["en"])
