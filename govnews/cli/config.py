"""Settings that are the same for every command: flag, then GOVNEWS_*, then govnews.toml."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from govnews.errors import BadConfig

CONFIG_FILE = Path("govnews.toml")
"""Read from the current directory."""

DEFAULT_ROOT = Path("archive")
_KEYS = ("archive", "contact")


@dataclass(frozen=True, slots=True)
class Config:
    """archive: the data root. contact: mail or URL in the user agent."""

    archive: Path
    contact: str | None


def load_config() -> Config:
    """Settings from govnews.toml and the environment; raises BadConfig naming file and key."""
    table: dict[str, object] = {}
    try:
        table = tomllib.loads(CONFIG_FILE.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        pass
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(f"{CONFIG_FILE} is not TOML: {error}") from error
    except OSError as error:
        raise BadConfig(f"{CONFIG_FILE} cannot be read: {error.strerror}") from error
    for key, value in table.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Known keys: {', '.join(_KEYS)}."
            raise BadConfig(f"{CONFIG_FILE}: unknown key '{key}'.{hint}")
        if not isinstance(value, str) or not value.strip():
            raise BadConfig(f"{CONFIG_FILE}: key '{key}' must be a text in quotes")
    archive = os.environ.get("GOVNEWS_ARCHIVE") or table.get("archive") or DEFAULT_ROOT
    contact = os.environ.get("GOVNEWS_CONTACT") or table.get("contact")
    return Config(Path(str(archive)), str(contact) if contact else None)
