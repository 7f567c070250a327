# The only door. `make help` tells what there is; every target sets up what it needs.
PYTHON ?= python3
PY := .venv/bin/python
BIN := .venv/bin
INVOICE ?=
OPTIONS ?=
JOURNEY ?=
SEED ?=
STAGE ?= production

.DEFAULT_GOAL := help
.PHONY: help install demo up down test quick lint format judges surface journeys campaign fuzz bench package deploy clean

help: ## tell what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: # virtual environment and dependencies, when they changed
	@$(PYTHON) infra/install.py

demo: install ## play the main job on a local cloud, day by day [INVOICE=path.pdf] [OPTIONS="…"]
	@$(PY) -m infra.local.demo $(if $(INVOICE),--invoice "$(INVOICE)") $(OPTIONS)

up: install ## start a local cloud that stays; prints URL and keys, writes .local/amiable.json
	@$(PY) -m infra.local.up

down: install ## stop it
	@$(PY) -m infra.local.up --down

test: install ## every test except the campaigns
	@$(BIN)/pytest -n 2 --dist loadfile -m "not campaign and not fuzz and not judge" $(OPTIONS)

quick: install # the tests that need no local cloud
	@$(BIN)/pytest tests/unit tests/integration -m "not campaign and not fuzz and not judge and not local_cloud" $(OPTIONS)

lint: install ## ruff, mypy, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --diff .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install # let ruff change what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

judges: install ## independent checkers of contract, state machines, webhooks and journeys (needs Node)
	@infra/judges/run

journeys: install ## run the guides of docs/journeys on the local cloud that is up, or on one of its own [JOURNEY=stop]
	@infra/judges/run --install-only
	@$(PY) -m infra.local.journeys $(JOURNEY)

surface: install # take additions to the contract into the published surface; refuses to forget a promise
	@$(PY) -m infra.promises $(OPTIONS)

campaign: install ## the long ones: hundreds and thousands of cases
	@$(BIN)/pytest -m campaign $(OPTIONS)

fuzz: install ## 50,000 generated requests against the contract [SEED=the one a failure printed]
	@SEED="$(SEED)" $(BIN)/pytest -s -m fuzz tests/fuzz $(OPTIONS)

bench: install ## counters, instruction counts, modelled cost
	@$(PY) -m benchmarks $(OPTIONS)

package: install # .local/build/package: the template and its archives, layer included
	@$(PY) -m infra.package

deploy: install ## deploy to AWS, see docs/deploy.md [STAGE=production] [OPTIONS="--mail-from …"]
	@$(PY) -m infra.deploy --stage "$(STAGE)" $(OPTIONS)

clean: ## stop the local cloud, delete everything that was made
	@if [ -x $(PY) ]; then $(PY) -m infra.local.up --down; fi
	@rm -rf .local .venv .chalice/deployments .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
