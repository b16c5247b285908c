"""The query language: words, "phrases", AND OR NOT, -word, (…), begin*, title: author: signer:
section:.

Any text is either a query or a UsageError that explains how to correct it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from govnews.archive.search.aliases import expand
from govnews.archive.search.nodes import Either, Every, Node, Term, is_costly, wanted_terms
from govnews.archive.search.words import split
from govnews.errors import UsageError
from govnews.vietnamese.text import clean, fold, plain_dashes

MAX_QUERY = 1000
FIELDS = ("title", "author", "signer", "section", "number")
COLUMNS = {"signer": "signers"}
"""Names of fields that are not those of their columns."""
_DEPTH = 20
_SHORTEST_BEGINNING = 2

_TOKEN = re.compile(
    r"""(?P<minus>-)?(?P<field>(?:title|author|signer|section|number)\s*:\s*)?
        (?:"(?P<phrase>[^"]*)"|(?P<open>\()|(?P<word>[^\s()"]+)) | (?P<close>\)) | \s+""",
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_OPERATORS = {"", ")", "AND", "OR", "NOT"}
_BETWEEN = '{0} stands between two things that are sought; "{0}" in quotes is a word.'
_BARE_FIELDS = {f"{name}:" for name in FIELDS}
_FIELD_LIKE = re.compile(r"([a-z]{4,9}):.")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. node: the conditions on the text; None when it has document numbers only.

    numbers: document numbers that an article must name, a prefix with `*` at its end. typed_marks:
    it was typed with diacritics, so that texts with the same diacritics rank first.
    """

    node: Node | None
    numbers: tuple[str, ...] = ()
    typed_marks: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """Folded words and phrases to mark in the text, a prefix with `*`."""
        free = [t for t in self._wanted() if t.field in {None, "title"}]
        return tuple(dict.fromkeys(way for term in free for way in term.folded()))

    @property
    def free_terms(self) -> tuple[Term, ...]:
        """The terms that are matched in title, sapo and body."""
        return tuple(term for term in self._wanted() if term.field is None)

    def _wanted(self) -> list[Term]:
        return list(wanted_terms(self.node)) if self.node is not None else []

    @property
    def is_costly(self) -> bool:
        """Whether a match may be found only after reading many articles: phrases and NOT."""
        return self.node is not None and is_costly(self.node)

    def exact(self, text: str) -> bool:
        """Whether a text has the query's words with the same diacritics, in any tone placement."""
        if not self.typed_marks or self.node is None:
            return False
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        return self.node.exact(text.lower())


def parse_query(text: str, *, aliases: bool = True) -> Query:
    """Parse a query. aliases: UBND also matches Ủy ban nhân dân, and the reverse.

    Raises UsageError, which states the error and the correct form.
    """
    if len(text) > MAX_QUERY:
        raise UsageError(f"The query has {len(text)} characters; at most {MAX_QUERY} are searched.")
    line = clean(text.replace("\0", " ")).translate(_QUOTES)
    if line.count('"') % 2:
        _wrong(f"a double quote is not closed: {line}. Close it, or leave it out.")
    parser = _Parser(_TOKEN.finditer(line), aliases=aliases)
    node = parser.parse()
    numbers = tuple(parser.numbers)
    if node is None and not numbers:
        raise UsageError(
            "There is no word to search for in the query. Write words, a phrase in double quotes, "
            "or the beginning of a word with * at its end."
        )
    marked = unicodedata.normalize("NFC", line).lower() != fold(line)
    return Query(node, numbers, marked)


def _wrong(why: str) -> NoReturn:
    raise UsageError(f"The query cannot be read: {why}")


