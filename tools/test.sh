#!/usr/bin/env bash
# Run all tests on SQLite, then on PostgreSQL when there is one (SOGDIA_TEST_POSTGRESQL).
set -euo pipefail
JOBS="${SOGDIA_TEST_JOBS:-2}"
echo "==> Tests on SQLite"
DATABASE_URL="" python -m pytest -n "$JOBS" "$@"
if [ -n "${SOGDIA_TEST_POSTGRESQL:-}" ]; then
  echo "==> Tests on PostgreSQL"
  DATABASE_URL="$SOGDIA_TEST_POSTGRESQL" python -m pytest -n "$JOBS" "$@"
else
  echo "==> Tests on PostgreSQL were skipped: set SOGDIA_TEST_POSTGRESQL to postgresql://user:password@host:port/name"
fi
