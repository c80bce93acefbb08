"""Signs and alarm."""
