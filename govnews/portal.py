"""Reads and checks portal files: which site, which CMS family, which sections, what to expect.

A portal is one TOML file, named after the portal. Unknown keys are errors, so that a typing
mistake never changes the crawl silently. docs/adding-a-portal.md describes every key.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urljoin, urlsplit

from govnews.errors import BadPortalFile, UnknownPortal
from govnews.identity import ADDRESS_ONLY, Identity, twins
from govnews.site import Site, site_of

FIELDS = (
    "title",
    "sapo",
    "author",
    "published",
    "updated",
    "section",
    "views",
    "body",
    "attachments",
)
"""Fields for which a portal may give a selector or expect a value."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")


@dataclass(frozen=True, slots=True)
class Section:
    """One list of articles of a portal. url: absolute. name: as the portal calls it.

    post: JSON body of the POST for a page, with `{page}` for its number; None for a list that is
    requested by GET.
    """

    name: str
    url: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlRules:
    """How a portal is crawled.

    delay: seconds between two requests, at least; robots.txt may ask for more.
    max_pages: listing pages walked for each section in one run.
    article_url: regular expression that an article's URL matches (searched), or None.
    feeds, sitemaps: addresses of RSS or Atom feeds and of sitemaps, relative to the base URL.
    every_hours: a crawl is due that long after the end of the last one.
    revisit_days: ages in days at which a known article is requested again.
    full_walk_days: every list is read to its end again after that many days at most.
    keep: "changed" keeps a revisit's payload only when the article reads differently.
    allow_private: addresses of private networks and loopback may be fetched.
    verify_tls: False only for hosts whose certificate chain is broken; each run logs it.
    old_tls: True only for hosts that support nothing newer than TLS 1.1.
    """

    delay: float = 1.0
    max_pages: int = 1000
    article_url: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    every_hours: float = 24.0
    revisit_days: tuple[int, ...] = (1, 3, 7, 30, 90)
    full_walk_days: int = 30
    keep: Literal["changed", "all"] = "changed"
    allow_private: bool = False
    verify_tls: bool = True
    old_tls: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """Expected result of a crawl, compared by `portals check` and the run's summary.

    fields: fields that every article must have. min_body_length: in characters.
    """

    fields: tuple[str, ...] = ("title", "body")
    min_articles: int = 1
    min_body_length: int = 0


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal, as its file describes it.

    name: the file's name without `.toml`. family: key of govnews.families.FAMILIES.
    base_url: absolute, ends with a slash. province: slug in vietnamese/provinces.tsv, or None.
    selectors: CSS selectors by field, tried before the family's own.
    hosts: other hosts that belong to the portal, each with its port unless that is the usual one.
    identity: which addresses are those of one article.
    source: path of the file.
    """

    name: str
    title: str
    family: str
    base_url: str
    province: str | None = None
    sections: tuple[Section, ...] = ()
    selectors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    crawl: CrawlRules = CrawlRules()
    expect: Expect = Expect()
    hosts: tuple[str, ...] = ()
    identity: Identity = ADDRESS_ONLY
    source: str = ""

    @property
    def host(self) -> str:
        """Host name of the base URL, without a leading `www.`."""
        return (urlsplit(self.base_url).hostname or "").removeprefix("www.")

    @property
    def site(self) -> Site:
        """The portal's bounds: which addresses are its own."""
        return site_of(self.base_url, self.hosts)

    def identity_key(self, url: str) -> str:
        """What names the article at a canonical address, whatever the spelling of the address."""
        return self.identity.key(url)

    def twin_keys(self, url: str) -> tuple[str, ...]:
        """The keys of the addresses at which the same article may stand, if it reads the same."""
        site = self.site
        return twins(self.identity_key(url), {site.authority, *site.others})


@dataclass(frozen=True, slots=True)
class _Key:
    types: tuple[type, ...]
    required: bool = False


_TOP = {
    "title": _Key((str,), required=True),
    "family": _Key((str,), required=True),
    "base_url": _Key((str,), required=True),
    "province": _Key((str,)),
    "hosts": _Key((str, list)),
    "sections": _Key((list,)),
    "selectors": _Key((dict,)),
    "crawl": _Key((dict,)),
    "expect": _Key((dict,)),
    "identity": _Key((dict,)),
}
_SECTION = {
    "name": _Key((str,), required=True),
    "url": _Key((str,), required=True),
    "post": _Key((str,)),
}
_CRAWL = {
    "delay": _Key((int, float)),
    "max_pages": _Key((int,)),
    "article_url": _Key((str,)),
    "feeds": _Key((str, list)),
    "sitemaps": _Key((str, list)),
    "every_hours": _Key((int, float)),
    "revisit_days": _Key((list,)),
    "full_walk_days": _Key((int,)),
    "keep": _Key((str,)),
    "allow_private": _Key((bool,)),
    "verify_tls": _Key((bool,)),
    "old_tls": _Key((bool,)),
}
_EXPECT = {
    "fields": _Key((list,)),
    "min_articles": _Key((int,)),
    "min_body_length": _Key((int,)),
}
_IDENTITY = {
    "names": _Key((str, list)),
    "ignore": _Key((str, list)),
    "path_case": _Key((str,)),
}
_SELECTORS = {name: _Key((str, list)) for name in FIELDS}


