# `make run` starts the bot, `make test` tests it: each sets up what it needs, from python3 alone.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

.PHONY: run test quick check format docs faults thorough bench mutants lock image help clean
.DEFAULT_GOAL := help

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/.installed ## Start the bot; without a token in .env, the sandbox in this terminal
	@$(BIN)/python -m bot

test: check ## Run the tests and all else that must hold: what CI runs

quick: $(VENV)/.installed-dev ## The everyday part of the tests: the core on SQLite, no platforms
	@$(BIN)/python -m pytest -q -n $(or $(WORKERS),2) -k "not postgres" tests/roadmap tests/bot

check: $(VENV)/.installed-dev ## All that must hold before a commit: format, lint, types, layers, tests with coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache
	$(MAKE) --no-print-directory coverage

# The programs that tests start find modules compiled, whatever the environment says.
.PHONY: coverage
coverage: $(VENV)/.installed-dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n $(or $(WORKERS),2) --cov --cov-report=term
	$(BIN)/coverage report --include='roadmap/*' --fail-under=100
	$(BIN)/coverage report --include='bot/*' --fail-under=95

format: $(VENV)/.installed-dev ## Format, and mend what can be mended
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

docs: $(VENV)/.installed-dev ## Write the generated parts of README.md and .env.example, and migrations/newest.sql
	@$(BIN)/python -m tests.docs.generate
	@$(BIN)/python -m tests.migrations.writing

faults: $(VENV)/.installed-dev ## Kill it many times and see that nothing is lost
	@$(BIN)/python -m pytest -q -n $(or $(WORKERS),2) -m faults --faults=all tests/faults

thorough: $(VENV)/.installed-dev ## Run the long simulations, and try every property many times
	@$(BIN)/python -m pytest -q -n $(or $(WORKERS),2) --thorough

bench: $(VENV)/.installed-dev ## Measure against floors taken in the same run
	@$(BIN)/python -m tests.bench

mutants: $(VENV)/.installed-dev ## Try 500 small faults and see which the tests catch; no fewer than in the kept run
	@$(BIN)/python -m tests.mutants

.PHONY: places
places: ## Write the table of places from GeoNames' data, in an environment that is then removed
	@$(PYTHON) -m venv $(VENV)-places
	@$(VENV)-places/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--only-binary :all: -r requirements-places.lock
	@$(VENV)-places/bin/python -m tests.places
	@rm -rf $(VENV)-places

lock: ## Refresh the lock files (needs uv)
	uv pip compile pyproject.toml --extra postgres --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-strip-extras --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra postgres --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-strip-extras --upgrade -q -c requirements.lock -o requirements-dev.lock
	uv pip compile --group places --no-deps --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --upgrade -q -c requirements.lock -o requirements-places.lock

image: ## Build the container image
	docker build -t cairn .

clean: ## Take away the environment and caches; the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cairn needs Python 3.11 or newer; set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module here; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.lock | $(VENV)/.created
	@echo "Setting up (about half a minute, once) ..."
	@$(PIP) -r requirements.lock && touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.created
	@echo "Setting up for tests (about half a minute, once) ..."
	@$(PIP) -r requirements-dev.lock && touch $@ $(VENV)/.installed
