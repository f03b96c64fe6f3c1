"""Events written with each deed, keys that make a deed happen once, and the audit of privileged deeds."""
