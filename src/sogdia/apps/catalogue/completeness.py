"""What a product needs before anybody can buy it."""

from __future__ import annotations

from sogdia.apps.catalogue.models import Offer, Pack, Product, ProductPhoto
from sogdia.domain.refusals import Refusal


class ProductIncomplete(Refusal):
    """Something is missing before it can be sold: ``missing`` names what."""

    code = "product-incomplete"


def missing_of(product: Product) -> tuple[str, ...]:
    """Give what a product still needs before it can be published: name, summary, code, grade, pack, picture, price."""
    active = Pack.objects.filter(product=product, is_active=True)
    needs = {
        "name": any(product.names.values()),
        "summary": any(product.summaries.values()),
        "code": bool(product.hs6),
        "grade": bool(product.grades),
        "pack": active.exists(),
        "picture": bool(product.illustration) or ProductPhoto.objects.filter(product=product).exists(),
        "price": Offer.objects.filter(pack__in=active, is_active=True).exists(),
    }
    return tuple(name for name, is_there in needs.items() if not is_there)


def check(product: Product) -> None:
    """
    Refuse a product that lacks something.

    :raises ProductIncomplete: with ``missing``.
    """
    missing = missing_of(product)
    if missing:
        raise ProductIncomplete(", ".join(missing), missing=missing)
