"""The same bytes on other machines."""
