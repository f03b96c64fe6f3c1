"""A house keeps its papers: licences with their last day, and where it is paid."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from sogdia.apps.parties import acting
from sogdia.apps.parties.models import BankAccount, Licence, Party
from sogdia.domain.ports import FileStore
from sogdia.domain.refusals import NotFound, Refusal
from sogdia.domain.viewer import Role, Viewer
from sogdia.plumbing import registrations
from sogdia.plumbing.outbox import services as outbox
from sogdia.usecases.prove_lot import keep_pdf


class LicenceFactsWrong(Refusal):
    """A licence has a number and a last day that has not passed: ``field`` names what is wrong."""

    code = "licence-facts-wrong"


def keep_licence(
    *,
    viewer: Viewer,
    party_id: int,
    kind: str,
    number: str,
    valid_until: date | None,
    paper: bytes,
    files: FileStore,
    today: date,
    at: datetime,
    key: str,
    licence_id: int | None = None,
) -> int:
    """
    Add a licence, or renew the one named; gives its id. ``paper`` may be empty.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners, or no such licence.
    :raises LicenceFactsWrong: :raises sogdia.domain.ports.UploadRefused: the paper is no PDF, or too large.
    """
    body = {"party": party_id, "licence": licence_id, "kind": kind, "number": number, "until": valid_until}
    body["paper"] = hashlib.sha256(paper).hexdigest()
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER)
        done = outbox.answer_of(scope="keep-licence", key=key, body=body)
        if done is not None:
            return int(done["licence"])
        if not kind or not number.strip():
            raise LicenceFactsWrong("number", field="licence_number")
        if valid_until is not None and valid_until < today:
            raise LicenceFactsWrong("valid_until", field="valid_until")
        party = Party.objects.get(pk=party_id)
        file = keep_pdf(files, paper, folder=f"licences/{party.uid}")
        fields = {"kind": kind, "number": number.strip(), "valid_until": valid_until}
        if file:
            fields["file"] = file
        if licence_id is None:
            licence_id = Licence.objects.create(party_id=party_id, **fields).pk
        elif not Licence.objects.filter(pk=licence_id, party_id=party_id).update(**fields):
            raise NotFound(f"No licence {licence_id}.")
        outbox.audit("keep-licence", subject=f"party:{party_id}", at=at, by=viewer)
        outbox.remember(scope="keep-licence", key=key, body=body, answer={"licence": licence_id}, at=at)
        return licence_id


def keep_bank_account(
    *,
    viewer: Viewer,
    party_id: int,
    holder: str,
    account: str,
    bank_code: str,
    bank_name: str,
    at: datetime,
    key: str,
) -> None:
    """
    Keep where the house is paid from now on; the account before is kept, no longer current.

    :raises sogdia.domain.refusals.NotFound: for anybody but the house's owners.
    :raises sogdia.plumbing.registrations.BankAccountNotValid:
    """
    digest = hashlib.sha256(f"{holder}\n{account}\n{bank_code}\n{bank_name}".encode()).hexdigest()
    body = {"party": party_id, "digest": digest}
    with transaction.atomic(durable=True):
        acting.require(viewer, party_id, Role.OWNER)
        if outbox.answer_of(scope="keep-bank-account", key=key, body=body) is not None:
            return
        party = Party.objects.select_for_update().get(pk=party_id)
        if not holder.strip():
            raise registrations.BankAccountNotValid("holder", field="holder")
        fields = {
            "holder": holder.strip(),
            "account": registrations.check_account(party.country, account),
            "bic": registrations.check_bank_code(party.country, bank_code),
            "bank_name": bank_name.strip(),
        }
        current = BankAccount.objects.filter(party=party, is_current=True)
        old = current.values_list("pk", flat=True).first()
        current.update(is_current=False)
        new = BankAccount.objects.create(party=party, currency=party.currency, changed_at=at, **fields)
        outbox.audit("keep-bank-account", subject=f"party:{party_id}", at=at, by=viewer, old=old, new=new.pk)
        outbox.remember(scope="keep-bank-account", key=key, body=body, answer={}, at=at)
