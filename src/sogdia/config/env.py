"""Every setting that the environment may give: name, meaning, default, and the check at start."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: What a database's address may say behind its question mark: whether and how the connection is encrypted.
_OF_DATABASE = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey"})

#: A statement that a connection has seen so often is planned once and for all; compiling plans costs more than these answers.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 3, "options": "-c jit=off"}


class SettingWrong(SystemExit):
    """A setting that cannot be used; says which, why, and what would do."""


@dataclass(frozen=True)
class Setting:
    """One row of docs/reference/settings.md."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], Any] = str


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("say 1 or 0")


def _mode(text: str) -> str:
    if text not in {"demo", "test", "production"}:
        raise ValueError("say demo, test or production")
    return text


def _whole(text: str) -> int:
    return int(text)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _url(text: str) -> str:
    if urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc:
        raise ValueError("say an address such as https://trade.example.org")
    return text.rstrip("/")


def _scanner(text: str) -> str:
    if text and not text.startswith(("unix:/", "tcp://")):
        raise ValueError("say unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310")
    return text


def _file(text: str) -> Path | None:
    if not text:
        return None
    if not Path(text).is_file():
        raise ValueError("there is no such file")
    return Path(text)


def _gs1_prefix(text: str) -> str:
    if not (text.isascii() and text.isdigit() and 7 <= len(text) <= 10):
        raise ValueError("say 7 to 10 digits")
    return text


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "SOGDIA_MODE",
        "demo",
        "What this deployment is: `demo`, `test` or `production`. The sandbox bank runs only outside production.",
        _mode,
    ),
    Setting(
        "SOGDIA_SECRET_KEY",
        "",
        "Secret for signing links and sessions; at least 32 characters; needed in production.",
    ),
    Setting(
        "SOGDIA_SECRET_KEYS_BEFORE",
        "",
        "Secrets used before, separated by commas: what they signed or sealed (links, authenticator apps) can still be read.",
        _words,
    ),
    Setting(
        "SOGDIA_VAR", "var", "Folder for the database file, uploads, documents and the search index.", Path
    ),
    Setting(
        "DATABASE_URL",
        "",
        "`postgresql://user:password@host:port/name`; empty is SQLite in the var folder. `?prepared=0` behind a pooler that "
        "hands one connection from transaction to transaction.",
    ),
    Setting(
        "SOGDIA_URL",
        "http://127.0.0.1:8000",
        "The address that people type; used in e-mails and QR codes.",
        _url,
    ),
    Setting("SOGDIA_HOSTS", "127.0.0.1,localhost,[::1]", "Host names served, separated by commas.", _words),
    Setting("SOGDIA_NAME", "Sogdia", "Name of this deployment, as pages and papers show it."),
    Setting("SOGDIA_OPERATOR", "Sogdia Demo Trade House (fictional)", "Legal name of the operator."),
    Setting(
        "SOGDIA_ESCROW_HOLDER",
        "Silk Ring Payment Institution (fictional)",
        "Licensed holder of buyers' money; empty means no escrow holder: orders run in invoice mode.",
    ),
    Setting("SOGDIA_DEFAULT_MARKET", "FR", "Market shown to a visitor who has not chosen one."),
    Setting(
        "SOGDIA_EMAIL_URL", "console:", "`smtp://user:password@host:587?tls=1`, `console:` or `file:folder`."
    ),
    Setting("SOGDIA_EMAIL_FROM", "Sogdia <house@sogdia.example>", "Sender of e-mails."),
    Setting(
        "SOGDIA_PAYMENTS",
        "",
        "Payment providers offered, separated by commas: `bank-transfer`, `sandbox`. Empty: both in demo and test, bank transfer in production.",
        _words,
    ),
    Setting("SOGDIA_BANK_ACCOUNT", "DE02120300000000202051", "Account that buyers transfer to."),
    Setting("SOGDIA_BANK_BIC", "BYLADEM1001", "BIC of that account."),
    Setting("SOGDIA_SANDBOX_URL", "http://127.0.0.1:8900", "Address of the sandbox bank.", _url),
    Setting(
        "SOGDIA_SANDBOX_SECRET",
        "sandbox-secret-for-demonstrations",
        "Shared secret that signs the sandbox bank's callbacks.",
    ),
    Setting(
        "SOGDIA_TRANSFER_DAYS",
        "3",
        "Days a bank transfer may take before its reservation ends; never past cut-off.",
        _whole,
    ),
    Setting(
        "SOGDIA_GS1_PREFIX",
        "9521234",
        "GS1 company prefix, 7 to 10 digits, of the numbers on pallets and cases; 952 is kept for demonstrations.",
        _gs1_prefix,
    ),
    Setting(
        "SOGDIA_HTTPS", "", "1 when served over HTTPS: secure cookies and HSTS. Empty: 1 in production.", str
    ),
    Setting(
        "SOGDIA_PROXIES",
        "0",
        "How many proxies of your own stand before the server, each adding `X-Forwarded-For`; 0 reads no such header.",
        _whole,
    ),
    Setting(
        "SOGDIA_SCANNER",
        "",
        "Socket of ClamAV's daemon, which then looks at every upload: `unix:/run/clamav/clamd.ctl` or "
        "`tcp://127.0.0.1:3310`. Empty: uploads are checked by kind, size and content only.",
        _scanner,
    ),
    Setting(
        "SOGDIA_PAGES_A_MINUTE",
        "1200",
        "How many pages one address may ask each web process for in a minute; half of them at once. 0: no limit.",
        _whole,
    ),
    Setting(
        "SOGDIA_KNOWN_PASSWORDS",
        "",
        "File of passwords known from breaches, as SHA-1 in hexadecimal, sorted, one a line (what follows a colon is not "
        "read). A password in it is refused. Empty: only the 20,000 most common ones and what is close to them.",
        _file,
    ),
    Setting("SOGDIA_LOG", "info", "Least level of log lines: debug, info, warning, error."),
)


