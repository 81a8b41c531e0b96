"""The errors a user can meet.

Each message is one sentence that says what is wrong, where, and what to do; the
command line prints it and exits with the class's ``exit_code``.
"""

from __future__ import annotations


class FangzhiError(Exception):
    """Something the user can mend; ``str(error)`` is the sentence to show."""

    exit_code = 2


class InputError(FangzhiError):
    """A source that cannot be read: missing, empty, binary or undecodable."""


class GraphError(FangzhiError):
    """A graph folder that is missing, foreign, damaged or locked."""


class QueryError(FangzhiError):
    """A query, parameter or name that cannot be answered."""


class DataError(FangzhiError):
    """A rule, lexicon, vocabulary or query file that is not well formed.

    The message carries file, line where known, and the entry's name.
    """
