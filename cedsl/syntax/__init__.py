"""Text to typed syntax tree; the only room that knows Lark."""

from cedsl.syntax.parse import Parsed, keywords, parse

__all__ = ["Parsed", "keywords", "parse"]
