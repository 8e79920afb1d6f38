"""The documents: one module a format."""
