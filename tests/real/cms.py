"""Real content management systems on loopback: MariaDB and PHP of Debian in a folder of their own.

Nothing of the machine's services is used or changed: MariaDB listens on a socket in the folder
only, PHP's own server on 127.0.0.1, and both end with their `with` block.
"""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.clilib import PATIENCE, free_port


def need(*programs: str, package: str) -> None:
    """Skips the test with the reason where a program is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no {', '.join(missing)} here: apt-get install {package}")


@dataclass(frozen=True, slots=True)
class Database:
    """A running MariaDB. Its user is root, without a password, through `socket` alone."""

    socket: Path

    def run(self, sql: str, database: str = "mysql") -> str:
        """Run statements and return what the client prints, rows as tab-separated values."""
        client = [
            "mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot", "-N",
            "--default-character-set=utf8mb4", database,
        ]  # fmt: skip
        done = subprocess.run(client, input=sql.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@contextmanager
def mariadb(folder: Path) -> Iterator[Database]:
    """MariaDB with its data below `folder`, without a port."""
    data, socket = folder / "data", folder / "s"
    log = folder / "mariadb.log"
    installing = [
        "mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
        "--auth-root-authentication-method=normal", f"--user={getpass.getuser()}",
    ]  # fmt: skip
    subprocess.run(installing, check=True, capture_output=True)
    serving = [
        "mariadbd", "--no-defaults", f"--user={getpass.getuser()}", f"--datadir={data}",
        f"--socket={socket}", "--skip-networking", f"--pid-file={folder / 'pid'}",
        f"--log-error={log}", "--innodb-buffer-pool-size=64M", "--skip-log-bin",
        "--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4",
    ]  # fmt: skip
    with _process(serving) as process:
        _wait(process, socket.exists, log)
        yield Database(socket)


@contextmanager
def php(
    folder: Path, router: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """PHP's own server over `folder`; its address without a slash at the end.

    router: a script that every request goes through. settings: of php.ini.
    """
    port = free_port()
    log = folder.parent / "php.log"
    options = [
        part for name, value in (settings or {}).items() for part in ("-d", f"{name}={value}")
    ]
    serving = ["php", *options, "-S", f"127.0.0.1:{port}", "-t", str(folder)]
    serving += [str(router)] if router else []
    url = f"http://127.0.0.1:{port}"
    with _process(serving, log, {"PHP_CLI_SERVER_WORKERS": "3"}) as process:
        _wait(process, lambda: _answers(url), log)
        yield url


@contextmanager
def _process(
    command: list[str], log: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, which ends with the block."""
    with (log or Path(os.devnull)).open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        text = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        assert process.poll() is None, text
        assert time.monotonic() < deadline, text
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/robots.txt", timeout=30).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
