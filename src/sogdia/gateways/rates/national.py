"""Rates published by national banks as XML: Kazakhstan's and Russia's; theirs is the lawful rate of their customs."""

from __future__ import annotations

from datetime import date

from sogdia.domain.ports import StatementNotReadable
from sogdia.domain.publication import Publication, PublicationNotReadable, PublishedRate
from sogdia.gateways.bank import xml_tree
from sogdia.gateways.bank.xml_tree import Node
from sogdia.gateways.rates.figures import currency, day, figure


def kazakhstan(content: bytes, *, since: date | None) -> Publication:
    """
    Read ``get_rates.cfm``: each ``item`` names a currency, how much tenge so many units (``quant``) are worth.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    root = _root(content, "rates")
    as_of = day(_said(root, "date"), "%d.%m.%Y", line=root.line)
    rates = [
        PublishedRate(
            currency(_said(item, "title"), line=item.line),
            figure(_said(item, "description"), line=item.line) / figure(_said(item, "quant"), line=item.line),
            as_of,
        )
        for item in root.every("item")
    ]
    return _publication("National Bank of Kazakhstan, official rates", "KZT", rates, since)


def russia(content: bytes, *, since: date | None) -> Publication:
    """
    Read ``XML_daily``: each ``Valute`` names a currency and how many roubles so many units (``Nominal``) are worth.

    :raises PublicationNotReadable: with ``line`` and ``why``.
    """
    root = _root(content, "ValCurs")
    as_of = day(root.attributes.get("Date", ""), "%d.%m.%Y", line=root.line)
    rates = [
        PublishedRate(
            currency(_said(item, "CharCode"), line=item.line),
            figure(_said(item, "Value"), line=item.line) / figure(_said(item, "Nominal"), line=item.line),
            as_of,
        )
        for item in root.every("Valute")
    ]
    return _publication("Bank of Russia, official rates", "RUB", rates, since)


def _publication(name: str, base: str, rates: list[PublishedRate], since: date | None) -> Publication:
    if not rates:
        raise PublicationNotReadable("No rate.", line=1, why="there is no rate in it")
    kept = tuple(rate for rate in rates if since is None or rate.as_of >= since)
    return Publication(name, base, False, kept)


def _root(content: bytes, name: str) -> Node:
    try:
        tree = xml_tree.read(content)
    except StatementNotReadable as refusal:
        raise PublicationNotReadable(str(refusal), **refusal.params) from None
    found = tree.find(name) or (tree if tree.name == name else None)
    if found is None:
        raise PublicationNotReadable("Another file.", line=1, why=f"no element {name}")
    return found


def _said(node: Node, name: str) -> str:
    text = node.say(name)
    if not text:
        raise PublicationNotReadable(f"No {name}.", line=node.line, why=f"no {name}")
    return text
