"""Reads a CAMT.053 bank-to-customer statement (ISO 20022), whatever its version: booked credits only."""

from __future__ import annotations

import hashlib

from sogdia.domain.ports import StatementLine, StatementRead
from sogdia.gateways.bank import xml_tree
from sogdia.gateways.bank.amounts import not_readable, read_amount, read_date
from sogdia.gateways.bank.xml_tree import Node


def read(content: bytes) -> StatementRead:
    """
    Read every booked credit; an entry with several transactions gives one line each.

    :raises sogdia.domain.ports.StatementNotReadable: with ``line`` and ``why``.
    """
    root = xml_tree.read(content)
    statements = list(root.every("Document/BkToCstmrStmt/Stmt"))
    if not statements:
        raise not_readable(1, "no-statement", "BkToCstmrStmt")
    found: list[StatementLine] = []
    for statement in statements:
        for entry in statement.every("Ntry"):
            if entry.say("CdtDbtInd") == "CRDT" and entry.say("Sts/Cd", "Sts") == "BOOK":
                found.extend(_entry(entry))
    account = statements[0].say("Acct/Id/IBAN", "Acct/Id/Othr/Id")
    return StatementRead("camt.053", account[:40], tuple(found))


def _entry(entry: Node) -> list[StatementLine]:
    if entry.say("RvslInd") == "true":
        return []
    details = list(entry.every("NtryDtls/TxDtls"))
    if not details:
        return [_line(entry, entry, 0)]
    return [_line(entry, detail, i if len(details) > 1 else 0) for i, detail in enumerate(details)]


def _line(entry: Node, detail: Node, place: int) -> StatementLine:
    amounts = [detail.find("Amt"), detail.find("AmtDtls/TxAmt/Amt")]
    many = len(list(entry.every("NtryDtls/TxDtls"))) > 1
    amount = next((a for a in amounts if a is not None), None if many else entry.find("Amt"))
    if amount is None:
        raise not_readable(detail.line, "amount")
    money = read_amount(amount.text.strip(), amount.attributes.get("Ccy", ""), line=amount.line)
    if money.minor <= 0:
        raise not_readable(amount.line, "amount", amount.text.strip())
    day = entry.say("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    refs = [node.text.strip() for node in detail.every("RmtInf/Strd/CdtrRefInf/Ref")]
    words = [node.text.strip() for node in detail.every("RmtInf/Ustrd")]
    text = " ".join(part for part in (*refs, *words, detail.say("Refs/EndToEndId")) if part)
    return StatementLine(
        line=detail.line,
        external_id=_external_id(entry, detail, place, f"{day}|{money.minor}|{money.currency}|{text}"),
        booked_on=read_date(day, line=entry.line),
        amount=money,
        text=(text or entry.say("AddtlNtryInf"))[:300],
        payer_name=detail.say("RltdPties/Dbtr/Pty/Nm", "RltdPties/Dbtr/Nm")[:140],
        payer_account=detail.say("RltdPties/DbtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/Othr/Id")[:40],
    )


def _external_id(entry: Node, detail: Node, place: int, facts: str) -> str:
    """The bank's own reference; a bank that gives none is known by the digest of the facts."""
    own = detail.say("Refs/AcctSvcrRef", "Refs/TxId") if detail is not entry else ""
    of_entry = entry.say("AcctSvcrRef", "NtryRef")
    if own:
        return own[:120]
    if of_entry:
        return f"{of_entry}/{place}"[:120] if place else of_entry[:120]
    return hashlib.sha256(f"{facts}|{place}".encode()).hexdigest()
