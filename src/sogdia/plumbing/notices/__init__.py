"""What a person is told, by page and by e-mail."""