def read(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """
    Read and check every setting.

    :raises SettingWrong: naming the first setting that cannot be used.
    """
    given = dict(os.environ if environ is None else environ)
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = given.get(setting.name, setting.default)
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as error:
            raise SettingWrong(
                f"{setting.name} is {text!r}, which cannot be used: {error}. {setting.meaning}"
            ) from None
    if values["SOGDIA_MODE"] == "production" and len(values["SOGDIA_SECRET_KEY"]) < 32:
        raise SettingWrong(
            "SOGDIA_SECRET_KEY needs at least 32 characters in production. Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if values["SOGDIA_MODE"] == "production":
        _check_encryption(
            "DATABASE_URL", values["DATABASE_URL"], "sslmode", "sslmode=verify-full", "sslmode=disable"
        )
        _check_encryption("SOGDIA_EMAIL_URL", values["SOGDIA_EMAIL_URL"], "tls", "tls=1", "tls=0")
    if values["SOGDIA_MODE"] == "production" and "sandbox" in values["SOGDIA_PAYMENTS"]:
        raise SettingWrong("SOGDIA_PAYMENTS names the sandbox bank, which refuses to run in production.")
    return values


def _check_encryption(name: str, url: str, word: str, do: str, do_not: str) -> None:
    """
    Refuse a connection to another machine whose encryption nobody has decided.

    :raises SettingWrong: unless its address says so, or says that there is none.
    """
    parts = urlsplit(url)
    is_here = parts.hostname in {None, "localhost", "127.0.0.1", "::1"} or (parts.hostname or "").startswith(
        "/"
    )
    if not is_here and word not in dict(parse_qsl(parts.query)):
        raise SettingWrong(
            f"{name} leads to {parts.hostname}, another machine. Say ?{do} to encrypt and to check its certificate, "
            f"or ?{do_not} where the line between them is safe by itself."
        )


def database(url: str, var: Path, *, is_durable: bool) -> dict[str, Any]:
    """
    Give Django's database settings for ``url``; empty is SQLite with the write gate.

    ``is_durable``: whether SQLite waits for the disk at every commit, so that a power cut loses none.

    :raises SettingWrong: when the scheme is not PostgreSQL's.
    """
    if not url:
        return {
            "ENGINE": "sogdia.plumbing.sqlite",
            "NAME": str(var / "sogdia.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'FULL' if is_durable else 'NORMAL'}; "
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingWrong(f"DATABASE_URL begins with {parts.scheme!r}; only postgresql:// is known.")
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "sogdia.plumbing.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            **{name: value for name, value in asked.items() if name in _OF_DATABASE},
            **(_PREPARED if asked.get("prepared") != "0" else {}),
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
