"""Continuing-education rules as text: compiled, checked exactly, explained and published."""

__version__ = "0.1.0"
