"""The columns of every table of work, room by room."""
