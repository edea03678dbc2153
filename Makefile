# Everything is set up on the first call: Python >= 3.11, make and git are enough.
#   make demo ARGS=--no-browser        make test ARGS='-k studio'        make test PYTHON=python3.13

PYTHON ?= python3
ARGS ?=

DEMO := .venv
TEST := .venv-test
DOCS := .venv-docs
MATRIX := .venv-matrix
PYTHONS := .venv-pythons
BINDER := .venv-binder
RELEASE := .venv-release
# 7.x stands for the newest of them.
KERNELS := 6.31.0 7.0.1 7.3.0 7.x
WHEELS := $(TEST)/wheels
BUILT := heygen_widgets/widgets/static
MODULES := heygen-widgets.mjs heygen-avatars.mjs heygen-sweep.mjs
NODE_MODULES := frontend/node_modules
THIRD_PARTY := tests/thirdparty
# The Node of the test environment, alike for all; its programs look for `node` on the path.
IN_NODE := PATH="$(CURDIR)/$(TEST)/bin:$$PATH"
NPM := cd frontend && $(IN_NODE) npm
# Each worker takes the next test when it is done with one, so all of them work to the end; and each
# keeps to the order of tests/conftest.py. ARGS=-n0 runs all in one process, for a debugger.
SIDE_BY_SIDE := --numprocesses=auto --dist=load --maxschedchunk=1
# Folders are listed too: a deleted file changes nothing but its folder.
SOURCES := $(shell find heygen_widgets -name __pycache__ -prune -o -print) $(wildcard README.md LICENSE)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-thirdparty matrix matrix-kernels matrix-pythons binder lint frontend \
  watch test-frontend docs generated bench screenshots moving-picture browser release dist clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The venv's own kernel must win over one of the same name elsewhere: a user's ~/.local (the first
# variable) or JUPYTER_PATH (which outranks everything).
demo: $(DEMO)/.ready ## Open the quickstart in JupyterLab (with no key: the sandbox)
	env -u JUPYTER_PATH JUPYTER_PREFER_ENV_PATH=1 $(DEMO)/bin/python -m jupyterlab \
	  $$(test "$$(id -u)" != 0 || echo --allow-root) --LabApp.default_url=/lab/tree/quickstart.ipynb \
	  notebooks/quickstart.ipynb $(ARGS)

# -P: the checkout must not shadow the wheel.
test: lint test-frontend browser ## Check the code, then test the built wheel
	$(TEST)/bin/python -P -m pytest $(SIDE_BY_SIDE) $(ARGS)

# It starts the sandbox with the Python that it is given here: the wheel's.
test-thirdparty: $(TEST)/.ready $(THIRD_PARTY)/node_modules/.ready ## Run somebody else's client against the sandbox
	cd $(THIRD_PARTY) && $(IN_NODE) PYTHON="$(CURDIR)/$(TEST)/bin/python" npm run --silent test

matrix: matrix-kernels matrix-pythons ## Test in several versions of ipykernel, Python, dependencies

matrix-kernels: $(TEST)/.ready $(KERNELS:%=$(MATRIX)/%/.ready)
	HEYGEN_WIDGETS_MATRIX=$(MATRIX) $(TEST)/bin/python -P -m pytest $(SIDE_BY_SIDE) \
	  tests/matrix/test_kernels.py $(ARGS)

# Without a container: the steps that repo2docker's Dockerfile has for the user.
binder: $(BINDER)/.ready ## Carry out binder/ as repo2docker does, and run the quickstart there
	$(BINDER)/bin/python tools/binder.py $(BINDER)/image

# A Python that can't be had is skipped, with words; all others must pass.
matrix-pythons: $(TEST)/.ready $(PYTHONS)/uv/.ready
	$(PYTHONS)/uv/bin/python tools/matrix.py $(WHEELS)/*.whl $(PYTHONS)

lint: $(TEST)/.ready $(NODE_MODULES)/.ready ## Style, types and layers
	$(TEST)/bin/ruff check
	$(TEST)/bin/ruff format --check
	$(TEST)/bin/mypy
	$(TEST)/bin/lint-imports
	$(NPM) run --silent format:check
	$(NPM) run --silent lint
	$(NPM) run --silent types

frontend: $(NODE_MODULES)/.ready ## Build the front end into the package (commit what it builds)
	$(NPM) run --silent build

watch: $(NODE_MODULES)/.ready ## Build the front end at every change (CONTRIBUTING.md)
	$(NPM) run --silent watch

# The modules are in git, so that nobody needs Node to install from a clone.
test-frontend: $(NODE_MODULES)/.ready
	$(NPM) run --silent test
	$(NPM) run --silent build -- --logLevel warn --outDir ../$(TEST)/module
	@for module in $(MODULES); do cmp $(TEST)/module/$$module $(BUILT)/$$module || { \
	  echo "$(BUILT)/$$module is not what frontend/ builds. Run \`make frontend\` and commit it." >&2; \
	  exit 1; }; done

# Every page is read and written anew, so that an old copy hides nothing. The venv's own kernel executes
# the notebooks, as in `demo`.
docs: $(DOCS)/.ready ## Build the site (build/docs/index.html), and fail on anything broken
	env -u JUPYTER_PATH JUPYTER_PREFER_ENV_PATH=1 $(DOCS)/bin/python -m sphinx --builder html \
	  --jobs 2 --fresh-env --write-all --fail-on-warning --keep-going --quiet docs build/docs $(ARGS)
	@echo "The site is build/docs/index.html."

generated: $(TEST)/.ready ## Write the parts of docs/ that come from the code
	$(TEST)/bin/python -P tests/support/generated_docs.py

bench: $(TEST)/.ready browser ## Measure (results: benchmarks/README.md)
	$(TEST)/bin/python -m benchmarks $(ARGS)

screenshots: $(TEST)/.ready browser ## Picture every state of the widget (docs/images)
	HEYGEN_WIDGETS_SCREENSHOTS=docs/images $(TEST)/bin/python -P -m pytest $(SIDE_BY_SIDE) \
	  tests/browser/test_pictures.py tests/browser/test_avatar_pictures.py \
	  tests/browser/test_sweep_pictures.py tests/browser/test_first_use.py

moving-picture: $(TEST)/.ready browser ## Film the studio, as the README shows it (docs/images)
	HEYGEN_WIDGETS_SCREENSHOTS=docs/images $(TEST)/bin/python -P -m pytest \
	  tests/browser/test_moving_picture.py

# TESTED=yes leaves out the tests, for a commit that CI has tested. Nothing is published.
release: $(RELEASE)/.ready ## Make a release: make release VERSION=1.2.0 (CONTRIBUTING.md)
	$(RELEASE)/bin/python tools/release.py check '$(VERSION)'
	$(if $(TESTED),@echo "Not tested here: TESTED=$(TESTED)",$(MAKE) test)
	$(RELEASE)/bin/python tools/release.py make '$(VERSION)' $(ARGS)

# What the workflow of a tag publishes.
dist: $(RELEASE)/.ready
	$(RELEASE)/bin/python tools/release.py build --tag '$(TAG)'

browser: $(TEST)/.installed
	$(TEST)/bin/python tests/support/browser/chromium.py

clean: ## Remove all environments and caches
	rm -rf $(DEMO) $(TEST) $(DOCS) $(MATRIX) $(PYTHONS) $(BINDER) $(RELEASE) $(NODE_MODULES) \
	  $(THIRD_PARTY)/node_modules \
	  build dist test-results \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find heygen_widgets tests benchmarks notebooks -name __pycache__ -prune -exec rm -rf {} +

$(DEMO)/.ready: pyproject.toml
	$(call make_venv,$(DEMO))
	$(DEMO)/bin/python -m pip install --quiet --group demo --editable .
	@touch $@

$(DOCS)/.ready: pyproject.toml
	$(call make_venv,$(DOCS))
	$(DOCS)/bin/python -m pip install --quiet --group docs --editable .
	@touch $@

$(PYTHONS)/uv/.ready: pyproject.toml
	$(call make_venv,$(PYTHONS)/uv)
	$(PYTHONS)/uv/bin/python -m pip install --quiet --group matrix
	@touch $@

$(BINDER)/.ready: pyproject.toml
	$(call make_venv,$(BINDER))
	$(BINDER)/bin/python -m pip install --quiet --group binder
	@touch $@

$(RELEASE)/.ready: pyproject.toml
	$(call make_venv,$(RELEASE))
	$(RELEASE)/bin/python -m pip install --quiet --group release
	@touch $@

$(TEST)/.installed: pyproject.toml
	$(call make_venv,$(TEST))
	$(TEST)/bin/python -m pip install --quiet --group lint
	@touch $@

# Only what the lock file names, and only when it changed.
$(NODE_MODULES)/.ready: frontend/package-lock.json | $(TEST)/.installed
	$(NPM) ci --loglevel=error
	@touch $@

$(THIRD_PARTY)/node_modules/.ready: $(THIRD_PARTY)/package-lock.json | $(TEST)/.installed
	cd $(THIRD_PARTY) && $(IN_NODE) npm ci --loglevel=error
	@touch $@

$(TEST)/.ready: $(TEST)/.installed $(SOURCES)
	rm -rf $(WHEELS)
	$(TEST)/bin/python -m pip wheel --quiet --no-deps --wheel-dir $(WHEELS) .
	$(call install_wheel,$(TEST))
	@touch $@

$(KERNELS:%=$(MATRIX)/%/.installed): $(MATRIX)/%/.installed: pyproject.toml
	$(call make_venv,$(MATRIX)/$*)
	$(MATRIX)/$*/bin/python -m pip install --quiet 'ipykernel==$(*:x=*)'
	@touch $@

$(KERNELS:%=$(MATRIX)/%/.ready): $(MATRIX)/%/.ready: $(MATRIX)/%/.installed $(TEST)/.ready
	$(call install_wheel,$(MATRIX)/$*)
	@touch $@

# pip takes a wheel of the same version for installed already, hence the uninstall.
define install_wheel
$(1)/bin/python -m pip uninstall -qq --yes heygen-widgets
$(1)/bin/python -m pip install --quiet $(WHEELS)/*.whl
endef

# Dependency groups need pip >= 25.1.
define make_venv
@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("heygen-widgets needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Name a newer one: make PYTHON=python3.12 ...")'
@echo "Setting up $(1) (a few minutes the first time)"
$(PYTHON) -m venv $(1)
$(1)/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
endef
