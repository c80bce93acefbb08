"""What must outlive a restart: which updates were handled, votes, questions sent to the editors, counts.

Nothing of a person stands there in clear.
"""
