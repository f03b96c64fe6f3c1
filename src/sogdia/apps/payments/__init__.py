"""Money that arrives and money that goes back."""
