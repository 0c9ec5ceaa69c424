"""The whole report: on small texts where the answer is known, and on every real corpus."""

import dataclasses
import time
from pathlib import Path

import pytest

from slm_core.corpus.card import CorpusCard, Counts
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import Corpus, add_corpus, open_corpus
from slm_core.corpus.text.statistics import quick_stats
from slm_core.errors import StoppedError
from slm_core.profiling.assessment import assess
from slm_core.profiling.build import build_profile
from slm_core.profiling.cache import cached_profile, profile_path
from slm_core.profiling.compare import compare
from slm_core.profiling.profile import CorpusProfile
from slm_core.profiling.sampling import sample, scan_documents
from slm_core.profiling.sufficiency import (
    Measures,
    assess_amount,
    assess_sample,
    lstm_parameters,
    summarise,
)
from slm_core.runs.planning.defaults import defaults_for
from slm_core.runs.planning.presets import MEASURED_ON
from slm_core.storage import from_json
from slm_core.workspace import Workspace, open_workspace


def corpus_of(workspace: Workspace, *texts: str, name: str = "Notes") -> Corpus:
    results = [
        read_source(InputFile(f"{place}.txt", text.encode())) for place, text in enumerate(texts)
    ]
    return add_corpus(workspace, results, name=name)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def memos(workspace: Workspace) -> CorpusProfile:
    return build_profile(workspace, add_sample(workspace, "credit_memos"))


def test_a_report_says_what_there_is(memos: CorpusProfile) -> None:
    assert memos.is_whole
    assert memos.sampled_characters == memos.characters
    assert memos.language == "en"
    assert 30_000 < memos.words < 50_000
    assert memos.growth.words[-1] == sum(memos.word_counts.values()) == memos.words
    assert memos.growth.different[-1] == memos.different_words == len(memos.word_counts)
    assert sum(one.documents for one in memos.lengths.bins) == memos.documents
    assert {"loan", "borrower"} <= {one.word for one in memos.marking_terms}
    assert "the" not in {one.word for one in memos.top_terms}
    assert memos.repeats.exact_share == 0.0
    assert memos.languages[0].language == "en"
    assert sum(one.share for one in memos.topics.topics) == pytest.approx(1, abs=0.01)
    assert all(one.excerpt for one in memos.topics.topics)
    assert 0 < memos.unknown.words < 0.05
    assert set(memos.personal.counts) == {"name"}


def test_tokens_are_counted_under_every_kind(memos: CorpusProfile) -> None:
    kinds = [one.kind for one in memos.tokens]
    assert kinds[0] == "char"
    assert {"char", "word", "bpe"} == set(kinds)
    characters = memos.tokens[0]
    assert characters.tokens == memos.characters
    assert characters.characters_per_token == 1.0
    pieces = [one for one in memos.tokens if one.kind == "bpe"]
    assert [one.tokens for one in pieces] == sorted((one.tokens for one in pieces), reverse=True)
    assert all(one.unknown_share == 0 for one in pieces)


@pytest.mark.exhaustive
def test_one_endless_word_is_none(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    report = build_profile(workspace, corpus_of(workspace, "a" * 300_000))
    assert (report.words, report.top_terms, report.word_counts) == (0, (), {})
    assert quick_stats(["a" * 300_000]).words == 0


def test_a_report_is_kept_and_read_back_as_it_was(
    workspace: Workspace, memos: CorpusProfile
) -> None:
    assert cached_profile(workspace, memos.corpus) == memos
    values = memos.to_json(with_words=False)
    assert "word_counts" not in values
    with pytest.raises(ValueError, match="word_counts"):
        from_json(CorpusProfile, values)
    path = profile_path(workspace, memos.corpus)
    path.write_text('{"corpus": 3}')
    assert cached_profile(workspace, memos.corpus) is None
    corpus = add_sample(workspace, "credit_memos")
    again = build_profile(workspace, corpus)
    assert dataclasses.replace(again, seconds=memos.seconds) == memos


def test_a_report_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path)
    corpus = add_sample(workspace, "credit_memos")
    with pytest.raises(StoppedError):
        build_profile(workspace, corpus, should_stop=lambda: True)
    assert cached_profile(workspace, corpus.id) is None


def test_repeated_documents_are_counted(tmp_path: Path) -> None:
    words = ["pump", "valve", "motor", "seal", "fan"] * 8
    lines = [
        f"Entry {number}: the {word} was checked and found good by nine o'clock."
        for number, word in enumerate(words)
    ]
    table = "text\n" + "\n".join(f'"{line}"' for line in [*lines, *lines[:10]])
    workspace = open_workspace(tmp_path)
    result = read_source(InputFile("log.csv", table.encode()), options=ReadOptions(column="text"))
    seen = scan_documents(add_corpus(workspace, [result], name="Log"))
    assert (seen.of, seen.pieces, seen.exact) == ("documents", 50, 10)
    assert seen.near >= 10


