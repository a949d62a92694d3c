# kms: one command builds it and shows it. `make help` lists the rest.

PACKAGES      := libsodium-dev libssl-dev libsqlite3-dev zlib1g-dev libboost-context-dev
TEST_PACKAGES := python3
# FFTW is the yardstick of transforms; kms itself neither links nor needs it.
BENCH_PACKAGES := libfftw3-double3
PREFIX        ?= /usr/local
DESTDIR       ?=
VAULT         ?= .build/vault
VECTORS       ?= ../shared/vectors

# Tests are built optimised and with testing enabled, which would rebuild everything that `make run` built:
# each way has its own directory.
SWIFT      := swift build -c release
TESTING    := -c release -Xswiftc -enable-testing --scratch-path .build/testing
KMS        := .build/release/kms
SOURCES    := Package.swift Sources Tests Benchmarks

.DEFAULT_GOAL := help
.PHONY: help run build test test-slow test-tools screenshots bench bench-quick bench-peers conformance install uninstall lint format fuzz ctgrind clean packages

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

packages: ## Install the Debian packages that are missing
	@.ci/need-packages $(PACKAGES)

build: packages ## Build the kms command
	@$(SWIFT) --product kms

run: build ## Build, then run the main job on Systems/pd.system.xml
	@$(KMS) run Systems/pd.system.xml --vault $(VAULT) --trace .build/kms.trace.jsonl

test: packages test-tools ## Run every test, optimised
	@swift test $(TESTING)

test-slow: packages test-tools ## The same with all samples of the noise tests and rare failures counted
	@KMS_SLOW_TESTS=1 swift test $(TESTING)

test-tools: ## Install what judges our results in tests: browser, graphviz, Perfetto's bindings
	@.ci/need-packages $(TEST_PACKAGES)
	@.ci/need-test-tools

screenshots: packages test-tools ## Take the pictures in docs/images anew
	@mkdir -p docs/images
	@KMS_SCREENSHOTS=$(CURDIR)/docs/images swift test $(TESTING) --filter StoryTests

bench: build ## Measure everything and compare with Benchmarks/thresholds.json
	@.ci/need-packages $(BENCH_PACKAGES)
	@KMS_COMMIT=$$(git rev-parse --short HEAD 2>/dev/null) $(KMS) bench --limits Benchmarks/thresholds.json

bench-quick: build ## The same with few repetitions
	@.ci/need-packages $(BENCH_PACKAGES)
	@KMS_COMMIT=$$(git rev-parse --short HEAD 2>/dev/null) $(KMS) bench --quick --limits Benchmarks/thresholds.json

bench-peers: build ## Measure OpenFHE and Concrete from PyPI beside kms, in one run
	@python3 Benchmarks/peers.py

conformance: packages ## Run the vectors below VECTORS=dir
	@$(SWIFT) --product Conformance
	@.build/release/Conformance --vectors $(VECTORS)

ctgrind: packages ## Look for branches on secrets with valgrind; skips where there is none
	@.ci/ctgrind

install: packages ## Install kms, its manual page and completions below PREFIX=/usr/local
	@$(SWIFT) --product kms --static-swift-stdlib --scratch-path .build/static
	install -D -m 755 .build/static/release/kms $(DESTDIR)$(PREFIX)/bin/kms
	@.build/static/release/kms help --man > .build/kms.1
	@.build/static/release/kms completions bash > .build/kms.bash
	@.build/static/release/kms completions zsh > .build/_kms
	@.build/static/release/kms completions fish > .build/kms.fish
	install -D -m 644 .build/kms.1 $(DESTDIR)$(PREFIX)/share/man/man1/kms.1
	install -D -m 644 .build/kms.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/kms
	install -D -m 644 .build/_kms $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_kms
	install -D -m 644 .build/kms.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kms.fish

uninstall: ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/kms $(DESTDIR)$(PREFIX)/share/man/man1/kms.1
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/kms
	rm -f $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_kms
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/kms.fish

lint: ## Check the style of every source
	@swift format lint --strict --parallel --recursive $(SOURCES)

format: ## Bring every source into that style
	@swift format format --in-place --parallel --recursive $(SOURCES)

fuzz: packages ## Fuzz the reader of descriptions for two minutes, from the tests' descriptions on
	@swift build -c release --sanitize=fuzzer --package-path Fuzz
	@mkdir -p .build/corpus
	Fuzz/.build/release/FuzzSystemDescription -max_total_time=120 .build/corpus \
		Tests/SystemDescriptionTests/Fixtures/rules Systems

clean: ## Remove what was built, the vault of `make run` included
	rm -rf .build Fuzz/.build
