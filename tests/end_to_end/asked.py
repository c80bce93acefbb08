"""What is asked of the shelf in these tests, and how its answers begin."""

from bot.content.model import Content

NAME = "Magnesium L-threonate"  # of the supplement that the questions name
WHEN, WHEN_TOPIC = "when should I take Magtein?", "dosage/timing"
NAMELESS = "when should I take it?"  # the same topic, and nobody knows of which supplement


def title(content: Content, topic: str = WHEN_TOPIC) -> str:
    """The title of that supplement's answer to a topic."""
    return f"{NAME}: {content.topics[topic].title}"
