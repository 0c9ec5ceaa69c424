"""What a corpus is good for, in sentences with their reasons. Rules and where they come from.

Measured for this file, once each, on two cores: `train --model lstm --minutes 0.5` on the last so
many characters of tiny-shakespeare before its last 100,000, which validate; nats a character.

    characters to learn from    16,000   80,000   300,000   1,000,000
    char                         2.05     1.73      1.56       1.56
    bpe                                   1.80      1.58       1.50
    word                                  1.85      1.66       1.56

Characters: so enough is where more text gives little in the time that people wait; that a sign
should be met a hundred times is a rule of thumb.
Words: dearer than pieces at every size here. The corpora that word models are compared on have 0.9
million words (Penn Treebank: 10,000 kinds, 5 % unknown; Mikolov et al. 2010) and 2.1 million
(WikiText-2: 33,000 kinds, 3 % unknown; Merity et al. 2016). Text of one trade that repeats its
words needs less, so it is judged by what validation finds unknown.
Pieces: in earlier trials on those 1.0 million characters 768 pieces did best, each met 500 times;
we ask for 300.
Size: in those trials from 0.7 million parameters on dropout, not speed, was the limit, and 1.2
million gained 0.01 more. Language models that read their text once want 20 tokens a parameter
(Hoffmann et al. 2022); four readings are about as good as new text (Muennighoff et al. 2023).
"""

from collections.abc import Callable

from slm_core.report.facts import CorpusReport, Judgement, Level

_TRAIN = 0.8
_UNITS = (32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)
_PIECES = (300, 512, 768, 1_000, 2_000, 4_000, 8_000)
_TIMES_A_PIECE = 300
_PARAMETERS_A_CHARACTER = 1.2
_TOKENS_A_PARAMETER = 20
_GOOD_READINGS = 4
_WITHOUT_BLANKS = frozenset({"zh", "ja", "ko"})


def judge(report: CorpusReport) -> tuple[Judgement, ...]:
    """The verdict on a report whose numbers are all there."""
    return tuple(judged for rule in _RULES for judged in rule(report))


def _characters(report: CorpusReport) -> list[Judgement]:
    characters = _TRAIN * report.characters
    each = characters / max(1, report.different_characters)
    level: Level = "scarce"
    if characters < 16_000 or each < 15:
        level = "too little"
    elif characters >= 150_000 and each >= 100:
        level = "enough"
    sentence = {
        "enough": "Enough for a character model.",
        "scarce": "Scarce for a character model: it will learn part of the text by heart.",
        "too little": "Too little for a character model: it would only learn the text by heart.",
    }[level]
    reason = (
        "There are {characters} characters to learn from, each of the {different} kinds {each} "
        "times on average. From Shakespeare's plays a model learned 2.05 nats a character (less is "
        "better) with 16,000 characters, 1.73 with 80,000, 1.56 with 300,000, and in the same time "
        "no better with a million. Signs met fewer than a hundred times are hardly learned."
    )
    values = {
        "characters": _number(characters),
        "different": _number(report.different_characters),
        "each": _number(each),
    }
    return [Judgement("characters", level, sentence, reason, values)]


def _words(report: CorpusReport) -> list[Judgement]:
    words = _TRAIN * report.words
    each = _TRAIN * report.sampled_characters / max(1, report.characters) * report.words
    each /= max(1, report.different_words)
    unknown = report.unknown.words
    level: Level = "too little"
    if (words >= 400_000 and unknown <= 0.05) or (
        words >= 25_000 and each >= 25 and unknown < 0.03
    ):
        level = "enough"
    elif words >= 25_000 and unknown <= 0.12:
        level = "scarce"
    sentence = {
        "enough": "Enough for a word model.",
        "scarce": "Scarce for a word model: pieces of words (bpe) will do better.",
        "too little": "Too little for a word model: take characters or pieces of words (bpe).",
    }[level]
    if level != "enough" and report.language in _WITHOUT_BLANKS:
        sentence = "Scarce for a word model: characters will do better."
    reason = (
        "There are {words} words to learn from, of {different} kinds, each {each} times on "
        "average, and of the words kept back for validation {unknown} never occur among them. "
        "Word models want some 400,000 words and at most 5 % unknown, or a trade that repeats its "
        "words; on Shakespeare's plays they are 0.05 nats a character worse than pieces of words."
    )
    values = {
        "words": _number(words),
        "different": _number(report.different_words),
        "each": _number(each),
        "unknown": _percent(unknown),
    }
    return [Judgement("words", level, sentence, reason, values)]


def _pieces(report: CorpusReport) -> list[Judgement]:
    size, tokens = _pieces_fed(report)
    level: Level = "enough" if size >= _PIECES[1] else "scarce"
    sentence = "Feeds a bpe vocabulary of about {size} pieces."
    reason = (
        "The text is about {tokens} tokens of that kind, of which 80 % train. Each piece should "
        "be met some 300 times; here that is {each} times on average."
    )
    each = _TRAIN * tokens / size
    values = {"size": _number(size), "tokens": _number(tokens), "each": _number(each)}
    return [Judgement("pieces", level, sentence, reason, values)]


