# Three commands do everything on a fresh machine: `make run`, `make newsroom` and `make test`.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PORT
# What is random in tests starts from the commit: a fresh clone repeats what CI has run.
SEED ?= $(shell printf %d 0x$$(git rev-parse HEAD 2>/dev/null | cut -c1-7))
MINUTES ?= 10
# Compiled modules are kept, whatever the shell says: without them each process would spend seconds
# on compiling everything. They lie apart, so that sources stay as they are.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache

CHECKS := check-style check-types check-layers check-models check-api check-values

.PHONY: setup production checkers run newsroom test test-django6 quick soak check lines format bench messages lock clean $(CHECKS)

# The environment is made anew whenever the lock file changes.
setup: $(STAMP)

$(STAMP): requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.lock
	@touch $(STAMP)

run: setup
	@exec $(BIN)/python manage.py start --port $(PORT)

# A newsroom of one's own, without the demo: it prints the link to the page where it begins.
newsroom: setup
	@exec $(BIN)/python manage.py start --empty --port $(PORT)

# What a server needs and no more, in an environment of its own: deploy/upgrade asks for it.
production:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock

# What comes from npm: Biome, axe-core, the Nu HTML checker, a renderer of Portable Text. Without npm
# what needs them is skipped by name.
checkers: node_modules/.installed

node_modules/.installed: package-lock.json
	@if command -v npm >/dev/null && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
		then touch $@; else echo "Without npm the tests of markup and accessibility are skipped."; fi

BIOME := node_modules/.bin/biome

PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup
SEEDED := -p randomly --randomly-seed=$(SEED) --hypothesis-seed=$(SEED)

test: setup checkers
	@$(PYTEST) $(SEEDED) $(ARGS)

# The same with the newest Django, which wants Python 3.12 or newer: an environment and a lock of its
# own. PYTHON6 names the Python, where none of the usual ones is right.
DJANGO6 := .venv-django6
PYTHON6 ?= python3

test-django6: $(DJANGO6)/.installed checkers
	@$(DJANGO6)/bin/python -m pytest -n auto --dist loadgroup $(SEEDED) $(ARGS)

$(DJANGO6)/.installed: requirements-django6.lock
	@test -x $(DJANGO6)/bin/python || { \
		for python in $(PYTHON6) python3.13 python3.12 $$HOME/.pyenv/versions/3.1[23].*/bin/python3; do \
			"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
				&& exec "$$python" -m venv $(DJANGO6); \
		done; echo "Django 6 wants Python 3.12 or newer, and none is here: PYTHON6= names one."; exit 1; }
	@test -x $(DJANGO6)/bin/uv || $(DJANGO6)/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@$(DJANGO6)/bin/uv pip sync --quiet --require-hashes --python $(DJANGO6)/bin/python requirements-django6.lock
	@touch $@

# Something of everything, within a minute: rules without a database, the kernel, saving in the
# admin, pages, the API.
QUICK := tests/lib tests/articles/body/test_clean.py tests/articles/body/test_blocks.py \
	tests/articles/body/test_render.py tests/editorial/test_publishing.py tests/admin/test_saving.py \
	tests/site/test_templates.py tests/site/test_query_bounds.py tests/api/test_items.py \
	tests/media/test_credits.py

quick: setup
	@$(PYTEST) $(SEEDED) --quiet $(QUICK) $(ARGS)

# The storms, in fresh rounds with other dice each time, until the minutes are over.
soak: setup
	@$(PYTEST) -m soak --soak-minutes=$(MINUTES) -s $(ARGS)

# Side by side; each part's output comes whole, all of them run to the end, and one that fails fails
# the check.
check: setup checkers
	@$(MAKE) --no-print-directory --jobs=4 --keep-going \
		$(if $(filter output-sync,$(.FEATURES)),--output-sync=target) $(CHECKS)
	@echo "Everything is in order."

check-style:
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djade --check $$(git ls-files '*/templates/*.html')
	@if test -x $(BIOME); then $(BIOME) check --error-on-warnings --log-level=warn .; \
		else echo "Without npm, Biome is skipped: JavaScript and CSS are not checked."; fi

