"""The step that cuts texts into sentences by punctuation, with a list of abbreviations."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.step import StepStats, StreamStep
from slm_core.corpus.text.scripts import HAS_HAN

_CLOSING = "\"'”’»)\\]"
_MARKS = "[.!?…؟۔।॥]"
# A row of marks is tried once, from its beginning to its end: linear in rows of any length.
_END = re.compile(
    rf"(?<!{_MARKS}){_MARKS}++[{_CLOSING}]*+[ \t\u00a0]+"
    r"|[。！？｡]+[」』”’）】》]*|(?<!…)…{2,}+[」』”’）】》]+|\n+"
)
_LAST_WORD = re.compile(r"([^\s(\[\"'“‘„«]+)\.$")
# Words before whose full stop a sentence hardly ever ends, in English, German, French, Spanish.
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st sr jr rev hon gen col sgt capt lt no nos vol pp ed eds fig figs eq eqs
    sec ch vs etc e.g i.e cf al approx dept est inc ltd co corp jan feb mar apr jun jul aug sep
    sept oct nov dec u.s u.k u.n a.m p.m ph.d z.b d.h u.a bzw nr ca vgl abs art hr fr ggf usw
    evtl inkl zzgl s.o s.u o.ä z.t i.d.r str tel abb bsp sog jh chr mio mrd mme mlle m sra srta ud
    uds p.ej av""".split()  # noqa: SIM905 - a list of one word a line is not read by anybody
)
_MAY_END = frozenset(("etc", "usw", "a.m", "p.m", "u.s", "u.k", "inc", "ltd", "co", "corp", "al"))
"""Of them those that often end a sentence too: then a capital letter decides."""
_CLOSED_WIDE = "」』”’）】》"
_SPEECH_GOES_ON = frozenset("とっなはがをにもでや、，,；")  # 「はい。」と言った
_NUMBER = re.compile(r"\d{1,2}")
_BEGINNING = re.compile(r"[\"'“‘„«(\[¿¡]*(.)", re.DOTALL)


@dataclass(frozen=True)
class Sentences(StreamStep):
    """Cut texts into sentences. A line's end also ends a sentence: join broken lines first."""

    section: ClassVar[str] = "sentences"

    into: Literal["documents", "lines"] = "documents"
    """Make each sentence a document of its own, for models of single sentences, or a line of its
    document."""

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        for document in documents:
            text = document.text
            sentences = list(sentences_of(text))
            if not sentences:
                tally.dropped(text)
                continue
            after = sentences if self.into == "documents" else ["\n".join(sentences)]
            if after != [text]:
                ends = text.strip().count("\n") if self.into == "lines" else 0
                tally.changed(text, "\n".join(sentences), max(1, len(sentences) - 1 - ends))
                yield from (Document(part, document.source) for part in after)
            else:
                yield document


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text, without the blanks around them."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if not _ends(text, start, match):
            continue
        sentence = text[start:end].strip()
        if sentence:
            yield sentence
        start = end
    rest = text[start:].strip()
    if rest:
        yield rest


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether what was found ends a sentence: not an abbreviation, a number, quoted speech."""
    mark = match.group().rstrip()
    if not mark:
        return True
    begin = _BEGINNING.match(text, match.end())
    follows = begin.group(1) if begin else ""
    if mark[0] in "。！？｡" or mark.startswith("……"):
        return mark[-1] not in _CLOSED_WIDE or follows not in _SPEECH_GOES_ON
    if follows.islower() and (mark[0] == "." or mark[-1] not in "!?"):
        return False
    if mark != ".":
        return True
    word = _LAST_WORD.search(text, max(start, match.start() - 30), match.start() + 1)
    if word is None:
        return True
    last = word.group(1).casefold()
    if last in _ABBREVIATIONS:
        return last in _MAY_END and follows.isupper()
    initial = len(last) == 1 and last.isalpha() and not HAS_HAN.match(last)
    return not initial and not _NUMBER.fullmatch(last)
