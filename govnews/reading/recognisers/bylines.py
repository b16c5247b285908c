"""Lines that sign: "Tác giả: X", "Theo X", a name alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govnews.reading import weights as w
from govnews.vietnamese.names import INNER_LABEL, LABELLED, NAMES, THEO, clean_name, looks_like_name
from govnews.vietnamese.text import fold


@dataclass(frozen=True, slots=True)
class Signature:
    """A line that signs. name: cleaned, None for an account. rule: its form. sure: labelled."""

    name: str | None
    rule: str
    sure: bool


def read_signature(text: str) -> Signature | None:
    """The signature that a line consists of, in any of the printed forms, or None."""
    if not 2 <= len(text) <= w.SIGNATURE_MAX_LENGTH:
        return None
    bare = text.strip(" \t*-–—.·•|")
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    labelled = LABELLED.fullmatch(bare)
    if labelled and len(labelled["name"]) <= w.LABELLED_NAME_MAX_LENGTH:
        if re.search(r"[.!?]\s+\S", labelled["name"]) and not NAMES.fullmatch(labelled["name"]):
            return None
        label = fold(labelled["label"])
        doubtful = (
            label in {"tin", "bai", "bien tap", "thuc hien", "phong vien"}
            or not labelled["mark"].strip()
        )
        if doubtful and not looks_like_name(INNER_LABEL.sub(r"\1 ", labelled["name"])):
            return None
        return Signature(clean_name(labelled["name"]), "label", sure=True)
    theo = THEO.fullmatch(bare)
    if theo and len(theo["name"].split()) <= w.SOURCE_MAX_WORDS:
        return Signature(clean_name(theo["name"]), "theo", sure=False)
    if looks_like_name(text):
        return Signature(clean_name(text), "name-line", sure=False)
    return None
