# Everything runs with the Python of the active environment; PYTHON=... names another one.
PYTHON ?= python

.PHONY: run demo test test-long check fast fuzz-api fuzz-media bench models-eval coverage reference licences lock audit

run:            ## serve
	$(PYTHON) main.py

demo:           ## the main job on the shipped sample
	$(PYTHON) main.py demo

test:           ## all tests, three files at a time
	$(PYTHON) -m pytest -n 3 --dist loadfile

test-long:      ## the tests that repeat for a long time what others show in short
	$(PYTHON) -m pytest -n 2 --dist loadfile -m long

check:          ## exactly what CI runs: format, lint, types, spelling, tests
	$(MAKE) fast test

fast:           ## the fast half of check
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m codespell_lib

fuzz-api:       ## many requests made from the API's description, against a server of its own (minutes)
	$(PYTHON) -m tests.described_api --max-examples 500

fuzz-media:     ## ten thousand damaged media through the probe (minutes)
	$(PYTHON) -m tests.mutated_media --count 10000

bench:          ## speed and size beside the peers: docs/performance.md and its plots
	$(PYTHON) -m benchmarks --save

models-eval:    ## quality of the shipped models on held-out data
	$(PYTHON) -m training.evaluate

coverage:       ## tests with coverage of app/, children included
	$(PYTHON) -m coverage erase
	CHILD_SANDBOX=off $(PYTHON) -m coverage run -m pytest
	$(PYTHON) -m coverage combine
	$(PYTHON) -m coverage report

licences:       ## rewrite the page of the packages' licences, and check them
	$(PYTHON) -m tests.licences
	$(PYTHON) -m pytest -q tests/shape/test_licences.py

lock:           ## rewrite requirements.lock from requirements.txt
	$(PYTHON) -m uv pip compile requirements.txt -o requirements.lock --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"

audit:          ## look the locked versions up in the advisories of the package index
	$(PYTHON) -m pip_audit --require-hashes --disable-pip -r requirements.lock

reference:      ## rewrite .env.example and the pages that come from the code
	$(PYTHON) main.py reference
