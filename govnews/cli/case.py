"""`govnews case`: cases of the test suite, made from saved or fetched pages."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from govnews.cli.config import load_config
from govnews.cli.date_option import moment
from govnews.errors import GovnewsError, NotAnArticle, UnknownPortal, UsageError
from govnews.portal import NAME, Portal, Registry
from govnews.reading.urls import is_web_address

if TYPE_CHECKING:
    from govnews.http_client import Client
    from govnews.model import Article, Capture

DELAY = 2.0
"""Seconds between robots.txt and the page."""

NAME_LENGTH = 40
"""Characters of a case's name that is made from a title."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the options state about a page; None where they do not."""

    portal: Portal
    url: str | None
    fetched_at: datetime | None


@click.group(short_help="Make cases for the test suite from pages.")
def case() -> None:
    """Makes cases for the test suite of govnews, in a checkout of its source.

    \b
    Example:
        govnews case new saved.html --portal longan --url https://www.longan.gov.vn/tin/1
    """


@case.command("new", short_help="Write page, facts and expectation of a new case.")
@click.argument("source", metavar="FILE|URL")
@click.option(
    "--portal", "folder", required=True, metavar="NAME", help="The portal: the case's folder."
)
@click.option("--name", metavar="NAME", help="The case's name. Default: made from the title.")
@click.option(
    "--family",
    metavar="FAMILY",
    help="The CMS family it is read with. Default: that of the portal's file, or generic.",
)
@click.option("--url", metavar="URL", help="Where a FILE comes from, if the page does not say.")
@click.option(
    "--fetched-at",
    callback=moment,
    metavar="DATE",
    help="When a FILE was saved (24/05/2021). Default: its last change.",
)
@click.option(
    "--cases",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/cases"),
    metavar="DIR",
    help="Folder of all cases. Default: tests/cases.",
)
@click.option(
    "--allow-private", is_flag=True, help="Also fetch from loopback and private networks."
)
def new(
    source: str,
    folder: str,
    name: str | None,
    family: str | None,
    url: str | None,
    fetched_at: datetime | None,
    cases: Path,
    allow_private: bool,
) -> None:
    """Writes a new case: the page, its facts, and what is read from it today.

    The case fails until a person has compared expected.json with the page, mended it, and removed
    the line "reviewed". A URL is fetched once, politely: robots.txt is obeyed, private addresses
    are refused. Nothing is overwritten.

    \b
    Example:
        govnews case new saved.html --portal longan --url https://www.longan.gov.vn/tin/1
        govnews case new https://www.longan.gov.vn/tin/1 --portal longan --name bang-gia-dat
        govnews case new old.html --portal camau --family joomla --fetched-at 24/05/2021
        govnews case new http://127.0.0.1:8765/x --portal demo --cases /tmp/cases --allow-private
    """
    if not cases.is_dir():
        raise UsageError(f"{cases} is no folder; run this in a checkout, or name one with --cases")
    for option, value in (("--portal", folder), ("--name", name)):
        if value is not None and not NAME.match(value):
            raise UsageError(f"{option} {value}: a name has lower-case letters, digits and '-'")
    if name is not None:
        _check_free(cases / folder / name)
    facts = _Facts(_portal(folder, family), url, fetched_at)
    if re.match(r"https?://", source, re.IGNORECASE):
        if url is not None or fetched_at is not None:
            raise UsageError("--url and --fetched-at are for a FILE; a URL is fetched now")
        if not is_web_address(source):
            raise UsageError(f"{source} is no address; write https://HOST/PATH")
        capture = _fetched(source, allow_private=allow_private)
    else:
        capture = _saved(Path(source), facts)
    expected = expectation(capture, facts.portal)
    place = cases / folder / (name or _name_for(expected, capture.url))
    _check_free(place)
    _write(place, capture, facts.portal.family, expected)
    click.echo(place)
    click.echo(
        f"Compare {place / 'expected.json'} with the page, mend it, and remove its line "
        '"reviewed"; the case fails until then.',
        err=True,
    )


def expectation(capture: Capture, portal: Portal | None) -> dict[str, Any]:
    """What is read from a page, in the form of a case's expected.json."""
    from govnews.families import read

    try:
        article = read(capture, portal)
    except NotAnArticle as error:
        return {"kind": "not-an-article", "reason": error.reason}
    return as_expected(article)


def as_expected(article: Article) -> dict[str, Any]:
    """An article in the form of a case's expected.json."""
    from govnews.model import Moment

    def printed(at: Any, precision: Any) -> str | None:
        return Moment(at, precision).isoformat() if at else None

    fields: dict[str, Any] = {
        "kind": "article",
        "title": article.title,
        "sapo": article.sapo,
        "author": article.author,
        "published": printed(article.published, article.published_precision),
        "updated": printed(article.updated, article.updated_precision),
        "section": article.section,
        "views": article.views,
        "body": list(article.paragraphs),
        "attachments": [{"url": file.url, "name": file.name} for file in article.attachments],
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "refs": [ref.number for ref in article.refs],
    }
    # Few pages have these.
    if article.source is not None:
        fields["source"] = article.source
    if article.signers:
        fields["signers"] = [asdict(signer) for signer in article.signers]
    return fields


