"""Legal and natural persons: who they are and who acts for them."""
