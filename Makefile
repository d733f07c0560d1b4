# cgi-auth. `make` alone explains itself.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
SERVER ?= apache
MPM ?= event
PORT ?= 8080
PROGRAMS := $(addsuffix .cgi,$(shell scripts/programs)) $(shell scripts/programs helpers) $(shell scripts/programs commands)
# What the programs need to build, and what only the tests need. Debian package names.
BUILD_PACKAGES := libssl-dev libgdbm-dev libcrypt-dev binutils
DIST_PACKAGES := zip
SERVE_PACKAGES := $(if $(filter lighttpd,$(SERVER)),lighttpd lighttpd-mod-openssl,apache2-bin) openssl \
  $(if $(FASTCGI),$(if $(filter lighttpd,$(SERVER)),,libapache2-mod-fcgid))
TEST_PACKAGES := apache2-bin apache2-utils apache2-suexec-custom lighttpd lighttpd-mod-openssl openssl curl file gdbmtool python3-jwt \
  python3-gdbm gcc strace valgrind nginx fcgiwrap caddy php-cgi perl media-types procps \
  libapache2-mod-fcgid libapache2-mod-xsendfile spawn-fcgi \
  chromium chromium-driver default-jre-headless python3-pip zip unzip \
  lftp pure-ftpd openssh-server python3-aiosmtpd postfix
TORTURE ?= 20
SECONDS ?= 600
BENCH_PACKAGES := python3-gdbm gcc strace valgrind wrk apache2-bin apache2-utils lighttpd nginx libfcgi-dev php-fpm openssl
# The parts of the benchmark, in the order of docs/benchmarks.md: bench/<part>.py.
BENCHMARKS := processes instructions servers fastcgi guard store admin sessions sameness mailed

.PHONY: help build serve test test-long check packages upload check-site torture fuzz bench instructions link-order generate lint settings-doc format screenshots dist dist-test clean
help:
	@echo 'make serve   build and serve a working site at http://127.0.0.1:$(PORT), until Ctrl-C'
	@echo '             SERVER=lighttpd for lighttpd instead of Apache, PORT=8081, TLS=1 for HTTPS'
	@echo '             MPM=prefork for Apache with mod_cgi instead of mod_cgid'
	@echo '             FASTCGI=1 for programs that stay and answer by FastCGI'
	@echo 'make test    run the tests, in stages: format, build, units, contract, programs, torture, servers'
	@echo 'make test-long  run those that take longest: browser, fuzz'
	@echo 'make check   the same up to programs, within two minutes once it is built'
	@echo 'make packages  build and run the packages of docs/own-programs.md, in both ways'
	@echo 'make upload  put the programs into a host'"'"'s cgi-bin, or new ones in their place:'
	@echo '             HOST=sftp://you@host/cgi-bin, or ftp:// for FTP with TLS; FROM=folder for other programs'
	@echo 'make check-site  ask your site from outside whether it keeps what it should:'
	@echo '             URL=https://www.example.com GUARDED=/members/paper.pdf'
	@echo 'make torture kill, starve and cut the power of the user store TORTURE=20 times as often as test does'
	@echo 'make fuzz    feed what reads foreign bytes with strange ones, SECONDS=600 each'
	@echo 'make bench   measure times, memory, instructions and requests per second, and write docs/benchmarks.md;'
	@echo '             BEFORE=main to build that revision, too, and measure its guard.cgi beside this one'
	@echo 'make instructions  renew the count that test compares what protected.cgi takes with'
	@echo 'make screenshots  take the pictures in docs/ anew'
	@echo 'make build   build the programs and put them, stripped, into cgi-bin/: upload that folder'
	@echo 'make dist    pack them for people who only upload: dist/cgi-auth-<version>-<machine>.zip and .tar.gz'
	@echo 'make dist-test   unpack that on a bare Debian with Apache alone, and try it; as root, downloads Debian'
	@echo 'make generate  write anew what follows from the lists of programs and settings;'
	@echo '             make settings-doc writes the tables of docs/settings.md alone'
	@echo 'make lint    check that, the format of the sources and the length of lines'
	@echo 'make link-order  note anew what the linker should put side by side, after a change of Swift'"'"'s version'
	@echo 'make clean   remove what was built'
	@echo
	@echo 'serve and test install what they need from Debian, as root or by sudo.'

