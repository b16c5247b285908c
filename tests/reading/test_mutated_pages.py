"""Pages with random damage: what `make soak` does with 100,000 of them, for two hundred."""

from __future__ import annotations

import pytest

from tests.mutated import DAMAGE, attempt, cases, page
from tests.reading.pagelib import TITLE, article_of, paragraphs

SEED = 7


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_damaged_pages_are_read_or_refused_by_name(first: int) -> None:
    results = [attempt(SEED, number) for number in range(first, first + 50)]
    assert [(one.number, one.finding) for one in results if one.finding] == []
    assert {one.outcome for one in results} > {"article"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h1><a href='http://['>{title}</a></h1>{text}", id="an address of nothing"),
        pytest.param(
            "<h1>{title}</h1>{text}<p>"
            + "<a href='/t'></a>" * 60
            + "<a href='/k'>{title}</a> tin</p>",
            id="links without a text",
        ),
        pytest.param(
            "<h1>{title}</h1>{text}<p>" + "<a href='/a.pdf'></a>" * 60 + " tệp</p>",
            id="files without a text",
        ),
        pytest.param(
            "<h1>{title}</h1>{text}"
            + "<div>" * 50
            + "<a href='/k'>{title}"
            + "<p>{title}</p>" * 50,
            id="a link that was never closed",
        ),
    ],
)
def test_what_mutated_pages_have_shown(body: str) -> None:
    html = body.replace("{title}", TITLE).replace("{text}", paragraphs(3))
    assert article_of(html).title.startswith(TITLE)


def test_a_page_is_the_same_each_time_and_every_kind_of_damage_shows() -> None:
    assert page(SEED, 3) == page(SEED, 3)
    assert page(SEED, 3) != page(SEED, 4)
    assert len({page(SEED, number).capture.body for number in range(20)}) == 20
    assert len(DAMAGE) == len(set(DAMAGE))
    assert len(cases()) > 50
