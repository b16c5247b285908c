"""A later release of govnews: a copy of the package whose articles have one more column."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.archive.archivelib import TOP
from tests.cli.clilib import Done, environment

_ATTRIBUTE = "    views: int | None = None\n    attachments:"
_READER = """

def _with_editor(reader):
    from dataclasses import replace
    import re

    def read_editor(capture, portal, profile=None):
        found = re.search(rb'<meta name="editor" content="([^"]+)"', capture.body)
        article = reader(capture, portal, profile)
        return replace(article, editor=found[1].decode() if found else None)

    return read_editor


read = _with_editor(read)
"""
_ROW = """    Column(
        name="editor",
        label=Both("editor", "người biên tập"),
        meaning=Both("Who edited the article.", "Người biên tập bài."),
        search="field",
        diff="value",
        fact=Fact(6, "edited by {{}}", Both("Edited by {{}}", "Biên tập: {{}}")),
        added={added!r},
    ),
"""
_COMMANDS = """
import json, sys
from tests.cli.clilib import invoke
for line in json.load(sys.stdin):
    done = invoke(*line)
    print(json.dumps([done.code, done.stdout, done.stderr]))
"""


class LaterRelease:
    """The column `editor` comes by three edits: model.py, a reader, and a row of columns.py.

    added: the name of its migration; None for a release that nobody has an archive from.
    """

    def __init__(self, folder: Path, added: str | None = None) -> None:
        self._folder = folder
        package = folder / "govnews"
        shutil.copytree(TOP / "govnews", package, ignore=shutil.ignore_patterns("__pycache__"))
        self._edit("model.py", _ATTRIBUTE, "    editor: str | None = None\n" + _ATTRIBUTE)
        with (package / "families" / "__init__.py").open("a", encoding="utf-8") as reader:
            reader.write(_READER)
        before = '    Column(\n        name="views",\n'
        self._edit("archive/columns.py", before, _ROW.format(added=added) + before)

    def _edit(self, name: str, old: str, new: str) -> None:
        path = self._folder / "govnews" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has to be edited in one place"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def python(self, code: str, *args: str, said: str = "") -> str:
        """What a script prints that imports this release."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, *args],
            input=said.encode(),
            capture_output=True,
            cwd=self._folder,
            env=environment(PYTHONPATH=f"{self._folder}:{TOP}"),
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def run(self, *commands: Sequence[str | Path]) -> list[Done]:
        """Runs commands of this release, one after the other."""
        lines = json.dumps([[str(arg) for arg in command] for command in commands])
        return [Done(*json.loads(line)) for line in self.python(_COMMANDS, said=lines).splitlines()]
