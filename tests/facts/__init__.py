"""Tests of the fact file."""
