"""The server: webhook, health, metrics, and how it is run."""
