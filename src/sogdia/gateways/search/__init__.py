"""How products are found by words."""

from sogdia.gateways.search.index import TantivyIndex

__all__ = ["TantivyIndex"]
