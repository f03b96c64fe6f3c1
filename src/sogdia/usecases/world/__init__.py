"""Load a world from data files: regions, parties, markets, lanes, goods. Safe to repeat; none of it is needed by the code."""
