"""What a style hides: off the screen, of no height, cut away, transparent, in no size of letter.

Hacked pages carry the links of gamblers so. Scripts may show what is not displayed (`display:
none`), and never this.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import remembered

_LENGTH = re.compile(r"([-+]?(?:\d++\.?\d*+|\.\d++))(px|pt|pc|r?em|ex|ch|cm|mm|in|%|v[wh])?")
_PIXELS = {
    "pt": 1.33, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "cm": 38.0, "mm": 3.8,
    "in": 96.0, "%": 5.0, "vw": 5.0, "vh": 5.0,
}  # fmt: skip
"""Pixels of one unit, about. A whole screen counts as far, half of one centres what it moves."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MOVES = re.compile(r"transition|animation|transform|will-change")
_ANIMATED = re.compile(r"\b(?:wow|aos|anim\w*|fade\w*|reveal\w*|slide\w*|elementor-invisible)\b")
_TRANSLATED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
_NO_SCALE = re.compile(r"scale\(\s*+0(?:\s*+,\s*+0)?\s*+\)")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,20}")
_CLIPPED = re.compile(r"rect\(([^)]*)\)")
_CUT = re.compile(
    r"inset\(\s*+(?:[5-9]\d|100)%|circle\(\s*+0|polygon\((?:[\s,]*+0(?:px|%)?)++\s*+\)"
)
_CLEAR = re.compile(r"(?:0+(?:\.0\d*)?|\.0\d*)%?")
_CLEAR_FILTER = re.compile(r"opacity\s*[(=]\s*0\s*%?\s*\)")
_SCROLLED = frozenset({"hidden", "auto", "scroll", "clip"})
_PLACES = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
_EXTENTS = ("height", "max-height", "width", "max-width")


_MAY_HIDE = re.compile(r"overflow|clip|scale|background|-[\d.]", re.IGNORECASE)
"""What is in every style that hides for good."""


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def hides_for_good(style: str) -> bool:
    """Whether the declarations of a style hide an element, which no script is likely to show."""
    if _MAY_HIDE.search(style) is None:
        return False
    found = _declarations(style)
    return (
        _is_far(found)
        or _is_flat(found)
        or _is_cut(found)
        or _NO_SCALE.search(found.get("transform", "")) is not None
        or _is_camouflaged(found)
    )


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _is_clear(style: str) -> bool:
    """Whether a style makes an element transparent, and does not let it appear."""
    found = _declarations(style)
    clear = _CLEAR.fullmatch(found.get("opacity", "1")) is not None
    clear = clear or _CLEAR_FILTER.search(found.get("filter", "")) is not None
    return clear and _MOVES.search(" ".join(found)) is None


@remembered(w.CACHED_ATTRIBUTES, w.CACHED_ATTRIBUTE_LENGTH)
def _letters(style: str) -> float | None:
    """The size of the letters that a style sets, in pixels; None where it sets none."""
    found = _declarations(style)
    match = _LENGTH.search(found.get("font-size") or found.get("font") or "")
    if match is None or (not match[2] and float(match[1])):
        return None  # a number without a unit is none
    return float(match[1]) * _PIXELS.get(match[2], 1.0)


def is_invisible(element: Element, style: str) -> bool:
    """Whether an element is transparent for good, or has letters that nobody sees."""
    if "opacity" in style.lower() and _is_clear(style):
        names = f"{element.get('class') or ''} {' '.join(map(str, element.attrib))}".lower()
        return _ANIMATED.search(names) is None
    size = _letters(style) if "font" in style.lower() else None
    return size is not None and size <= w.TINY and not any(map(_sets_letters, element.iter()))


def _sets_letters(element: Element) -> bool:
    """Whether an element may set letters that are seen, in one whose own are not."""
    size = _letters(element.get("style") or "")
    return size is not None and size > w.TINY


def _declarations(style: str) -> Mapping[str, str]:
    """The values by property, in lower case; the last declaration of a property counts."""
    found = {}
    for part in _COMMENT.sub("", style.lower()).split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def _lengths(value: str) -> Iterator[float]:
    """The lengths in a value, in pixels."""
    for number, unit in _LENGTH.findall(value):
        yield float(number) * _PIXELS.get(unit, 1.0)


