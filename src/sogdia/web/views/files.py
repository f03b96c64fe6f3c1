"""Pictures, papers and codes."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sogdia.apps.catalogue import drawings
from sogdia.apps.documents import selectors as documents
from sogdia.apps.lots import selectors as lots
from sogdia.domain.references import parse_label
from sogdia.domain.refusals import NotFound
from sogdia.domain.viewer import Viewer
from sogdia.plumbing import links, qr, wiring
from sogdia.usecases import print_papers
from sogdia.usecases.render_document import render_document

_YEAR: Final = 365 * 24 * 3600
_DAY: Final = 24 * 3600
#: A drawing may load and run nothing, even when it is opened alone.
_SVG_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; frame-ancestors 'none'"
)
#: Raised when the illustrator draws otherwise, so that browsers ask again.
_HAND: Final = "1"
_MEDIA: Final = {"webp": "image/webp", "avif": "image/avif"}
_PUBLIC: Final = re.compile(r"(?:products|lots|parties|regions)/[0-9a-f]{32}-\d{1,4}\.(webp|avif)")
_SHOWN: Final = re.compile(r"shown/([\w:.-]+)/(\d{1,4})\.(webp|avif)")


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now


def _language(request: HttpRequest) -> str:
    """Give the language asked for in the address: these addresses have no language of their own."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _svg(text: str, *, etag: str, is_public: bool) -> HttpResponse:
    response = HttpResponse(text, content_type="image/svg+xml")
    response["ETag"] = etag
    response["Content-Security-Policy"] = _SVG_POLICY
    patch_cache_control(response, public=is_public, private=not is_public, max_age=_DAY if is_public else 0)
    return response


@require_safe
def illustration(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw a product; the same row is drawn once."""
    drawing = drawings.get_drawing(_viewer(request), slug)
    etag = f'"{_HAND}-{drawing.digest}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    key = f"drawing:{_HAND}:{drawing.digest}"
    text = cache.get_or_set(key, lambda: wiring.illustrator().draw(drawing.spec), _DAY)
    return _svg(str(text), etag=etag, is_public=drawing.is_public)


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Give an uploaded picture in one width and format; its name comes from its content, so it never changes."""
    public, shown = _PUBLIC.fullmatch(name), _SHOWN.fullmatch(name)
    if public:
        file, kind = name, public[1]
    elif shown:
        kind = shown[3]
        file = f"{links.read_picture(shown[1], at=_now(request))}-{shown[2]}.{kind}"
    else:
        raise NotFound(f"No picture {name}.")
    try:
        content = wiring.files().read(file)
    except (FileNotFoundError, ValueError):
        raise NotFound(f"No picture {file}.") from None
    response = HttpResponse(content, content_type=_MEDIA[kind])
    patch_cache_control(response, public=bool(public), private=not public, max_age=_YEAR, immutable=True)
    return response


def _pdf(content: bytes, save_as: str) -> HttpResponse:
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", save_as)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{safe}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open an issued paper; one that was not set yet is set now. ``link`` is a guest's signed link to its order."""
    linked: int | None = None
    if token := request.GET.get("link", ""):
        link = links.read(token, at=_now(request))
        linked = documents.find_linked_order(order_id=link.order_id, version=link.version)
    paper = documents.open_document(_viewer(request), uid, linked_order_id=linked)
    file = paper.file or render_document(
        document_id=paper.id, pdf=wiring.pdf(), files=wiring.files(), house=wiring.house()
    )
    return _pdf(wiring.files().read(file), paper.save_as)


@require_safe
def label(request: HttpRequest, ref: str) -> HttpResponse:
    """Print the label of a shipment."""
    content = print_papers.print_label(
        viewer=_viewer(request),
        shipment_ref=ref,
        language=_language(request),
        pdf=wiring.pdf(),
        house=wiring.house(),
        at=_now(request),
    )
    return _pdf(content, f"label-{ref}.pdf")


@require_safe
def unit_label(request: HttpRequest, sscc: str) -> HttpResponse:
    """Print the label of a pallet or case."""
    content = print_papers.print_unit_label(
        viewer=_viewer(request),
        sscc=sscc,
        language=_language(request),
        pdf=wiring.pdf(),
        house=wiring.house(),
        at=_now(request),
    )
    return _pdf(content, f"unit-{sscc}.pdf")


@require_safe
def lot_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Print the sheet that stands beside a lot."""
    content = print_papers.print_lot_sheet(
        lot_ref=ref,
        language=_language(request),
        pdf=wiring.pdf(),
        house=wiring.house(),
        at=_now(request),
    )
    return _pdf(content, f"lot-{ref}.pdf")


@require_safe
def quote(request: HttpRequest, ref: str) -> HttpResponse:
    """Print a quote for whoever asked for it."""
    content = print_papers.quote_pdf(
        viewer=_viewer(request), quote_ref=ref, pdf=wiring.pdf(), house=wiring.house()
    )
    return _pdf(content, f"quote-{ref}.pdf")


@require_safe
def statement(request: HttpRequest, party: str, year: int, month: int) -> HttpResponse:
    """Print a seller's statement of one month."""
    if not (2000 <= year <= 2999 and 1 <= month <= 12):
        raise NotFound(f"No month {year}-{month}.")
    content = print_papers.print_statement(
        viewer=_viewer(request),
        party_code=party,
        since=date(year, month, 1),
        until=date(year, month, calendar.monthrange(year, month)[1]),
        language=_language(request),
        pdf=wiring.pdf(),
        house=wiring.house(),
    )
    return _pdf(content, f"statement-{party}-{year}-{month:02d}.pdf")


@require_safe
def lot_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Draw the QR code that opens a lot's page."""
    found = lots.get_lot(_viewer(request), ref)
    address = wiring.house().url + reverse("files:lot", args=[found.ref])
    return _svg(qr.svg(address), etag=f'"lot-{found.ref}"', is_public=True)


def _go(request: HttpRequest, name: str, *given: str, query: str = "") -> HttpResponse:
    """Redirect to a page in the language that the reader's browser speaks."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect(reverse(name, args=given) + query)


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Send whoever scanned the label of a shipment or a unit to the hub's scan page."""
    return _go(request, "hub:receive", query=f"?{urlencode({'code': str(parse_label(code))})}")


@require_safe
def lot(request: HttpRequest, ref: str) -> HttpResponse:
    """Send whoever scanned a lot's code to its page: the address on paper stays when pages move."""
    return _go(request, "shop:lot", ref)


@require_safe
def order(request: HttpRequest, ref: str) -> HttpResponse:
    """Send whoever scanned a confirmation or invoice to where orders are followed."""
    return _go(request, "orders:track", query=f"?{urlencode({'ref': ref})}")
