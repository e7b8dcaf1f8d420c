# Schakel. Needs only make and Python 3.11 or newer; everything else comes into this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VENDOR := service/web/static/vendor
WORKERS ?= 2
REQUESTS ?= 1000
SEED ?= 2

# The tests start the program a hundred times: without compiled files each start compiles it anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test check lint docs translations bench simulate faults screenshots sbom \
	audit lock clean
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.packages $(VENDOR)/.copied $(VENV)/.database ## install everything and make the database

run: setup ## serve on this machine: web, worker, model and an inbox for the mails
	@exec $(BIN)/schakel run

test: setup ## run all tests, in WORKERS=2 processes at once
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

check: setup ## style, types, import directions, generated documentation, translations, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .cache/import_linter
	$(BIN)/python -m tools.generated_docs --check
	$(BIN)/python -m tools.translations --check
	$(BIN)/python -m tools.paper_claims
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint
	$(BIN)/python -m tools.asvs_check

docs: setup ## write the generated parts of docs/ anew
	$(BIN)/python -m tools.generated_docs

translations: setup ## bring the catalogues up to date and name what is not translated yet
	@$(BIN)/python -m tools.translations

bench: setup ## measure encoding, searching and memory; prints JSON
	@$(BIN)/schakel bench

simulate: setup ## compare the ways of inviting on REQUESTS=1000 played requests each
	@$(BIN)/schakel simulate --requests $(REQUESTS) --seed $(SEED) --plot docs/response-times.svg

faults: setup ## kill the sweeping worker 200 times; nothing may be lost or doubled
	@$(BIN)/schakel faults

screenshots: setup ## photograph all pages in all states at 360 and 1280 pixels, into screenshots/
	@mkdir -p screenshots
	@SCREENSHOTS=$(CURDIR)/screenshots REQUIRE_BROWSER=1 $(BIN)/pytest -n $(WORKERS) \
		--dist load tests/web/browser/test_page_states.py

sbom: setup ## list what the program is made of, as CycloneDX 1.6, in build/sbom.json
	@$(BIN)/python -m tools.sbom build/sbom.json

audit: setup ## look for known leaks in the packages, where their lists can be reached
	@$(BIN)/python -m tools.audit

lock: setup ## install what pyproject.toml asks for and pin it
	$(BIN)/python -m pip install --editable ".[dev]"
	$(BIN)/python -m tools.lock

clean: ## remove what setup and the checks made; var/ with the database stays
	rm -rf $(VENV) node_modules $(VENDOR) *.egg-info build screenshots
	rm -rf .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) is not found. Install Python 3.11 or newer, or name one:" \
			"make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) tools/check_python.py
	@echo "[1/4] Virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.packages: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "[2/4] Python packages; the first time this takes some minutes"
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.lock || { \
		echo "Installing the Python packages failed. Check the network and the settings of pip" \
			"(pip config list), then run make setup again." >&2; exit 1; }
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet \
		--no-deps --no-build-isolation --editable .
	@touch $@

# In production the settings come first: there schakel migrate is a step of its own.
$(VENV)/.database: | $(VENV)/.packages
	@if [ "$${SCHAKEL_ENV:-development}" = development ]; then \
		echo "[4/4] Database"; $(BIN)/schakel migrate; fi
	@touch $@

$(VENDOR)/.copied: package-lock.json tools/assets.py | $(VENV)/.packages
	@echo "[3/4] Style sheets"
	@$(BIN)/python -m tools.assets $(VENDOR)
	@touch $@
