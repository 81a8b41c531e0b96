"""Reading order of the lines on a scanned page."""

from __future__ import annotations

from kg.documents.formats.columns import Box, in_order, text_of


def page(drawing: str) -> list[Box]:
    """Boxes from a drawing: runs of the same letter, one line of the drawing a line of the page."""
    boxes = []
    for number, line in enumerate(drawing.splitlines()):
        start = 0
        for at in range(1, len(line) + 1):
            if at == len(line) or line[at] != line[start]:
                if line[start] != " ":
                    boxes.append(Box(start * 10, number * 20, at * 10, number * 20 + 16, line[start]))
                start = at
    return boxes


def order(drawing: str) -> str:
    return "".join(box.text for box in in_order(page(drawing)))


def test_one_column() -> None:
    assert order("aaaa\nbbbb\ncc") == "abc"


def test_a_headline_over_two_columns() -> None:
    assert order("hhhhhhhhh\naaaa eeee\nbbbb ffff\ncc   gggg") == "habcefg"


def test_two_articles_one_above_the_other() -> None:
    assert order("hhhhhhhhh\naaaa cccc\nbbbb dddd\nHHHHHHHHH\nAA BBB CC\nDD EEE FF") == "habcdHADBECF"


def test_a_headline_inside_a_column() -> None:
    assert order("aaaa xxxxxxxxx\nbbbb cccc eeee\nbbbb dddd ffff") == "abbxcdef"


def test_pieces_of_a_line_are_joined_and_white_parts_paragraphs() -> None:
    assert text_of(page("aa  bb\n\n\n\ncccccc\ndddddd")) == "a b\n\nc\nd"
    assert text_of(page("aaa bbb\nccc ddd")) == "a\nc\n\nb\nd"


def test_nothing() -> None:
    assert text_of([]) == ""