def test_doubled_lines_are_told_wherever_they_stand(tmp_path: Path) -> None:
    lines = [
        f"Bed {number}: the patient of room {number * 7} slept well and asked for nothing at night."
        for number in range(300)
    ]
    text = "\n".join(lines[:200] + lines[150:]) + "\n"
    workspace = open_workspace(tmp_path)
    inside = build_profile(
        workspace, corpus_of(workspace, text, "Another file, with little in it.")
    )
    assert inside.repeats.lines_share == pytest.approx(50 / 350, abs=0.01)
    told = next(one for one in inside.verdict if one.subject == "repeats")
    assert (told.level, "14 %" in str(told.sentence)) == ("look", True)
    result = read_source(InputFile("log.txt", text.encode()), options=ReadOptions(documents="line"))
    apart = build_profile(workspace, add_corpus(workspace, [result], name="Apart"))
    assert apart.documents == 350
    told = next(one for one in apart.verdict if one.subject == "repeats")
    assert (told.level, "14 %" in str(told.sentence)) == ("look", True)


def test_of_one_long_text_paragraphs_are_compared(tmp_path: Path) -> None:
    parts = [f"Paragraph {number} tells of {number * 7} things, none like another." for number
             in range(30)]  # fmt: skip
    seen = scan_documents(corpus_of(open_workspace(tmp_path), "\n\n".join([*parts, parts[3]])))
    assert (seen.of, seen.pieces, seen.exact) == ("paragraphs", 31, 1)


