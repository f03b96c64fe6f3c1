"""What we ask the world: engines and machines outside."""
