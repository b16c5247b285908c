"""From a file to the pages and answers in it, whatever its form. Nothing is unpacked to the disk.

A file packed with gzip is looked into, twice at most; a ZIP or tar file has members that are read
as files are, but not further packages.
"""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import zstandard

from govnews.archive.content_encoding import MAX_PAYLOAD
from govnews.archive.warc import record_stream
from govnews.archive.warc.model import Skipped, StoredAnswer
from govnews.archive.warc.reader import stored
from govnews.errors import UnreadableInput
from govnews.importing import har, mhtml, saved
from govnews.importing.recognise import START, ZSTD_DICTIONARY, Form, NoPage, form_of
from govnews.importing.saved import SavedPage

MAX_MEMBERS = 100_000
"""Members of a ZIP or tar file."""

MAX_WARC_FILES = 10_000
"""WARC files of a WACZ package."""

LAYERS = 2
"""Layers of gzip around a file: some servers pack what was packed already."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a member of a package, that cannot be imported. sought: it may have been a page;
    otherwise it is what lies beside pages, such as a picture.
    """

    name: str
    reason: str
    sought: bool


Found = SavedPage | StoredAnswer | Skipped | Refused


def read(path: Path, name: str = "") -> Iterator[Found]:
    """The pages of a file in order. name: with the folders that may tell an address.

    Raises UnreadableInput, NoPage among it, at a broken place, after what comes before it; OSError.
    """
    status = path.stat()
    modified = datetime.fromtimestamp(int(status.st_mtime), UTC)
    with path.open("rb") as stream:
        yield from _Reader(status.st_size).file(stream, name or path.name, modified, member=False)


def page(path: Path) -> SavedPage:
    """The page in a file that holds one; raises UnreadableInput, also for a file of many."""
    found = next(read(path), None)
    if not isinstance(found, SavedPage):
        raise UnreadableInput("it is no saved page")
    return found


def looks_like_page(name: str) -> bool:
    """Whether a file's name says that it is a page, or a package of pages."""
    return name.lower().removesuffix(".gz").endswith(_PAGES)


_PAGES = (
    ".html", ".htm", ".xhtml", ".shtml", ".aspx", ".asp", ".php", ".jsp", ".mht", ".mhtml",
    ".webarchive", ".warc", ".wacz", ".har",
)  # fmt: skip


