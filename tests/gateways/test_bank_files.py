"""Statements in, transfers out: exact to the minor unit, or refused with the line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from sogdia.domain.money import Money
from sogdia.domain.ports import StatementNotReadable, Transfer
from sogdia.gateways.bank.pain001 import NAMESPACE, Pain001, check
from sogdia.gateways.bank.statements import Statements

CSV = b"""id,date,amount,currency,text,name,account
T1,2026-10-02,79.90,EUR,RF18 5390 0754 7034,Claire Martin,FR7630006000011234567890189
T2,2026-10-02,-5.00,EUR,fees,,
T3,2026-10-03,1200,JPY,rice,,
"""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">79.90</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
 <BookgDt><Dt>2026-10-02</Dt></BookgDt><AcctSvcrRef>BANK-1</AcctSvcrRef>
 <NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Claire Martin</Nm></Pty></Dbtr>
 <DbtrAcct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></DbtrAcct></RltdPties>
 <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
 <BookgDt><DtTm>2026-10-03T10:00:00Z</DtTm></BookgDt><AcctSvcrRef>BANK-2</AcctSvcrRef>
 <NtryDtls><TxDtls><Amt Ccy="EUR">10.00</Amt><RmtInf><Ustrd>first</Ustrd></RmtInf></TxDtls>
 <TxDtls><Amt Ccy="EUR">20.00</Amt><RmtInf><Ustrd>second</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry>
<Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_csv_gives_every_credit_exactly():
    read = Statements().read(CSV)

    assert read.format == "csv"
    assert [(line.external_id, line.amount, line.line) for line in read.lines] == [
        ("T1", Money(79_90, "EUR"), 2),
        ("T3", Money(1200, "JPY"), 4),
    ]
    assert read.lines[0].payer_account == "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (CSV.replace(b"79.90", b"79,90"), 2, "currency"),
        (CSV.replace(b"79.90", b"79.905"), 2, "amount"),
        (CSV.replace(b"1200,", b"1200.50,"), 4, "amount"),
        (CSV.replace(b"2026-10-03", b"3 October"), 4, "date"),
        (CSV.replace(b"T3", b"T1"), 2, "twice"),
        (CSV.replace(b"currency,text", b"what,text"), 1, "column"),
        (b"id,date,amount,currency,text\n", 1, "credit"),
        (b"\xff\xfe", 1, "UTF-8"),
        (CAMT.replace("</Stmt>", "").encode(), 15, "mismatched"),
        (CAMT.replace("<Document", "<!DOCTYPE x><Document").encode(), 2, "document-type"),
        (CAMT.replace("79.90", "79.9x").encode(), 4, "amount"),
        (b"<Document/>", 1, "BkToCstmrStmt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(content, line, why):
    with pytest.raises(StatementNotReadable) as refused:
        Statements().read(content)

    assert why in str(refused.value.params["why"])
    assert refused.value.params["line"] == line


def test_camt_053_gives_booked_credits_one_line_per_transaction():
    read = Statements().read(CAMT.encode())

    assert (read.format, read.account) == ("camt.053", "DE02120300000000202051")
    assert [(line.external_id, line.amount.minor, line.text) for line in read.lines] == [
        ("BANK-1", 79_90, "RF18539007547034"),
        ("BANK-2", 10_00, "first"),
        ("BANK-2/1", 20_00, "second"),
    ]
    assert read.lines[0].payer_name == "Claire Martin"
    assert read.lines[1].booked_on == date(2026, 10, 3)


def test_pain_001_says_count_and_control_sum_and_two_kinds_of_account():
    content = Pain001().make(
        message_id="PB-1",
        made_at=datetime(2026, 10, 1, 8, tzinfo=UTC),
        execute_on=date(2026, 10, 2),
        debtor="Silk Ring (fictional)",
        debtor_account="DE02120300000000202051",
        debtor_bic="BYLADEM1001",
        transfers=[
            Transfer("PO-1", Money(400_00, "CNY"), "葡萄谷合作社", "6222020200112233", "ICBKCNBJ", "Lot 1"),
            Transfer("PO-2", Money(5, "CNY"), "Claire & fille", "FR76 3000 6000 0112 3456 7890 189"),
        ],
    )

    ns = {"p": NAMESPACE}
    root = ET.fromstring(content)
    assert [node.text for node in root.iterfind(".//p:CtrlSum", ns)] == ["400.05", "400.05"]
    assert [node.text for node in root.iterfind(".//p:InstdAmt", ns)] == ["400.00", "0.05"]
    assert root.findtext(".//p:CdtrAcct/p:Id/p:IBAN", None, ns) == "FR7630006000011234567890189"
    with pytest.raises(AssertionError, match="control sum"):
        check(content.replace(b"400.05", b"400.06"))
