"""What becomes of an uploaded picture."""

from sogdia.gateways.pictures.pillow import PillowPictures

__all__ = ["PillowPictures"]
