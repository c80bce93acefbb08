"""Tests of bot.content_review."""
