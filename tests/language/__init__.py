"""Words: normalised, repaired, read."""
