"""Bulletin: a folder of news items becomes a bulletin site in two scripts."""

__version__ = "0.1.0"
