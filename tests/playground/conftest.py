"""A simulation without a bot behind it, and the pages over it."""

import pytest

from bot.content.model import Content
from bot.playground.bot_api.world import User
from bot.playground.simulation import Simulation
from tests.conftest import ROOT

BOT_USER = User(4242, "Supplement questions", "playground_bot", is_bot=True)
CONTENT = ROOT / "content"


@pytest.fixture
def simulation() -> Simulation:
    """A simulation on which nothing has happened."""
    return Simulation(BOT_USER)


@pytest.fixture
def disclaimer(content: Content) -> str:
    """The fixed last words."""
    return content.wording.disclaimer
