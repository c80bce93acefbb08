"""Which of the known wordings a text is most like: features, the trained vote, and what a score is worth."""
