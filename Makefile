# Set-up, sheets and checks. `make` alone lists what there is.
PYTHON ?= python3
VENV ?= .venv
PINNED := $(VENV)/.pinned
READY := $(VENV)/.ready
READY_TEST := $(VENV)/.ready-test
READY_BENCH := $(VENV)/.ready-bench
BIN := $(VENV)/bin
PIP := "$(BIN)/python" -m pip install -q --disable-pip-version-check
SOURCES := $(wildcard data/locale/*/LC_MESSAGES/*.po)
CATALOGUES := $(SOURCES:.po=.mo)
CHECKERS := tests/npm/node_modules/.ready

# What is typed here is data. `make` would expand it as it hands it on to a recipe, and `$(DOMAIN)` in a recipe is shell code:
# so it is handed on by other names, as it was typed ($(value)), and quoted by the shell alone.
unexport DOMAIN CUSTOMER TICKET EFFECTIVE ACCEPT
sheet: export SHEET_DOMAIN := $(value DOMAIN)
sheet: export SHEET_CUSTOMER := $(value CUSTOMER)
sheet: export SHEET_TICKET := $(value TICKET)
sheet: export SHEET_EFFECTIVE := $(value EFFECTIVE)
sheet: export SHEET_ACCEPT := $(value ACCEPT)

MAKEFLAGS += --no-builtin-rules
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help sheet test bench lint generated picture gallery catalogues test-all wheel pins clean domain-given native native-test wheelhouse other-debian

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

sheet: domain-given $(READY) $(CATALOGUES) ## DOMAIN=firma.de [CUSTOMER=…] [TICKET=…] [EFFECTIVE=…] [ACCEPT=…]: set up if need be, render, print the paths
	@"$(BIN)/sheetgen" render $${SHEET_CUSTOMER:+"--customer=$$SHEET_CUSTOMER"} $${SHEET_TICKET:+"--ticket=$$SHEET_TICKET"} \
	  $${SHEET_EFFECTIVE:+"--effective=$$SHEET_EFFECTIVE"} $${SHEET_ACCEPT:+"--accept=$$SHEET_ACCEPT"} -- "$$SHEET_DOMAIN"

domain-given:
	@[ -n "$$SHEET_DOMAIN" ] || { echo 'Whose sheet? Type: make sheet DOMAIN=firma.de' >&2; exit 2; }

test: native-test $(READY) $(READY_TEST) $(CATALOGUES) $(CHECKERS) wheelhouse other-debian ## get what the tests need besides, and run them all
	@"$(BIN)/python" -m pytest -n auto --maxprocesses=4 $(TESTS)

bench: $(READY) $(READY_BENCH) $(CATALOGUES) ## what sheets cost, beside Typst, WeasyPrint and pikepdf: five minutes, best on an idle machine; WRITE=1 puts it into docs/
	@"$(BIN)/python" -m bench $(if $(WRITE),--write)

lint: $(READY) $(READY_TEST) $(CATALOGUES) ## style, types, catalogues, and whether what is generated is fresh
	@"$(BIN)/python" -m ruff check
	@"$(BIN)/python" -m ruff format --check
	@"$(BIN)/python" -m mypy
	@"$(BIN)/python" setup/check_catalogues.py
	@"$(BIN)/python" setup/generated.py --check

generated: $(READY) $(CATALOGUES) ## write the schemas and the generated pages of docs/ anew
	@"$(BIN)/python" setup/generated.py

catalogues: $(CATALOGUES) ## compile the message catalogues that were changed

picture: $(READY) $(CATALOGUES) ## draw the README's picture anew
	@sh setup/picture.sh "$(BIN)/python"

gallery: $(READY) $(READY_TEST) $(CATALOGUES) ## draw the pictures of docs/gallery.md and of the public page anew that no longer show them as they are
	@"$(BIN)/python" -m pytest -q --rewrite-golden tests/visual tests/site/test_site_looks.py

test-all: ## `make test` on each Python of 3.11, 3.12 and 3.13 that is installed
	@sh setup/pythons.sh | while read -r name; do echo "== $$name" >&2; $(MAKE) test PYTHON="$$name" VENV=".venv-$$name" </dev/null || exit 1; done

wheel: $(READY) ## build the wheel into dist/
	@"$(BIN)/python" -m hatchling build -t wheel

pins: $(READY) ## compile requirements*.txt from pyproject.toml and setup/*.in; UPGRADE=1 takes the newest of all
	@sh setup/pins.sh "$(BIN)/python" $(if $(UPGRADE),--upgrade)

clean: ## remove what was made here, except output/
	@rm -rf .cache build dist tests/npm/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis $(CATALOGUES)
	@[ ! -f "$(VENV)/pyvenv.cfg" ] || rm -rf "$(VENV)"

$(PINNED): requirements.txt setup/venv.sh | native
	@sh setup/venv.sh "$(PYTHON)" "$(VENV)"
	@touch $@

# Build isolation would fetch build tools without hashes; ours are among the pins.
$(READY): pyproject.toml hatch_build.py $(PINNED)
	@$(PIP) --no-index --no-build-isolation --no-deps -e .
	@touch $@

$(READY_TEST): requirements-test.txt $(PINNED)
	@echo 'getting the test tools' >&2
	@$(PIP) --require-hashes --only-binary :all: -r requirements-test.txt
	@touch $@

$(READY_BENCH): requirements-bench.txt $(PINNED)
	@$(PIP) --require-hashes --only-binary :all: -r requirements-bench.txt
	@touch $@

$(CATALOGUES) &: $(SOURCES) | $(READY)
	@"$(BIN)/python" hatch_build.py

$(CHECKERS): tests/npm/package-lock.json
	@cd tests/npm && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

native:
	@[ -e "$(PINNED)" ] || sh setup/native.sh "$(PYTHON)"

native-test:
	@sh setup/native.sh "$(PYTHON)" test

wheelhouse: $(READY)
	@sh setup/wheelhouse.sh "$(BIN)/python"

other-debian: $(READY)
	@sh setup/other_debian.sh "$(BIN)/python"
