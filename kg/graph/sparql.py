"""What is looked at in a query's text before and after the engine sees it."""

from __future__ import annotations

import re

from kg.errors import QueryError

#: Tokens of SPARQL, as far as needed to tell the keyword SERVICE from text that contains it.
TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|[\w.-]*:[\w.%\\-]*|\w+",
    re.DOTALL,
)  # fmt: skip
#: How the engine says where a query is not well formed.
POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def refuse_service(sparql: str) -> None:
    """Raise QueryError when the query would ask another server."""
    for token in TOKEN.finditer(sparql):
        if token[0].upper() == "SERVICE":
            line = sparql.count("\n", 0, token.start()) + 1
            raise QueryError(f"查询第 {line} 行用了 SERVICE:方志不访问其他服务器。")


def syntax_error(message: str) -> QueryError:
    """The engine's complaint as one sentence, with line and column when it gives them."""
    found = POSITION.fullmatch(message)
    if not found:
        return QueryError(f"查询不是合法的 SPARQL:{message}。")
    line, column, reason = found.groups()
    return QueryError(f"查询第 {line} 行第 {column} 列不是合法的 SPARQL:{reason}。")
