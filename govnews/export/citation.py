"""Citations of an article or a dataset: BibTeX, RIS, CSL-JSON and a line in APA style.

Every format states the time of the capture and the digest of its payload, because the page at the
URL may change or disappear.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from govnews.audit import versions
from govnews.errors import UnknownPortal, UnreadableInput
from govnews.portal import Registry

# BibTeX counts braces even after a backslash, so they are written by name.
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "&": r"\&", "%": r"\%", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NOT_IN_URL = {" ": "%20", "{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "`": "%60", '"': "%22"}


@dataclass(frozen=True, slots=True)
class Source:
    """The fields of a citation.

    kind: type of the cited work. authors: as signed, never split into names. date: ISO 8601 to the
    known precision (`2021`, `2021-05`, `2021-05-24`). publisher: the portal's title, or the
    publisher of a dataset. url: None for an unpublished dataset. captured_at: ISO 8601 in UTC.
    digest: `sha256:` and hex digits. place: WARC file and offset. gone_at: time since when the
    portal no longer has it. version: of a dataset.
    """

    kind: Literal["article", "dataset"]
    key: str
    title: str
    authors: tuple[str, ...]
    date: str | None
    publisher: str
    url: str | None
    captured_at: str | None
    digest: str
    place: str | None = None
    abstract: str | None = None
    gone_at: str | None = None
    version: str | None = None

    @property
    def day(self) -> tuple[int, ...]:
        """Year, month and day of publication, as many as are known."""
        return _parts(self.date)

    @property
    def accessed(self) -> tuple[int, ...]:
        """Year, month and day of the capture."""
        return _parts(self.captured_at)

    @property
    def note(self) -> str:
        """Capture, digest and place in one or two sentences."""
        parts = [f"Captured {self.captured_at}"] if self.captured_at else []
        parts.append(self.digest)
        if self.place:
            parts.append(self.place)
        gone = f". No longer on the portal since {self.gone_at}" if self.gone_at else ""
        return ", ".join(parts) + gone


def of_article(
    conn: sqlite3.Connection, article_id: int, root: Path, version: int | None = None
) -> Source:
    """The source for an article of the archive. root: data root, which may have its portal file.

    version: number of the version to cite, as in `govnews history`; None for the current one.
    Raises NotInArchive when there is no such version.
    """
    source = _newest(conn, article_id, root)
    if version is None:
        return source
    chosen, _ = versions.pick(versions.load(conn, article_id), version, None)
    return replace(
        source,
        key=f"{source.key}-v{version}",
        title=chosen["title"],
        authors=(chosen["author"],) if chosen["author"] else (),
        date=chosen["published"][:10] if chosen["published"] else None,
        captured_at=chosen["captured_at"],
        digest=chosen["payload_digest"],
        place=f"{chosen['warc_file']} at {chosen['warc_offset']}",
        abstract=chosen["sapo"],
    )


def _newest(conn: sqlite3.Connection, article_id: int, root: Path) -> Source:
    row = conn.execute(
        """SELECT portal, url, title, author, published, sapo, captured_at, digest, warc_file,
        warc_offset, gone_at FROM articles WHERE id = ?""",
        (article_id,),
    ).fetchone()
    portal, url, title, author, published, sapo, captured, digest, file, offset, gone = row
    return Source(
        kind="article",
        key=f"{portal}-{(published or 'nodate')[:4]}-{sha256(url.encode()).hexdigest()[:8]}",
        title=title,
        authors=(author,) if author else (),
        date=published[:10] if published else None,
        publisher=_portal_title(portal, url, root),
        url=url,
        captured_at=captured,
        digest=digest,
        place=f"{file} at {offset}",
        abstract=sapo,
        gone_at=gone,
    )


def of_dataset(path: Path) -> Source:
    """The source for a dataset: a folder or ZIP file written by `export datapackage`.

    Raises UnreadableInput for anything else.
    """
    try:
        if path.is_dir():
            text = (path / "datapackage.json").read_text(encoding="utf-8")
        else:
            with zipfile.ZipFile(path) as packed:
                text = packed.read("datapackage.json").decode()
        about = json.loads(text)
        made, selection = about["govnews"]["version"], about["govnews"]["selection"]
        return Source(
            kind="dataset",
            key=f"{about['name']}-{about.get('version', 'nodate')}",
            title=about["title"],
            authors=tuple(each["title"] for each in about["contributors"]),
            date=about.get("version"),
            publisher=f"govnews {made}",
            url=about.get("homepage"),
            captured_at=None,
            digest=about["id"],
            place=f"selection {json.dumps(selection, ensure_ascii=False)}" if selection else None,
            version=about.get("version"),
        )
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise UnreadableInput(
            f"{path} is no dataset of govnews: {error}. 'govnews export datapackage' makes one."
        ) from error


def _portal_title(portal: str, url: str, root: Path) -> str:
    try:
        return Registry(root).load(portal).title
    except UnknownPortal:
        return urlsplit(url).hostname or portal


def _parts(date: str | None) -> tuple[int, ...]:
    if not date:
        return ()
    return tuple(int(part) for part in date[:10].split("-"))


def _line(text: str) -> str:
    """Text on one line, NFC, without control characters."""
    shown = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter
        for letter in unicodedata.normalize("NFC", text)
    )
    return " ".join(shown.split())


def _url(url: str) -> str:
    """A URL that needs no escaping in any format."""
    return "".join(_NOT_IN_URL.get(letter, letter) for letter in _line(url))


# --- formats --------------------------------------------------------------------------------------


def latex(text: str) -> str:
    """Text for LaTeX: its special characters escaped, Vietnamese letters as they are (UTF-8)."""
    return _line(text).translate(_LATEX)


def bibtex(source: Source) -> str:
    """A BibTeX and BibLaTeX entry in UTF-8. Names are in braces, so that no style inverts them."""
    fields: dict[str, str] = {"title": f"{{{latex(source.title)}}}"}
    if source.authors:
        fields["author"] = " and ".join(f"{{{latex(author)}}}" for author in source.authors)
    for name, number in zip(("year", "month", "day"), source.day, strict=False):
        fields[name] = str(number)
    fields["publisher"] = f"{{{latex(source.publisher)}}}"
    if source.version:
        fields["version"] = latex(source.version)
    if source.url:
        fields["url"] = _url(source.url)
    if source.accessed:
        fields["urldate"] = "{}-{:02}-{:02}".format(*source.accessed)
    fields["note"] = latex(source.note)
    if source.kind == "article":
        fields["langid"] = "vietnamese"
    kind = "misc" if source.kind == "article" else "dataset"
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{source.key},\n{lines}\n}}\n"


def ris(source: Source) -> str:
    """A RIS record: one tag per line, lines end with CR LF."""
    rows: list[tuple[str, str]] = [("TY", "ELEC" if source.kind == "article" else "DATA")]
    rows.append(("TI", source.title))
    rows += [("AU", author) for author in source.authors]
    if source.day:
        rows.append(("PY", f"{source.day[0]:04}"))
        rows.append(("DA", "/".join(f"{number:02}" for number in source.day)))
    rows.append(("T2" if source.kind == "article" else "PB", source.publisher))
    if source.version:
        rows.append(("ET", source.version))
    if source.abstract:
        rows.append(("AB", source.abstract))
    if source.url:
        rows.append(("UR", _url(source.url)))
    if source.accessed:
        rows.append(("Y2", "{}/{:02}/{:02}".format(*source.accessed)))
    if source.kind == "article":
        rows.append(("LA", "vi"))
    rows += [("N1", source.note), ("ID", source.key), ("ER", "")]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows)


def csl_json(source: Source) -> str:
    """A CSL-JSON array of one item, for Zotero, pandoc and citeproc."""
    item: dict[str, Any] = {
        "id": source.key,
        "type": "webpage" if source.kind == "article" else "dataset",
        "title": _line(source.title),
    }
    if source.authors:
        item["author"] = [{"literal": _line(author)} for author in source.authors]
    if source.day:
        item["issued"] = {"date-parts": [list(source.day)]}
    name = "container-title" if source.kind == "article" else "publisher"
    item[name] = _line(source.publisher)
    if source.version:
        item["version"] = _line(source.version)
    if source.url:
        item["URL"] = _url(source.url)
    if source.accessed:
        item["accessed"] = {"date-parts": [list(source.accessed)]}
    if source.abstract:
        item["abstract"] = _line(source.abstract)
    if source.place:
        item["archive_location"] = source.place
    if source.kind == "article":
        item["language"] = "vi"
    item["note"] = _line(source.note)
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def apa(source: Source) -> str:
    """One line after the APA manual (7th edition), with the capture and its digest at the end."""
    title = _line(source.title)
    if source.kind == "dataset":
        version = f" (Version {_line(source.version)})" if source.version else ""
        title += f"{version} [Data set]"
    date = f"({_apa_date(source.day) or 'n.d.'})"
    *others, last = [_line(author) for author in source.authors] or [""]
    author = f"{', '.join(others)}, & {last}" if others else last
    # Without an author, the title takes the author's position.
    parts = [f"{_stopped(author)} {date}. {_stopped(title)}" if author else f"{title}. {date}."]
    if source.publisher not in source.authors:
        parts.append(_stopped(_line(source.publisher)))
    if source.url and source.captured_at:
        moment = datetime.fromisoformat(source.captured_at).astimezone(UTC)
        day = f"{_MONTHS[moment.month - 1]} {moment.day}, {moment.year}"
        parts.append(f"Retrieved {day}, {moment:%H:%M:%S} UTC, from {_url(source.url)}")
    elif source.url:
        parts.append(_url(source.url))
    parts.append(f"[{source.digest}]")
    return " ".join(parts) + "\n"


def _apa_date(day: tuple[int, ...]) -> str:
    year, *rest = day or (0,)
    if not year:
        return ""
    return (
        f"{year}"
        + (f", {_MONTHS[rest[0] - 1]}" if rest else "")
        + "".join(f" {number}" for number in rest[1:])
    )


def _stopped(text: str) -> str:
    return text if re.search(r"[.?!…]\Z", text) else text + "."


FORMATS: Mapping[str, Callable[[Source], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
    "apa": apa,
}
"""Writers by the value of `govnews cite --format`."""