class _Reader:
    """Checks one file's tables; every error names the file, the line and the key."""

    def __init__(self, path: Path | str, text: str) -> None:
        self.path = path
        self.text = text

    def bad(self, key: str | None, why: str) -> BadPortalFile:
        return BadPortalFile(self.path, self._line(key) if key else None, key, why)

    def _line(self, key: str) -> int | None:
        """The first line that sets the key's last part, inside its table if there is one."""
        *tables, last = key.split(".")
        setter = re.compile(rf"""\s*["']?{re.escape(last)}["']?\s*=|\s*\[+\s*{re.escape(last)}\b""")
        inside = not tables
        for number, line in enumerate(self.text.splitlines(), start=1):
            if tables and re.match(rf"\s*\[+\s*{re.escape(tables[0])}\b", line):
                inside = True
            if inside and setter.match(line):
                return number
        return None

    def check(self, table: Mapping[str, Any], known: Mapping[str, _Key], where: str) -> None:
        for key, value in table.items():
            named = f"{where}{key}"
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                raise self.bad(named, f"unknown key.{hint}")
            types = known[key].types
            if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
                wanted = " or ".join(kind.__name__ for kind in types)
                raise self.bad(named, f"must be {wanted}, not {type(value).__name__}")
        for key, rule in known.items():
            if rule.required and not table.get(key):
                raise self.bad(f"{where}{key}", "is missing")

    def strings(self, value: object, key: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.bad(key, "must be a string or a list of strings")
        return tuple(cast("list[str]", items))


def parse_portal(text: str, name: str, path: Path | str) -> Portal:
    """A portal from a file's text; raises BadPortalFile with file, line and key."""
    reader = _Reader(path, text)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        key = _key_on_line(text, line)
        raise BadPortalFile(path, line, key, f"is not TOML: {error}") from error
    if not NAME.match(name):
        raise reader.bad(None, "the file's name may hold only a-z, 0-9 and '-'")
    reader.check(table, _TOP, "")
    base_url = _base_url(reader, table["base_url"])
    hosts = _hosts(reader, table.get("hosts", []))
    site = site_of(base_url, hosts)
    return Portal(
        name=name,
        title=table["title"],
        family=table["family"],
        base_url=base_url,
        province=table.get("province"),
        sections=_sections(reader, table.get("sections", []), base_url, site),
        selectors=_selectors(reader, table.get("selectors", {})),
        crawl=_crawl(reader, table.get("crawl", {}), base_url, site),
        expect=_expect(reader, table.get("expect", {})),
        hosts=hosts,
        identity=_identity(reader, table.get("identity", {})),
        source=str(path),
    )


def _base_url(reader: _Reader, text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or parts.scheme not in {"http", "https"}:
        raise reader.bad("base_url", "must be an absolute http or https URL")
    if parts.query or parts.fragment or parts.username is not None:
        raise reader.bad("base_url", "must be a host and a path, without user, '?' and '#'")
    return text.rstrip("/") + "/"


def _hosts(reader: _Reader, value: object) -> tuple[str, ...]:
    hosts = reader.strings(value, "hosts")
    for host in hosts:
        try:
            parts = urlsplit(f"http://{host}")
            sound = parts.netloc == host and parts.port != 0 and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound or re.search(r"[\s@,*]|:\Z", host):
            raise reader.bad(
                "hosts",
                f'\'{host}\' is no bare host name: write "news.mau.gov.vn" or "mau.gov.vn:8080", '
                "without scheme and path",
            )
    return hosts


def _key_on_line(text: str, line: int) -> str | None:
    lines = text.splitlines()
    match = re.match(r"\s*([\w-]+)\s*=", lines[line - 1]) if 0 < line <= len(lines) else None
    return match[1] if match else None


def _sections(reader: _Reader, tables: list[Any], base_url: str, site: Site) -> tuple[Section, ...]:
    sections = []
    for table in tables:
        if not isinstance(table, dict):
            raise reader.bad("sections", "must be written as [[sections]] tables")
        reader.check(table, _SECTION, "sections.")
        post = table.get("post")
        if post is not None and not _is_json(post.replace("{page}", "1"), post):
            raise reader.bad("sections.post", "must be JSON with {page} for the page's number")
        url = urljoin(base_url, table["url"])
        if not site.holds(url):
            raise reader.bad("sections.url", f"{url} {_OUTSIDE.format(base_url)}")
        sections.append(Section(table["name"], url, post))
    return tuple(sections)


_OUTSIDE = (
    "is not below {}, which bounds the portal; if it belongs to it, name its host in 'hosts', "
    "with its port unless that is the usual one"
)


def _is_json(text: str, template: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return "{page}" in template


def _selectors(reader: _Reader, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    reader.check(table, _SELECTORS, "selectors.")
    return {key: reader.strings(value, f"selectors.{key}") for key, value in table.items()}


def _crawl(reader: _Reader, table: Mapping[str, Any], base_url: str, site: Site) -> CrawlRules:
    reader.check(table, _CRAWL, "crawl.")
    values = dict(table)
    for name in ("feeds", "sitemaps"):
        values[name] = reader.strings(values.get(name, []), f"crawl.{name}")
        for url in (urljoin(base_url, one) for one in values[name]):
            if not site.holds_host(url):
                raise reader.bad(f"crawl.{name}", f"{url} {_OUTSIDE.format(base_url)}")
    if "revisit_days" in values:
        days = values["revisit_days"]
        if not all(isinstance(day, int) and day > 0 for day in days):
            raise reader.bad(
                "crawl.revisit_days", "must be a list of whole numbers of days above 0"
            )
        values["revisit_days"] = tuple(sorted(days))
    if values.get("keep", "changed") not in {"changed", "all"}:
        raise reader.bad("crawl.keep", "must be 'changed' or 'all'")
    if not 0 <= values.get("delay", 1) <= 3600:
        raise reader.bad("crawl.delay", "must be between 0 and 3600 seconds")
    if not 0 < values.get("every_hours", 1) <= 24 * 366:
        raise reader.bad("crawl.every_hours", "must be above 0 and at most a year")
    if values.get("max_pages", 1) < 1:
        raise reader.bad("crawl.max_pages", "must be at least 1")
    if values.get("full_walk_days", 1) < 1:
        raise reader.bad("crawl.full_walk_days", "must be at least 1")
    try:
        re.compile(values.get("article_url") or "")
    except re.error as error:
        raise reader.bad("crawl.article_url", f"is no regular expression: {error}") from error
    return CrawlRules(**values)


def _expect(reader: _Reader, table: Mapping[str, Any]) -> Expect:
    reader.check(table, _EXPECT, "expect.")
    values = dict(table)
    if "fields" in values:
        values["fields"] = reader.strings(values["fields"], "expect.fields")
        for name in values["fields"]:
            if name not in FIELDS:
                raise reader.bad("expect.fields", f"'{name}' is no field of an article")
    return Expect(**values)


def _identity(reader: _Reader, table: Mapping[str, Any]) -> Identity:
    reader.check(table, _IDENTITY, "identity.")
    values = dict(table)
    for name in ("names", "ignore"):
        given = reader.strings(values.get(name, []), f"identity.{name}")
        if any(not one or re.search(r"[=&?#\s]", one) for one in given):
            raise reader.bad(f"identity.{name}", "must be names of parameters, without '=' and '&'")
        values[name] = tuple(one.lower() for one in given)
    if values["names"] and values["ignore"]:
        raise reader.bad(
            "identity.ignore", "says nothing beside 'names', which leaves out all other parameters"
        )
    if values.get("path_case", "keep") not in {"keep", "ignore"}:
        raise reader.bad("identity.path_case", "must be 'keep' or 'ignore'")
    return Identity(**values)


class Registry:
    """Portal files of the package and of the data root, which take precedence by name."""

    def __init__(self, data_root: Path | None = None) -> None:
        self._files: dict[str, Path] = {}
        folders = [Path(str(resources.files("govnews") / "portals"))]
        if data_root is not None:
            folders.append(data_root / "portals")
        for folder in folders:
            self._files |= {path.stem: path for path in sorted(folder.glob("*.toml"))}

    def names(self) -> list[str]:
        """All portal names in alphabetical order; reads no file."""
        return sorted(self._files)

    def load(self, name: str) -> Portal:
        """The portal of this name; raises UnknownPortal or BadPortalFile."""
        path = self._files.get(name)
        if path is None:
            near = difflib.get_close_matches(name.lower(), self._files, n=1, cutoff=0.5)
            raise UnknownPortal(name, near[0] if near else None)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadPortalFile(path, None, None, f"cannot be read: {error}") from error
        return parse_portal(text, name, path)