class _Parser:
    """Recursive descent over the tokens: OR binds least, then AND (written or implied),
    then NOT.
    """

    def __init__(self, tokens: Iterable[re.Match[str]], *, aliases: bool) -> None:
        self._tokens = [token for token in tokens if not token[0].isspace()]
        self._place = 0
        self._aliases = aliases
        self.numbers: list[str] = []

    def parse(self) -> Node | None:
        node = self._either(0, None)
        if self._place < len(self._tokens):
            _wrong("a closing parenthesis has no opening one; within double quotes it is text.")
        return node

    def _next(self) -> str:
        """The next token; empty at the end."""
        return self._tokens[self._place][0] if self._place < len(self._tokens) else ""

    def _take(self, operator: str) -> bool:
        found = self._next() == operator
        self._place += found
        return found

    def _either(self, depth: int, field: str | None) -> Node | None:
        parts = [self._every(depth, field)]
        while self._take("OR"):
            parts.append(self._every(depth, field))
        if len(parts) == 1:
            return parts[0]
        if not depth and self.numbers:
            _wrong("number: cannot stand beside OR; put what OR joins in parentheses.")
        nodes = [part for part in parts if part is not None]
        if len(nodes) < len(parts):
            _wrong(_BETWEEN.format("OR"))
        return Either(tuple(nodes))

    def _every(self, depth: int, field: str | None) -> Node | None:
        wanted: list[tuple[Node, bool]] = []
        unwanted: list[Node] = []
        began = self._place
        while self._next() not in {"", ")", "OR"}:
            if self._take("AND"):
                if self._place == began + 1 or self._next() in {"", ")", "OR", "AND"}:
                    _wrong(_BETWEEN.format("AND"))
                continue
            negated = self._take("NOT")
            if negated and self._next() in _OPERATORS:
                _wrong('NOT stands before what must not be found; "NOT" in quotes is a word.')
            token = self._tokens[self._place]
            self._place += 1
            negated = negated or bool(token["minus"])
            node = self._one(token, depth, field, negated)
            if node is not None and negated:
                unwanted.append(node)
            elif node is not None:
                wanted.append((node, token["word"] is not None))
        nodes = expand(wanted) if self._aliases else tuple(node for node, _ in wanted)
        if unwanted and not nodes:
            _wrong("it says only what must not be there; name a word that must, too.")
        if len(nodes) == 1 and not unwanted:
            return nodes[0]
        return Every(nodes, tuple(unwanted)) if nodes else None

    def _one(
        self, token: re.Match[str], depth: int, outer: str | None, negated: bool
    ) -> Node | None:
        name = (token["field"] or "").rstrip(": ").lower()
        if name and outer:
            _wrong(f"{name}: stands inside {outer}:, but a word is in one field only.")
        if name == "number":
            if depth or negated or token["open"]:
                _wrong("number: cannot stand in parentheses or behind NOT.")
            self.numbers.append(number_of(token["phrase"] or token["word"]))
            return None
        field = name or outer
        if token["open"]:
            if depth == _DEPTH:
                _wrong(f"parentheses stand more than {_DEPTH} deep.")
            node = self._either(depth + 1, field)
            if not self._take(")"):
                _wrong("a parenthesis is not closed; within double quotes it is text.")
            return node
        column = COLUMNS.get(field, field) if field is not None else None
        return _phrase(token["phrase"], column) if token["word"] is None else _word(token, column)


def _phrase(text: str, field: str | None) -> Term | None:
    words = split(text)
    return Term((words,), field) if words else None


def _word(token: re.Match[str], field: str | None) -> Term | None:
    text: str = token["word"]
    if text.lower() in _BARE_FIELDS:
        _wrong(f"nothing stands behind {text} Write for instance {text.lower()}papi.")
    like = _FIELD_LIKE.match(text.lower())
    near = difflib.get_close_matches(like[1], FIELDS, n=1, cutoff=0.75) if like else []
    if near and not token["field"]:
        _wrong(f"there is no field '{like[1] if like else text}:'. Did you mean {near[0]}:?")
    words = split(text)
    if not words:
        return None
    if "*" in text.rstrip("*"):
        _wrong(f"in {text}, * is not at the end; it stands for how a word goes on.")
    beginning = text.endswith("*")
    if beginning and len(words[-1]) < _SHORTEST_BEGINNING:
        _wrong(f"{text} begins too many words; write at least two letters before *.")
    return Term((words,), field, beginning)


def number_of(text: str) -> str:
    """A document number in its search form, a prefix with `*`; raises UsageError."""
    number = fold(plain_dashes(text)).upper().replace(" ", "")
    if not split(number):
        _wrong("number: needs a document number, such as number:123/QĐ-UBND.")
    if "*" in number.rstrip("*"):
        _wrong(f"in {text}, * is not at the end; it stands for how a number goes on.")
    return number.rstrip("*") + "*" if number.endswith("*") else number
