"""The types of answers are for checkers of types alone (``_shapes.pyi``); as values they are mappings."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("_"):
        raise AttributeError(name)
    return dict[str, Any]
