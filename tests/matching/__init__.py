"""Features, the trained vote, calibration, encoder and cache."""
