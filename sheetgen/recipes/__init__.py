"""Recipes: what a partner configures on one kind of mail server. A file of data each; what is named in it is filled in here."""
