"""What we learn: one question per file."""
