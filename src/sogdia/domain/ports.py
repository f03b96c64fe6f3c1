"""What the house asks of the world: one protocol per engine or machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sogdia.domain.money import Money
from sogdia.domain.pricing.sheets import GoodsSheet, MarketSheet, PricedSheet
from sogdia.domain.publication import Publication
from sogdia.domain.refusals import Refusal
from sogdia.domain.tariff.schedule import Schedule
from sogdia.domain.uploads import UploadRefused as UploadRefused


class CallbackForged(Refusal):
    """A provider's callback whose signature is not right, or too old."""

    code = "callback-forged"


class ProviderAway(Refusal):
    """A payment provider cannot be reached; the same question may be asked again."""

    code = "provider-away"


class ProviderRefused(Refusal):
    """A payment provider says no."""

    code = "provider-refused"


class StatementNotReadable(Refusal):
    """A bank statement that cannot be read; ``line`` and ``why`` say where and what is wrong."""

    code = "statement-not-readable"


class ScannerAway(Refusal):
    """The virus scanner that the settings name cannot be asked, so the file is not kept."""

    code = "scanner-away"


class StorageFull(Refusal):
    """There is no room for another file; nothing was kept."""

    code = "storage-full"


@dataclass(frozen=True, slots=True)
class Room:
    """How much room a store has, in bytes."""

    free: int
    total: int


class FileStore(Protocol):
    """Keeps files by name; a name is never written twice."""

    def save(self, name: str, content: bytes) -> str:
        """Keep ``content`` and give the name it is kept under; raises ``StorageFull``."""

    def read(self, name: str) -> bytes:
        """Give the content; raises ``FileNotFoundError``."""

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""

    def delete(self, name: str) -> None:
        """Remove it; nothing happens if it is gone."""

    def room(self) -> Room:
        """Say how much room is left."""


@dataclass(frozen=True, slots=True)
class PictureKept:
    """An uploaded picture after checks: base name, size in pixels, widths it was made in."""

    file: str
    width: int
    height: int
    widths: tuple[int, ...]


class PictureMaker(Protocol):
    """Checks an upload by its content, strips metadata, and makes width variants (WebP and AVIF)."""

    def keep(self, content: bytes, *, folder: str) -> PictureKept:
        """Keep the picture; raises ``UploadRefused``."""


class RateReader(Protocol):
    """Reads the files in which publishers state exchange rates."""

    formats: Sequence[str]

    def read(self, name: str, content: bytes | None, *, since: date | None = None) -> Publication:
        """Give what a file of the named format says; raises ``PublicationNotReadable``."""


class TariffReader(Protocol):
    """Reads the files in which customs authorities publish tariffs."""

    formats: Sequence[str]

    def read(self, name: str, content: bytes) -> Schedule:
        """Give what a file of the named format says; raises ``TariffNotReadable``."""


class UploadScanner(Protocol):
    """Looks for malware in a file."""

    def scan(self, content: bytes) -> str:
        """Give the name of what was found, or nothing; raises ``ScannerAway``."""


class PdfMaker(Protocol):
    """Sets a document from a named template and plain facts."""

    def render(self, template: str, facts: Mapping[str, object], *, language: str) -> bytes:
        """Give the PDF; fails when a glyph is missing."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One product as the index knows it: words by language, weightiest first, and facets."""

    id: int
    words: Mapping[str, str]
    category: str
    names: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    region_codes: Sequence[str] = ()
    seller_id: int = 0
    published_ts: int = 0


class SearchIndex(Protocol):
    """Finds product ids by words; rebuilt from the database at any time."""

    def rebuild(self, rows: Iterable[SearchRow]) -> int:
        """Replace everything; gives how many there are now."""

    def put(self, rows: Sequence[SearchRow]) -> None:
        """Add or replace these."""

    def remove(self, ids: Sequence[int]) -> None:
        """Forget these."""

    def find(self, words: str, *, language: str, limit: int = 200) -> list[int]:
        """Give product ids, best first; a misspelt word still finds."""

    def size(self) -> int | None:
        """Give how many products it holds; ``None`` when it was never built."""


@dataclass(frozen=True, slots=True)
class StartedPayment:
    """Where the buyer goes to pay; ``instructions`` are shown when there is no page to go to."""

    provider_ref: str
    pay_url: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderNews:
    """A verified callback: ``kind`` is captured, failed, expired, refunded or refund-failed."""

    event_id: str
    kind: str
    provider_ref: str
    reference: str
    amount: Money
    at: datetime


class PaymentProvider(Protocol):
    """Takes a buyer's money and gives it back; never shows us a card."""

    code: str

    def start(
        self,
        *,
        reference: str,
        amount: Money,
        order_ref: str,
        return_url: str,
        notify_url: str,
        expires_at: datetime,
        language: str,
    ) -> StartedPayment:
        """Open a payment; the same reference gives the same payment. Raises ``ProviderAway``, ``ProviderRefused``."""

    def refund(self, *, provider_ref: str, refund_key: str, amount: Money) -> str:
        """
        Ask for money to go back; the same key asks once. Gives the provider's reference.

        Raises ``ProviderAway`` (ask again) or ``ProviderRefused`` (it cannot go back this way).
        """

    def read_callback(self, *, headers: Mapping[str, str], body: bytes) -> ProviderNews:
        """Verify and read a callback; raises ``CallbackForged``."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One credit on a statement: ``line`` is where it stands; name and account of the payer are personal data."""

    line: int
    external_id: str
    booked_on: date
    amount: Money
    text: str
    payer_name: str = ""
    payer_account: str = ""


@dataclass(frozen=True, slots=True)
class StatementRead:
    """A statement: ``format`` csv or camt.053, the account it is of, and every credit in its order."""

    format: str
    account: str
    lines: tuple[StatementLine, ...]


class StatementReader(Protocol):
    """Reads a bank's file by its content."""

    def read(self, content: bytes) -> StatementRead:
        """Read every credit; raises ``StatementNotReadable``."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer of a bank file: to whom, how much, and the references that come back with it."""

    end_to_end_id: str
    amount: Money
    holder: str
    account: str
    bic: str = ""
    text: str = ""


class TransferFileMaker(Protocol):
    """Writes a file of transfers for the bank."""

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
        """Give the file; all transfers have one currency."""


class Illustrator(Protocol):
    """Draws a product from a row of its data."""

    def draw(self, spec: Mapping[str, object]) -> str:
        """Give the SVG text."""


class Mailer(Protocol):
    """Sends one e-mail."""

    def send(
        self,
        *,
        to: str,
        subject: str,
        text: str,
        html: str,
        attachments: Sequence[tuple[str, bytes, str]] = (),
    ) -> None:
        """Send; raises ``OSError`` when the server cannot be reached."""


class PriceEngine(Protocol):
    """Prices many packs, each bought alone, market by market, to the minor unit as the rulebook does."""

    def price(self, goods: GoodsSheet, markets: Iterable[MarketSheet]) -> Iterator[PricedSheet]:
        """Give one priced sheet per market, in their order; a market is asked for when its turn comes."""
