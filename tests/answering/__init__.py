"""Replies, conversations and the engine."""
