"""What a house needs before the operator can verify it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from sogdia.apps.parties.models import BankAccount, Licence, Party


def missing_of(party: Party, *, today: date) -> tuple[str, ...]:
    """Give what is missing: legal name, region, registration number, a licence that holds, a bank account."""
    holds = Licence.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today), party=party)
    needs = {
        "legal_name": any(party.legal_names.values()),
        "region": party.region_id is not None,
        "registration": bool(party.registration_number),
        "licence": holds.exists(),
        "bank": BankAccount.objects.filter(party=party, is_current=True).exists(),
    }
    return tuple(name for name, is_there in needs.items() if not is_there)
