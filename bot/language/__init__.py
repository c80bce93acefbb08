"""From what was typed to words that can be compared: normaliser, spelling, names."""
