"""Every format of exchange rates by its name, and the history that comes with the installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from typing import Final

from sogdia.domain.publication import Publication, PublicationNotReadable
from sogdia.gateways.rates import national, tables

_READERS: Final[Mapping[str, Callable[..., Publication]]] = {
    "ecb": tables.ecb,
    "kazakhstan": national.kazakhstan,
    "russia": national.russia,
    "csv": tables.plain,
}
LONGEST: Final = 20_000_000


class RateFiles:
    """Reads publishers' files; the European Central Bank's history is at hand without one."""

    formats = tuple(_READERS)

    def read(self, name: str, content: bytes | None, *, since: date | None = None) -> Publication:
        """
        Read a file of the named format, or the bundled history of ``ecb`` without one; days before ``since`` are left.

        :raises sogdia.domain.publication.PublicationNotReadable: with ``line`` and ``why``; nothing was read then.
        """
        reader = _READERS.get(name)
        if reader is None:
            raise PublicationNotReadable(f"No format {name}.", line=0, why=f"formats: {', '.join(_READERS)}")
        if content is None:
            if name != "ecb":
                raise PublicationNotReadable(
                    "No file.", line=0, why="only ecb comes with a history of its own"
                )
            content = files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
        if len(content) > LONGEST:
            raise PublicationNotReadable("Too long.", line=0, why="more than 20 MB")
        return reader(content, since=since)
