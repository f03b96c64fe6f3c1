"""Hands doors the gateways that the settings name."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sogdia.domain import ports


@functools.cache
def _make(path: str) -> Any:
    return import_string(path)()


def _named(name: str) -> Any:
    return _make(settings.GATEWAYS[name])


def files() -> ports.FileStore:
    """Give the file store."""
    return cast(ports.FileStore, _named("files"))


def pictures() -> ports.PictureMaker:
    """Give the maker of picture variants."""
    return cast(ports.PictureMaker, _named("pictures"))


def scanner() -> ports.UploadScanner:
    """Give who looks for malware in uploads."""
    return cast(ports.UploadScanner, _named("scanner"))


def pdf() -> ports.PdfMaker:
    """Give the maker of PDF documents."""
    return cast(ports.PdfMaker, _named("pdf"))


def search() -> ports.SearchIndex:
    """Give the search index."""
    return cast(ports.SearchIndex, _named("search"))


def prices() -> ports.PriceEngine:
    """Give the engine that prices whole catalogues."""
    return cast(ports.PriceEngine, _named("prices"))


def illustrator() -> ports.Illustrator:
    """Give the maker of product illustrations."""
    return cast(ports.Illustrator, _named("illustrator"))


def mailer() -> ports.Mailer:
    """Give the sender of e-mail."""
    return cast(ports.Mailer, _named("mailer"))


def rates() -> ports.RateReader:
    """Give the reader of published exchange rates."""
    return cast(ports.RateReader, _named("rates"))


def tariffs() -> ports.TariffReader:
    """Give the reader of published tariffs."""
    return cast(ports.TariffReader, _named("tariffs"))


def statements() -> ports.StatementReader:
    """Give the reader of bank statements."""
    return cast(ports.StatementReader, _named("statements"))


def transfer_file() -> ports.TransferFileMaker:
    """Give the writer of bank files."""
    return cast(ports.TransferFileMaker, _named("transfer_file"))


def payment_providers() -> dict[str, ports.PaymentProvider]:
    """Give the payment providers by code, in the order in which they are offered."""
    return {
        code: cast(ports.PaymentProvider, _make(path)) for code, path in settings.PAYMENT_PROVIDERS.items()
    }


@dataclass(frozen=True, slots=True)
class House:
    """The deployment as its papers and letters name it."""

    name: str
    url: str
    operator: str


def house() -> House:
    """Give the deployment."""
    given = settings.DEPLOYMENT
    return House(name=given["name"], url=given["url"].rstrip("/"), operator=given["operator"])
