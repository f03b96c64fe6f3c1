"""The door for machines: REST."""
