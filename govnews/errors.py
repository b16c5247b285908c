"""Errors for users, each with the exit code of the command line.

The command line prints the message and exits with `exit_code`; docs/commands.md documents the
codes. Library users catch `GovnewsError` or one of its children.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from govnews.reasons import Reason


class GovnewsError(Exception):
    """Base of all errors that govnews raises on purpose; the text is a message for users."""

    exit_code = 1


class UsageError(GovnewsError):
    """The command or the call is invalid."""

    exit_code = 2


class UnknownPortal(UsageError):
    """No portal file has this name."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean '{nearest}'?" if nearest else ""
        super().__init__(
            f"There is no portal named '{name}'.{hint} 'govnews portals list' names them all."
        )


class UnknownProvince(UsageError):
    """Neither of the 63 nor of the 34 provinces has this name."""

    def __init__(self, name: str, nearest: str | None, why: str = "") -> None:
        hint = f"Did you mean '{nearest}'? " if nearest else ""
        super().__init__(
            f"There is no province '{name}'. {why}{hint}'govnews provinces list' names them all."
        )


class BadPortalFile(UsageError):
    """A portal file cannot be read; names the file, the line and the key."""

    def __init__(self, path: Path | str, line: int | None, key: str | None, why: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        named = f" key '{key}':" if key else ""
        super().__init__(f"{place}:{named} {why}")
        self.line = line
        self.key = key


class BadConfig(UsageError):
    """govnews.toml or a GOVNEWS_* variable has an invalid value."""


class UnreadableInput(GovnewsError):
    """A file given to `import` is neither a text dump nor HTML nor a WARC that can be read."""


class WebArchiveUnavailable(GovnewsError):
    """A web archive cannot be reached, has a private address, or returns no index."""


class WebArchiveBusy(WebArchiveUnavailable):
    """A web archive's Retry-After is longer than a run waits."""


class NotInArchive(GovnewsError):
    """The archive holds no article under this URL or number."""


class NoSuchWatch(UsageError):
    """No saved search has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        super().__init__(
            f"There is no watch named '{name}'.{hint} 'govnews watch list' names them all."
        )


class DemoPortUnavailable(GovnewsError):
    """Another program listens on the demo portal's port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} on 127.0.0.1 is taken, so the demo portal cannot start there. "
            "Stop the other program or choose a port with --port."
        )


class AddressUnavailable(GovnewsError):
    """`govnews serve` cannot listen on the given address."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Port {port} on {host} cannot be listened on: {why}. Stop the other program, or "
            "choose another place with --port and --host."
        )


class OutputFailed(GovnewsError):
    """The file of -o could not be written; an old one is unchanged."""


class MissingExtra(GovnewsError):
    """A function needs a package that is installed by an extra."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(
            f"{what} need {package}, which is not installed: pip install 'govnews[{extra}]'"
        )


class ArchiveError(GovnewsError):
    """The archive is locked, damaged, foreign or too new."""

    exit_code = 5


class ArchiveLocked(ArchiveError):
    """Another process writes to this archive."""


class ArchiveCorrupt(ArchiveError):
    """archive.db or a WARC file is damaged."""


class NotAnArchive(ArchiveError):
    """There is no database at the path, or it is another program's."""


class ArchiveTooNew(ArchiveError):
    """A later version of govnews wrote this archive."""


class ArchiveTooOld(ArchiveError):
    """An earlier version of govnews made this archive, and what it lacks has to be read again."""


class NotAnArticle(GovnewsError):
    """The page was read and holds no article; `reason` is one of `model.NOT_ARTICLE_REASONS`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"not an article ({reason})" + (f": {detail}" if detail else ""))
        self.reason = reason
        self.detail = detail


class PageRefused(GovnewsError):
    """The page is outside the documented bounds (size, depth) and was not read."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
