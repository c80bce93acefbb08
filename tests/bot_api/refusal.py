"""Refusals, where the tests look for them."""

from bot.playground.bot_api.refusal import Json, Refusal, bad_request, forbidden, not_found, too_many_requests

__all__ = ["Json", "Refusal", "bad_request", "forbidden", "not_found", "too_many_requests"]
