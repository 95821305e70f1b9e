# The one door to everything that is built or checked here. `make` alone lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
export PATH := $(PATH):/usr/sbin:/sbin
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# Debian packages, by name. clang-19 has been in bookworm since 12.9; clang-14 builds the same programs.
PACKAGES := libbpf-dev libbpf1 bpftool qemu-system-x86 busybox-static cpio kmod e2fsprogs xz-utils zstd lz4 \
	libelf-dev zlib1g-dev gcc libc6-dev curl python3
CLANG_PACKAGES := clang-19 clang-format-19
CLANG = $(shell command -v clang-19 || command -v clang-14 || echo clang-19)
CLANG_FORMAT = $(shell command -v clang-format-19 || command -v clang-format-14 || echo clang-format-19)

KERNELS ?= 5.10 6.12
export KERNELS_DIR ?= $(HOME)/.cache/rulesengine/kernels
VMLINUX_KERNEL := 6.12
CONFIGURATION ?= Release

vm := tests/kernel/vm
hooks := $(wildcard bpf/hooks/*.bpf.c)
headers := $(wildcard bpf/include/*.h bpf/lib/*.h)
hook_objects := $(hooks:bpf/hooks/%.bpf.c=build/bpf/%.o)
trigger_sources := $(wildcard tests/kernel/triggers/*.c)
c_sources := $(wildcard bpf/include/*.h bpf/lib/*.h bpf/hooks/*.c tests/kernel/triggers/*.[ch])
conformance := artifacts/bin/RulesEngine.Conformance/release/RulesEngine.Conformance

.PHONY: help setup build bpf test kernels vm vmlinux conformance bench bench-replay fuzz format format-check bless demo clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' Makefile | expand -t 18

setup: ## install the Debian packages that are missing
	@missing=(); installed() { dpkg-query -W -f '$${db:Status-Status}\n' "$$1" 2> /dev/null | grep -qx installed; }; \
	for package in $(PACKAGES); do installed $$package || missing+=("$$package"); done; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	if ! command -v clang-19 > /dev/null && ! command -v clang-14 > /dev/null || \
	   ! command -v clang-format-19 > /dev/null && ! command -v clang-format-14 > /dev/null || [ $${#missing[@]} -gt 0 ]; then \
	    $$root apt-get -qq update; \
	    if apt-cache show clang-19 > /dev/null 2>&1; then clang="$(CLANG_PACKAGES)"; else clang="clang-14 clang-format-14"; fi; \
	    $$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$${missing[@]}" $$clang > /dev/null; \
	fi

build: setup build/rulesengine build/rulesengine.bpf.o build/trigger build/kernel-tester ## the executable, its BPF object and the kernel tester, in build/

bpf: setup build/rulesengine.bpf.o ## the BPF object alone

# --- the executable ----------------------------------------------------------------------------------------------------

# A list that changes only when a source file comes or goes, so that a deleted file rebuilds too.
shipped := engine bpf/RulesEngine.Bpf plugins compat
sources := $(shell find $(shipped) -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.tsv' -o -name '*.json' -o -name '*.js' \
	-o -name '*.yaml' -o -name '*.html' -o -name '*.css' -o -name '*.txt' \) -not -path '*/obj/*' | LC_ALL=C sort) \
	$(wildcard Directory.* *.config global.json .editorconfig BannedSymbols.txt)

build/sources.list: FORCE
	@mkdir -p build; printf '%s\n' $(sources) | cmp -s - $@ || printf '%s\n' $(sources) > $@

build/rulesengine: $(sources) build/sources.list | setup
	dotnet publish engine/RulesEngine.Host -c Release -r linux-x64 -o build/publish -v q
	install -m 755 build/publish/rulesengine $@

tester_sources := $(shell find tests/kernel/RulesEngine.KernelTester -name '*.cs' -o -name '*.csproj')

build/kernel-tester: $(tester_sources) $(sources) build/sources.list | setup
	dotnet publish tests/kernel/RulesEngine.KernelTester -c Release -r linux-x64 -o build/publish-tester -v q
	install -m 755 build/publish-tester/kernel-tester $@

.PHONY: FORCE
FORCE:

# --- the kernel side ---------------------------------------------------------------------------------------------------

vmlinux: build/vmlinux.h ## build/vmlinux.h, from the type information of the packaged 6.12 kernel

build/vmlinux.h: | setup
	$(vm)/kernels $(VMLINUX_KERNEL)
	@mkdir -p build
	bpftool btf dump file $(KERNELS_DIR)/$(VMLINUX_KERNEL)/vmlinux format c > $@

build/bpf/%.o: bpf/hooks/%.bpf.c $(headers) build/vmlinux.h
	@mkdir -p build/bpf
	$(CLANG) -target bpf -g -O2 -mcpu=v3 -Wall -Werror -D__TARGET_ARCH_x86 -Ibpf/include -Ibpf/lib -Ibuild -c $< -o $@

build/hooks.list: FORCE
	@mkdir -p build; printf '%s\n' $(hooks) | cmp -s - $@ || printf '%s\n' $(hooks) > $@

build/rulesengine.bpf.o: $(hook_objects) build/hooks.list
	bpftool gen object $@ $(hook_objects)

build/trigger: $(trigger_sources) $(wildcard tests/kernel/triggers/*.h) | setup
	@mkdir -p build
	gcc -std=gnu11 -static -O2 -Wall -Wextra -Werror $(trigger_sources) -o $@

# --- checks ------------------------------------------------------------------------------------------------------------

kernels: setup ## fetch the kernels of KERNELS ("5.10 6.12", or all)
	$(vm)/kernels $(KERNELS)

vm: setup ## a shell in a guest: KERNEL=6.12, LSM=landlock,lockdown,yama,bpf; build/ is at /job
	@mkdir -p build/job; cp -f $(wildcard build/rulesengine build/rulesengine.bpf.o build/trigger) build/job/ 2> /dev/null || true
	$(vm)/run $(or $(KERNEL),6.12) build/job --shell

test: build ## everything: units, then scenarios on the kernels of KERNELS
	KERNELS="$(KERNELS)" tests/run-all

conformance: ## compare with Falco's recorded answers (CORPUS=..., ONLY=..., CORPUS_BASE=... narrow it)
	dotnet build tests/rules/RulesEngine.Conformance -c Release -v q -clp:ErrorsOnly
	$(conformance)

bench: ## time and allocation of the pieces (FILTER=*Match* narrows it)
	dotnet run -c Release --project tests/bench/RulesEngine.Bench -- --filter '$(or $(FILTER),*)'

bench-replay: build/rulesengine ## cost per event of replayed captures, whole processes (docs/performance.md)
	dotnet build engine/RulesEngine.Host -c Release -v q -clp:ErrorsOnly
	RUNS=$(RUNS) EVENTS=$(EVENTS) ROWS=$(ROWS) WRITE=$(WRITE) FALCO=$(FALCO) FALCO_CONFIG=$(FALCO_CONFIG) tests/bench/replay/run

fuzz: ## feed broken input to every reader, for FUZZ_SECONDS (60) or FUZZ_INPUTS each; TARGETS=damage: captures, all damage there is
	dotnet run -c Release --project tests/fuzz/RulesEngine.Fuzz -- $(TARGETS)

format: ## rewrite C# and C in the project's form
	dotnet format RulesEngine.sln
	$(CLANG_FORMAT) -i $(c_sources)

format-check: ## fail where format would change something
	dotnet format RulesEngine.sln --verify-no-changes
	$(CLANG_FORMAT) --dry-run -Werror $(c_sources)

bless: ## rewrite the expectations of the rule corpus from what the code says now
	BLESS=1 dotnet test --project tests/rules/RulesEngine.Compiler.Tests

demo: build ## replay a capture, block a process in a guest, print a plan
	tests/kernel/demo/run

clean: ## remove what was built (fetched kernels stay)
	rm -rf build artifacts
