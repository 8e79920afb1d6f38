"""Recipes: what they say, and that it works."""
