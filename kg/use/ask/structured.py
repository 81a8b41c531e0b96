"""A reply as JSON, for the workbench and other programs; field names are part of the public interface."""

from __future__ import annotations

import json
from typing import Any

from kg.use.ask.records import Reply
from kg.use.facts import Quote


def dumps(reply: Reply) -> str:
    """The reply as one line of JSON with its line feed; equal replies give equal text."""
    return json.dumps(structured(reply), ensure_ascii=False) + "\n"


def structured(reply: Reply) -> dict[str, Any]:
    """The reply as plain dicts and lists.

    ``rows`` are as a person reads them, one dict a row by column name; ``terms`` are the values behind them by
    SPARQL variable, so that a page can link to entities; ``evidence`` has, row by row, the quotes. ``parts`` are
    replies of their own where one question asks several things.
    """
    return {
        "question": reply.question,
        "status": reply.status,
        "answer": reply.text,
        "phrasing": reply.phrasing,
        "understood": [{"heading": heading, "value": value} for heading, value in reply.understood],
        "notes": list(reply.notes),
        "columns": [
            {"name": name, "heading": heading}
            for name, heading in zip(reply.table.variables, reply.table.headings, strict=True)
        ],
        "rows": [dict(zip(reply.table.variables, row, strict=True)) for row in reply.table.texts()],
        "terms": [dict(row) for row in reply.raw],
        "evidence": [[_quote(quote) for quote in row] for row in reply.evidence],
        "sparql": reply.sparql,
        "suggestions": list(reply.suggestions),
        "parts": [structured(part) for part in reply.parts],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.text,
        "newspaper": quote.newspaper,
        "date": quote.date,
        "headline": quote.headline,
        "source": quote.source,
        "start": quote.start,
        "end": quote.end,
        "rule": quote.rule,
        "confidence": float(quote.confidence) if quote.confidence else None,
    }
