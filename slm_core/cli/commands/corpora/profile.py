"""The commands that describe a corpus: report and compare. Load numpy only when they run."""

import math
from typing import Annotated

import typer

from slm_core.cli.arguments import find_corpus
from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import answer, in_a_row, say, told
from slm_core.corpus.pii.entity import KIND_NAMES, KINDS
from slm_core.corpus.readers.document import ReadOptions
from slm_core.messages import Message, msg, plural
from slm_core.profiling.profile import CorpusProfile, Lengths, Marking, TokenCount
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
    one, other = found.first, found.second
    shares = [
        msg("Different words that both have: {share:.1%}", share=found.shared_words),
        _lacking(one, other, found.first_in_second),
        _lacking(other, one, found.second_in_first),
        msg("Marks {name}: {words}", name=one, words=_words(found.first_terms)),
        msg("Marks {name}: {words}", name=other, words=_words(found.second_terms)),
    ]
    answer(found.to_json(), text="\n".join([*lines, "", *map(told, shares)]), as_json=as_json)


def _lacking(one: str, other: str, share: float) -> Message:
    return msg("Words of {one} that {other} lacks: {share:.1%}", one=one, other=other, share=share)


def _shown(value: float, *, is_share: bool) -> str:
    if is_share:
        return _percent(value)
    return f"{value:,}" if value == int(value) else f"{value:,.2f}"


def _made(home: Workspace, name: str) -> CorpusProfile:
    from slm_core.profiling.build import build_profile  # noqa: PLC0415 - loads numpy and dictionaries

    found = find_corpus(home, [name], options=ReadOptions())
    corpus = found.corpus
    if found.is_new:
        name = corpus.card.name
        say(msg("{name} was added to the workspace as {corpus}.", name=name, corpus=corpus.id))
    return build_profile(home, corpus, tell=lambda doing: say(f"{told(doing)} …"))


def _text(made: CorpusProfile) -> str:
    lines: list[str | Message] = [made.name, _counts(made)]
    if not made.is_whole:
        lines.append(
            msg("Words and tokens counted in {n:,} characters of it.", n=made.sampled_characters)
        )
    lines.append("")
    for judged in made.verdict:
        lines += [judged.sentence, f"    {told(judged.reason)}"]
    lines += ["", msg("Tokens"), *map(_tokens, made.tokens)]
    lines += ["", msg("Documents by length, in characters"), *_bars(made.lengths)]
    terms = in_a_row(one.word for one in made.top_terms[:_TERMS])
    lines += ["", msg("Frequent terms: {terms}", terms=terms or msg("none"))]
    if made.marking_terms:
        words = _words(made.marking_terms)
        lines.append(msg("Marked against {general}: {words}", general=made.general, words=words))
    if made.topics.topics:
        lines += ["", msg("Topics")]
    lines += [
        f"  {_percent(one.share):>6}  {in_a_row(one.terms[:6])}" for one in made.topics.topics
    ]
    kinds = ((kind, made.personal.counts.get(kind)) for kind in KINDS)
    found = in_a_row(f"{count:,} × {told(KIND_NAMES[kind])}" for kind, count in kinds if count)
    lines += ["", msg("Personal data: {found}", found=found or msg("none found"))]
    return "\n".join(map(told, lines))


def _counts(made: CorpusProfile) -> Message:
    return msg(
        "{documents}, {characters:,} characters, about {words:,} words "
        "({different:,} different), {language}",
        documents=plural("{n:,} document", "{n:,} documents", n=made.documents),
        characters=made.characters,
        words=made.words,
        different=made.different_words,
        language=made.language,
    )


def _tokens(one: TokenCount) -> str:
    said = msg(
        "{tokens:>12,} tokens, {bytes:.2f} bytes each, {unknown:.1%} unknown",
        tokens=one.tokens,
        bytes=one.bytes_per_token,
        unknown=one.unknown_share,
    )
    return f"  {one.kind:9} {one.vocabulary_size:>7,}  {told(said)}"


def _bars(lengths: Lengths) -> list[str]:
    most = max(math.log1p(one.documents) for one in lengths.bins)
    return [
        f"  {one.low:>9,} – {one.high:>9,}  {one.documents:>9,}  "
        f"{'▇' * round(_BAR * math.log1p(one.documents) / most)}"
        for one in lengths.bins
    ]


def _words(terms: tuple[Marking, ...]) -> str:
    return in_a_row(one.word for one in terms[:_TERMS]) or told(msg("nothing"))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