def _portal(name: str, family: str | None) -> Portal:
    """The portal as the test suite makes it: a name and a family."""
    from govnews.families import FAMILIES

    base_url = "http://localhost/"
    try:
        known = Registry().load(name)
    except UnknownPortal:
        chosen = family or "generic"
    else:
        chosen, base_url = family or known.family, known.base_url
    if chosen not in FAMILIES:
        raise UsageError(f"There is no family '{chosen}'. Known: {', '.join(sorted(FAMILIES))}.")
    return Portal(name, name, chosen, base_url)


def _saved(path: Path, facts: _Facts) -> Capture:
    """The page in a file."""
    from govnews.importing import sources
    from govnews.importing.provenance import addresses
    from govnews.model import Capture

    if not path.is_file():
        raise UsageError(f"{path} is no file, and no address that begins with http:// or https://")
    page = sources.page(path)
    url = next(iter(addresses(page, facts.url)), None)
    if url is None:
        raise UsageError(f"{path} does not say where it comes from; name its address with --url")
    if facts.url is not None and not re.match(r"https?://[^/]", facts.url):
        raise UsageError(f"--url {facts.url}: write a full address, https://…")
    at = facts.fetched_at or page.at or page.modified or datetime.now(UTC)
    return Capture(url, at, page.body, 200, page.media_type)


def _fetched(url: str, *, allow_private: bool) -> Capture:
    """The page at an address, asked for once, after its robots.txt."""
    from govnews.archive.content_encoding import MAX_PAYLOAD, decode_payload
    from govnews.http_client import Client
    from govnews.model import Capture

    contact = load_config().contact
    with Client(delay=DELAY, allow_private=allow_private, contact=contact) as client:
        _check_robots(client, url)
        answer = client.get(url, check=partial(_check_robots, client))
    body = decode_payload(tuple(answer.headers.items()), answer.body, MAX_PAYLOAD)
    if answer.status != 200:
        raise GovnewsError(f"{answer.url} answers {answer.status}; no case is made of that")
    kind = answer.headers.get("content-type")
    return Capture(answer.url, datetime.now(UTC), body, answer.status, kind)


def _check_robots(client: Client, url: str) -> None:
    """Raises GovnewsError where the host's robots.txt forbids the address or cannot be had."""
    from govnews.crawl.robots import parse
    from govnews.crawl.settings import ROBOTSTXT_USER_AGENT

    parts = urlsplit(url)
    answer = client.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
    if answer.status >= 500:
        raise GovnewsError(f"{answer.url} answers {answer.status}; try again later")
    if answer.status != 200:
        return
    rules = parse(answer.body, answer.headers.get("content-encoding", ""))
    if not rules.can_fetch(url, ROBOTSTXT_USER_AGENT):
        raise GovnewsError(f"robots.txt forbids {url}; save the page in a browser instead")


def _check_free(place: Path) -> None:
    if place.exists():
        raise UsageError(f"{place} exists already; choose another name with --name")


def _name_for(expected: dict[str, Any], url: str) -> str:
    """A case's name from the title, else from the address."""
    from govnews.vietnamese.text import fold

    words = expected.get("title") or urlsplit(url).path.rpartition("/")[2] or expected["reason"]
    slug = re.sub(r"[^a-z0-9]+", "-", fold(words).lower()).strip("-") or "page"
    return slug[:NAME_LENGTH].rpartition("-")[0] if len(slug) > NAME_LENGTH else slug


def _write(place: Path, capture: Capture, family: str, expected: dict[str, Any]) -> None:
    place.mkdir(parents=True)
    ending = "txt" if (capture.content_type or "").startswith("text/plain") else "html"
    (place / f"page.{ending}").write_bytes(capture.body)
    facts = {
        "url": json.dumps(capture.url, ensure_ascii=False),
        "fetched_at": capture.fetched_at.isoformat(timespec="seconds"),
        "status": str(capture.status),
        "content_type": json.dumps(capture.content_type or "", ensure_ascii=False),
        "family": json.dumps(family),
    }
    lines = [f"{key} = {value}\n" for key, value in facts.items()]
    (place / "capture.toml").write_text(
        "".join(lines) + '# nasty = "What makes this page hard to read."\n', encoding="utf-8"
    )
    text = json.dumps({"reviewed": False, **expected}, ensure_ascii=False, indent=2)
    (place / "expected.json").write_text(f"{text}\n", encoding="utf-8")
