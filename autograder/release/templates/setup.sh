#!/usr/bin/env bash
# Prepares the container that grades this assignment. Gradescope runs it once, when it builds the
# image. It installs uv, a Python of its own and the pinned packages with a CPU-only torch:
# no CUDA, no conda, no LaTeX, no browser.
#
# Everything can be set from outside:
#   AUTOGRADER_ROOT     Gradescope's folder                        (default /autograder)
#   AUTOGRADER_PREFIX   where Python and the packages go           (default /opt/autograder)
#   AUTOGRADER_PYTHON   the Python version, or a path to one       (default 3.12)
#   AUTOGRADER_UV       a uv that is already there                 (default: install one)
#   UV_TORCH_BACKEND    torch's build as uv names it, or empty to take what the index has
#                                                                  (default cpu)
set -euo pipefail
umask 022 # grading runs as an unprivileged user, who must be able to read all of this

root="${AUTOGRADER_ROOT:-/autograder}"
prefix="${AUTOGRADER_PREFIX:-/opt/autograder}" # not below /root, which other users cannot read
python="${AUTOGRADER_PYTHON:-3.12}"
export UV_TORCH_BACKEND="${UV_TORCH_BACKEND-cpu}"
[ -n "$UV_TORCH_BACKEND" ] || unset UV_TORCH_BACKEND

mkdir -p "$prefix"
if [ -n "${AUTOGRADER_UV:-}" ]; then
    uv="$AUTOGRADER_UV"
else
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends ca-certificates curl
    curl -LsSf "https://astral.sh/uv/{{ uv_version }}/install.sh" |
        env UV_INSTALL_DIR="$prefix/bin" UV_NO_MODIFY_PATH=1 sh
    uv="$prefix/bin/uv"
fi

export UV_PYTHON_INSTALL_DIR="$prefix/python"
export UV_CACHE_DIR="$prefix/cache"
cd "$root/source"
"$uv" venv --clear --python "$python" "$prefix/venv"
"$uv" pip install --python "$prefix/venv/bin/python" --compile-bytecode \
    -r requirements.txt -c constraints.txt
rm -rf "$UV_CACHE_DIR"

# Fail now rather than at the first submission, and build matplotlib's font cache on the way.
export MPLCONFIGDIR="$prefix/matplotlib"
"$prefix/venv/bin/python" - <<'PYTHON'
import matplotlib.pyplot
import otter
import torch

print(f"torch {torch.__version__}, otter-grader {otter.__version__}")
if torch.version.cuda is not None:
    raise SystemExit("this torch was built for CUDA; set UV_TORCH_BACKEND=cpu")
PYTHON
