"""Errors: a question that could not be asked. Trouble with data or fits is a result, with a status and findings."""

from __future__ import annotations


class LawlikeError(Exception):
    """Why a question has no answer.

    Attributes
    ----------
    text : str
        What happened, where (file or frame, row, column), and what to do: the text of the command.
    code : int
        The exit code of the command, 2.
    """

    code: int = 2

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UsageError(LawlikeError, ValueError):
    """An option is out of its range, does not go with the others, or lacks its value."""


class InputError(LawlikeError, ValueError):
    """A file or frame cannot be read, or a cell holds a value that cannot be."""


class DataError(LawlikeError, ValueError):
    """A column is missing, several could be meant, or the rows cannot carry the question."""


class LawError(LawlikeError, ValueError):
    """A law or formula cannot be read, or does not fit the columns."""


KINDS: dict[str, type[LawlikeError]] = {
    "usage": UsageError,
    "input": InputError,
    "data": DataError,
    "law": LawError,
}
