"""The other end of the sandbox bank's protocol, inside the measuring process: it opens payments and remembers them."""

from __future__ import annotations

import http.server
import json
import secrets
import threading
import time
from typing import Any

from bench.house import SECRET
from sogdia.gateways.payments import signing


class Bank:
    """Answers signed questions for payments; ``opened`` are those asked for, by their id."""

    def __init__(self, port: int) -> None:
        self.opened: dict[str, dict[str, Any]] = {}
        bank = self

        class Door(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802  named by the library
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signing.check(
                    SECRET, body, timestamp=self.headers[signing.TIMESTAMP], signature=self.headers[signing.SIGNATURE],
                    now=int(time.time()),
                )  # fmt: skip
                payment_id = "pay_" + secrets.token_urlsafe(18)
                bank.opened[payment_id] = json.loads(body)
                answer = json.dumps(
                    {"id": payment_id, "pay_url": f"http://127.0.0.1:{port}/pay/{payment_id}"}
                ).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Door)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
