"""The rulebook: what trade is. Standard library only."""
