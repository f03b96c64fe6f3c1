"""Page dataclasses and the small things pages share."""
