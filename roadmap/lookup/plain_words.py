"""Common English words. Near a name, or in a link or step, they are no unmistakable name of its task."""

from __future__ import annotations

_PLAIN = """
about add added again all area back bad beginner best big book books change chapter check checked chosen class clean
close code coded common course data day days deep different do done draw drawn early easy end evening exercise expert
figure figures find fine finish first free fun get give go goal good great group hard help high home hour idea image
impact industry introduction job key know language large last late learn learned learning lesson life like line list
little live long look lot low main make master model models more morning most much new news next nice now old open
other own page part path plan play point post posts power practice practise price product question quick read reading
real report research reset result results review right run running scale school science second see session set short
show significant simple skill skills small software some source start started state step stop study super system take
talk team test tests text thing think time today tool tools top try two type understand understanding update use user
version video view want watch way web week well work worked working world write writing wrote
"""
PLAIN_WORDS = frozenset(_PLAIN.split())
SPOKEN_WORDS = frozenset({"start", "started", "other", "test", "open", "done", "good", "today", "all", "next"})
"""Words that stand alone in many a sentence, so that they are no name even if a title has them."""
