"""How a breakage is written down: a function, its name, the event that it stands for.

The catalogue is `BREAKAGES`, by name. The modules beside this one add to it when they are imported.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.broken.portal import Page, Skin, Visit
from tests.crawl.site import Answer

Answering = Callable[[Visit], Answer]


@dataclass(frozen=True, slots=True)
class Breakage:
    """One way in which a portal breaks.

    event: what really happens, in a sentence. answer: what the portal sends while it is broken.
    quiet: no field of an article changes, so that nothing is named and no version is made. moves:
    articles stand under other addresses, which is named and leaves nothing undone.
    """

    name: str
    event: str
    answer: Answering
    quiet: bool = False
    moves: bool = False


BREAKAGES: dict[str, Breakage] = {}


def _named(function: Callable[..., object]) -> tuple[str, str]:
    assert function.__doc__ is not None, f"{function.__name__} does not say which event it is"
    return function.__name__.replace("_", "-"), function.__doc__.strip()


def _add(
    function: Callable[..., object], answer: Answering, *, quiet: bool, moves: bool = False
) -> None:
    name, event = _named(function)
    assert name not in BREAKAGES, name
    BREAKAGES[name] = Breakage(name, event, answer, quiet, moves)


def of_answers(*, quiet: bool = False, moves: bool = False) -> Callable[[Answering], Answering]:
    """Registers a breakage that decides each answer."""

    def add(function: Answering) -> Answering:
        _add(function, function, quiet=quiet, moves=moves)
        return function

    return add


def of_pages(
    *, quiet: bool = False, skin: Skin | None = None
) -> Callable[[Callable[[Page], Page]], Callable[[Page], Page]]:
    """Registers a breakage of the facts that an article's page prints."""

    def add(function: Callable[[Page], Page]) -> Callable[[Page], Page]:
        _add(function, lambda visit: visit.change(function, skin), quiet=quiet)
        return function

    return add


def of_html(
    *, quiet: bool = False
) -> Callable[[Callable[[str, Visit], str]], Callable[[str, Visit], str]]:
    """Registers a breakage of the HTML of all pages, or of those that it chooses."""

    def add(function: Callable[[str, Visit], str]) -> Callable[[str, Visit], str]:
        _add(function, lambda visit: visit.rewrite(lambda text: function(text, visit)), quiet=quiet)
        return function

    return add


def one_bad_server(name: str) -> None:
    """Registers a breakage again, for every second article: one of two servers behind a balancer
    has it, and which articles that one answers is another half each day.
    """
    whole = BREAKAGES[name]

    def answer(visit: Visit) -> Answer:
        number = visit.number
        if number is None or (number + visit.portal.day) % 2:
            return visit.usual
        return whole.answer(visit)

    event = f"One of two servers behind a load balancer has it: {whole.event}"
    BREAKAGES[f"{name}-on-one-server"] = Breakage(
        f"{name}-on-one-server", event, answer, whole.quiet
    )
