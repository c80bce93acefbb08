"""What editors see of what people asked."""
