# SPDX-License-Identifier: Apache-2.0
#
# The short names of what one does here.  Meson and ninja build; scripts/ holds the rest.
# Works from anywhere: make -C /path/to/yagura, make -f /path/to/yagura/Makefile.

ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
S := $(ROOT)/scripts
BUILD := $(ROOT)/build

.DEFAULT_GOAL := build
.PHONY: run check build bench fuzz format lint clean help

help:		## this list
	@sed -n 's/^\([a-z]*\):.*## */  make \1	/p' $(ROOT)/Makefile | expand -t 16

run:		## build, then scan this host (scripts/run-main)
	@$(S)/run-main

check:		## every build, every test, lint, a short fuzz run (scripts/check)
	@$(S)/check

build:		## the programs, as they are shipped, in build/
	@$(S)/build release $(BUILD)

bench:		## measure what docs/performance.md states
	@$(S)/build bench $(ROOT)/build-bench
	@$(S)/bench $(ROOT)/build-bench

fuzz:		## run every fuzz target: FUZZ_SECONDS=600 TARGETS="json purl" make fuzz
	@$(S)/build fuzz $(ROOT)/build-fuzz
	@$(S)/fuzz $(ROOT)/build-fuzz

format:		## what clang-format would change in the lines you changed
	@$(S)/format

lint:		## layers, style, shell scripts
	@$(S)/lint

clean:		## remove build/ and build-*/ (not the state in .state/)
	@rm -rf $(BUILD) $(ROOT)/build-check $(ROOT)/build-clang $(ROOT)/build-fuzz $(ROOT)/build-bench
