"""Products, packs, offers and the broker's classifications."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, TextsField, UidField


class Product(models.Model):
    """What it is. Stock of all its lots is counted in ``stock_unit``: grams or pieces."""

    uid = UidField()
    slug = models.SlugField(unique=True, max_length=80)
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="+")
    names = TextsField()
    summaries = TextsField()
    category = models.CharField(max_length=20, db_index=True)
    hs6 = models.CharField(max_length=6)
    gi_names = TextsField()
    gi_notice = models.CharField(max_length=300, blank=True)
    stock_unit = models.CharField(max_length=2, default="g")
    temperature = models.CharField(max_length=8, default="ambient")
    harvest_months = models.JSONField(default=list)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    grades = models.JSONField(default=list, blank=True)
    search_words = models.JSONField(default=dict, blank=True)
    illustration = models.JSONField(default=dict, blank=True)
    illustration_alt = TextsField()
    ground = models.PositiveSmallIntegerField(default=1)
    mass_tolerance_bp = models.PositiveIntegerField(
        default=200, help_text="Agreed shortfall that only refunds pro rata."
    )
    state = models.CharField(max_length=10, default="draft", help_text="draft, published, withdrawn")
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stock_unit__in=["g", "pc"]), name="stock_is_grams_or_pieces"),
        ]

    def __str__(self) -> str:
        return self.slug


class ProductPhoto(models.Model):
    """An uploaded photograph, kept in the file store with its width variants."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    file = models.CharField(max_length=200)
    widths = models.JSONField(default=list)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = TextsField()
    taken_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)


class Pack(models.Model):
    """A way in which a product is sold: ``unit_qty`` grams or pieces of stock each."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    names = TextsField()
    unit_qty = models.PositiveBigIntegerField()
    net_mass_g = models.PositiveBigIntegerField()
    gross_mass_g = models.PositiveBigIntegerField()
    volume_cm3 = models.PositiveBigIntegerField()
    content_ml = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Needed where a duty counts litres."
    )
    area_cm2 = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Needed where a duty counts square metres."
    )
    alcohol_bp = models.PositiveIntegerField(
        null=True, blank=True, help_text="Strength as labelled, hundredths of a per cent by volume."
    )
    pairs = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Needed where a duty counts pairs."
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "code"], name="pack_code_is_used_once"),
            models.CheckConstraint(
                condition=Q(unit_qty__gt=0)
                & Q(gross_mass_g__gte=models.F("net_mass_g"))
                & Q(volume_cm3__gt=0),
                name="pack_has_size",
            ),
        ]


class Offer(models.Model):
    """A price from the farm: the producer's net per pack, in minor units of the seller's currency."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="+")
    currency = CurrencyField(default="CNY")
    net_minor = MinorField()
    tiers = models.JSONField(
        default=list, blank=True, help_text="[{from_packs, discount_bp}] by rising from_packs."
    )
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(net_minor__gt=0), name="offer_pays_the_producer")]


class MarketPrice(models.Model):
    """A price to a market: the delivered price of one pack is fixed there, the net results."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    delivered_minor = MinorField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "market"], name="one_fixed_price_per_market"),
            models.CheckConstraint(condition=Q(delivered_minor__gt=0), name="fixed_price_is_positive"),
        ]


class Classification(models.Model):
    """A broker's decision: the national code of a product in one customs territory."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    territory = models.CharField(max_length=6)
    code = models.CharField(max_length=10)
    vat_class = models.CharField(max_length=12, default="standard")
    state = models.CharField(max_length=10, default="asked", help_text="asked, approved, refused, replaced")
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "territory"],
                condition=~Q(state="replaced"),
                name="one_standing_classification",
            ),
        ]
