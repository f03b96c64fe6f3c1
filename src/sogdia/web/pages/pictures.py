"""Uploaded pictures in their widths and formats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from sogdia.plumbing import links
from sogdia.web.pages.parts import Picture


def upload_picture(file: str, widths: Iterable[int], alt: str) -> Picture:
    """Give a public uploaded picture (of a product, a lot, a party) as the component ``_picture`` shows it."""
    return _picture({width: f"{file}-{width}" for width in sorted(widths)}, alt)


def shown_picture(file: str, widths: Iterable[int], alt: str, *, now: datetime) -> Picture:
    """
    Give an uploaded picture that is not public (of a claim, a reception, a licence).

    Only for a page whose selector has checked that its reader may see it: the address works for half a day.
    """
    token = links.for_picture(file, at=now)
    return _picture({width: f"shown/{token}/{width}" for width in sorted(widths)}, alt)


def _picture(names: dict[int, str], alt: str) -> Picture:
    assert names, "a kept picture has a width"
    urls = {
        kind: {width: reverse("files:picture", args=[f"{name}.{kind}"]) for width, name in names.items()}
        for kind in ("webp", "avif")
    }
    sets = {kind: ", ".join(f"{url} {width}w" for width, url in urls[kind].items()) for kind in urls}
    return Picture(
        url=urls["webp"][max(names)], alt=alt, is_drawn=False, srcset=sets["webp"], avif=sets["avif"]
    )