class _Reader:
    """Reads one file, with what it may unpack to in all."""

    def __init__(self, packed: int) -> None:
        self._left = max(record_stream.UNPACKED_FLOOR, record_stream.UNPACKED_RATIO * packed)
        self._beside: set[str] = set()

    def file(
        self, stream: IO[bytes], name: str, modified: datetime | None, *, member: bool = True
    ) -> Iterator[Found]:
        """The pages of a file. member: of a package."""
        stream, start = _unpacked(stream)
        form = form_of(start, name)
        if form in {Form.ZIP, Form.TAR}:
            if member:
                raise NoPage("a package inside a package", way_out="unpack it first")
            yield from self._package(form, stream)
        elif form is Form.WARC:
            yield from self._records(stream, name)
        elif form is Form.ZSTD:
            try:
                yield from self._records(_unzstd(stream), name)
            except zstandard.ZstdError as error:
                raise UnreadableInput(f"the zstandard data is broken: {error}") from error
        else:
            yield from self._single(form, self._whole(stream), name, modified)

    def _single(
        self, form: Form, data: bytes, name: str, modified: datetime | None
    ) -> Iterator[Found]:
        if form is Form.HAR:
            yield from har.answers(data)
        elif form is Form.MHTML:
            yield mhtml.of_mhtml(name, data, modified)
        elif form is Form.WEBARCHIVE:
            yield mhtml.of_webarchive(name, data, modified)
        elif form is Form.DUMP:
            yield SavedPage(name, data, "text/plain", modified=modified)
        else:
            yield saved.of_html(name, data, modified)

    def _records(self, stream: IO[bytes], name: str) -> Iterator[Found]:
        for record in record_stream.RecordStream(stream, self._left, name).records():
            yield stored(record)

    def _whole(self, stream: IO[bytes]) -> bytes:
        most = min(MAX_PAYLOAD, self._left)
        data = _taken(stream, most + 1)
        if len(data) > most:
            raise UnreadableInput(f"it is larger than {most} bytes")
        self._left -= len(data)
        return data

    # --- packages ---------------------------------------------------------------------------------

    def _package(self, form: Form, stream: IO[bytes]) -> Iterator[Found]:
        if form is Form.TAR:
            yield from self._tar(stream)
            return
        if isinstance(cast(object, stream), gzip.GzipFile):
            raise NoPage("a ZIP file inside gzip", way_out="unpack it first")
        try:
            with zipfile.ZipFile(stream) as package:
                names = package.namelist()
                what = _kind_of_zip(names)
                if what is not None:
                    raise what
                yield from self._wacz(package) if _is_wacz(names) else self._zip(package)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UnreadableInput(f"the package cannot be read: {error}") from error

    def _wacz(self, package: zipfile.ZipFile) -> Iterator[Found]:
        """The records of all WARC files of a WACZ package."""
        found = [info for info in package.infolist() if _is_wacz([info.filename])]
        if len(found) > MAX_WARC_FILES:
            raise UnreadableInput(f"more than {MAX_WARC_FILES} WARC files are in the package")
        for info in found:
            with package.open(info) as stream:
                yield from self.file(stream, ascii(info.filename)[1:-1], None)

    def _zip(self, package: zipfile.ZipFile) -> Iterator[Found]:
        infos = [info for info in package.infolist() if not info.is_dir()]
        _check_number(len(infos))
        self._beside = _requisites([info.filename for info in infos])
        for info in infos:
            name = ascii(info.filename)[1:-1] if not info.filename.isprintable() else info.filename
            modified = _zip_time(info)
            try:
                with package.open(info) as stream:
                    yield from self._member(stream, name, modified)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                # RuntimeError: it is encrypted; NotImplementedError: an unsupported compression.
                yield Refused(name, f"it cannot be unpacked: {error}", sought=True)

    def _tar(self, stream: IO[bytes]) -> Iterator[Found]:
        try:
            with tarfile.open(fileobj=stream, mode="r:") as package:
                infos = package.getmembers()
                _check_number(len(infos))
                self._beside = _requisites([info.name for info in infos])
                for info in infos:
                    member = package.extractfile(info) if info.isreg() else None
                    if member is not None:
                        modified = datetime.fromtimestamp(int(info.mtime), UTC)
                        yield from self._member(member, info.name, modified)
        except (tarfile.TarError, EOFError, OSError, zlib.error, OverflowError) as error:
            raise UnreadableInput(f"the package cannot be read: {error}") from error

    def _member(self, stream: IO[bytes], name: str, modified: datetime | None) -> Iterator[Found]:
        """The pages of a member; what hinders it does not hinder the others."""
        if any(str(folder) in self._beside for folder in PurePosixPath(name).parents):
            yield Refused(name, "of a page that was saved as a whole", sought=False)
            return
        try:
            yield from self.file(stream, name, modified)
        except NoPage as error:
            sought = looks_like_page(name) or not error.beside_pages
            yield Refused(name, str(error), sought=sought)
        except UnreadableInput as error:
            yield Refused(name, str(error), sought=True)


def requisite_folders(folders: Iterable[str], names: Iterable[str]) -> set[str]:
    """Which folders hold the pictures and styles of a page beside them that a browser saved as a
    whole: named as the page, with a word of the browser's language behind it (`Tin_files`,
    `Tin-Dateien`, `Tin_fichiers`, `Tin.files`); and HTTrack's own folder.
    """
    stems = {name[: name.rindex(".")] for name in names if name.lower().endswith(_SAVED)}
    return {
        folder
        for folder in folders
        if folder == HTTRACK_CACHE
        or ((match := _BESIDE.fullmatch(folder)) is not None and match[1] in stems)
    }


HTTRACK_CACHE = "hts-cache"
"""What HTTrack keeps of its work beside a mirror: lists of files and addresses."""

_SAVED = (".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php", ".asp", ".jsp")
_BESIDE = re.compile(r"(.+)[_.-][^\W\d_]+", re.DOTALL)


