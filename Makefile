# The commands that everyone uses. Each sets up what it needs first; where all is in place, that does nothing.

SHELL := bash
PYTHON ?= python3
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable
DOTS := awk '/^(Collecting|Installing)/ { printf "." > "/dev/stderr"; fflush() } END { print "" > "/dev/stderr" }'
READY := .venv/.ready
BENCH_READY := .venv/.ready-bench

.PHONY: setup run chat test fast bench load clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once; a minute or two) ..." >&2
	@$(PYTHON) -m venv .venv
	@set -o pipefail; $(INSTALL) '.[encoder,dev]' | $(DOTS)
	@touch $(READY)

# Telegram where TELEGRAM_BOT_TOKEN is set, otherwise a chat page on this machine.
run: setup
	@$(BIN)/python -m bot run

# Answers in the terminal, or questions piped in: make chat < questions.txt
chat: setup
	@$(BIN)/python -m bot chat

# Lint, types, content and tests: what CI runs. A module's tests stay in one process, and four are enough for any machine.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile
test: lint
	$(PYTEST)

# The same without what is slow.
fast: lint
	$(PYTEST) -m 'not slow and not end_to_end'

.PHONY: lint
lint: setup
	$(BIN)/ruff format --check bot tests
	$(BIN)/ruff check bot tests
	$(BIN)/mypy
	BOT_CACHE=.cache/tests $(BIN)/python -m bot check  # the tests use the same fit

# Speed, memory and accuracy beside other matchers: make bench QUESTIONS=file.jsonl (the golden questions if none is named).
# make bench SCALE=1: what more phrasings and supplements cost; over ten minutes
bench: $(BENCH_READY)
	@$(BIN)/python -m tests.benchmark $(if $(SCALE),--scale) $(QUESTIONS)

# Updates a second and waiting times beside python-telegram-bot's echo bot; then two minutes of mixed load with memory watched.
# Half an hour of it: .venv/bin/python -m tests.load --soak 30
load: $(BENCH_READY)
	@$(BIN)/python -m tests.load

$(BENCH_READY): $(READY)
	@echo "Installing the matchers to compare with ..." >&2
	@set -o pipefail; $(INSTALL) '.[bench]' | $(DOTS)
	@touch $(BENCH_READY)

clean:
	rm -rf .venv .cache
