"""Lists of many requests: how they are read."""
