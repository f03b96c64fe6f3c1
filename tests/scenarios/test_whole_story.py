"""One kilo of raisins, from vine to payout: all thirteen steps by their people, in a real browser."""

from __future__ import annotations

import pytest

from stage import walk_buyer

pytestmark = pytest.mark.chromium
RAISINS = "raisins-turpan-green"


def test_one_kilo_of_raisins_from_vine_to_payout(house, browser):
    from stage.people import Person

    currencies = {"FR": "€", "GB": "£", "CN": "¥"}
    for market, sign in currencies.items():
        visitor = Person(browser, house, market=market)
        assert sign in walk_buyer.price_shown(visitor, RAISINS)
        visitor.leave()
    visitor = Person(browser, house, market="AE")
    assert len(walk_buyer.reason_shown(visitor, RAISINS)) > 20

    buyer = Person(browser, house, language="ar", market="KZ")
    walk_buyer.find_by_search(buyer, "изюм", RAISINS)
    page = buyer.open(f"/goods/{RAISINS}/")
    departure = page.locator("form#basket input[name=on]").get_attribute("value")
    walk_buyer.put_in_basket(buyer, RAISINS, packs=3, departure=departure)
    walk_buyer.check_out(buyer, email="aigerim@example.org")
    order = walk_buyer.pay_at_the_bank(buyer)
    print(order)
    assert buyer.broken == []
