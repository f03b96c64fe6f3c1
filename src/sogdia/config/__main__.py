"""``python -m sogdia.config`` is the ``sogdia`` command."""

from sogdia.config.cli import main

main()
