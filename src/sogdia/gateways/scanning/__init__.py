"""Who looks for malware in uploads."""

from sogdia.gateways.scanning.clamd import ClamdScanner
from sogdia.gateways.scanning.nobody import NobodyScans

__all__ = ["ClamdScanner", "NobodyScans"]
