"""Reading processes that are forked, for tests in which starting real ones is most of the time."""

from __future__ import annotations

import contextlib
import os
import posix
import signal
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

from govnews import extraction_pool


def count_no_more() -> None:
    """Ends the measuring of coverage in this process, which about doubles its time."""
    sys.settrace(None)
    threading.settrace(None)


class ForkedReader:
    """A reading process forked from the one that asks it, which has imported all that takes the
    real one half a second. It answers over the same socket and ends as the real one does. What it
    runs is counted in the tests of reading.
    """

    def __init__(self, _command: list[str], *, pass_fds: list[int], **_: object) -> None:
        (kept,) = pass_fds
        self._status: int | None = None
        self._pid = os.fork()
        if self._pid:
            return
        count_no_more()
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        # Nothing else is inherited, such as the descriptor of the archive's lock.
        for place in list(Path("/dev/fd").iterdir()):
            if int(place.name) not in {1, 2, kept}:
                with contextlib.suppress(OSError):
                    os.close(int(place.name))
        sys.argv = ["reader", str(kept)]
        try:
            extraction_pool.main()
        finally:
            posix._exit(0)  # the one of `os` writes the coverage of the parent once more

    def kill(self) -> None:
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def wait(self) -> int:
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._status


REPLACED = SimpleNamespace(Popen=ForkedReader, DEVNULL=extraction_pool.subprocess.DEVNULL)
"""What stands for `subprocess` in `extraction_pool`."""
