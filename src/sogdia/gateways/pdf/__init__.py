"""How papers are set: typst with our own fonts."""

from sogdia.gateways.pdf.typst import GlyphMissing, TypstPdf

__all__ = ["GlyphMissing", "TypstPdf"]
