"""Where no browser is installed."""

import pytest

from tests.playground import browser


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_no_chromium(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    """The tests of the page say what is missing: they are skipped on somebody's machine, and fail where CI runs."""
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(outcome, match="apt-get install chromium"):
        browser.chromium()
