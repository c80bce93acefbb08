"""The kinds of answers: each says when it applies and composes its reply. Their order is in `Engine`."""
