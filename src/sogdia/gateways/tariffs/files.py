"""Every format of tariffs by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sogdia.domain.tariff.schedule import Schedule, TariffNotReadable
from sogdia.gateways.tariffs import eaeu, japan, plain, taric, uk, usitc

_READERS: Final[Mapping[str, Callable[[bytes], Schedule]]] = {
    "csv": plain.read,
    "usitc": usitc.read,
    "uk": uk.read,
    "taric": taric.read,
    "eaeu": eaeu.read,
    "japan": japan.read,
}
#: In bytes; the largest official export that is read whole is a third of it.
LONGEST: Final = 300_000_000


class TariffFiles:
    """Reads the tariff files of customs authorities."""

    formats = tuple(_READERS)

    def read(self, name: str, content: bytes) -> Schedule:
        """
        Read a file of the named format.

        :raises sogdia.domain.tariff.schedule.TariffNotReadable: with ``line`` and ``why``; nothing was read then.
        """
        reader = _READERS.get(name)
        if reader is None:
            raise TariffNotReadable(f"No format {name}.", line=0, why=f"formats: {', '.join(_READERS)}")
        if len(content) > LONGEST:
            raise TariffNotReadable("Too long.", line=0, why="more than 300 MB")
        return reader(content)
