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

_SAID = """
abgeschlossen absolutely acabado aced afternoon again all alles almost alone already amazing april at august awesome
ayer bam barely best better bitti boom boring both bravo brilliant brutal bugun but carefully challenging chill
completado completed completo confusing cool crazy crushed damn december dense difficile dull dun dzisiaj easier
easiest eh ended endlich enjoyable enjoyed epic erledigt evening everything exciting exhausted exhausting facile
fantastic fardig fast faster fatto february feito ferdig fertig final finally fine fini finishing finito fri friday
frustrating ganz gedaan geschafft gestern gisteren gotovo gotowe ha haha hahaha hallelujah happy harder hardest heavy
hecho hell heute hey hier hoje hooray horrible hoy huge hurra hurrah hurray ieri incredible insane intense interesting
intro it january july june just klaar klar koniec lastly listo lol longer loved lovely march may me meh messy midnight
mon monday morning mostly myself nah nailed neat nicer night noon november october oggi ok okay okey omg ontem oof ooh
ouch over painful pair partly party passed perfect phew pleasant please practiced practised prima pronto proud quickly
read really recap redone refreshed refreshing relaxed repeated reviewed revised revision rocked rocks rough rushed sat
saturday sdelano segodnya september shorter sick skimmed slow slower slowly smooth smoothly solo solved sorry sorted
spicy splendid still studied submitted sucked sucks sun sunday super sure surely sweet tamam team terminado termine
terrible thank thanks that these this thu thur thurs thursday thx tired tiring todo together toll tomorrow tonight
tough tout tricky tudo tue tues tuesday tutto twice ugh ura useful valuable vandaag vchera vse vsyo watched wczoraj
wed wednesday weds weekend weekly whatever whew whoa whole whoop whoopee with wonderful woo woohoo woot worse worst
wow wtf yahoo yass yay yeah yep yes yesss yesterday yippee yo yup zakoncheno zrobione
"""
SAID_ALONE = frozenset(_SAID.split()) | SPOKEN_WORDS
"""Words that are said alone behind a block, and tell how or when it went."""