def test_a_sample_is_even_and_keeps_the_parts_apart(tmp_path: Path) -> None:
    texts = [f"{number:03} " + "word " * 200 for number in range(300)]
    corpus = corpus_of(open_workspace(tmp_path), *texts)
    lengths = [len(text) for text in corpus.documents()]
    whole = sample(corpus, lengths)
    assert whole.is_whole
    assert sorted(whole.texts) == sorted(corpus.documents())
    some = sample(corpus, lengths, most=sum(lengths) // 10)
    assert not some.is_whole
    assert some.characters == pytest.approx(sum(lengths) / 10, rel=0.15)
    assert set(some.train) <= set(whole.train)
    assert set(some.validation) <= set(whole.validation)
    numbers = sorted(int(text[:3]) for text in some.texts)
    assert numbers[0] < 40
    assert numbers[-1] > 260


@pytest.mark.parametrize(
    ("characters", "words", "levels"),
    [
        (12_000, 2_000, ("too little", "too little")),
        (100_000, 16_000, ("scarce", "too little")),
        (1_000_000, 170_000, ("enough", "scarce")),
        (20_000_000, 3_500_000, ("enough", "enough")),
    ],
)
def test_the_verdict_follows_the_amount_of_text(
    memos: CorpusProfile, characters: int, words: int, levels: tuple[str, str]
) -> None:
    report = dataclasses.replace(
        memos,
        characters=characters,
        sampled_characters=characters,
        words=words,
        different_words=words // 10,
        tokens=(),
        unknown=dataclasses.replace(memos.unknown, words=0.045),
    )
    verdict = {one.subject: one for one in assess(report)}
    assert (verdict["characters"].level, verdict["words"].level) == levels
    for one in verdict.values():
        assert "{" not in str(one.sentence) + str(one.reason)


def test_more_text_feeds_a_larger_model(memos: CorpusProfile) -> None:
    def parameters(characters: int) -> float:
        report = dataclasses.replace(memos, characters=characters, tokens=())
        (size,) = (one for one in assess(report) if one.subject == "size")
        return float(str(size.reason.values["units"]).replace(",", ""))

    fed = [parameters(characters) for characters in (10_000, 100_000, 10**6, 10**7)]
    assert fed == sorted(set(fed))
    assert lstm_parameters(256, 768) == pytest.approx(0.69e6, rel=0.01)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("characters", [40_000, 250_000, 1_100_000, 6_000_000])
def test_the_report_speaks_of_the_network_and_the_pieces_that_the_form_takes(
    memos: CorpusProfile, language: str, characters: int
) -> None:
    report = dataclasses.replace(memos, characters=characters, language=language, tokens=())
    told = {one.subject: one.reason.values for one in assess(report)}
    card = CorpusCard("text", (), language, Counts(10, characters, characters), "", seed_text="a")
    taken = defaults_for(card, "bpe", minutes=600, machine=MEASURED_ON)
    assert told["size"]["units"] == f"{taken.model.hidden_size:,}"
    assert told["pieces"]["size"] == f"{taken.tokenizer.vocabulary_size:,}"


def test_two_corpora_stand_side_by_side(workspace: Workspace, memos: CorpusProfile) -> None:
    news = build_profile(workspace, add_sample(workspace, "health_news"))
    found = compare(memos, news)
    assert found.rows[0].name == "documents"
    assert (found.rows[0].first, found.rows[0].second) == (memos.documents, news.documents)
    assert 0 < found.shared_words < 1
    assert "loan" in [one.word for one in found.first_terms]
    assert "cancer" in [one.word for one in found.second_terms]
    back = compare(news, memos)
    assert back.first_terms == found.second_terms
    assert back.first_in_second == found.second_in_first
    same = compare(memos, memos)
    assert (same.shared_words, same.first_in_second, same.first_terms) == (1.0, 0.0, ())


@pytest.mark.parametrize("text", ["ab " * 100, "1 2 3 4 5 6 7 8 9 " * 20, "好" * 300, "…" * 250])
def test_poor_texts_have_reports_too(tmp_path: Path, text: str) -> None:
    workspace = open_workspace(tmp_path)
    report = build_profile(workspace, corpus_of(workspace, text))
    assert report == cached_profile(workspace, report.corpus)
    assert [one.level for one in report.verdict[:4]] == ["too little"] * 4
    assert str(report.verdict[3].sentence).startswith("Too little for a model of any size")


def test_a_long_text_without_language_feeds_no_model() -> None:
    text = Measures(50_000_000, 1, 12_000, 1, 1.0, 0.0, without_blanks=False)
    assert {judged.level for judged in assess_amount(text)} == {"too little"}
    few = Measures(50_000_000, 40, 9_000_000, 15, 1.0, 0.0, without_blanks=False)
    assert [judged.level for judged in assess_amount(few)][1] == "too little"


def test_a_draft_is_judged_as_its_corpus_will_be(
    memos: CorpusProfile, workspace: Workspace
) -> None:
    texts = list(open_corpus(workspace, memos.corpus).documents())
    drafted = assess_sample(memos.characters, quick_stats(texts))
    assert [judged.level for judged in drafted] == [judged.level for judged in memos.verdict[:4]]
    assert [str(judged.sentence) for judged in drafted[:2]] == [
        str(one.sentence) for one in memos.verdict[:2]
    ]


@pytest.mark.parametrize(
    ("characters", "different", "sentence"),
    [
        (400_000, 90, "There is enough text for a model to learn its language."),
        (120_000, 90, "From about 188,000 characters on it writes more of its own."),
        (120_000, 3_000, "From about 375,000 characters on it writes more of its own."),
        (1_600, 40, "20,000 characters make a start."),
        (50_000_000, 1, "This text has too few different characters to learn a language from."),
    ],
)
def test_the_first_sentence_says_how_much_would_do(
    characters: int, different: int, sentence: str
) -> None:
    text = Measures(characters, different, characters / 6, 900, 1.0, 0.02, without_blanks=False)
    told = summarise(assess_amount(text), characters=characters, different=different)
    assert str(told.sentence).endswith(sentence)


FAST = ("customer_banking77/test.csv", "zh_recipes/howtocook.md", "ja_soseki/botchan.txt")
SLOW = (
    "cooking_en/based_cooking.md",
    "customer_banking77/train.csv",
    "de_gesetze/bgb.md",
    "docs_rust_book/ch02-00-guessing-game-tutorial.md",
    "finance_fomc_minutes/fomc_minutes_2020_2023.txt",
    "medical_medquad/medquad_niddk.txt",
    "tinyshakespeare/input.txt",
    "wikitext-2/train.txt",
    "zh_medical_gb18030/neike_5000-6000.gb18030.csv",
    "zh_poetry/songci_5000.txt",
)


@pytest.mark.parametrize(
    "path", [*FAST, *(pytest.param(path, marks=pytest.mark.exhaustive) for path in SLOW)]
)
def test_every_real_corpus_has_a_report_in_bounded_time(
    real_data: Path, tmp_path: Path, path: str
) -> None:
    workspace = open_workspace(tmp_path)
    file = real_data / path
    corpus = add_corpus(workspace, [read_source(InputFile(file.name, file))], name=file.stem)
    started = time.process_time()
    report = build_profile(workspace, corpus)
    assert time.process_time() - started < 60
    assert report.topics.topics
    assert report.growth.beta < 1
    if report.language in ("en", "zh"):
        assert report.marking_terms
