# Everything that is done to this repository more than once. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
STAMP := $(VENV)/.installed
BROWSER := $(VENV)/.browser
# A process a core, four at the most; the tests of a file stay together, since they share servers.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile

.PHONY: help setup run test test-all lint bench bench-training docs messages

help:
	@echo "make run      open the studio in a browser"
	@echo "make test     all tests, the browser's included"
	@echo "make test-all the same, and those that take minutes each"
	@echo "make lint     style, formatting and types"
	@echo "make bench    measure what is claimed of speed and size, but for learning"
	@echo "make bench-training   the rest of it: hours, on a machine that does nothing else"
	@echo "make docs     write docs/settings.md anew"
	@echo "make messages put new texts into the translations"
	@echo "make setup    only install what the others need, into $(VENV)"

setup: $(STAMP)

# Done again only when a requirements file is newer than the last installation.
$(STAMP): requirements.txt requirements/dev.txt
	@$(PYTHON) -c "import sys; sys.exit('Argot needs Python 3.11 or newer, and $(PYTHON) is ' + sys.version.split()[0] + '. Name another: make PYTHON=python3.12' if sys.version_info < (3, 11) else 0)"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements/dev.txt
	@touch $@

run: $(STAMP)
	$(BIN)/python -m streamlit run app.py

$(BROWSER): $(STAMP)
	$(BIN)/python -m tests.browser.install
	@touch $@

# Hundreds of commands and trainers start in the tests: each reads what the first has compiled.
test test-all: export PYTHONDONTWRITEBYTECODE :=

test: $(STAMP) $(BROWSER)
	$(BIN)/python -m pytest $(PARALLEL) -m "not exhaustive"

test-all: $(STAMP) $(BROWSER)
	$(BIN)/python -m pytest $(PARALLEL)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/ty check

bench: $(STAMP) $(BROWSER)
	-$(BIN)/python -m benchmarks.first_minute
	-$(BIN)/python -m benchmarks.ingest
	-$(BIN)/python -m benchmarks.encodings
	-OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m benchmarks.generate
	-$(BIN)/python -m benchmarks.judge
	-$(BIN)/python -m benchmarks.scores
	-$(BIN)/python -m benchmarks.inside
	$(BIN)/python -m benchmarks.ui

bench-training: $(STAMP)
	-$(BIN)/python -m benchmarks.time_to_loss
	-$(BIN)/python -m benchmarks.throughput
	-$(BIN)/python -m benchmarks.contention
	-$(BIN)/python -m benchmarks.minutes
	-$(BIN)/python -m benchmarks.minutes --minutes 5 --models lstm,gru
	-$(BIN)/python -m benchmarks.minutes --minutes 15 --models lstm \
		--corpora "shakespeare,medical answers,Chinese medicine"
	-$(BIN)/python -m benchmarks.record
	-$(BIN)/python -m benchmarks.verdicts
	-$(BIN)/python -m benchmarks.word_level --minutes 5
	$(BIN)/python -m benchmarks.word_level --minutes 15

docs: $(STAMP)
	$(BIN)/python -m slm_core settings --markdown > docs/settings.md

# Collects the texts of pages and library, and puts what is new into the translations.
messages: $(STAMP)
	PYTHONPATH=locale $(BIN)/pybabel -q extract -F locale/babel.cfg -k msg -k plural:1,2 \
		--sort-output --no-location --no-wrap --omit-header -o locale/argot.pot .
	for code in zh_CN; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap \
		--omit-header -l $$code -i locale/argot.pot -o locale/$$code.po; done
	@rm locale/argot.pot
