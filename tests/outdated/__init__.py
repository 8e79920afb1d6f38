"""Tests of sheetgen.outdated."""
