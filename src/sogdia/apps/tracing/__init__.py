"""What happened to a lot, a shipment, a departure."""
