"""Words for codes: what a stable code says in the reader's language."""
