# The commands README.md promises. Each brings what it needs: packages are installed again only
# when a lock file's content changed.

PYTHON ?= python3
ARGS ?=
PY := .venv/bin/python
APT_VENV := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
# Compiled once, then read: without this every process would compile every package again.
unexport PYTHONDONTWRITEBYTECODE
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --no-compile --no-deps --require-hashes
# uv takes seconds where pip takes most of a minute. It asks the index pip is set to, and where it cannot install, pip does.
UV_INSTALL := UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}" \
  .venv/bin/uv pip install --quiet --python $(PY) --no-deps --require-hashes
install = { { $(PIP_INSTALL) -r requirements-installer.txt && $(UV_INSTALL) -r $(1); } 2>/dev/null || $(PIP_INSTALL) -r $(1); }

# The default database is a demonstration; whoever names a database decides for himself.
ifeq ($(DATABASE_URL)$(DATABASE_URL_FILE),)
export DEMO ?= on
endif

.PHONY: run test fuzz storm clients check bench screenshots lock clean venv packages dev-packages

run: packages
	@$(PY) manage.py serve

test: dev-packages
	@$(PY) -m tests.services $(ARGS)

fuzz: dev-packages
	@$(PY) -m tests.fuzz $(ARGS)

storm: dev-packages
	@$(PY) -m tests.storm $(ARGS)

clients: dev-packages
	@$(PY) -m tests.clients

bench: dev-packages
	@$(PY) -m tests.bench $(ARGS)

screenshots: dev-packages
	@$(PY) -m tests.browser.screenshots $(ARGS)

# Production-like: no demonstration, no example key, and a file system nothing else uses.
check: export DEMO := off
check: export VAR_DIR := $(CURDIR)/var/check
check: export SECRET_KEY := a-key-for-checks-only-0123456789-abcdefghij-KLMNOPQRST
check: export DATA_KEY := another-key-for-checks-0123456789-abcdefghij-KLMNOPQR
check: dev-packages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry .
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py vendor --check
	.venv/bin/djlint templates --lint --quiet
	$(PY) -m pytest -q tests/contracts/test_lock_files.py tests/contracts/test_templates.py

# Only this target resolves versions; it is run by hand when pyproject.toml changes.
lock: UV := .venv/bin/uv
lock: venv
	$(PIP_INSTALL) -r requirements-installer.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header -c requirements.txt pyproject.toml --group dev -o requirements-dev.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --group installer -o requirements-installer.txt

# Everything that can be made again; var/ holds data and stays.
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/check
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@test -x $(PY) || $(PYTHON) -m venv .venv || \
	  { test "$$(id -u)" = 0 && $(APT_VENV) && $(PYTHON) -m venv .venv; } || \
	  { rm -rf .venv; echo "Install python3-venv (as root: apt-get install python3-venv), then run make again." >&2; exit 1; }

packages: venv
	@sha256sum --status -c .venv/.ready 2>/dev/null || { echo "Installing packages …" && \
	  $(call install,requirements.txt) && sha256sum requirements.txt > .venv/.ready; }

dev-packages: venv
	@sha256sum --status -c .venv/.ready-dev 2>/dev/null || { echo "Installing packages and test tools …" && \
	  $(call install,requirements-dev.txt) && sha256sum requirements.txt > .venv/.ready && \
	  sha256sum requirements.txt requirements-dev.txt > .venv/.ready-dev; }
