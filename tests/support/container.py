"""A Debian root of its own, entered as Docker enters a container, without namespaces."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

RELEASE = "bookworm"
_PACKAGES = "python3,python3-pip,ca-certificates,libseccomp2"
_CAPABILITIES = (
    *("chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap"),
    *("net_bind_service", "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap"),
)
"""Those of Docker's default."""
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_ENTER = """\
root="$1"; shift
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
mkdir "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
for device in null zero full random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
exec setpriv --bounding-set "$1" --inh-caps=-all chroot "$root" "${@:2}"
"""


def can_be_made() -> bool:
    """Say whether this machine can make such a root."""
    return os.geteuid() == 0 and all(map(shutil.which, ("mmdebstrap", "setpriv", "unshare")))


class Container:
    """A root with Gradescope's folders, laid out for a release."""

    def __init__(self, root: Path, release: Path) -> None:
        self.root = root
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={_PACKAGES}", RELEASE, root],
            check=True,
        )
        for name in ("/etc/resolv.conf", "/etc/hosts", _CERTIFICATES):
            if Path(name).is_file():
                shutil.copy(name, self.inside(name))
        for name in ("submission", "results"):
            self.inside(f"/autograder/{name}").mkdir(parents=True)
        with zipfile.ZipFile(release) as archive:
            archive.extractall(self.inside("/autograder/source"))
        self.inside("/autograder/submission_metadata.json").write_text('{"id": 7}')
        self._environment = {
            "HOME": "/root",
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "PIP_CERT": _CERTIFICATES,
        }
        if wheels := os.environ.get("PIP_FIND_LINKS"):
            shutil.copytree(wheels, self.inside("/opt/wheels"))
            self._environment |= {"PIP_FIND_LINKS": "/opt/wheels", "UV_TORCH_BACKEND": ""}

    def inside(self, path: str) -> Path:
        """Return where a path of the container is seen from outside."""
        return self.root / path.lstrip("/")

    def run(self, *command: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Run a command in the container."""
        bounds = ",".join(["-all", *(f"+{name}" for name in _CAPABILITIES)])
        pairs = [f"{name}={value}" for name, value in self._environment.items()]
        enter = ["unshare", "--mount", "--propagation", "private", "bash", "-ec", _ENTER, "enter"]
        return subprocess.run(
            [*enter, str(self.root), bounds, "env", "-i", *pairs, *command],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )

    def grade(self, submission: Path) -> dict[str, Any]:
        """Grade one submission as Gradescope does, and return the result."""
        folder = self.inside("/autograder/submission")
        shutil.rmtree(folder)
        if submission.is_dir():
            shutil.copytree(submission, folder)
        else:
            folder.mkdir()
            shutil.copy(submission, folder)
        done = self.run("bash", "/autograder/source/run_autograder")
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.rstrip("\n").isprintable()
        assert done.stderr == ""
        return dict(json.loads(self.inside("/autograder/results/results.json").read_text()))
