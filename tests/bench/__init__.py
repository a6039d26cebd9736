"""How fast the house is, beside a minimal Flask page measured in the same run: `make bench`."""