def _size(report: CorpusReport) -> list[Judgement]:
    pieces, tokens = _pieces_fed(report)
    characters = _TRAIN * report.characters
    most = _PARAMETERS_A_CHARACTER * characters
    units = max((n for n in _UNITS if lstm_parameters(n, pieces) <= most), default=_UNITS[0])
    level: Level = "enough" if units >= 192 else "scarce" if units >= 64 else "too little"
    sentence = (
        "Feeds a model of about {parameters} parameters, such as an LSTM of {units} units; larger "
        "ones need dropout, or they learn the text by heart."
    )
    reason = (
        "About one parameter for each of the {characters} characters to learn from: that is where "
        "on Shakespeare's plays a larger model began to need dropout, and hardly gained. The rule "
        "of large models, 20 tokens for each parameter with the text read four times, would stop "
        "at {fewest}."
    )
    fewest = _GOOD_READINGS * _TRAIN * tokens / _TOKENS_A_PARAMETER
    values = {
        "parameters": _number(lstm_parameters(units, pieces)),
        "units": _number(units),
        "characters": _number(characters),
        "fewest": _number(fewest),
    }
    return [Judgement("size", level, sentence, reason, values)]


def _repeats(report: CorpusReport) -> list[Judgement]:
    repeats = report.repeats
    if repeats.compared < 2:
        return []
    level: Level = "good" if repeats.near_share < 0.05 else "look"
    sentence = {
        ("documents", "good"): "Hardly any document repeats another.",
        ("paragraphs", "good"): "Hardly any paragraph repeats another.",
        ("documents", "look"): "{near} of the documents repeat others: leave duplicates out.",
        ("paragraphs", "look"): "{near} of the paragraphs repeat others: leave duplicates out.",
    }[repeats.of, level]
    reason = (
        "{exact} came before letter for letter, {near} nearly. What stands twice is learned by "
        "heart, and makes validation look better than it is where its twin is in the training part."
    )
    values = {"near": _percent(repeats.near_share), "exact": _percent(repeats.exact_share)}
    return [Judgement("repeats", level, sentence, reason, values)]


def _topics(report: CorpusReport) -> list[Judgement]:
    topics = report.topics
    if not topics.topics:
        return []
    largest = topics.topics[0]
    level: Level = "good" if topics.evenness >= 0.8 else "look"
    sentence = "Its {count} topics are covered evenly."
    if level == "look":
        sentence = "One topic has {share} of the text: the model will write mostly about that."
    reason = "The largest is {terms}, with {share}; evenness is {evenness} of 1."
    values = {
        "count": str(len(topics.topics)),
        "share": _percent(largest.share),
        "terms": ", ".join(largest.terms[:3]),
        "evenness": f"{topics.evenness:.2f}",
    }
    return [Judgement("topics", level, sentence, reason, values)]


def _languages(report: CorpusReport) -> list[Judgement]:
    told = [one for one in report.languages if one.language != "und"]
    total = sum(one.share for one in told)
    if not told or told[0].share >= 0.95 * total:
        return []
    sentence = "{share} of the text is in other languages than {language}."
    reason = (
        "A small model has little room: what it learns of one language it lacks for the other. "
        "The language filter of the recipe keeps one."
    )
    share = 1 - told[0].share / total
    values = {"share": _percent(share), "language": told[0].language}
    return [Judgement("languages", "look", sentence, reason, values)]


def _privacy(report: CorpusReport) -> list[Judgement]:
    found = sum(report.personal.counts.values())
    values = {"found": _number(found), "documents": _number(report.personal.documents_with)}
    reason = (
        "A model may write down what it has read. Only what has a form or a label can be found: "
        "addresses, numbers, names behind a title."
    )
    if not found:
        return [Judgement("privacy", "good", "No personal data was found.", reason, values)]
    sentence = (
        "{found} pieces of personal data in {documents} documents: look at them, and mask them in "
        "the recipe."
    )
    if report.documents == 1:
        sentence = "{found} pieces of personal data: look at them, and mask them in the recipe."
    return [Judgement("privacy", "mend", sentence, reason, values)]


def lstm_parameters(units: int, vocabulary: int) -> int:
    """Numbers in a one-layer LSTM with an embedding of at most 128 and an output of its own."""
    embedding = min(128, units)
    cells = 4 * units * (embedding + units) + 8 * units
    return cells + vocabulary * (embedding + units + 1)


def _pieces_fed(report: CorpusReport) -> tuple[int, float]:
    """(vocabulary size, tokens of the whole text under it)."""
    known = [one for one in report.tokens if one.kind == "bpe"]
    fed, tokens = _PIECES[0], 0.5 * report.characters
    for size in _PIECES:
        near = min(known, key=lambda one: abs(one.vocabulary_size - size), default=None)
        count = near.tokens if near else 0.5 * report.characters
        if size == _PIECES[0] or _TRAIN * count / size >= _TIMES_A_PIECE:
            fed, tokens = size, count
    return fed, tokens


def _number(value: float) -> str:
    """As people say it: 1.2 million, 43,000."""
    if value >= 1e6:
        return f"{value / 1e6:.1f} million"
    if value >= 1e4:
        return f"{round(value, -3):,.0f}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


_RULES: tuple[Callable[[CorpusReport], list[Judgement]], ...] = (
    _characters,
    _words,
    _pieces,
    _size,
    _repeats,
    _topics,
    _languages,
    _privacy,
)
