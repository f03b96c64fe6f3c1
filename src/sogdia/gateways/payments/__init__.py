"""Ways to take a buyer's money and give it back."""
