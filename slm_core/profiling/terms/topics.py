"""Topics of a text: non-negative matrix factorisation of word counts by passages.

Lee and Seung 2001 for the steps, Boutsidis and Gallopoulos 2008 (NNDSVD) for where they begin,
so that the same text always has the same topics.
"""

import re
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.page_lines import quotable
from slm_core.corpus.text.passages import DocumentSpan
from slm_core.corpus.text.word_boundary import shortened
from slm_core.profiling.profile import Topic, Topics
from slm_core.profiling.terms.words import Ids

MOST = 8
"""Topics that are looked for."""
PASSAGES = 2_000
"""Passages that are looked at, spread evenly."""
LONGEST = 300
"""Words of a passage; a longer document is several."""
_TERMS = 1_500
_SHOWN = 10  # terms of a topic
_ROUNDS = 60
_COMMON = 0.4  # share of the passages from which a word says nothing of a topic
_FEWEST = 3  # passages a word must stand in
_TINY = 1e-9
_EXCERPT = 160  # characters
_PAGES = 20_000  # characters in which the header of a page comes again
_BORDER = re.compile(r"[\s。！？，、]+")

Matrix = NDArray[np.float32]


def word_spans(documents: Sequence[Ids]) -> list[DocumentSpan]:
    """Where, in words, an even choice of the passages lies that the documents are cut into."""
    spans = [
        DocumentSpan(number, start, min(start + LONGEST, len(words)))
        for number, words in enumerate(documents)
        for start in range(0, len(words), LONGEST)
    ]
    if len(spans) <= PASSAGES:
        return spans
    chosen = np.linspace(0, len(spans) - 1, PASSAGES).round().astype(int)
    return [spans[at] for at in chosen]


def find_topics(
    passages: Sequence[Ids], words: Sequence[str], *, without: Collection[str]
) -> tuple[Topics, list[int]]:
    """The topics, and for each the passage that is about hardly anything else.

    `words` are the words by their numbers; those in `without` say nothing of a topic. Excerpts
    are left to whoever has the text.
    """
    table, terms = _weights(passages, words, without)
    count = min(MOST, len(passages) // 5, len(terms) // 5)
    if count < 2:
        return Topics((), 1.0, len(passages)), []
    loads, factors = _factors(table, count)
    size = factors.sum(axis=1)
    parts = loads * size
    parts /= np.maximum(parts.sum(axis=1, keepdims=True), _TINY)
    # Mostly about one: by halves every passage is a little about everything.
    mostly = parts.argmax(axis=1)[table.any(axis=1)]
    shares = np.bincount(mostly, minlength=count) / max(1, len(mostly))
    order = np.argsort(-shares, kind="stable")
    topics = tuple(
        Topic(
            terms=tuple(terms[at] for at in np.argsort(-factors[topic], kind="stable")[:_SHOWN]),
            share=round(float(shares[topic]), 4),
            excerpt="",
        )
        for topic in order
    )
    typical = [int(np.argmax(parts[:, topic] * loads[:, topic])) for topic in order]
    return Topics(topics, topic_spread(shares), len(passages)), typical


def topic_spread(shares: NDArray[np.floating]) -> float:
    """Entropy of the shares over the most that it could be (Pielou 1966)."""
    positive = shares[shares > 0] / max(float(shares.sum()), _TINY)
    if len(shares) < 2 or not len(positive):
        return 1.0
    return round(float(-(positive * np.log(positive)).sum() / np.log(len(shares))), 4)


def excerpt(text: str, share: float) -> str:
    """The beginning of the passage that begins after about this share of a text, on one line."""
    start = round(len(text) * share)
    border = _BORDER.search(text, start, start + _EXCERPT) if start else None
    begins = text[border.end() if border else start :][:_PAGES]
    line = " ".join(quotable(begins)[: 2 * _EXCERPT].split())
    return shortened(line, _EXCERPT)


def _weights(
    passages: Sequence[Ids], words: Sequence[str], without: Collection[str]
) -> tuple[Matrix, list[str]]:
    """Rows of term frequency times inverse passage frequency, each of length 1."""
    spread = np.zeros(len(words), dtype=np.int64)
    for passage in passages:
        spread[np.unique(passage)] += 1
    useful = (spread >= _FEWEST) & (spread <= max(_FEWEST, _COMMON * len(passages)))
    useful &= np.array([_says_something(word, without) for word in words], dtype=bool)
    chosen = np.flatnonzero(useful)
    chosen = chosen[np.argsort(-spread[chosen], kind="stable")][:_TERMS]
    column = np.full(len(words), -1)
    column[chosen] = np.arange(len(chosen))
    table = np.zeros((len(passages), len(chosen)), dtype=np.float32)
    for row, passage in enumerate(passages):
        places = column[passage]
        table[row] = np.bincount(places[places >= 0], minlength=len(chosen))
    table = np.log1p(table) * np.log(len(passages) / np.maximum(spread[chosen], 1)).astype("f4")
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), _TINY)
    return table, [words[at] for at in chosen]


def _says_something(word: str, without: Collection[str]) -> bool:
    # One letter says nothing, and one Chinese character too little.
    return len(word) > (2 if word.isascii() else 1) and word not in without


def _factors(table: Matrix, count: int) -> tuple[Matrix, Matrix]:
    """(passages by topics, topics by terms), both without negative numbers."""
    loads, factors = _beginning(table, count)
    for _ in range(_ROUNDS):
        factors *= (loads.T @ table) / (loads.T @ loads @ factors + _TINY)
        loads *= (table @ factors.T) / (loads @ (factors @ factors.T) + _TINY)
    return loads, factors


def _beginning(table: Matrix, count: int) -> tuple[Matrix, Matrix]:
    """From the singular vectors, found in a random subspace with a fixed seed (Halko 2011)."""
    random = np.random.default_rng(0)
    width = min(count + 8, *table.shape)
    basis = table @ random.standard_normal((table.shape[1], width), dtype=np.float32)
    for _ in range(4):
        basis, _ = np.linalg.qr(table @ (table.T @ basis))
    left, values, right = np.linalg.svd(basis.T @ table, full_matrices=False)
    left = basis @ left
    small = float(table.mean())
    loads = np.full((table.shape[0], count), small, dtype=np.float32)
    factors = np.full((count, table.shape[1]), small, dtype=np.float32)
    for at in range(min(count, len(values))):
        u, v = left[:, at], right[at]
        halves = [(np.maximum(s * u, 0), np.maximum(s * v, 0)) for s in (1, -1)]
        u, v = max(halves, key=lambda pair: np.linalg.norm(pair[0]) * np.linalg.norm(pair[1]))
        size_u, size_v = np.linalg.norm(u), np.linalg.norm(v)
        if size_u > 0 and size_v > 0:
            root = np.sqrt(values[at] * size_u * size_v)
            loads[:, at] += (root * u / size_u).astype(np.float32)
            factors[at] += (root * v / size_v).astype(np.float32)
    return loads, factors
