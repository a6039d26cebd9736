.PHONY: run test check words bench

run:
	@python3 wsgi.py

test:
	@python3 tests

check:
	@python3 tests --check

words:
	@python3 -m app.bootstrap test -m tests.words

# `make bench module_page_vs_y map_50k_ms`, or NAMES="…", chooses some
bench:
	@python3 -m app.bootstrap test -m tests.bench $(filter-out bench,$(MAKECMDGOALS)) $(NAMES)

ifeq (bench,$(firstword $(MAKECMDGOALS)))
%:
	@:
endif
