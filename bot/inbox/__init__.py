"""What people sent to the editors, and how the bot fares: inbox, stats, new-keys."""
