"""The commands that describe a corpus: report and compare. Load numpy only when they run."""

import math
from typing import Annotated

import typer

from slm_core.cli.arguments import find_corpus
from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import answer, say
from slm_core.corpus.pii.entity import KINDS, TITLES
from slm_core.corpus.readers.document import ReadOptions
from slm_core.profiling.profile import CorpusProfile, Lengths, Marking
from slm_core.workspace import Workspace, open_workspace

CorpusName = Annotated[
    str, typer.Argument(metavar="CORPUS", help="Id of a corpus, name of a sample, or a file.")
]
_TERMS = 12
_BAR = 24  # signs of the longest bar


def report(corpus: CorpusName, workspace: Home = None, as_json: AsJson = False) -> None:
    """Tell what a corpus is: counts, terms, topics, and what it is enough for."""
    made = _made(open_workspace(workspace), corpus)
    answer(made.to_json(with_words=False), text=_text(made), as_json=as_json)


def compare(
    first: CorpusName, second: CorpusName, workspace: Home = None, as_json: AsJson = False
) -> None:
    """Put two corpora side by side: their numbers, and the words that mark each."""
    from slm_core.profiling import compare as comparing  # noqa: PLC0415 - loads numpy

    home = open_workspace(workspace)
    found = comparing.compare(_made(home, first), _made(home, second))
    width = max(len(row.name) for row in found.rows)
    lines = [f"{'':{width}}  {found.first[:20]:>20}  {found.second[:20]:>20}"]
    for row in found.rows:
        one, other = (_shown(value, is_share=row.is_share) for value in (row.first, row.second))
        lines.append(f"{row.name:{width}}  {one:>20}  {other:>20}")
    lines += [
        "",
        f"Different words that both have: {_percent(found.shared_words)}",
        f"Words of {found.first} that {found.second} lacks: {_percent(found.first_in_second)}",
        f"Words of {found.second} that {found.first} lacks: {_percent(found.second_in_first)}",
        f"Marks {found.first}: {_words(found.first_terms)}",
        f"Marks {found.second}: {_words(found.second_terms)}",
    ]
    answer(found.to_json(), text="\n".join(lines), as_json=as_json)


def _shown(value: float, *, is_share: bool) -> str:
    if is_share:
        return _percent(value)
    return f"{value:,}" if value == int(value) else f"{value:,.2f}"


def _made(home: Workspace, name: str) -> CorpusProfile:
    from slm_core.profiling.build import build_profile  # noqa: PLC0415 - loads numpy and dictionaries

    found = find_corpus(home, [name], options=ReadOptions())
    corpus = found.corpus
    if found.is_new:
        say(f"{corpus.card.name} was added to the workspace as {corpus.id}.")
    return build_profile(home, corpus, tell=lambda doing: say(f"{doing} …"))


def _text(made: CorpusProfile) -> str:
    counts = (
        f"{made.documents:,} documents, {made.characters:,} characters, about {made.words:,} words "
        f"({made.different_words:,} different), {made.language}"
    )
    lines = [made.name, counts]
    if not made.is_whole:
        lines.append(f"Words and tokens counted in {made.sampled_characters:,} characters of it.")
    lines += ["", *(f"{judged.sentence}\n    {judged.reason}" for judged in made.verdict)]
    lines += ["", "Tokens"]
    lines += [
        f"  {one.kind:9} {one.vocabulary_size:>7,}  {one.tokens:>12,} tokens, "
        f"{one.bytes_per_token:.2f} bytes each, {_percent(one.unknown_share)} unknown"
        for one in made.tokens
    ]
    lines += ["", "Documents by length, in characters", *_bars(made.lengths)]
    terms = ", ".join(one.word for one in made.top_terms[:_TERMS])
    lines += ["", f"Frequent terms: {terms or 'none'}"]
    if made.marking_terms:
        lines.append(f"Marked against {made.general}: {_words(made.marking_terms)}")
    if made.topics.topics:
        lines += ["", "Topics"]
    lines += [
        f"  {_percent(one.share):>6}  {', '.join(one.terms[:6])}" for one in made.topics.topics
    ]
    kinds = ((kind, made.personal.counts.get(kind)) for kind in KINDS)
    found = ", ".join(f"{count:,} × {TITLES[kind]}" for kind, count in kinds if count)
    lines += ["", f"Personal data: {found or 'none found'}"]
    return "\n".join(lines)


def _bars(lengths: Lengths) -> list[str]:
    most = max(math.log1p(one.documents) for one in lengths.bins)
    return [
        f"  {one.low:>9,} – {one.high:>9,}  {one.documents:>9,}  "
        f"{'▇' * round(_BAR * math.log1p(one.documents) / most)}"
        for one in lengths.bins
    ]


def _words(terms: tuple[Marking, ...]) -> str:
    return ", ".join(one.word for one in terms[:_TERMS]) or "nothing"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
