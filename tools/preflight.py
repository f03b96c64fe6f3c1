"""Say what is missing before anything is made: Python, its venv module, room on the disk."""

import importlib.util
import shutil
import sys

NEEDED_BYTES = 2_500_000_000


def main() -> int:
    """Give 0, or 1 after saying what to do."""
    if sys.version_info < (3, 11):  # noqa: UP036  that is what this file is for
        print(
            f"Python {sys.version.split()[0]} is too old: 3.11 or newer is needed. Say which: make PYTHON=python3.12"
        )
        return 1
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        print("Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv")
        return 1
    free = shutil.disk_usage(".").free
    if free < NEEDED_BYTES:
        print(
            f"{free / 1e9:.1f} GB are free here, {NEEDED_BYTES / 1e9:.1f} GB are needed. Free some room and try again."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
