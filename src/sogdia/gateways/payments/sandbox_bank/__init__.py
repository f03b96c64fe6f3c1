"""A small bank of our own for demonstrations and tests: a process apart, with its own book and payment page."""
