"""How often words stand in texts of the genre, roughly: only the choice between words to look for hangs on it.

Counted in reports and newspaper pages as the rules see them, mentions shown as symbols.
"""

from __future__ import annotations

from kg.mentions.symbols import symbol

#: Shares of all characters in thousandths -> the characters that have about that share, the commonest first.
_CHARACTERS = {
    40: ",",
    25: "。、",
    8: "业新化建\n",
    6: "产发全展国“”工实动大设",
    5: "进力中人区0生高和的一增加1",
    4: "推能民等体务成市2政提地行",
    3: "资会作持城项重质保制治合强.量创开家经平长5入企服目深理施有",
    2: "改基年3水上现个效好造升%代机以用科点济育技心要公农优社文6主4出面为品级在域坚更省投态总度安万定源场8系性",
    1.5: "程规色学快通融稳不支共村标元型革同7事金领位法数活续亿完费本电三群集9统()居境向值放消环乡到",
    1: "绿教运策方商就防分期我医台部 智营是精各收局整园海管范;风特多物自时护五口办达打府流关引综战落外转路协县线式对均"
    "步第扩模下前率构应准险专计联老任善交小们旅比先记试促二链障",
}
#: The same of symbols, by their labels.
_SYMBOLS = {
    25: ("Stop",), 5: ("District",), 4: ("Quantity",), 3: ("Build",), 2: ("Date", "Joint", "Quote"), 1: ("Initiative",),
}  # fmt: skip
_SHARES = {char: share / 1000 for share, chars in _CHARACTERS.items() for char in chars}
_SHARES |= {symbol(label): share / 1000 for share, labels in _SYMBOLS.items() for label in labels}
_RARE = 0.0002
#: How much rarer a word is for each character that it has besides its rarest one.
_OF_NEIGHBOURS = 0.3


def share(word: str) -> float:
    """The share of all places at which the word may be expected to begin."""
    return min(_SHARES.get(char, _RARE) for char in word) * _OF_NEIGHBOURS ** (len(word) - 1)
