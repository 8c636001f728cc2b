# make dist | make verify | make validity | make test | make lint | make clean: each sets up .venv by itself.
PYTHON ?= python3
TORCH  := torch==2.13.0
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# How many processes `make dist` and `make verify` use; without it, as many as there are cores.
JOBS   ?=

# Byte code is kept: without it, every command and test compiles the whole package again.
unexport PYTHONDONTWRITEBYTECODE

# One process of tests more than there are cores, as some wait for limits to be hit.
WORKERS := $(shell echo $$(( $$(nproc 2> /dev/null || echo 2) + 1 )))
TESTS  := -m pytest -m "not slow" -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

.PHONY: dist verify validity test fuzz test-gradescope lint lock benchmark clean

dist: $(READY)
	$(BIN)/autograder build $(if $(JOBS),--jobs $(JOBS))

# Are the tests right? Against the solution, right and wrong variants of it, and mutants.
verify: $(READY)
	$(BIN)/autograder verify $(if $(JOBS),--jobs $(JOBS))

# `make test COVERAGE=yes` also says what of the package they reach, for half as much time again.
test: $(READY)
ifdef COVERAGE
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run $(TESTS)
	$(BIN)/python -m tests.support.coverage_figure
else
	$(BIN)/python $(TESTS)
endif

# How right the verdicts are: answers from the texts alone, right and wrong ones, graded as a class.
# For a part of them: make validity OF="a2-first-network:q3 a4-digit-classifier"
validity: $(READY)
	$(BIN)/python -m tests.validity $(OF)

# What the tests of corrupted submissions, zips and downloads do, 2,000 times each.
fuzz: $(READY)
	FUZZ_EXAMPLES=2000 $(BIN)/python -m pytest -n 2 tests/batch/test_whatever_is_handed_in.py

# Installs torch again: setup.sh in a scratch root and in a container, where mmdebstrap can make one,
# and the student release in an environment of its own.
test-gradescope: $(READY)
	$(BIN)/python -m pytest -m slow

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Our build against Otter's, what grading costs beyond running the cells, and other graders.
benchmark: dist
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/overhead.py dist/a0-pytorch-review/a0-pytorch-review-autograder.zip \
	    assignments/a0-pytorch-review/a0-pytorch-review.ipynb
	$(BIN)/python benchmarks/grading.py

# Pins every dependency anew, for all supported versions of Python; CUDA packages stay out.
lock: $(READY)
	echo '$(TORCH)' > $(VENV)/torch.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.10 --all-extras --upgrade \
	    --no-header --no-annotate -c $(VENV)/torch.txt pyproject.toml \
	    | grep -vE '^(cuda|nvidia|setuptools|triton)' > $(VENV)/constraints.txt
	cp $(VENV)/constraints.txt constraints.txt

clean:
	rm -rf $(VENV) dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

# torch first, as a CPU build: from a folder of wheels where pip knows one (PIP_FIND_LINKS), else
# from PyTorch's own CPU index, else whatever the package index has.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 10) <= v <= (3, 13) else \
	    "make: Python 3.10 to 3.13 is needed, this is %d.%d; try make PYTHON=python3.12" % v)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet -c constraints.txt pip uv
	$(PIP) install --quiet --no-index --no-deps $(TORCH) 2>/dev/null \
	    || $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --torch-backend cpu --no-deps $(TORCH) 2>/dev/null \
	    || $(PIP) install --quiet -c constraints.txt $(TORCH)
	$(PIP) install --quiet -c constraints.txt --editable '.[course,dask,desk,dev]'
	$(BIN)/python -m compileall -q autograder
	touch $(READY)
