"""What an import or a rescue passed over, refused and holds, as lines on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from govnews.importing import Tally


def print_rest(tally: Tally, portal: str) -> None:
    """Prints the totals of everything that did not become an article."""
    from govnews.archive import holds

    for word, counter in (("skipped", tally.skipped), ("refused", tally.refused)):
        for why, number in sorted(counter.items()):
            click.echo(f"  {word}: {number} {why}", err=True)
    for sentence in holds.sentences(tally.held, tally.details, portal):
        click.echo(f"  {sentence}", err=True)
