"""docs/commands.md and the commands say the same; so do the README and its links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from govnews.archive.holds import HoldReason, HoldState
from govnews.cli import cli
from govnews.export.tables import TABLES
from tests.cli.clilib import TOP

COMMANDS = (TOP / "docs" / "commands.md").read_text(encoding="utf-8")
EVERYWHERE, *SECTIONS = re.split(r"^## ", COMMANDS, flags=re.MULTILINE)[1:]


def commands(group: click.Group, *names: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        else:
            yield " ".join([*names, name]), command


ALL = dict(commands(cli))


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_is_documented(name: str) -> None:
    titled = {section.split("\n")[0]: section for section in SECTIONS}
    section = titled.get(name, "") + titled.get(name.split(maxsplit=1)[0], "")
    assert f"govnews {name}" in section
    for param in ALL[name].params:
        if isinstance(param, click.Option):
            assert any(f"`{flag}" in EVERYWHERE or flag in section for flag in param.opts), (
                f"{param.opts} of {name}"
            )


def examples(text: str) -> str:
    """The commands in the examples of a page or of a help text."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *text.partition("Example:\n")[2:]])


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_an_example_and_every_option_occurs_in_one(name: str) -> None:
    """In the help of the command, in its section of docs/commands.md, or, where commands share the
    option, below "Everywhere".
    """
    of_help = examples(ALL[name].help or "")
    assert f"govnews {name}" in of_help
    titled = {section.split("\n")[0]: section for section in SECTIONS}
    sections = [titled.get(name, ""), titled.get(name.split(maxsplit=1)[0], ""), EVERYWHERE]
    shown = "\n".join([of_help, *map(examples, sections)])
    missing = [
        param.opts
        for param in ALL[name].params
        if isinstance(param, click.Option)
        and not any(re.search(rf"(?<!\S){flag}(?![\w-])", shown) for flag in param.opts)
    ]
    assert missing == []


def test_every_documented_command_exists() -> None:
    for name, more in re.findall(r"`govnews ([a-z]+)(?: ([a-z]+))?", COMMANDS):
        assert name in ALL or f"{name} {more}" in ALL, (name, more)


def test_columns_of_the_csv_are_documented_in_order() -> None:
    section = next(s for s in SECTIONS if s.startswith("export csv"))
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)) == tuple(
        TABLES["articles"].columns
    )


def test_every_option_has_a_help_text() -> None:
    for name, command in ALL.items():
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help, (name, param.opts)


def test_examples_in_help_texts_keep_their_lines() -> None:
    for name, command in ALL.items():
        with click.Context(command, info_name=name) as context:
            text = command.get_help(context)
        assert "\\b" not in text, name
        assert re.search(r"^  Example:\n +\S", text, re.MULTILINE), name


@pytest.mark.parametrize(
    "page", [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), target
    if page.name == "README.md":
        for name in re.findall(r"^govnews ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE):
            assert {name, name.split()[0]} & set(ALL), name


ARCHITECTURE = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8")
WAYS = {
    part.split("\n")[0]: part
    for part in re.split(r"^## ", ARCHITECTURE, flags=re.MULTILINE)
    if part.startswith("The way of")
}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_through_the_code_names_files_that_exist_and_each_once(way: str) -> None:
    named = re.findall(r"`((?:\w+/)*\w+\.(?:py|toml|sql))`", WAYS[way])
    assert len(named) > 5
    assert [name for name in named if not (TOP / "govnews" / name).exists()] == []
    assert sorted(name for name in set(named) if named.count(name) > 1) == []


def test_the_walk_has_the_four_ways_and_every_layer() -> None:
    assert [way.removeprefix("The way of ") for way in WAYS] == [
        "a page", "a query", "an imported WARC", "a replay",
    ]  # fmt: skip
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["type"] == "layers")
    layers = [sorted(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    rows = re.findall(r"^\| \d+ \| (.*?) \|", ARCHITECTURE, flags=re.MULTILINE)
    documented = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(documented) == sorted(name for layer in layers for name in layer)


def test_the_pages_of_contributors_exist() -> None:
    text = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert targets
    assert [target for target in targets if not (TOP / target).exists()] == []


def test_the_reasons_and_states_of_held_readings_are_documented() -> None:
    text = (TOP / "docs" / "archive.md").read_text(encoding="utf-8")
    section = text.partition("## Held readings\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", section, flags=re.MULTILINE)
    reasons = [(reason.value, reason.meaning) for reason in HoldReason]
    assert rows[: len(reasons)] == reasons
    assert [name for name, _ in rows[len(reasons) :]] == [state.value for state in HoldState]