def _requisites(names: Iterable[str]) -> set[str]:
    """The same among the members of a package, by their whole paths."""
    files: dict[PurePosixPath, set[str]] = {}
    folders: dict[PurePosixPath, set[str]] = {}
    for name in names:
        path = PurePosixPath(name)
        files.setdefault(path.parent, set()).add(path.name)
        for folder in path.parents:
            if folder.name:
                folders.setdefault(folder.parent, set()).add(folder.name)
    return {
        str(place / folder)
        for place, inside in folders.items()
        for folder in requisite_folders(inside, files.get(place, ()))
    }


def _check_number(number: int) -> None:
    if number > MAX_MEMBERS:
        raise UnreadableInput(f"more than {MAX_MEMBERS} files are in the package")


def _kind_of_zip(names: list[str]) -> NoPage | None:
    """What a ZIP file is that holds no files of people's own."""
    if "[Content_Types].xml" in names or "mimetype" in names:
        what = "an Office document, an OpenDocument or an e-book"
        return NoPage(what, beside_pages=True, way_out="save the page that links to it")
    if "datapackage.json" in names and not _is_wacz(names):
        return NoPage("a data package, with no WARC file", way_out="'govnews merge' joins archives")
    return None


def _is_wacz(names: list[str]) -> bool:
    return any(
        name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz"))
        for name in names
    )


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    """A member's time; None where the package has none, which it says by the first day of 1980."""
    try:
        moment = datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year > 1980 else None


# --- unpacking ------------------------------------------------------------------------------------


def _unpacked(stream: IO[bytes]) -> tuple[IO[bytes], bytes]:
    """The file inside the layers of gzip, at its beginning, and its start."""
    for _ in range(LAYERS + 1):
        start = _start(stream)
        stream.seek(0)
        if not start.startswith(b"\x1f\x8b"):
            return _without_bom(stream, start), start
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=stream, mode="rb"))
    raise NoPage(f"packed with gzip more than {LAYERS} times", way_out="unpack it first")


def _without_bom(stream: IO[bytes], start: bytes) -> IO[bytes]:
    """A WARC file may have a byte order mark before its first record."""
    if start.startswith(b"\xef\xbb\xbfWARC/"):
        stream.seek(3)
    return stream


def _start(stream: IO[bytes]) -> bytes:
    """The first START bytes of a file, or fewer where it breaks off before."""
    if not isinstance(cast(object, stream), gzip.GzipFile):
        return stream.read(START)
    start = b""
    packed = cast(gzip.GzipFile, stream)
    try:
        while len(start) < START and (part := packed.read1(START - len(start))):
            start += part
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        if not start:
            raise UnreadableInput(f"the gzip data is broken: {error}") from error
    return start


def _taken(stream: IO[bytes], most: int) -> bytes:
    try:
        return stream.read(most)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableInput(f"the gzip data is broken: {error}") from error


def _unzstd(stream: IO[bytes]) -> IO[bytes]:
    """The records in a file that is packed with zstandard, with a dictionary in it or without."""
    words = None
    if stream.read(4) == ZSTD_DICTIONARY:
        data = stream.read(int.from_bytes(stream.read(4), "little"))
        if data.startswith(b"\x28\xb5\x2f\xfd"):
            data = zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_PAYLOAD)
        words = zstandard.ZstdCompressionDict(data)
    else:
        stream.seek(0)
    return io.BufferedReader(_Frames(stream, words))


class _Frames(io.RawIOBase):
    """The content of the frames of a file, one after the other; a file that ends within a frame is
    an EOFError, where the reader of the library ends without one.
    """

    STEP = 1024
    """Bytes that are unpacked at once: the most that they can become is 32 MB."""

    def __init__(self, stream: IO[bytes], words: zstandard.ZstdCompressionDict | None) -> None:
        super().__init__()
        self._stream = stream
        self._unpacker = zstandard.ZstdDecompressor(dict_data=words, max_window_size=1 << 27)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._rest = b""
        self._out = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._out:
            data = self._rest or self._stream.read(self.STEP)
            if not data:
                if self._frame is not None:
                    raise EOFError("the file is cut")
                return 0
            self._frame = self._frame or self._unpacker.decompressobj()
            self._out, self._rest = self._frame.decompress(data), b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        taken = self._out[: len(buffer)]
        buffer[: len(taken)] = taken
        self._out = self._out[len(taken) :]
        return len(taken)
