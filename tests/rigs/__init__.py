"""Real servers for the tests: README.md tells what there is."""
