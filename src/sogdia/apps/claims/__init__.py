"""What a buyer says was wrong, and what it is worth."""
