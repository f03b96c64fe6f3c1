"""What it is: products, packs, offers, classifications."""