def _is_far(found: Mapping[str, str]) -> bool:
    """Whether an element is moved far off the screen, to where nobody can scroll."""
    values = [value for name in _PLACES if (value := found.get(name))]
    values += _TRANSLATED.findall(found.get("transform", ""))
    # A large margin below makes columns equally high and moves nothing.
    sides = dict(
        zip(("top", "side", "below", "left"), found.get("margin", "").split(), strict=False)
    )
    values += [sides.get("top", ""), sides.get("left") or sides.get("side", "")]
    return any(length <= -w.OFF_SCREEN for value in values for length in _lengths(value))


def _is_flat(found: Mapping[str, str]) -> bool:
    """Whether an element has next to no height or width, and what is larger does not stick out.

    One with a padding holds a picture or a film; one that moves is opened by a click.
    """
    scrolled = " ".join(value for name, value in found.items() if name.startswith("overflow"))
    if _SCROLLED.isdisjoint(scrolled.split()) or _MOVES.search(" ".join(found)):
        return False
    if any(any(_lengths(value)) for name, value in found.items() if name.startswith("padding")):
        return False
    firsts = (next(_lengths(found.get(name, "")), w.OFF_SCREEN) for name in _EXTENTS)
    return any(length <= 1 for length in firsts)


def _is_camouflaged(found: Mapping[str, str]) -> bool:
    """Whether letters have the colour of what is behind them."""
    colours = [_colour(found.get(name, "")) for name in ("color", "background-color", "background")]
    return bool(colours[0]) and colours[0] in colours[1:]


def _colour(value: str) -> str:
    """A colour in one spelling; nothing for what is none or only repeats another."""
    if _COLOUR.fullmatch(value) is None or value in {"inherit", "initial", "unset", "transparent"}:
        return ""
    value = {"white": "#fff", "black": "#000"}.get(value, value)
    short = value[0] == "#" and value[1:] == "".join(2 * digit for digit in value[1::2])
    return f"#{value[1::2]}" if short and len(value) > len("#fff") else value


def _is_cut(found: Mapping[str, str]) -> bool:
    """Whether nothing of an element is left by its clipping."""
    for name in ("clip", "clip-path"):
        value = found.get(name, "")
        for sides in _CLIPPED.findall(value):
            lengths = list(_lengths(sides))
            if lengths and "auto" not in sides and max(lengths) <= 1:
                return True
        if _CUT.search(value):
            return True
    return False


_BRACE = re.compile(r"([{}])")
_NAME = re.compile(r"[.#][\w-]+")
_LONE_NAME = re.compile(r"\s*+[a-z]*+([.#][\w-]++)\s*+")


def hidden_names(root: Element) -> frozenset[str]:
    """The classes (".x") and ids ("#x") that the style sheets in a page hide for good, by rules of
    their own. A name that scripts or other rules know may be shown again.
    """
    sheets = ["".join(sheet.itertext()) for sheet in root.iter("style")]
    rules = [rule for sheet in sheets for rule in _rules(_COMMENT.sub("", sheet))]
    named = Counter(name for selector, _ in rules for name in _NAME.findall(selector))
    found = {
        match[1]
        for selector, style in rules
        if hides_for_good(style) or ("opacity" in style and _is_clear(style))
        for match in map(_LONE_NAME.fullmatch, selector.split(","))
        if match is not None and named[match[1]] == 1
    }
    if not found:
        return frozenset()
    scripts = [text for script in root.iter("script") for text in script.itertext()]
    return frozenset(name for name in found if not any(name[1:] in text for text in scripts))


def _rules(sheet: str) -> Iterable[tuple[str, str]]:
    """Selectors and declarations of a style sheet; those for some screens have an empty style."""
    depth, selector, begun = 0, "", ""
    for part in _BRACE.split(sheet):
        if part == "{":
            depth += 1
            selector = begun
        elif part == "}":
            if selector:
                yield selector, begun if depth == 1 else ""
            depth, selector, begun = max(0, depth - 1), "", ""
        else:
            begun = part
