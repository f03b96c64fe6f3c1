"""Settings, URLs and server entry."""
