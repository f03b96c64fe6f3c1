"""Delivered prices: the seller's side, freight, landed cost, carts."""
