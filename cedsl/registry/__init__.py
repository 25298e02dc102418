"""Whole registries: members decided in columns where that is exact, one by one where it is not."""
