"""What there is: lots with evidence, and who holds how much of them."""
