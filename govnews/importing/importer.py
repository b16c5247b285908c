"""Import files: each page goes to the portal that it belongs to."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from govnews.archive.database import Archive
from govnews.archive.warc.model import Skipped, StoredAnswer
from govnews.errors import UnreadableInput
from govnews.importing import sources
from govnews.importing.intake import Imported, Intake, Reading, Tally
from govnews.importing.provenance import addresses, mirrored
from govnews.importing.recognise import NoPage
from govnews.importing.saved import SavedPage
from govnews.importing.sources import Refused
from govnews.model import ImportOutcome
from govnews.portal import Portal

AHEAD = 2
"""Number of responses that are read ahead while an earlier one is stored."""

MAX_WAITING = 100_000
"""Revisits that may wait for their originals until all files are read."""


class Importer:
    """Import files into an archive that is open for writing.

    portals: those that a page may belong to. only: the one whose pages all are, whatever `portals`;
    with None, each page goes where its address belongs. captured_at: when the pages were saved,
    where they do not say it; None takes the time of their files.
    """

    def __init__(
        self,
        archive: Archive,
        portals: Sequence[Portal],
        *,
        only: Portal | None = None,
        captured_at: datetime | None = None,
    ) -> None:
        self.tally = Tally()
        self._archive = archive
        self._portals = portals if only is None else [only]
        self._only = only
        self._captured_at = captured_at
        self._intakes: dict[str, Intake] = {}
        self._waiting: list[tuple[str, Intake, StoredAnswer]] = []

    @property
    def names(self) -> list[str]:
        """The portals that pages were imported for."""
        return list(self._intakes)

    def finish(self) -> Iterator[Imported]:
        """Store the revisits whose originals came after them."""
        for file, intake, found in self._waiting:
            done = intake.take(file, found)
            if done is not None:
                yield done
        self._waiting = []

    def close(self) -> None:
        """Flush the WARC files, and renew readings that were made before a profile was learned."""
        for intake in self._intakes.values():
            intake.close()

    def run(self, path: Path, url: str | None = None) -> Iterator[Imported]:
        """Import the pages of a file, each in its own transaction.

        url: URL of a saved page, when the file does not state it. An unreadable page is yielded
        with its reason; the pages before it stay stored.
        """
        yield from self._file(path, str(path), url)

    def run_tree(self, folder: Path, urls: Mapping[str, str]) -> Iterator[Imported]:
        """Import all that holds pages below a folder, in the order of the paths.

        urls: URL of each file, by its path below the folder. A file of the map that the folder does
        not have counts as failed.
        """
        seen = set()
        for path in self._files(folder):
            name = path.relative_to(folder).as_posix()
            seen.add(name)
            yield from self._file(path, f"{folder.name}/{name}", urls.get(name), inside=True)
        for name in sorted(urls.keys() - seen):
            reason = "the URL map names it, the folder does not have it"
            yield self._failed(str(folder / name), reason, urls[name])

    def _files(self, folder: Path) -> Iterator[Path]:
        """Plain files; links are not followed, so that no file outside is read."""
        for place, folders, names in os.walk(folder):
            beside = sources.requisite_folders(folders, names)
            folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in beside)
            for name in sorted(names):
                path = Path(place) / name
                if path.is_symlink() or not path.is_file():
                    self.tally.skipped["files: a link or no plain file"] += 1
                elif name.startswith("."):
                    self.tally.skipped["files: hidden"] += 1
                else:
                    yield path

    def _file(
        self, path: Path, name: str, url: str | None, *, inside: bool = False
    ) -> Iterator[Imported]:
        """Import a file. name: with the folders that may tell its address. inside: of a folder, in
        which other files than pages are to be expected.
        """
        try:
            for found, intake, reading in self._ahead(sources.read(path, name), url):
                file = str(path)
                if isinstance(found, SavedPage | Refused) and found.name != name:
                    file = f"{path}: {found.name}"  # a member of a package
                done = self._take(file, found, intake, reading, url)
                if done is not None:
                    yield done
        except NoPage as error:
            if inside and error.beside_pages and not sources.looks_like_page(path.name):
                self.tally.skipped[f"files: {error.what}"] += 1
            else:
                yield self._failed(str(path), str(error))
        except (UnreadableInput, OSError) as error:
            yield self._failed(str(path), getattr(error, "strerror", None) or str(error))

    def _take(
        self,
        file: str,
        found: sources.Found,
        intake: Intake | None,
        reading: Reading | None,
        url: str | None,
    ) -> Imported | None:
        """Store what was found in a file; None where that is no page of a portal."""
        if isinstance(found, Refused):
            if found.sought:
                return self._failed(file, found.reason)
            self.tally.skipped[f"files: {found.reason}"] += 1
        elif isinstance(found, Skipped):
            counter = self.tally.refused if found.sought else self.tally.skipped
            counter[f"records: {found.reason}"] += 1
        elif isinstance(found, SavedPage):
            if intake is None:
                return self._failed(file, self._homeless(found, url))
            return intake.save(file, found, url, self._captured_at)
        elif intake is None:
            self.tally.skipped["records: other site"] += 1
        elif intake.lacks(found) and len(self._waiting) < MAX_WAITING:
            self._waiting.append((file, intake, found))
        else:
            return intake.take(file, found, reading)
        return None

    def _failed(self, file: str, reason: str, url: str = "") -> Imported:
        self.tally.counts[ImportOutcome.FAILED] += 1
        return Imported(file, url, ImportOutcome.FAILED, reason)

    # --- which portal -----------------------------------------------------------------------------

    def _intake_of(self, found: sources.Found, url: str | None) -> Intake | None:
        """The way in for a page or an answer; None where it belongs to no portal."""
        if isinstance(found, StoredAnswer):
            portal = self._holding([found.exchange.url])
        elif isinstance(found, SavedPage):
            named = addresses(found, url)
            portal = self._only or self._holding(named) or self._mirrored(found.name)
        else:
            return None
        return self._intake(portal) if portal is not None else None

    def _holding(self, urls: Sequence[str]) -> Portal | None:
        """The portal of the first address that belongs to one; the one with the longest path before
        those around it.
        """
        for url in urls:
            found = [portal for portal in self._portals if portal.site.holds(url)]
            if found:
                return max(found, key=lambda portal: len(portal.site.path))
        return None

    def _mirrored(self, name: str) -> Portal | None:
        if not re.search(r"[\w-]\.[a-z]{2,}[^/]*/", name):
            return None
        return next((one for one in self._portals if mirrored(name, one.site) is not None), None)

    def _homeless(self, page: SavedPage, url: str | None) -> str:
        known = addresses(page, url)
        if known:
            return f"{known[0]} belongs to no portal; 'govnews portals list' has the known ones"
        return "it does not say where it is from; --portal and --url say it"

    def _intake(self, portal: Portal) -> Intake:
        if portal.name not in self._intakes:
            self._intakes[portal.name] = Intake(self._archive, portal, self.tally)
        return self._intakes[portal.name]

    def _ahead(
        self, found: Iterable[sources.Found], url: str | None
    ) -> Iterator[tuple[sources.Found, Intake | None, Reading | None]]:
        """What is found, in order. The next answers are read ahead in another process, as far as
        they can be recognized as pages before the earlier ones are stored.
        """
        waiting: deque[tuple[sources.Found, Intake | None, Reading | None]] = deque()
        broken: Exception | None = None
        try:
            for one in found:
                intake = self._intake_of(one, url)
                reading = None
                if intake is not None and isinstance(one, StoredAnswer):
                    reading = intake.begin_early(one)
                waiting.append((one, intake, reading))
                if len(waiting) > AHEAD:
                    yield waiting.popleft()
        except (UnreadableInput, OSError) as error:
            broken = error
        yield from waiting
        if broken is not None:
            raise broken
