# make figures   run the notebooks, reproduce every figure       (CORPUS=folder OUT=folder: on your own reports)
# make report    write report.html, one page to send             (CORPUS=folder OUT=folder; else in results/)
# make test      run the tests and compare the notebooks with their saved outputs
# make lab       open JupyterLab on the first page               (CORPUS=folder: on your own reports)
# make check     formatter, linter, types
# make benchmark speed and quality beside others            (SILK_LEDGER_DATA=folder that holds corpora/; about an hour)
# make fuzz      broken inputs for every reader and finder       (three minutes a target, more than two hours)
# make mutants   mistakes put into the code: do the tests notice (two hours)
# make coverage  which branches of the code the tests reach      (half an hour)
# make browser   install what drives a browser, for the tests in one (170 MB; Chromium itself is the system's)
# make matrix    the fast tests with the oldest libraries allowed, and with the newest (needs a network)
# Each sets up .venv first, when it is missing or older than the lock file.

PYTHON ?= python3
CORPUS ?=
OUT ?=
PY := .venv/bin/python
READY := .venv/.ready
UV := $(shell command -v uv 2>/dev/null)
# Modules are compiled when they are first imported: all of them would take 220 MB, most of it never used.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile
# Processors add in another order, and a few reports would change their cluster: one way, where the processor knows it.
ifneq ($(shell grep -m1 -o -w avx2 /proc/cpuinfo 2>/dev/null),)
export OPENBLAS_CORETYPE ?= Haswell
endif
INSTALL := $(if $(UV),VIRTUAL_ENV=.venv uv pip install --quiet,$(PIP))

.PHONY: figures report test lab check benchmark fuzz mutants coverage browser matrix clean
.DELETE_ON_ERROR:

figures report: $(READY)
	@$(PY) -m analysis $@ $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(OUT),--out "$(OUT)")

test: $(READY)
	@$(PY) -m pytest --nbval --nbval-current-env --nbval-cell-timeout=300 --numprocesses=2 --dist=loadfile \
	  --no-loadscope-reorder

lab: $(READY)
	@$(if $(CORPUS),SILK_LEDGER_CORPUS="$(abspath $(CORPUS))") $(PY) -m jupyterlab --ServerApp.root_dir=. notebooks/00-start-here.ipynb

check: $(READY)
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy

benchmark: $(READY)
	@$(PY) -m tests.benchmarks.compare

fuzz: $(READY)
	@$(PY) -m tests.benchmarks.fuzz --seconds 180 --jobs 2

mutants: $(READY)
	@$(PY) -m tests.benchmarks.mutants

coverage: $(READY)
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -q tests
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report

browser: $(READY)
	@$(INSTALL) --no-deps --require-hashes -r requirements-browser.lock

matrix: $(READY)
	@$(PY) -m tests.benchmarks.matrix

# The stamp goes first and comes back last: after an interrupted install there is none, and the next call starts afresh.
# A .venv that was whole is brought up to date in place, which needs no network where nothing is missing.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Silk Ledger needs Python 3.11 or newer; '$(PYTHON)' is older. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once; a few minutes) ..."
	@if [ -e $(READY) ]; then rm $(READY); else rm -rf .venv; fi
	@[ -e $(PY) ] || { if [ -n "$(UV)" ]; then uv venv --quiet --python "$(PYTHON)" .venv; else $(PYTHON) -m venv .venv; fi; }
	@$(INSTALL) --no-deps --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@$(PY) -m jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2>/dev/null
	@touch $(READY)

clean:
	rm -rf .venv .venv.rivals
