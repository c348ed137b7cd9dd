PYTHON ?= python3
RUN := .venv/bin/python
READY := .venv/ready
TOOLS := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help .venv demo test test-long up down check bench lock generate clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv: $(READY) ## Install the locked dependencies (every other target does this first)

# The stamp is written last, so an interrupted install is done again from the start.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Tilsagn needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Installing the locked dependencies into .venv (once, about a minute)"
	@$(PYTHON) -m venv --clear .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $(READY)

demo: $(READY) ## Run the whole system on a recorded grant round, with real Kafka and PostgreSQL
	@$(RUN) -m cli demo

test: $(READY) ## Run the tests, with real Kafka and PostgreSQL
	@$(RUN) -m pytest -q -m "not long"

test-long: $(READY) ## Run the tests that take minutes
	@$(RUN) -m pytest -q -m long

up: $(READY) ## Start everything and leave it running
	@$(RUN) -m cli up

down: $(READY) ## Stop what 'make up' started
	@$(RUN) -m cli down

check: $(READY) ## Format, lint, types, import contracts, generated files and the fast tests
	@$(TOOLS)/ruff format --quiet --check .
	@$(TOOLS)/ruff check --quiet .
	@$(TOOLS)/mypy --no-error-summary
	@$(TOOLS)/lint-imports --no-logo
	@$(RUN) -m schemas.generate --check
	@$(RUN) -m pytest -q -m "not real and not long"

bench: $(READY) ## Measure one thing: make bench NAME=...
	@test -n "$(NAME)" || { echo "Say which one: make bench NAME=..." >&2; exit 1; }
	@$(RUN) -m bench.$(NAME)

generate: $(READY) ## Write the files that follow from the schemas
	@$(RUN) -m schemas.generate

# uv is needed only here, so it lives only as long as this recipe.
lock: ## Resolve the dependencies of pyproject.toml into requirements.lock
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	  $(PYTHON) -m venv "$$folder" && "$$folder/bin/pip" install --quiet --disable-pip-version-check uv && \
	  "$$folder/bin/uv" pip compile --quiet --all-extras --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml

clean: ## Remove what can be made again
	@rm -rf .venv .local .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
