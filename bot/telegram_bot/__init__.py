"""The Telegram edge: updates in, the engine asked, replies rendered. It decides nothing and words nothing."""
