"""Commands of the house: each imports what it needs when it runs."""
