"""The one room with a name of its own for other projects: ``from bulletin.convert import Converter``."""

from bulletin.convert.script.converter import Converter

__all__ = ["Converter"]
