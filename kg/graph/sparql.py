"""What is looked at in a query's text before and after the engine sees it.

The engine has no switch for what a guest must not do, so the text is read here first: by the tokens of SPARQL and
not by its grammar, which is enough to tell keywords from text that contains them, and takes linear time. The engine
lets keywords run into what follows (``SERVICEex:x``), so words are looked at for what they contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from kg.errors import QueryError

#: Tokens of SPARQL as far as needed here. A backslash outside strings and IRIs escapes what follows it, quotes and
#: ``#`` included; a word may have dots and hyphens inside, for which ``SERVICE`` is looked for within words.
TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]*+ )
  | (?P<string> \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
  | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
  | (?P<variable> [?$]\w++ )
  | (?P<name> (?:\w[\w.\-]*+)?:(?:[\w.\-:%]|\\.)*+ )
  | (?P<word> \w[\w.\-]*+ )
  | (?P<mark> \\. | [^\s] )
    """,
    re.VERBOSE | re.DOTALL,
)
#: How the engine says where a query is not well formed.
POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: The first words of requests that would change the graph.
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
#: Characters of a query, and brackets inside brackets, beyond which it is not even parsed: what people and programs
#: write stays far below, and the engine's stack holds out far above.
LONGEST = 1 << 18
DEEPEST = 100

Token = tuple[str, str, int]


class RefusedError(QueryError):
    """A request that this program does not carry out for anybody: an update, or a query to another server."""


def tokens(sparql: str) -> Iterator[Token]:
    """Kind, text and offset (code points) of each token; comments and white space are left out."""
    for found in TOKEN.finditer(sparql):
        if found.lastgroup != "comment":
            yield str(found.lastgroup), found[0], found.start()


def refuse_service(sparql: str) -> None:
    """Raise RefusedError when the query would ask another server."""
    if "SERVICE" not in sparql.upper():
        return
    suspect: Token | None = None  # a prefixed name that is a keyword and a name run together if a group follows it
    for kind, text, start in tokens(sparql):
        if suspect and text == "{":
            raise _service(sparql, suspect[2])
        suspect = None
        if kind == "word" and "SERVICE" in text.upper():
            raise _service(sparql, start)
        if kind == "name" and "SERVICE" in text.partition(":")[0].upper():
            suspect = (kind, text, start)


def refuse_updates(sparql: str) -> None:
    """Raise RefusedError for the text of a SPARQL update."""
    word = _first_word(sparql)
    if word.startswith(UPDATES) and not word.startswith(FORMS):
        raise RefusedError(f"这里只能查询,不接受更新({word})。")


def refuse_excess(sparql: str, longest: int = LONGEST, deepest: int = DEEPEST) -> None:
    """Raise QueryError for a query too long or nested too deeply to be worth parsing."""
    if len(sparql) > longest:
        raise QueryError(f"查询有 {len(sparql)} 个字符,超过上限 {longest}。")
    depth = 0
    for kind, text, start in tokens(sparql):
        if kind != "mark":
            continue
        depth += (text in "({[") - (text in ")}]")
        if depth > deepest:
            raise QueryError(f"查询第 {_line(sparql, start)} 行的括号套了 {depth} 层,超过上限 {deepest} 层。")


def is_select(sparql: str) -> bool:
    """Whether the query, if it is one, gives rows."""
    return _first_word(sparql).startswith("SELECT")


def gives_triples(sparql: str) -> bool:
    """Whether the query, if it is one, gives triples."""
    return _first_word(sparql).startswith(("CONSTRUCT", "DESCRIBE"))


def graphs_named(sparql: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """The absolute IRIs behind FROM and FROM NAMED, in order; ``prefixes`` are those known without declaration.

    Relative ones are under the query's BASE; where it has none they are left out, for they cannot lead outside.
    """
    known = dict(prefixes)
    base = ""
    found = []
    before = [("", "", 0), ("", "", 0)]
    for token in tokens(sparql):
        kind, text, _ = token
        words = [t[1].upper() for t in before]
        if kind == "mark" and text == "{":
            break  # the dataset is named before the first group
        if kind == "iri" and words[1] == "BASE":
            base = _under(base, text[1:-1])
        elif kind == "iri" and words[0] == "PREFIX":
            known[before[1][1].rstrip(":")] = _under(base, text[1:-1])
        elif words[1] in ("FROM", "NAMED", "FROMNAMED") and kind in ("iri", "name"):
            found.append(_under(base, text[1:-1]) if kind == "iri" else _expand(text, known))
        before = [before[1], token]
    return tuple(iri for iri in found if re.match(r"[A-Za-z][\w+.\-]*:", iri))


def _under(base: str, iri: str) -> str:
    """An IRI that may be relative, under a base; what is no address stays as it is."""
    try:
        return urljoin(base, iri)
    except ValueError:
        return iri


def syntax_error(message: str) -> QueryError:
    """The engine's complaint as one sentence, with line and column when it gives them."""
    found = POSITION.fullmatch(message)
    if not found:
        return QueryError(f"查询不是合法的 SPARQL:{message}。")
    line, column, reason = found.groups()
    return QueryError(f"查询第 {line} 行第 {column} 列不是合法的 SPARQL:{reason}。")


def _service(sparql: str, start: int) -> RefusedError:
    return RefusedError(f"查询第 {_line(sparql, start)} 行用了 SERVICE:方志不访问其他服务器。")


def _line(sparql: str, start: int) -> int:
    return sparql.count("\n", 0, start) + 1


def _first_word(sparql: str) -> str:
    """The first keyword after the declarations of prefixes and base, in capitals."""
    for kind, text, _ in tokens(sparql):
        if kind == "word" and text.upper() not in ("PREFIX", "BASE", "VERSION"):
            return text.upper()
    return ""


def _expand(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in prefixes else ""
