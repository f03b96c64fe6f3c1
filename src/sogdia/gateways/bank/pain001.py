"""Writes credit transfers as ISO 20022 pain.001.001.09, and checks the structure of what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final
from xml.etree import ElementTree as ET

from sogdia.domain.money import Money
from sogdia.domain.ports import Transfer
from sogdia.gateways.bank.amounts import write_amount

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


class Pain001:
    """One message with one payment information block; all transfers have one currency."""

    def make(
        self,
        *,
        message_id: str,
        made_at: datetime,
        execute_on: date,
        debtor: str,
        debtor_account: str,
        debtor_bic: str,
        transfers: Sequence[Transfer],
    ) -> bytes:
        """Give the file; its control sum and count are those of ``transfers``."""
        assert transfers, "a file pays somebody"
        (currency,) = {transfer.amount.currency for transfer in transfers}
        count = str(len(transfers))
        whole = write_amount(Money(sum(transfer.amount.minor for transfer in transfers), currency))
        root = ET.Element("Document", {"xmlns": NAMESPACE})
        message = ET.SubElement(root, "CstmrCdtTrfInitn")
        head = ET.SubElement(message, "GrpHdr")
        _say(head, "MsgId", message_id[:35])
        _say(head, "CreDtTm", made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        _say(head, "NbOfTxs", count)
        _say(head, "CtrlSum", whole)
        _say(ET.SubElement(head, "InitgPty"), "Nm", debtor[:140])
        block = ET.SubElement(message, "PmtInf")
        _say(block, "PmtInfId", message_id[:35])
        _say(block, "PmtMtd", "TRF")
        _say(block, "NbOfTxs", count)
        _say(block, "CtrlSum", whole)
        _say(ET.SubElement(block, "ReqdExctnDt"), "Dt", execute_on.isoformat())
        _say(ET.SubElement(block, "Dbtr"), "Nm", debtor[:140])
        _account(ET.SubElement(block, "DbtrAcct"), debtor_account)
        _agent(ET.SubElement(block, "DbtrAgt"), debtor_bic)
        for transfer in transfers:
            _transfer(ET.SubElement(block, "CdtTrfTxInf"), transfer)
        content: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
        check(content)
        return content


def _transfer(node: ET.Element, transfer: Transfer) -> None:
    assert transfer.amount.minor > 0, "a transfer moves something"
    _say(ET.SubElement(node, "PmtId"), "EndToEndId", transfer.end_to_end_id[:35])
    amount = ET.SubElement(ET.SubElement(node, "Amt"), "InstdAmt", {"Ccy": transfer.amount.currency})
    amount.text = write_amount(transfer.amount)
    if transfer.bic:
        _agent(ET.SubElement(node, "CdtrAgt"), transfer.bic)
    _say(ET.SubElement(node, "Cdtr"), "Nm", transfer.holder[:140])
    _account(ET.SubElement(node, "CdtrAcct"), transfer.account)
    if transfer.text:
        _say(ET.SubElement(node, "RmtInf"), "Ustrd", transfer.text[:140])


def _say(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _account(node: ET.Element, account: str) -> None:
    plain = account.replace(" ", "")
    identity = ET.SubElement(node, "Id")
    if _IBAN.fullmatch(plain):
        _say(identity, "IBAN", plain)
    else:
        _say(ET.SubElement(identity, "Othr"), "Id", plain[:34])


def _agent(node: ET.Element, bic: str) -> None:
    institution = ET.SubElement(node, "FinInstnId")
    if bic:
        _say(institution, "BICFI", bic)
    else:
        _say(ET.SubElement(institution, "Othr"), "Id", "NOTPROVIDED")


#: Elements that must stand in this order under their parent; those with a question mark may be missing.
_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "CstmrCdtTrfInitn": ("GrpHdr", "PmtInf"),
    "GrpHdr": ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"),
    "CdtTrfTxInf": ("PmtId", "Amt", "CdtrAgt?", "Cdtr", "CdtrAcct", "RmtInf?"),
}
_BLOCK: Final = ("PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt")
_MAX_LENGTH: Final = {"MsgId": 35, "PmtInfId": 35, "EndToEndId": 35, "Nm": 140, "Ustrd": 140, "IBAN": 34}


def check(content: bytes) -> None:
    """
    Check structure, lengths, count and control sum of a file (ISO 20022 message definition, pain.001.001.09).

    :raises AssertionError: naming what is wrong; a file of ours is never wrong.
    """
    root = ET.fromstring(content)
    assert root.tag == f"{{{NAMESPACE}}}Document", "the root is a pain.001.001.09 document"
    for node in root.iter():
        name = node.tag.rsplit("}", 1)[-1]
        names = [child.tag.rsplit("}", 1)[-1] for child in node]
        if name in _ORDER:
            wanted = [w.rstrip("?") for w in _ORDER[name] if not w.endswith("?") or w[:-1] in names]
            assert names == wanted, f"{name} holds {names}, not {wanted}"
        if name == "PmtInf":
            block = tuple(n for n in names if n != "CdtTrfTxInf")
            assert block == _BLOCK and len(names) > len(block), f"PmtInf holds {names}"
        if name in _MAX_LENGTH:
            assert 1 <= len(node.text or "") <= _MAX_LENGTH[name], f"{name} is {node.text!r}"
    ns = {"p": NAMESPACE}
    amounts = [node.text or "" for node in root.iterfind(".//p:InstdAmt", ns)]
    counts = {node.text for node in root.iterfind(".//p:NbOfTxs", ns)}
    assert counts == {str(len(amounts))}, "the count is that of the transfers"
    digits = {len(a.partition(".")[2]) for a in amounts}
    assert len(digits) == 1, "one currency, one number of decimals"
    whole = sum(int(a.replace(".", "")) for a in amounts)
    sums = {int((node.text or "").replace(".", "")) for node in root.iterfind(".//p:CtrlSum", ns)}
    assert sums == {whole}, "the control sum is that of the transfers"
