"""How fast, how large and how often right: `python -m tests.benchmark`, or `make bench`."""
