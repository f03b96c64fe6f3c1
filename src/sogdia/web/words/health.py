"""What the operator reads of the machinery: what is, what it means for people, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from sogdia.plumbing import formats
from sogdia.usecases.watch_health import Sign

#: By code: the sentence, and what to do when it is not well.
_SENTENCES: Final[dict[str, tuple[Promise, Promise | str]]] = {
    "worker": (gettext_lazy("The worker is at work, last seen %(since)s."), ""),
    "worker-never": (
        gettext_lazy("The worker was never seen: letters, papers, refunds and payouts wait."),
        gettext_lazy("Start it: sogdia worker."),
    ),
    "worker-gone": (
        gettext_lazy(
            "The worker has not been seen since %(since)s: letters, papers, refunds and payouts wait."
        ),
        gettext_lazy("Start it again: sogdia worker. What waits is done then, each thing once."),
    ),
    "clock": (gettext_lazy("The clock runs straight."), ""),
    "clock-behind": (
        gettext_lazy("The clock is %(span)s behind what was already written."),
        gettext_lazy("Set it right. Deeds go on and keep their order; times written meanwhile are wrong."),
    ),
    "clock-back": (
        gettext_lazy("The clock was turned back by %(span)s at %(since)s."),
        gettext_lazy(
            "Check who sets the time of this machine. Waits that were too long have been cut short."
        ),
    ),
    "clock-forward": (
        gettext_lazy("The clock jumped forward by %(span)s at %(since)s."),
        gettext_lazy(
            "Check who sets the time of this machine, and what ended early: orders to pay, cut-offs."
        ),
    ),
    "events": (gettext_lazy("Every event reaches its listeners in time."), ""),
    "events-waiting": (
        gettext_lazy("Events wait since %(since)s: %(count)s."),
        gettext_lazy("See that a worker runs; nothing of them is lost."),
    ),
    "events-failing": (
        gettext_lazy("Events do not get through since %(since)s: %(count)s. Last error: %(error)s"),
        gettext_lazy("Look at them under Not delivered. Each is tried again by itself."),
    ),
    "letters": (gettext_lazy("Letters leave."), ""),
    "letters-failing": (
        gettext_lazy("Letters do not leave since %(since)s: %(count)s. Last error: %(error)s"),
        gettext_lazy("See whether the mail server answers. Each letter is tried again by itself."),
    ),
    "provider": (gettext_lazy("Payments through %(code)s open and are answered."), ""),
    "provider-away": (
        gettext_lazy(
            "%(code)s cannot be reached since %(since)s; payments that could not be opened: %(count)s."
        ),
        gettext_lazy("Buyers are asked to try again or to pay otherwise. Ask the provider."),
    ),
    "provider-silent": (
        gettext_lazy("%(code)s has said nothing of payments opened since %(since)s: %(count)s."),
        gettext_lazy("See whether its callbacks reach us. Money that arrives late is not lost."),
    ),
    "refunds": (gettext_lazy("Refunds go out and are confirmed."), ""),
    "refunds-slow": (
        gettext_lazy("Refunds that are not sent or not confirmed in time: %(count)s."),
        gettext_lazy("They are sent again by themselves, each once. Ask the provider if it lasts."),
    ),
    "disk": (gettext_lazy("There is room for files: %(free)s."), ""),
    "disk-low": (gettext_lazy("Only %(free)s are left for files."), gettext_lazy("Make room soon.")),
    "disk-full": (
        gettext_lazy("The disk is full: %(free)s are left. Papers and photographs cannot be kept."),
        gettext_lazy("Make room now. Papers that could not be made are made then."),
    ),
    "index": (gettext_lazy("The search index knows every product: %(indexed)s."), ""),
    "index-old": (
        gettext_lazy("The search index knows %(indexed)s products, and %(published)s are for sale."),
        gettext_lazy("Build it anew: sogdia reindex."),
    ),
    "index-missing": (
        gettext_lazy("There is no search index, so that no search finds anything."),
        gettext_lazy("Build it: sogdia reindex."),
    ),
    "figures": (gettext_lazy("Exchange rates and tariffs are young enough; newest rate: %(day)s."), ""),
    "figures-old": (
        gettext_lazy("Exchange rates or tariffs are too old: %(names)s."),
        gettext_lazy("Take in new ones; until then these markets stay closed or need a broker's look."),
    ),
    "queues": (gettext_lazy("No queue is late."), ""),
    "queues-late": (
        gettext_lazy("Queues that are late: %(count)s."),
        gettext_lazy("They stand under Queues, each with its clock."),
    ),
}


def say(sign: Sign) -> tuple[str, str]:
    """Give the sentence of a sign and what to do, in the reader's words."""
    sentence, remedy = _SENTENCES[sign.code]
    return str(sentence) % {name: _shown(name, value) for name, value in sign.params.items()}, str(remedy)


def _shown(name: str, value: object) -> str:
    if name == "free":
        return formats.file_size(int(str(value)))
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def _moment(value: datetime) -> str:
    return formats.datetime_zone(value, "UTC")


def _span(value: timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": formats.number(minutes)}
    hours = minutes // 60
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": formats.number(hours)}


_WRITERS: Final[tuple[tuple[type, Callable[..., str]], ...]] = (
    (datetime, _moment),
    (date, lambda value: formats.day(value)),
    (timedelta, _span),
    (int, lambda value: formats.number(value)),
)
