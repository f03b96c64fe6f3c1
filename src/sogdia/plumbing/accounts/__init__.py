"""Sign-in accounts: an e-mail address and a password, nothing of the trade."""
