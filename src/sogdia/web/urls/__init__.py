"""Where each door is: one module per area."""
