"""Everything from others is locked with its digest, and known weaknesses are asked for where that is possible."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tools import advisories


def test_everything_from_others_is_locked_with_its_digest():
    locked, wrong = advisories.read_locks()

    # What the project asks for since the lock was made is named by `make advisories`, not here.
    assert [fault for fault in wrong if not fault.startswith("not locked")] == []
    assert ("PyPI", "django") in locked and ("npm", "htmx.org") in locked


def test_a_library_without_pin_or_hash_is_named():
    _locked, wrong = advisories.python_locked(
        "one==1.0 \\\n    --hash=sha256:aa\ntwo==2.0\n    # via one\nthree>=3\n"
    )

    assert wrong == ["no hash: two", "not pinned: three>=3"]


class Database(BaseHTTPRequestHandler):
    """Knows one weakness."""

    def do_POST(self):
        """Answer as osv.dev does."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        results = [{"vulns": [{"id": "GHSA-x"}]} if q["package"]["name"] == "weak" else {} for q in asked]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"results": results}).encode())

    def log_message(self, *_given):
        """Say nothing."""


def test_a_known_weakness_is_named():
    with HTTPServer(("127.0.0.1", 0), Database) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        found = advisories.ask(
            {("PyPI", "weak"): "1.0", ("npm", "strong"): "2.0"}, f"http://127.0.0.1:{server.server_port}/"
        )
        thread.join()

    assert found == {"weak 1.0": ["GHSA-x"]}


def test_without_the_network_it_is_said_and_nothing_fails(monkeypatch, capsys):
    monkeypatch.setattr(advisories, "read_locks", lambda: ({("PyPI", "one"): "1.0"}, []))
    monkeypatch.setenv("SOGDIA_ADVISORIES", "http://127.0.0.1:9/")

    assert advisories.main([]) == 0
    assert "NOT CHECKED" in capsys.readouterr().out
