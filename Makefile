# Everything this repository does. A target's ## comment is its line in the list that plain `make` prints.

SWIFT ?= swift
# Where the recorded cases of other implementations lie; they are no part of this repository.
CORPUS ?= ../shared/corpus
STRICT = --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help run test check conformance bench scaling search history fuzz faults durability attacks soak sanitize clean packages assets

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: assets ## install what is missing, build, and serve on http://localhost:8080
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	@exec .build/release/marquee serve --seed

test: assets ## run all tests, with PostgreSQL and Redis of their own
	@scripts/install-packages test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --parallel

check: ## format, layers, rules of concurrency, containers, then all tests
	@scripts/install-packages check
	$(SWIFT) format lint --strict --parallel -r Sources Tests Package.swift
	scripts/check-concurrency
	scripts/check-containers
	$(SWIFT) build $(STRICT)
	$(MAKE) test

conformance: ## the GraphQL library's answers against those recorded from graphql-js
	$(SWIFT) build -c release --product graphql-conformance
	python3 $(CORPUS)/run_corpus.py --driver .build/release/graphql-conformance

bench: ## measure beside graphql-js and pgbench on this machine
	@scripts/install-packages bench
	Benchmarks/compare
	Benchmarks/run

# What is not there yet is loaded first; 10 takes twenty minutes and 26 GB.
SCALES ?= 0.1 1

scaling: ## how cost grows with catalogue, clients, loops and lists
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/scaling.py --scales $(SCALES)

search: ## how long a search takes in each of the catalogues that scaling left
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/search.py

history: ## how long a viewer with 50,000 plays waits
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/history.py

# The same number makes the same inputs; another one, others.
RUN ?= 1

fuzz: ## minutes of damaged texts for all that reads the language; nothing may crash, hang or grow
	$(SWIFT) build -c release --product graphql-fuzz
	.build/release/graphql-fuzz $(RUN) $$(( $(or $(MINUTES),5) * 60 )) $(wildcard $(CORPUS)/*.open.json)

faults: ## inject faults under a running server and show what clients saw
	@scripts/install-packages run
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/faults.py

durability: ## eight clients write to one account while PostgreSQL and the server fail; all they were promised must be there
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/durability.py $(SECONDS)

attacks: ## attack the accounts of a running server and show what answered, and what signing in costs
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/attacks.py

soak: ## minutes of mixed load while PostgreSQL, Redis and clients fail; nothing may grow
	@scripts/install-packages bench
	$(SWIFT) build -c release --static-swift-stdlib --product marquee
	python3 Benchmarks/soak.py $(MINUTES)

sanitize: ## all tests under the thread sanitizer, then under the address sanitizer, then what 100,000 requests lose (the tests look for no leaks)
	@scripts/install-packages test bench
	for kind in thread address; do \
	    $(SWIFT) build --build-tests --sanitize=$$kind --scratch-path .build/$$kind \
	    && ASAN_OPTIONS=detect_leaks=0 \
	    TSAN_OPTIONS=suppressions=$(CURDIR)/scripts/race-suppressions.txt:report_thread_leaks=0 \
	    $(SWIFT) test --skip-build --disable-xctest --parallel --experimental-maximum-parallelization-width 16 \
	        --sanitize=$$kind --scratch-path .build/$$kind \
	    || exit 1; \
	done
	python3 Benchmarks/leaks.py .build/address/debug/marquee

clean: ## remove what was built; the data in .marquee stays
	rm -rf .build

packages:
	@scripts/install-packages run

assets: packages
	@scripts/fetch-graphiql
