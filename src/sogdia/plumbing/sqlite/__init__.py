"""SQLite with a queue for writers: a file lock is held for each write transaction."""
