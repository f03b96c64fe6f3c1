"""``python -m bench``: measure a scratch deployment and print every figure beside its reference."""

from __future__ import annotations

from bench.command import app

app(prog_name="python -m bench")
