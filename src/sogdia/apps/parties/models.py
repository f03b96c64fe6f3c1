"""Parties, who acts for them, and the personal data kept apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sogdia.plumbing.fields import CurrencyField, TextsField, UidField


class Party(models.Model):
    """A legal or natural person: seller, buyer, carrier, hub, operator."""

    uid = UidField()
    code = models.SlugField(unique=True)
    kind = models.CharField(
        max_length=12, default="company", help_text="cooperative, workshop, farm, company, person"
    )
    names = TextsField(help_text="Name as shown, by language.")
    legal_names = TextsField(help_text="Name as registered, by language.")
    region = models.ForeignKey(
        "regions.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=2, default="CN")
    story = TextsField()
    is_seller = models.BooleanField(default=False)
    is_carrier = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    is_importer = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, default="draft", help_text="draft, submitted, verified, sent-back, suspended"
    )
    state_reason = models.CharField(max_length=500, blank=True)
    registration_kind = models.CharField(
        max_length=20, blank=True, help_text="cn-uscc, eu-vat, ru-inn, other"
    )
    registration_number = models.CharField(max_length=40, blank=True)
    member_count = models.PositiveIntegerField(default=0)
    payout_mode = models.CharField(
        max_length=12, default="on-delivery", help_text="advance, on-delivery, monthly"
    )
    currency = CurrencyField(default="CNY")
    commission_bp = models.PositiveIntegerField(default=800)
    first_mile_minor_per_kg = models.PositiveBigIntegerField(default=60)
    hub_minor_per_kg = models.PositiveBigIntegerField(default=50)
    payout_fee_bp = models.PositiveIntegerField(default=50)
    picture = models.CharField(max_length=60, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration_kind", "registration_number"],
                condition=~models.Q(registration_number=""),
                name="party_registers_once",
            ),
            models.CheckConstraint(
                condition=models.Q(commission_bp__lt=10_000), name="commission_is_a_share"
            ),
        ]
        indexes = [
            # How many growers each region has is read from this index alone.
            models.Index(
                fields=["region", "member_count"],
                condition=models.Q(is_seller=True, state="verified"),
                name="growers_of_regions",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PartyStep(models.Model):
    """One step of a party's verification, with who and why. Only ever added."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)


class Licence(models.Model):
    """A permission with its number and expiry."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=60)
    valid_until = models.DateField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)


class Membership(models.Model):
    """This person acts for that party in this role; officers name a region, clerks a hub code."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    region = models.ForeignKey(
        "regions.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hub_id = models.BigIntegerField(null=True, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "party", "role"], name="membership_is_stated_once"),
        ]


class Invitation(models.Model):
    """An e-mailed, expiring link that makes its reader a member."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=12)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    invited_by = models.BigIntegerField(null=True)


class BankAccount(models.Model):
    """Personal data: where a party is paid."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(max_length=140)
    account = models.CharField(max_length=40)
    bic = models.CharField(max_length=11, blank=True)
    bank_name = models.CharField(max_length=140, blank=True)
    currency = CurrencyField(default="CNY")
    is_current = models.BooleanField(default=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(is_current=True), name="one_current_bank_account"
            ),
        ]


class Address(models.Model):
    """Personal data: a name, a place and how to reach it. Deleted on erasure; nothing else holds it."""

    uid = UidField()
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=140, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2)
    lines = models.JSONField(default=dict, help_text="Fields of the country's address form.")
    business_name = models.CharField(max_length=140, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)


class Consent(models.Model):
    """What somebody agreed to, in which words and version. Only ever added."""

    user_id = models.BigIntegerField(null=True)
    party_id = models.BigIntegerField(null=True)
    subject = models.CharField(
        max_length=40,
        blank=True,
        help_text="What it was given for, where no account gave it: an order's number.",
    )
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    wording_digest = models.CharField(max_length=64)
    at = models.DateTimeField()
