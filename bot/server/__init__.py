"""Running the bot: the webhook's server, the polling worker, health and metrics."""
