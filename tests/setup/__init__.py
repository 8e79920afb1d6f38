"""The tests of the scripts in `setup/`."""
