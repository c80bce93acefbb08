"""The pages in the bot's own voice: welcome, help, menus of topics, sources, privacy."""

from collections.abc import Sequence

from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind
from bot.answering.titles import URGENT_PAGE, WHICH_PAGE, WITH
from bot.content.answers import Source
from bot.content.model import Content, Supplement, TopicRef

CATEGORY_PAGE = "category/"  # + category id
SUPPLEMENT_PAGE = "in/"  # + supplement id / topics, sources or a category id; short, as it has to fit into 64 bytes with both
SHELF_PAGE = "shelf"
# Pages whose text stands in bot.yaml under the same name and needs nothing filled in.
PLAIN_PAGES = (
    *(
        "welcome",
        "help",
        "about",
        "privacy",
        "usage",
        "usage-guest",
        "unsupported",
        "failure",
        "gone",
        "greeting-group",
        "slow-down",
    ),
    *("deleted-nothing", "deleted-later", "deleted-nobody"),
)
WITH_SHELF = frozenset({"welcome", "help", "about"})  # those with the most asked supplements as buttons
MOST_NAMES = 6  # supplements under one of those


class Pages:
    """Composes pages from one content."""

    def __init__(self, content: Content, replies: Replies) -> None:
        self._content, self._replies = content, replies

    def page(self, name: str) -> Reply:
        """A page by its name. Raises KeyError for a name that is none."""
        if name in PLAIN_PAGES:
            return self._page(self._replies.text(name), self._most_asked() if name in WITH_SHELF else ())
        if name.startswith(URGENT_PAGE):
            situation = {flag.id: flag for flag in self._content.red_flags}[name.removeprefix(URGENT_PAGE)]
            return self._replies.urgent(situation)
        if name.startswith(WHICH_PAGE):
            return self._which(name.removeprefix(WHICH_PAGE))
        if name.startswith(SUPPLEMENT_PAGE):
            which, _, name = name.removeprefix(SUPPLEMENT_PAGE).partition("/")
            return self._page_on(name, self._content.supplements[which])
        if name == SHELF_PAGE:
            return self.shelf()
        what = {"topics": "topics", "sources": "sources"} | {CATEGORY_PAGE + one.id: one.id for one in self._content.categories}
        if len(self._content.supplements) == 1:
            return self._page_on(what[name], self._content.most_asked[0])
        choices = [Choice(one.name, page=page_name(what[name], one)) for one in self._content.most_asked]
        return self._page(self._replies.text("which-supplement"), choices)

    def shelf(self) -> Reply:
        """What is covered, by kind, each supplement a button."""
        lines = []
        for kind, heading in self._content.wording.kinds.items():
            if members := [one for one in self._content.most_asked if one.kind is kind]:
                lines.append(f"{heading}: {', '.join(one.name for one in members)}")
        choices = [self._replies.glance(one) for one in self._content.most_asked]
        return self._page(self._replies.text("shelf", shelf="\n".join(f"• {line}" for line in lines)), choices)

    def _most_asked(self) -> list[Choice]:
        shown = self._content.most_asked[:MOST_NAMES]
        choices = [self._replies.glance(one) for one in shown]
        more = Choice(self._replies.text("button-more"), page="shelf")
        return [*choices, more] if len(self._content.supplements) > MOST_NAMES else choices

    def _which(self, topic: str) -> Reply:
        """All supplements that answer a topic, or have a row of a class of medicines."""
        if topic.startswith(WITH):
            title = self._replies.name_of(topic.removeprefix(WITH))
            refs = [TopicRef(one.id, topic) for one in self._content.most_asked if topic.removeprefix(WITH) in one.with_medicines]
        else:
            title = self._content.topics[topic].title
            refs = [TopicRef(one.id, topic) for one in self._content.most_asked if topic in one.answers]
        return self._page(self._replies.text("which-one", topic=title), [self._replies.by_name(ref) for ref in refs])

    def _page_on(self, name: str, supplement: Supplement) -> Reply:
        """The sources or topics of a supplement, or what it answers in a category."""
        if name == "sources":
            works = "\n".join(f"• {_cited(source)}" for source in supplement.sources)
            return self._page(self._replies.text("sources"), (), Block(BlockKind.LIST, works))
        if name == "topics":
            choices = [Choice(one.title, page=page_name(one.id, supplement)) for one in self._content.categories]
            return self._page(self._replies.text("topics", supplement=supplement.name), choices)
        category = {one.id: one for one in self._content.categories}[name]
        topics = [topic for topic in self._content.topics.values() if topic.category == category.id]
        answered = [self._replies.choice(TopicRef(supplement.id, topic.id)) for topic in topics if topic.id in supplement.answers]
        back = Choice("←", page=page_name("topics", supplement))
        title = f"{supplement.name}: {category.title}" if len(self._content.supplements) > 1 else category.title
        return self._page(self._replies.text("category", category=title), [*answered, back])

    def privacy(self, votes: bool, keep_days: int | None, brief: bool = False) -> Reply:
        """What is kept, and how to be rid of it. `keep_days` is None where no questions can be sent; `brief` is for groups."""
        text = self._replies.text
        if brief:
            return self._page(text("privacy-group"))
        parts = [text("privacy")]
        if votes:
            parts.append(text("privacy-votes"))
        if keep_days is not None:
            parts.append(text("privacy-questions", days=str(keep_days)))
        if len(parts) == 1:
            parts.append(text("privacy-nothing"))
        return self._page("\n\n".join([*parts, text("privacy-delete")]))

    def forgotten(self, votes: int, questions: int) -> Reply:
        """How much was deleted of a person."""
        if not votes + questions:
            return self.page("deleted-nothing")
        return self._page(self._replies.text("deleted", votes=str(votes), questions=str(questions)))

    def _page(self, text: str, choices: Sequence[Choice] = (), *more: Block) -> Reply:
        return self._replies.reply(ReplyKind.SMALLTALK, [Block(BlockKind.LEAD, text), *more], choices=choices)


def page_name(what: str, supplement: Supplement) -> str:
    """The name of a page on one supplement: topics, sources or a category."""
    return f"{SUPPLEMENT_PAGE}{supplement.id}/{what}"


def _cited(source: Source) -> str:
    """How a source is printed where all are listed: its short name and its address."""
    return f"{source.cite}: {source.address}" if source.address else f"{source.cite}: {source.where}"
