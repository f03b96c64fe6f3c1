"""Files that banks send and take: statements in, transfers out."""
