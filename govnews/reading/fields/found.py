"""The result of a field: its value, the evidence for it, and the lines that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from govnews.model import Evidence

Value_co = TypeVar("Value_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value_co]):
    """A field's value, with one item of evidence for each of its parts.

    consumed: positions of lines that belong to the field and therefore not to the body.
    shortened: the text that is left of blocks whose end belongs to the field.
    """

    value: Value_co
    evidence: tuple[Evidence, ...] = ()
    consumed: tuple[int, ...] = ()
    shortened: Mapping[int, str] = field(default_factory=dict)

    @staticmethod
    def of(name: str, value: T, raw: str, rule: str, place: str) -> Found[T]:
        """A value with its one item of evidence."""
        return Found(value, (Evidence(name, raw, rule, place),))

    @property
    def raw(self) -> str:
        """The raw text of the first item of evidence; empty without evidence."""
        return self.evidence[0].raw if self.evidence else ""
