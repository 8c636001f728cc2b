#!/usr/bin/env bash
# Prepares the container that grades this assignment. Gradescope runs it once, when it builds the
# image. It installs the pinned packages with a CPU-only torch into an environment of their own: no
# CUDA, no conda, no LaTeX, no browser. What the image has is used: its Python where that is 3.10 to
# 3.13, and pip. All else comes from the package indexes, so that a firewall has to know no more.
#
# Everything can be set from outside:
#   AUTOGRADER_ROOT     Gradescope's folder                        (default /autograder)
#   AUTOGRADER_PREFIX   where the packages go                      (default /opt/autograder)
#   AUTOGRADER_PYTHON   the Python version, or a path to one       (default: the image's, else 3.12)
#   AUTOGRADER_UV       a uv that is already there                 (default: install one)
#   UV_TORCH_BACKEND    torch's build as uv names it, or empty to take what the index has
#                                                                  (default cpu)
#   PIP_INDEX_URL, PIP_FIND_LINKS, PIP_CERT   a package index of your own, as pip knows it
set -euo pipefail
umask 022 # grading runs as an unprivileged user, who must be able to read all of this

root="${AUTOGRADER_ROOT:-/autograder}"
prefix="${AUTOGRADER_PREFIX:-/opt/autograder}" # not below /root, which other users cannot read
backend="${UV_TORCH_BACKEND-cpu}"
unset UV_TORCH_BACKEND
[ -z "${PIP_INDEX_URL:-}" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"
[ -z "${PIP_FIND_LINKS:-}" ] || export UV_FIND_LINKS="${UV_FIND_LINKS:-$PIP_FIND_LINKS}"
[ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"

# A Python of the image that student code can read, or nothing.
image_python() {
    local name path
    for name in python3.12 python3.13 python3.11 python3.10 python3; do
        path="$(command -v "$name")" || continue
        case "$(readlink -f "$path")" in /root/*) continue ;; esac
        if "$path" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))'; then
            echo "$path"
            return
        fi
    done
}

mkdir -p "$prefix"
uv="${AUTOGRADER_UV:-}"
if [ -z "$uv" ]; then
    if ! python3 -m pip --version >/dev/null 2>&1; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update
        apt-get install -y --no-install-recommends ca-certificates python3 python3-pip
    fi
    python3 -m pip install --quiet --upgrade --target "$prefix/uv" "uv=={{ uv_version }}"
    uv="$prefix/uv/bin/uv"
fi
python="${AUTOGRADER_PYTHON:-$(image_python)}"

export UV_PYTHON_INSTALL_DIR="$prefix/python" # where uv puts a Python if the image has none
export UV_CACHE_DIR="$prefix/cache"
cd "$root/source"
"$uv" venv --clear --python "${python:-3.12}" "$prefix/venv"
install() {
    "$uv" pip install --python "$prefix/venv/bin/python" --compile-bytecode -c constraints.txt "$@"
}
# torch first: from a folder of wheels, from PyTorch's index of CPU builds, or what the index has
torch="$(grep -m 1 -oE '^torch==[^ ;]+' constraints.txt)"
{ [ -n "${UV_FIND_LINKS:-}" ] && install --quiet --no-index --no-deps "$torch" 2>/dev/null; } ||
    { [ -n "$backend" ] && install --torch-backend "$backend" --no-deps "$torch"; } ||
    install "$torch"
install -r requirements.txt
rm -rf "$UV_CACHE_DIR"

# Fail now rather than at the first submission, and build matplotlib's font cache on the way.
export MPLCONFIGDIR="$prefix/matplotlib"
"$prefix/venv/bin/python" - <<'PYTHON'
import sys

import matplotlib.pyplot
import otter
import torch

print(f"Python {sys.version.split()[0]}, torch {torch.__version__}, otter-grader {otter.__version__}")
if torch.version.cuda is not None:
    print("This torch was built for CUDA: it grades as well, and takes gigabytes of the image.")
PYTHON
