"""The Unix socket of the inference process: one owner at a time, for one user only."""

import fcntl
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from embeddings.errors import UnusableSocket

# The kernel's limit (sun_path in unix(7)), less the closing zero.
LONGEST_PATH = 107


@contextmanager
def listening_socket(path: Path) -> Iterator[socket.socket]:
    """A listening socket at `path`, mode 0600; gone again afterwards.

    A socket file that a dead process left behind is replaced. Raises UnusableSocket when a live
    process has it, when the file there is no socket, or when the path is too long.
    """
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise UnusableSocket(f"{path} is longer than {LONGEST_PATH} bytes")
    with _owner(path), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        _remove_stale(path)
        _bind_private(listener, path)
        listener.listen(64)
        try:
            yield listener
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _owner(path: Path) -> Iterator[None]:
    # The lock file stays: removing it would let two processes lock two files of one name.
    with open(f"{path}.lock", "w", opener=_open_private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnusableSocket(f"another inference process serves {path}") from None
        yield


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _remove_stale(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise UnusableSocket(f"{path} exists and is not a socket")
        if _is_live(path):
            raise UnusableSocket(f"another process serves {path}")
        path.unlink()


def _is_live(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _bind_private(listener: socket.socket, path: Path) -> None:
    # Set before binding, so that there is no moment at which others may connect.
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
