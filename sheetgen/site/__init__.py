"""The public page: for every partner, filled in by their own browser, with nothing sent anywhere."""
