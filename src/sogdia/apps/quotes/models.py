"""Baskets, and quotes that freeze every figure they were computed from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sogdia.plumbing.fields import CurrencyField, MinorField, UidField


class Basket(models.Model):
    """What a person or guest means to buy, for one market."""

    key = models.CharField(max_length=64, unique=True, help_text="Held by the browser; names no person.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    changed_at = models.DateTimeField()


class BasketLine(models.Model):
    """So many packs of an offer on a departure."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.CASCADE, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.CASCADE, related_name="+")
    packs = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "offer", "departure"], name="basket_names_an_offer_once"
            ),
            models.CheckConstraint(condition=Q(packs__gt=0), name="basket_line_has_packs"),
        ]


class Quote(models.Model):
    """A price promised until a time. Nothing in it ever changes."""

    uid = UidField()
    ref = models.CharField(max_length=24, unique=True)
    basket_key = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    market = models.ForeignKey("markets.Market", on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey("parties.Address", null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=10, default="en")
    currency = CurrencyField()
    total_minor = MinorField()
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    rate_ids = models.JSONField(default=list, help_text="Exchange rates used.")
    measure_ids = models.JSONField(default=list, help_text="Tariff measures used.")
    digest = models.CharField(max_length=64, help_text="Of all figures, so that a change would show.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total_minor__gt=0), name="quote_costs_something")]


class QuoteLine(models.Model):
    """One line of a quote; ``figures`` are the waterfall's parts in order, in the quote's currency."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("lots.Lot", on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    packs = models.PositiveIntegerField()
    qty = models.PositiveBigIntegerField(help_text="In the product's stock unit.")
    net_mass_g = models.PositiveBigIntegerField()
    gross_mass_g = models.PositiveBigIntegerField()
    volume_cm3 = models.PositiveBigIntegerField()
    commodity_code = models.CharField(max_length=10, blank=True)
    vat_bp = models.PositiveIntegerField(default=0)
    total_minor = MinorField()
    figures = models.JSONField(default=list, help_text="[{part, minor, basis}] in waterfall order.")
    seller_currency = CurrencyField(default="CNY")
    seller_parts = models.JSONField(default=dict, help_text="Minor units by part in the seller's currency.")
    arrives_from = models.DateField()
    arrives_to = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "position"], name="quote_line_has_its_place")]


class QuoteShipment(models.Model):
    """The freight of one seller's goods on one departure: what true-up is measured against (lane currency)."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="+")
    departure = models.ForeignKey("departures.Departure", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    lane_currency = CurrencyField()
    chargeable_g = models.PositiveBigIntegerField()
    shared_minor = MinorField(help_text="Ceiling share of the vehicle's fixed cost.")
    caused_minor = MinorField()
    standalone_minor = MinorField()
    entry_mode = models.CharField(max_length=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quote", "departure", "seller"], name="quote_has_one_shipment_per_way"
            ),
        ]


class BookStamp(models.Model):
    """
    Says that what a market's prices rest on changed: triggers write it with every change of rates, taxes, tariffs, lanes.

    All rows together are the version: their number and the sum of their tokens, which are drawn at random. PostgreSQL
    adds a row for each change, so that no deed waits for another's; SQLite, which has one writer, changes the first.
    """

    token = models.BigIntegerField()


class ShelfMark(models.Model):
    """
    Something changed that prices on the shelf rest on; triggers write it, the refresher reads and deletes it.

    ``scope`` says which fields name what is touched: product, seller, market, all, code (``territory``, ``prefix``),
    departure (``lane_id``, from ``cutoff_at`` to ``until_at``, packs larger than ``over_mass_g`` or ``over_volume_cm3``).
    """

    scope = models.CharField(max_length=10)
    product_id = models.BigIntegerField(null=True)
    seller_id = models.BigIntegerField(null=True)
    market_id = models.BigIntegerField(null=True)
    lane_id = models.BigIntegerField(null=True)
    cutoff_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    over_mass_g = models.BigIntegerField(null=True)
    over_volume_cm3 = models.BigIntegerField(null=True)
    territory = models.CharField(max_length=6, db_default="")
    prefix = models.CharField(max_length=10, db_default="")


class ShelfState(models.Model):
    """One row: whoever changes the shelf locks it. ``serial`` counts changes; no pack on the shelf is larger than these."""

    serial = models.BigIntegerField(default=0)
    most_mass_g = models.BigIntegerField(default=0)
    most_volume_cm3 = models.BigIntegerField(default=0)


class ShelfMarket(models.Model):
    """A market's part of the shelf: the day (there) its prices are of, and how many goods of each kind stand on it."""

    market_id = models.BigIntegerField(unique=True)
    day = models.DateField()
    serial = models.BigIntegerField(default=0)
    counts = models.JSONField(
        default=list, help_text="[category, region id, temperature, has a price, is in season, how many]"
    )


class ShelfRow(models.Model):
    """
    One published product in one market: its usual pack bought alone on the cheapest next departure, or why it is closed.

    Written by the refresher alone, from the exact engine's figures; to be rebuilt at any time. The price holds until
    ``valid_until`` and while no mark touches it. ``looks_to`` is the last cut-off that the choice of departure looked at;
    none when any departure may matter.
    """

    market_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    offer_id = models.BigIntegerField(null=True)
    seller_id = models.BigIntegerField()
    region_id = models.BigIntegerField()
    province_id = models.BigIntegerField()
    category = models.CharField(max_length=20)
    temperature = models.CharField(max_length=8)
    code = models.CharField(max_length=10, blank=True)
    gross_mass_g = models.BigIntegerField(default=0)
    volume_cm3 = models.BigIntegerField(default=0)
    price_minor = MinorField(null=True)
    closed_code = models.CharField(max_length=40, blank=True)
    closed_params = models.JSONField(default=dict)
    arrives_first = models.DateField(null=True)
    arrives_last = models.DateField(null=True)
    departure_ref = models.CharField(max_length=12, blank=True)
    valid_until = models.DateTimeField()
    looks_to = models.DateTimeField(null=True)
    is_open = models.BooleanField()
    in_season = models.BooleanField()
    since_harvest = models.SmallIntegerField(
        help_text="Months since the last harvest; 12 when it never ends."
    )
    has_gi = models.BooleanField(help_text="Whether it bears a protected name.")
    pick = models.IntegerField(help_text="Lower is shown first where few are shown.")
    sort_price = models.BigIntegerField()
    sort_kilo = models.BigIntegerField()
    sort_arrival = models.DateField()
    published_ts = models.BigIntegerField()
    serial = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market_id", "product_id"], name="shelf_has_a_product_once"),
            models.CheckConstraint(
                condition=Q(is_open=True, price_minor__isnull=False)
                | Q(is_open=False, price_minor__isnull=True),
                name="shelf_row_is_open_with_a_price",
            ),
        ]
        indexes = [
            models.Index(fields=["market_id", "sort_price", "product_id"], name="shelf_by_price"),
            models.Index(fields=["market_id", "category", "sort_price", "product_id"], name="shelf_by_kind"),
            models.Index(
                fields=["market_id", "province_id", "sort_price", "product_id"], name="shelf_by_province"
            ),
            models.Index(fields=["market_id", "region_id", "sort_price"], name="shelf_by_region"),
            models.Index(fields=["market_id", "seller_id", "sort_price"], name="shelf_by_seller"),
            models.Index(
                fields=["market_id", "sort_arrival", "sort_price", "product_id"], name="shelf_by_arrival"
            ),
            models.Index(fields=["market_id", "-published_ts", "-product_id"], name="shelf_newest"),
            models.Index(fields=["market_id", "sort_kilo", "product_id"], name="shelf_by_kilo"),
            models.Index(fields=["market_id", "category", "pick", "product_id"], name="shelf_picks"),
            models.Index(fields=["market_id", "temperature", "pick", "product_id"], name="shelf_cold"),
            models.Index(fields=["market_id", "valid_until"], name="shelf_runs_out"),
            models.Index(fields=["product_id"], name="shelf_of_product"),
        ]
