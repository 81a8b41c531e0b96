"""Questions in plain Chinese, answered from the graph: ``asking.Asker`` is the entrance.

    question -> Reading… (names, times, amounts settled) -> Match (a phrasing and its slots) -> SPARQL -> Reply

There is no model in it. A question is understood when one of the phrasings in ``kg/data/ask`` fits it from its first
character to its last; whatever is left over makes it one that is not understood, so that none is half answered.
"""