# After some changes of models, mypy stumbles over what it has kept of them, and has to begin anew.
check-types:
	@mkdir -p var; $(BIN)/mypy > var/types.txt 2>&1 \
		|| { grep -q "INTERNAL ERROR" var/types.txt && rm -rf .mypy_cache && $(BIN)/mypy > var/types.txt 2>&1; } \
		|| { cat var/types.txt; exit 1; }

check-layers:
	@mkdir -p var; $(BIN)/lint-imports --no-cache > var/import-layers.txt || { cat var/import-layers.txt; exit 1; }

check-models:
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SITE_URL=https://news.example SECRET_KEY=$$(head -c 48 /dev/urandom | base64 | tr -d '\n') \
		ALLOWED_HOSTS=news.example $(BIN)/python manage.py check --deploy --fail-level WARNING

check-api:
	@$(BIN)/python manage.py api_contract docs/openapi-v1.json

check-values:
	@mkdir -p var; $(BIN)/python -m pytest -n 0 $(SEEDED) --quiet --no-header -r fE tests/site/test_hostile_values.py \
		> var/hostile-values.txt || { cat var/hostile-values.txt; exit 1; }

# Lines of product Python by app, outside migrations, tests, samples and the demo.
lines:
	@git ls-files '*.py' ':!tests' ':!docs' ':!*/migrations/*' ':!newsroom/demo' | xargs wc -l | awk \
		'$$2 != "total" { split($$2, at, "/"); app = at[1] == "newsroom" && at[3] ? at[1] "/" at[2] : at[1]; \
		lines[app] += $$1; all += $$1 } \
		END { for (app in lines) printf "%7d %s\n", lines[app], app | "sort -k2"; close("sort -k2"); \
		printf "%7d in all\n", all }'

format: setup checkers
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/djade $$(git ls-files '*/templates/*.html')
	@if test -x $(BIOME); then $(BIOME) check --write --log-level=error .; \
		else echo "Without npm, Biome is skipped: JavaScript and CSS are not formatted."; fi

# Everything in one run: bench SIZES=10000,100000 PEER=../shared/bench/wagtail SECONDS=5. Real servers
# are measured where wrk and nginx are installed.
SIZES ?= 2000
SECONDS ?= 2

bench: setup
	@$(BIN)/python manage.py bench --sizes $(SIZES) --seconds $(SECONDS) $(if $(PEER),--peer $(PEER))

# What the product says: extracted for translators (locale/en), and into German, which is compiled.
# Needs GNU gettext.
PACKAGES := newsroom articles feed media
MESSAGES := ../$(BIN)/django-admin makemessages --add-location file -l en
LANGUAGES := de

messages: setup
	@for package in $(PACKAGES); do ( cd $$package && mkdir -p locale \
		&& $(MESSAGES) >/dev/null && $(MESSAGES) -d djangojs >/dev/null \
		&& for file in locale/en/LC_MESSAGES/*.po; do \
			msgattrib --no-obsolete --clear-fuzzy --empty $$file | msgen -o $$file - || exit 1; done \
		&& msgfilter --keep-header -i locale/en/LC_MESSAGES/django.po -o locale/django.pot sed d \
		&& for language in $(LANGUAGES); do file=locale/$$language/LC_MESSAGES/django; mkdir -p $${file%/*}; \
			test -s $$file.po || msginit --no-translator -l $$language -i locale/django.pot -o $$file.po 2>/dev/null; \
			msgmerge --quiet --no-fuzzy-matching --backup=none --update $$file.po locale/django.pot \
			&& msgfmt --check -o $$file.mo $$file.po || exit 1; done && rm locale/django.pot ) || exit 1; done

lock: setup
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --extra postgres --extra redis --extra s3 --extra heic --extra ghost pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.12 --extra dev pyproject.toml -o requirements-django6.lock

clean:
	rm -rf $(VENV) $(DJANGO6) .mypy_cache .ruff_cache .pytest_cache .hypothesis
