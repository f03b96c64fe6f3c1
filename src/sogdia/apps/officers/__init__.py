"""What a region's officer sees: did producers gain, and where."""
