"""A browser without a screen, and eight of them at once."""

from __future__ import annotations

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

CONNECTIONS = 8
_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


class Unexpected(AssertionError):
    """The deployment answered something else than the measured path asks for."""


@dataclass
class Answer:
    """One answer: status, where it sends the browser, text."""

    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        """Give the page as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Browser:
    """One connection with its cookies."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request and read its whole answer."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body=body, headers=sent)
        response = self._connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";", 1)[0]
            if "max-age=0" in line.lower():
                del self.cookies[name]
        return Answer(response.status, response.headers.get("Location", ""), content)

    def get(self, path: str, *, expect: int = 200) -> Answer:
        """Open a page."""
        answer = self.ask("GET", path)
        if answer.status != expect:
            raise Unexpected(f"GET {path}: {answer.status}\n{_gist(answer)}")
        return answer

    def post(self, path: str, values: Mapping[str, object], *, expect: int = 302) -> Answer:
        """Send a form."""
        answer = self.ask(
            "POST", path, urlencode(values).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        if answer.status != expect:
            raise Unexpected(f"POST {path}: {answer.status}\n{_gist(answer)}")
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()


def _gist(answer: Answer) -> str:
    text = re.sub(
        r"<[^>]+>|\s+", " ", re.sub(r"(?s)<(script|style|head|header|footer).*?</\1>", "", answer.text)
    )
    return re.sub(r"\s+", " ", text)[:1500]


def browser_of(url: str) -> Browser:
    """Give a new browser for a deployment."""
    parts = urlsplit(url)
    return Browser(parts.hostname or "", parts.port or 80)


def form_fields(html: str, action: str) -> dict[str, str]:
    """
    Give the hidden fields of the form with that action ('' for a form without one).

    :raises Unexpected: when there is none.
    """
    for form in re.findall(r"(?s)<form [^>]*>.*?</form>", html):
        head = form[: form.index(">")]
        if 'method="post"' in head and (f'action="{action}"' in head if action else "action=" not in head):
            return dict(_HIDDEN.findall(form))
    raise Unexpected(f"No form to {action or 'this page'}.")


@dataclass(frozen=True)
class Round:
    """How one round went: how many were done, in what time, and how long each took."""

    count: int
    seconds: float
    took_ms: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Give how many were done a second."""
        return self.count / self.seconds

    def percentile(self, share: float) -> float:
        """Give the time that ``share`` of them stayed under."""
        return sorted(self.took_ms)[min(len(self.took_ms) - 1, int(len(self.took_ms) * share))]


def at_once(count: int, work: Callable[[int], None], *, connections: int = CONNECTIONS) -> Round:
    """Do ``work(0)`` … ``work(count - 1)`` on so many threads; the first failure ends the round."""
    numbers = iter(range(count))
    lock, failed = threading.Lock(), []
    took: list[float] = []

    def run() -> None:
        while not failed:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            try:
                work(number)
            except BaseException as error:  # noqa: BLE001  handed to whoever asked for the round
                failed.append(error)
                return
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Round(count, time.perf_counter() - began, tuple(took))


def middle(values: Iterable[float]) -> float:
    """Give the median."""
    return statistics.median(values)
