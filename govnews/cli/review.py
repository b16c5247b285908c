"""`govnews review`: the readings that are held, and what is decided on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from govnews.archive.holds import HoldReason, HoldState
from govnews.cli.options import archive_option, format_options, limit_option
from govnews.cli.output_formats import local_time, print_rows
from govnews.errors import NotInArchive

if TYPE_CHECKING:
    from govnews.archive.database import Archive
    from govnews.archive.holds import HeldPage, Hold
    from govnews.reviewing import Decisions

COLUMNS = (
    "number", "portal", "url", "reason", "detail", "state", "since", "seen_at", "captures",
    "changes", "article_id", "capture_id", "decided_at", "note",
)  # fmt: skip

Decision = Literal["accept", "discard", "as-new"]

_PHRASES = {
    "new": "stored as new",
    "changed": "stored as an edit",
    "form": "stored as another form of the same",
    "unchanged": "stored as a visit",
    "gone": "gone from the portal",
    "discarded": "discarded",
}


@click.command(short_help="What is held, and decisions on it.")
@click.argument("which", metavar="[PORTAL|NUMBER]...", nargs=-1)
@click.option(
    "--accept", "decision", flag_value="accept", default=None, help="Store what was held."
)
@click.option("--discard", "decision", flag_value="discard", help="Store nothing of it.")
@click.option(
    "--as-new",
    "decision",
    flag_value="as-new",
    help="Store it as another article, which stands at the address of one that is gone.",
)
@click.option(
    "--as-redesign", metavar="PORTAL", help="Learn the portal's new template, and store with it."
)
@click.option("--all", "everything", is_flag=True, help="Decide on the held pages of all portals.")
@click.option("--note", metavar="TEXT", help="Why it is decided so; kept with the decision.")
@click.option("--dry-run", is_flag=True, help="Only say what the decision would do.")
@click.option(
    "--reason",
    type=click.Choice([reason.value for reason in HoldReason]),
    help="Only pages held for this reason.",
)
@click.option(
    "--state",
    type=click.Choice([state.value for state in HoldState]),
    default=HoldState.OPEN.value,
    help="List those in another state than open.",
)
@limit_option(None)
@archive_option
@format_options
def review(
    which: Sequence[str],
    decision: Decision | None,
    as_redesign: str | None,
    everything: bool,
    note: str | None,
    dry_run: bool,
    reason: str | None,
    state: str,
    limit: int | None,
    root: Path,
    form: str | None,
) -> int:
    """Lists what is held, shows one of them beside the version that stands, or decides.

    A reading that does not resemble its portal changes nothing until a person accepts it. A NUMBER
    stands for all captures of its page that are held. Decisions ask no questions; exit code 3 means
    that something stays as it was.

    \b
    Example:
        govnews review
        govnews review 12
        govnews review --accept 12 15 --note 'seen in the browser'
        govnews review --discard longan --reason password-form
        govnews review --as-redesign longan --dry-run
    """
    if decision is None and as_redesign is None:
        if everything or note is not None or dry_run:
            raise click.UsageError("--all, --note and --dry-run belong to a decision.")
        return _show(which, reason, state, limit, root, form)
    if decision is not None and as_redesign is not None:
        raise click.UsageError("--as-redesign is a decision by itself.")
    if state != HoldState.OPEN or limit is not None or form is not None:
        raise click.UsageError("--state, --limit and forms of output belong to the list.")
    how = {"note": note, "trial": dry_run}
    if as_redesign is not None:
        if which or everything or reason is not None:
            raise click.UsageError("--as-redesign takes one portal and decides on all of it.")
        return _redesign(as_redesign, root, how)
    if bool(which) == everything:
        raise click.UsageError("Name pages by their numbers, portals, or --all.")
    return _decide(decision or "accept", which, reason, root, how)


# --- the list -------------------------------------------------------------------------------------


def _show(
    which: Sequence[str],
    reason: str | None,
    state: str,
    limit: int | None,
    root: Path,
    form: str | None,
) -> int:
    from govnews.archive import holds
    from govnews.archive.database import Archive
    from govnews.audit import held
    from govnews.cli.held_view import print_held

    numbers, names = _divided(which)
    with Archive.open(root) as archive:
        _check_portals(archive, names)
        shown = [held.load(archive.conn, number) for number in numbers]
        pages: list[HeldPage] = []
        wanted = holds.REASONS[reason] if reason is not None else None
        portals: list[str | None] = [*names] or ([] if numbers else [None])
        for name in portals:
            pages += holds.pages(archive.conn, name, HoldState(state), wanted, limit or -1)
    if form is not None:
        rows = [_row(one.hold, one.hold.held_at, one.captures) for one in shown]
        rows = [
            {**row, "fields": [asdict(field) for field in one.diffs]}
            for row, one in zip(rows, shown, strict=True)
        ]
        rows += [_row(page.newest, page.since, page.captures) for page in pages]
        print_rows(rows, COLUMNS, form)
        return 0
    for one in shown:
        print_held(one)
    _print_pages(pages)
    if not (shown or pages):
        what = "is held" if state == HoldState.OPEN else f"has a hold that is {state}"
        click.echo(f"No page {what}.", err=True)
    return 0


def _divided(which: Sequence[str]) -> tuple[list[int], list[str]]:
    """The numbers of holds and the names of portals among the arguments."""
    numbers = [int(word) if len(word) < 19 else -1 for word in which if word.isdecimal()]
    return numbers, [word for word in which if not word.isdecimal()]


def _check_portals(archive: Archive, names: Sequence[str]) -> None:
    """Raise UnknownPortal for a name that neither a portal file nor a hold has."""
    from govnews.portal import Registry

    for name in names:
        row = archive.conn.execute("SELECT 1 FROM hold WHERE portal = ? LIMIT 1", (name,))
        if row.fetchone() is None:
            Registry(archive.root).load(name)


def _row(hold: Hold, since: datetime, captures: int) -> dict[str, Any]:
    from govnews.archive.frontier import utc

    return {
        "number": hold.id,
        "portal": hold.portal,
        "url": hold.url,
        "reason": hold.reason,
        "detail": hold.detail,
        "state": hold.state,
        "since": utc(since),
        "seen_at": utc(hold.seen_at),
        "captures": captures,
        "changes": list(hold.changes),
        "article_id": hold.article_id,
        "capture_id": hold.capture_id,
        "decided_at": utc(hold.decided_at) if hold.decided_at is not None else None,
        "note": hold.note,
    }


def _print_pages(pages: Sequence[HeldPage]) -> None:
    """One line for each page, below the portal and the reason."""
    from govnews.archive.frontier import utc

    width = max((len(str(page.newest.id)) for page in pages), default=0)
    for portal, of_portal in groupby(pages, key=lambda page: page.newest.portal):
        click.echo(click.style(portal, bold=True))
        for reason, alike in groupby(of_portal, key=lambda page: page.newest.reason):
            group = list(alike)
            count = group[0].alike
            meaning = reason.meaning if reason is not None else "its run has not ended"
            click.echo(f"   {count} page{'s' * (count != 1)}: {meaning}")
            for page in group:
                hold, since = page.newest, local_time(utc(page.since))
                times = f", {page.captures} captures" if page.captures != 1 else ""
                detail = f": {hold.detail}" if hold.detail else ""
                click.echo(
                    f"   {hold.id:>{width}}  {hold.url}  {reason or hold.state}{detail} "
                    f"(since {since}{times})"
                )
            if count > len(group):
                click.echo(f"   … and {count - len(group)} more")


# --- decisions ------------------------------------------------------------------------------------


def _decide(
    decision: Decision,
    which: Sequence[str],
    reason: str | None,
    root: Path,
    how: Mapping[str, Any],
) -> int:
    from govnews.archive.database import Archive
    from govnews.portal import Registry
    from govnews.reviewing import Reviewer

    numbers, names = _divided(which)
    Archive.open(root).close()  # raises; opened for writing, it would be created
    with Archive.open(root, write=True) as archive:
        _check_portals(archive, names)
        chosen, refused = _chosen(archive, numbers)
        portals: list[str | None] = [*names] or ([] if numbers else [None])
        _choose_pages(archive, chosen, portals, reason)
        if not chosen and not refused:
            click.echo("No page is held.", err=True)
        incomplete = bool(refused)
        for portal in sorted({portal for portal, _ in chosen}):
            of_portal = [hold for key, page in chosen.items() if key[0] == portal for hold in page]
            reviewer = Reviewer(archive, portal, datetime.now(UTC), **how)
            if decision == "accept":
                reviewer.accept(Registry(root).load(portal), of_portal)
            elif decision == "as-new":
                reviewer.accept_as_new(Registry(root).load(portal), of_portal)
            else:
                reviewer.discard(of_portal)
            incomplete |= _sum_up(portal, reviewer.done, trial=how["trial"])
    for sentence in refused:
        click.echo(sentence, err=True)
    return 3 if incomplete else 0


Chosen = dict[tuple[str, str], list["Hold"]]


def _chosen(archive: Archive, numbers: Sequence[int]) -> tuple[Chosen, list[str]]:
    """The open holds of the pages that numbers name, and a sentence for each that is not open."""
    from govnews.archive import holds
    from govnews.archive.frontier import utc

    chosen: Chosen = {}
    refused = []
    for number in dict.fromkeys(numbers):
        hold = holds.find(archive.conn, number)
        if hold is None:
            raise NotInArchive(f"There is no hold {number}. 'govnews review' lists them.")
        if hold.state == HoldState.OPEN:
            page = holds.of_page(archive.conn, hold.portal, hold.url, HoldState.OPEN)
            chosen[hold.portal, hold.url] = page
        elif hold.decided_at is None:
            refused.append(f"Hold {number} is not judged yet: its run has not ended.")
        else:
            at = local_time(utc(hold.decided_at))
            refused.append(f"Hold {number} was {hold.state} already ({at}); nothing was changed.")
    return chosen, refused


def _choose_pages(
    archive: Archive, chosen: Chosen, portals: Sequence[str | None], reason: str | None
) -> None:
    """Adds the held pages of portals to those that are chosen."""
    from govnews.archive import holds

    wanted = holds.REASONS[reason] if reason is not None else None
    for name in portals:
        for page in holds.pages(archive.conn, name, HoldState.OPEN, wanted):
            portal, url = page.newest.portal, page.newest.url
            chosen[portal, url] = holds.of_page(archive.conn, portal, url, HoldState.OPEN)


def _redesign(name: str, root: Path, how: Mapping[str, Any]) -> int:
    from govnews.archive.database import Archive
    from govnews.archive.frontier import utc
    from govnews.portal import Registry
    from govnews.reviewing import Reviewer

    portal = Registry(root).load(name)
    Archive.open(root).close()
    with Archive.open(root, write=True) as archive:
        reviewer = Reviewer(archive, name, datetime.now(UTC), **how)
        era = reviewer.redesign(portal)
    since = local_time(utc(era.valid_from)) if era.valid_from is not None else ""
    blocks = f"{len(era.profile.noise)} repeated blocks"
    click.echo(f"{name}: {era.profile.pages} pages, {blocks}, in use since {since}")
    for path in era.profile.body_paths:
        click.echo(f"   the text is in {path}")
    if era.form:
        click.echo(f"   form, no edit: {', '.join(sorted(era.form))}")
    return 3 if _sum_up(name, reviewer.done, trial=how["trial"]) else 0


def _sum_up(portal: str, done: Decisions, *, trial: bool) -> bool:
    """Says what was decided; returns whether something stayed as it was."""
    said = [f"{number} {_PHRASES[name]}" for name, number in done.counts.most_common()]
    pages = f"{done.pages} page{'s' * (done.pages != 1)}"
    result = f"{pages} {'would be' if trial else 'were' if done.pages != 1 else 'was'} decided on"
    click.echo(f"{portal}: {result}" + (f": {', '.join(said)}" if said else ""), err=True)
    for hold in done.unreadable:
        click.echo(
            f"{hold.url} stays held: its capture {hold.capture_id} cannot be read as an article",
            err=True,
        )
    if done.left:
        click.echo(
            f"Still held, because they are missing or do not have the new template: {done.left} "
            f"page{'s' * (done.left != 1)}; 'govnews review {portal}' shows them",
            err=True,
        )
    return bool(done.unreadable or done.left)
