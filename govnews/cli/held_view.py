"""Prints a held reading beside the version that stands: two columns, or one above the other."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence

import click

from govnews.archive.frontier import utc
from govnews.archive.holds import HoldState
from govnews.audit.compare import Block, FieldDiff, Piece
from govnews.audit.held import Held
from govnews.cli.output_formats import coloured, local_time

NARROW = 72
"""Width of a terminal below which the two readings stand one above the other."""

_GAP = "  "
_MARKS = {"delete": ("[-", "-]", "red"), "insert": ("{+", "+}", "green")}


def print_held(held: Held) -> None:
    """The page, why it is held, the two readings, and the command for each way out."""
    hold = held.hold
    title = (held.before or held.now).get("title") if held.before or held.now else None
    click.echo(click.style(title or hold.url, bold=True))
    click.echo(hold.url)
    meaning = hold.reason.meaning if hold.reason is not None else "its run has not ended"
    click.echo(f"{hold.portal}, hold {hold.id}, {hold.state}: {meaning}")
    if hold.detail:
        click.echo(f"   {hold.detail}")
    captured = f", capture {hold.capture_id}" if hold.capture_id is not None else ""
    click.echo(f"   captured {local_time(utc(hold.seen_at))}{captured}")
    if held.captures > 1:
        click.echo(f"   {held.captures} captures of the page are {hold.state}")
    if hold.decided_at is not None:
        note = f": {hold.note}" if hold.note else ""
        click.echo(f"   {hold.state} {local_time(utc(hold.decided_at))}{note}")
    _print_readings(held)
    if hold.state == HoldState.OPEN:
        _print_ways_out(held)


def _print_readings(held: Held) -> None:
    if held.is_missing:
        click.echo("\nThe portal did not have the page.")
        return
    if not held.now:
        click.echo("\nThe capture has no reading; 'govnews serve' shows the page as it came.")
        return
    width = shutil.get_terminal_size().columns
    if held.before is not None and width >= NARROW:
        click.echo()
        _print_row("stands", "held", width)
    for field in held.diffs:
        click.echo("\n" + click.style(field.field, bold=True))
        _print_field(field, width)
    before, now = held.views
    if before != now and before is not None:
        click.echo("\n" + click.style("views", bold=True))
        _print_row(str(before), str(now) if now is not None else "none", width)


def _print_field(field: FieldDiff, width: int) -> None:
    skipped = 0
    for block in field.blocks:
        if block.op == "equal":
            skipped += 1
            continue
        if skipped:
            click.echo(click.style(f"… {skipped} the same", dim=True))
        skipped = 0
        left, right = _sides(block)
        if width < NARROW:
            for side in filter(None, (left, right)):
                _echo_lines(_wrapped(side, width))
        else:
            _echo_columns(left, right, width)
    if skipped:
        click.echo(click.style(f"… {skipped} the same", dim=True))


def _sides(block: Block) -> tuple[Sequence[Piece], Sequence[Piece]]:
    return (
        [piece for piece in block.pieces if piece.op != "insert"],
        [piece for piece in block.pieces if piece.op != "delete"],
    )


def _print_row(left: str, right: str, width: int) -> None:
    _echo_columns([Piece("equal", left)], [Piece("equal", right)], max(width, NARROW))


Line = list[Piece]


def _echo_columns(left: Iterable[Piece], right: Iterable[Piece], width: int) -> None:
    side = (width - len(_GAP)) // 2
    old, new = _wrapped(left, side), _wrapped(right, side)
    for number in range(max(len(old), len(new))):
        one, other = (lines[number] if number < len(lines) else [] for lines in (old, new))
        padding = " " * (side - sum(len(piece.text) for piece in one))
        click.echo((_styled(one) + padding + _GAP + _styled(other)).rstrip())


def _echo_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        click.echo(_styled(line))


def _wrapped(pieces: Iterable[Piece], width: int) -> list[Line]:
    """Lines of at most that many characters. Without colours the marks of what went and came are
    part of the text.
    """
    lines: list[Line] = [[]]
    used = 0
    for piece in pieces:
        for word in re.findall(r"\s+|\S+", _marked(piece)):
            for part in _cut(word, width):
                if used + len(part) > width:
                    lines.append([])
                    used = 0
                if used or not part.isspace():
                    _add(lines[-1], Piece(piece.op, part))
                    used += len(part)
    return lines


def _add(line: Line, piece: Piece) -> None:
    if line and line[-1].op == piece.op:
        piece = Piece(piece.op, line.pop().text + piece.text)
    line.append(piece)


def _cut(word: str, width: int) -> Iterable[str]:
    """A word in parts that fit into a line."""
    return (word[at : at + width] for at in range(0, len(word), width))


def _marked(piece: Piece) -> str:
    text = piece.text.replace("\n", " ")
    if piece.op == "equal" or coloured():
        return text
    opens, closes, _ = _MARKS[piece.op]
    return f"{opens}{text}{closes}"


def _styled(line: Line) -> str:
    if not coloured():
        return "".join(piece.text for piece in line)
    return "".join(
        click.style(piece.text, fg=_MARKS[piece.op][2]) if piece.op != "equal" else piece.text
        for piece in line
    )


def _print_ways_out(held: Held) -> None:
    number, portal = held.hold.id, held.hold.portal
    ways = [
        (f"review --accept {number}", "what was held is right: store it"),
        (f"review --discard {number}", "it is wrong: the article stays as it was"),
    ]
    if not held.is_missing:
        ways.append((f"review --as-redesign {portal}", "the portal has a new template"))
    click.echo()
    width = max(len(command) for command, _ in ways)
    for command, what in ways:
        click.echo(f"govnews {command:<{width}}  {what}")
