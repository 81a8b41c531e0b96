"""Terms as N-Triples text."""

from __future__ import annotations

import pytest

from kg.graph import terms
from kg.graph.vocab import XSD


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("7", "7"), ("7.0", "7"), ("6.10", "6.1"), ("-0.50", "-0.5"), ("0.0", "0"), ("-0", "0"), ("1E+3", "1000"),
        ("17000", "17000"), ("35000000000", "35000000000"), ("0.0001", "0.0001"),
    ],
)  # fmt: skip
def test_decimals_are_canonical(value, written):
    assert terms.decimal(value) == f'"{written}"^^<{XSD.decimal}>'


@pytest.mark.parametrize("value", ["", "七", "NaN", "Infinity", "1,000", "1 2"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="number"):
        terms.decimal(value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [("2024", XSD.gYear), ("2024-02", XSD.gYearMonth), ("2024-02-29", XSD.date)],
)
def test_moments_keep_their_precision(value, kind):
    assert terms.moment(value) == f'"{value}"^^<{kind}>'


@pytest.mark.parametrize(
    "value", ["", "24", "2024-13", "2023-02-29", "2024-2-1", "2024-01-01T00:00", "今年", "2024/2025"]
)
def test_what_is_no_moment_is_refused(value):
    with pytest.raises(ValueError, match=r"ISO|month|day"):
        terms.moment(value)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-05-06", "2024-05-06", "2024-05-06"), ("2024-01/2024-09", "2024-01-01", "2024-09-30"),
    ],
)  # fmt: skip
def test_bounds_are_the_outermost_days(value, first, last):
    assert terms.bounds(value) == (f'"{first}"^^<{XSD.date}>', f'"{last}"^^<{XSD.date}>')


def test_strings_are_escaped():
    assert terms.text('一\n"二"\\三\r', "zh") == '"一\\n\\"二\\"\\\\三\\r"@zh'
