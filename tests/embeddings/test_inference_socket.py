import socket
import stat
from pathlib import Path

import pytest

from embeddings.errors import UnusableSocket
from embeddings.inference_socket import LONGEST_PATH, listening_socket


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inference.sock"


def test_the_socket_is_for_its_owner_only_and_goes_again(path: Path) -> None:
    with listening_socket(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


def test_a_socket_that_a_dead_process_left_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))

    with listening_socket(path), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))


def test_a_second_server_is_refused(path: Path) -> None:
    with listening_socket(path):
        with pytest.raises(UnusableSocket), listening_socket(path):
            pass
        assert path.is_socket()


def test_a_socket_of_another_program_is_left_alone(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()

        with pytest.raises(UnusableSocket), listening_socket(path):
            pass
        assert path.is_socket()


def test_a_file_in_the_way_is_left_alone(path: Path) -> None:
    path.write_text("keep me")

    with pytest.raises(UnusableSocket), listening_socket(path):
        pass
    assert path.read_text() == "keep me"


def test_a_path_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableSocket), listening_socket(tmp_path / ("a" * LONGEST_PATH)):
        pass
