"""What a person sees of the tokens of a text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus, delete_corpus
from slm_core.tokenizers.comparison import cached_candidates, train_candidates
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.token_view import view
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import open_workspace

TEXTS = ["The pump hums. 你好世界, naïve café 😀 don't stop; the pumps hum.\n" * 30]
ALL = [
    train_tokenizer(TEXTS, TokenizerSettings(kind="char")),
    train_tokenizer(TEXTS, TokenizerSettings(kind="word", lowercase=True)),
    train_tokenizer(TEXTS, TokenizerSettings(kind="segmented")),
    train_tokenizer(TEXTS, TokenizerSettings(kind="bpe", vocabulary_size=300)),
]


@pytest.mark.parametrize("tokenizer", ALL)
@given(text=st.text(max_size=60) | st.text(alphabet="The pumhs你世😀ïé鬱 \n,'", max_size=60))
def test_segments_join_to_the_text_and_their_ids_are_its_tokens(
    tokenizer: Tokenizer, text: str
) -> None:
    seen = view(text, tokenizer)
    wanted = text.lower() if tokenizer.lowercase else text
    assert "".join(segment.text for segment in seen.segments) == wanted
    ids = [index for segment in seen.segments for index in segment.ids]
    assert ids == tokenizer.encode(text).tolist()
    assert seen.tokens == len(ids)
    assert seen.bytes == len(wanted.encode())


def test_what_is_not_known_is_said() -> None:
    seen = view("pump Ω", ALL[0])
    assert [segment.known for segment in seen.segments] == [True] * 5 + [False]
    assert (seen.tokens, seen.unknown, seen.bytes) == (6, 1, 7)
    assert seen.bytes_per_token == pytest.approx(7 / 6)
    assert view("", ALL[-1]).bytes_per_token == 0.0


def test_a_character_spread_over_tokens_is_one_segment() -> None:
    seen = view("鬱", ALL[-1])
    assert [segment.text for segment in seen.segments] == ["鬱"]
    assert seen.tokens == len(seen.segments[0].ids) > 1


def test_the_lineup_is_made_once_and_has_no_size_twice(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    text = "\n".join(f"Pump {number} hums in hall {number % 7}." for number in range(300))
    corpus = add_corpus(workspace, [read_source(InputFile("log.txt", text.encode()))], name="Log")
    told: list[str] = []
    assert cached_candidates(workspace, corpus.id) == []
    first = train_candidates(workspace, corpus, tell=told.append)
    assert told
    kept = cached_candidates(workspace, corpus.id)
    assert [one.settings for one in kept] == [one.settings for one in first]
    kinds = [candidate.settings.kind for candidate in first]
    assert kinds[:3] == ["char", "word", "bpe"]
    assert len(first) < 6
    again = train_candidates(workspace, corpus, tell=told.append)
    assert len(told) == 3
    assert [len(view(text, one.tokenizer).segments) for one in again] == [
        len(view(text, one.tokenizer).segments) for one in first
    ]
    assert workspace.corpus_cache(corpus.id).is_dir()
    delete_corpus(workspace, corpus.id)
    assert not workspace.corpus_cache(corpus.id).exists()


def test_chinese_is_looked_at_in_characters_words_and_pieces(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    text = "".join(f"第{number}号水泵运行正常，噪音较低。\n" for number in range(300))
    corpus = add_corpus(workspace, [read_source(InputFile("日志.txt", text.encode()))], name="日志")
    found = {one.settings.kind: one.tokenizer for one in train_candidates(workspace, corpus)}
    assert list(found) == ["char", "word", "segmented", "bpe"]
    pieces = [segment.text for segment in view("水泵运行正常", found["segmented"]).segments]
    assert pieces == ["水泵", "运行", "正常"]
    assert len(view("水泵运行正常", found["char"]).segments) == 6


@pytest.mark.parametrize(
    ("kind", "large", "small"),
    [("char", 60, 20), ("word", 60, 16), ("segmented", 60, 16), ("bpe", 600, 300)],
)
def test_a_smaller_tokenizer_is_the_one_that_training_gives(
    kind: str, large: int, small: int
) -> None:
    texts = [f"Pump {number} of hall {number * 7} hums; 泵 runs.\n" for number in range(200)]
    text = "".join(texts)

    def trained(size: int) -> Tokenizer:
        settings = TokenizerSettings(kind=kind, vocabulary_size=size, minimum_frequency=2)  # type: ignore[arg-type]
        return train_tokenizer(texts, settings)

    smaller = trained(large).smaller(small)
    assert smaller.vocabulary_size == small
    assert smaller.encode(text).tolist() == trained(small).encode(text).tolist()
