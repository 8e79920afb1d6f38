"""Issued sheets, held against today's facts folder by folder; those that say something else are made anew, and none is lost."""