build:
	@scripts/require $(BUILD_PACKAGES)
	@# Code of libcrypto that is never reached makes the linker warn of dlopen and getaddrinfo.
	swift build -c release 2>&1 | { grep -v 'in statically linked applications requires' || true; }
	@# One section holds a hash of what is stripped, paths among it: without it two clones make the same bytes.
	@for program in $(PROGRAMS); do \
	  strip -s -R .note.gnu.build-id -o cgi-bin/$$program.new .build/release/$$program && \
	  chmod 755 cgi-bin/$$program.new && mv -f cgi-bin/$$program.new cgi-bin/$$program || exit 1; \
	done
	@cd cgi-bin && ls -l $(PROGRAMS)

dist: build
	@scripts/require $(DIST_PACKAGES)
	@scripts/dist

dist-test: dist
	@scripts/require debootstrap curl
	@scripts/chroot-test dist/cgi-auth-$$(cat VERSION)-$$(uname -m).tar.gz

serve: build
	@scripts/require $(SERVE_PACKAGES)
	@SERVER=$(SERVER) MPM=$(MPM) PORT=$(PORT) TLS=$(TLS) FASTCGI=$(FASTCGI) scripts/serve

test:
	@scripts/require $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@scripts/test

test-long:
	@scripts/require $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@scripts/web-tools
	@scripts/test long

check:
	@scripts/require $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@scripts/test format build units contract programs

packages:
	@scripts/require $(BUILD_PACKAGES)
	@scripts/test build packages

check-site:
	@scripts/check-site '$(URL)' '$(GUARDED)' '$(or $(CGI),/cgi-bin)'

upload:
	@scripts/require lftp
	@scripts/upload '$(HOST)' '$(or $(FROM),cgi-bin)'

torture:
	@scripts/require $(BUILD_PACKAGES) $(TEST_PACKAGES)
	TORTURE=$(TORTURE) scripts/test build torture

screenshots: build
	@scripts/require $(TEST_PACKAGES) fonts-vlgothic pngquant
	SCREENSHOTS=keep swift test --filter '[./]ScreenshotTests[./]thePicturesOfTheDocumentation'
	pngquant --force --strip --ext .png 256 docs/screenshots/*.png

fuzz:
	@scripts/require $(BUILD_PACKAGES)
	SECONDS_EACH=$(SECONDS) scripts/fuzz

bench: build
	@scripts/require $(BENCH_PACKAGES)
	BEFORE='$(BEFORE)' /usr/bin/python3 bench/report.py $(BENCHMARKS)

instructions: build
	@scripts/require $(TEST_PACKAGES)
	@count=Tests/ProgramTests/instructions/$$(uname -m).txt && \
	  /usr/bin/python3 bench/instructions.py record >$$count.new && mv -f $$count.new $$count && cat $$count

link-order: build
	@scripts/require binutils valgrind
	scripts/link-order
	@cd .build/release && rm -f $(PROGRAMS)
	@$(MAKE) build

generate: settings-doc
	@scripts/generate

lint:
	scripts/generate --check
	scripts/settings-table --check
	swift format lint --strict --recursive Package.swift Sources Tests Examples Fuzz
	scripts/lint-columns

settings-doc:
	@scripts/settings-table

format:
	swift format --in-place --recursive Package.swift Sources Tests Examples Fuzz

clean:
	rm -rf .build .build-fuzz .build-package .build-before $(addprefix cgi-bin/,$(PROGRAMS)) dist
