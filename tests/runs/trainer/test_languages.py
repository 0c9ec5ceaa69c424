"""Five languages, every kind of token: from a file to text that a model wrote, no sign lost."""

import math
import os
import signal
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.generation.settings import GenerationSettings
from slm_core.metrics.overlap import longest_copy
from slm_core.records import keep
from slm_core.runs.launching.create import create_run
from slm_core.runs.load_model import load_run_model, training_text
from slm_core.runs.trainer import main
from slm_core.serving.completions.completion import complete
from slm_core.serving.completions.completion_request import TextRequest
from slm_core.serving.model_cache import LoadedModel
from slm_core.serving.schema import CompletionSummary, TextParcel
from slm_core.storage import read_json
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.tokenizers.pretokenize import CUT, ESCAPE
from slm_core.tokenizers.tokenizer import UNK
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, workspace_in

CHINESE = (
    "患者男，四十五岁，三天前出现头晕、乏力，血压升高。医生建议低盐饮食，按时服药，两周后复查。\n"
)
MIXED = (
    "用 Python 3.12 训练 LSTM 模型：learning rate 设为 0.01，在 GPU 上跑 5 个 epoch。\n"
    "A/B 测试、T细胞、“OK”吗？\n"
)
JAPANESE = (
    "東京の空は青い。カステラを食べながら、コーヒーを飲んだ。ﾃｽﾄは３回で、らーめんも〆に頼む。\n"
)
ARABIC = (
    "قَالَ الطَّبِيبُ: إِنَّ المَرِيضَ بِخَيْرٍ، وَسَيَعُودُ إِلَى بَيْتِهِ بَعْدَ ٣ أيّامٍ (إن شاء الله).\n"
    "الضغط 120/80، والدواء «أسبرين» مرتين في اليوم؛ هل من سؤال؟\n"
)
GERMAN = (
    "Die Straßenbahnhaltestellenüberdachung wäre größer – „schön“, sagte Frau Müller-Lüdenscheid.\n"
    "Das ist nicht der Weg, und mit dem Öl von gestern wird er auch für die Äpfel nicht kürzer.\n"
)

TEXTS = {
    "Chinese": (CHINESE, "zh_recipes/howtocook.md", "患者男"),
    "mixed": (MIXED, "", "训练 LSTM 模型"),
    "Japanese": (JAPANESE, "formats/botchan_shift_jis.txt", "東京の"),
    "Arabic": (ARABIC, "", "قَالَ الطَّبِيبُ"),
    "German": (GERMAN, "de_gesetze/gg.md", "Das ist nicht der Weg"),
}
CODES = {"Chinese": "zh", "mixed": "zh", "Japanese": "ja", "Arabic": "ar", "German": "de"}
KINDS = ("char", "word", "segmented", "bpe")
LONGEST = 40_000
REAL = Path(os.environ.get("ARGOT_REAL_DATA") or Path(__file__).parents[4] / "shared" / "data")


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """A trainer that runs in this process takes SIGTERM; give it back."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def added(folder: Path, language: str) -> Corpus:
    """Our text with a piece of a real one behind it, as a file that becomes a corpus."""
    ours, place, _ = TEXTS[language]
    text = ours * 60
    if place and (REAL / place).is_file():
        text += read_source(InputFile(place, (REAL / place).read_bytes())).documents[0][:LONGEST]
    assert unicodedata.is_normalized("NFC", ours)
    corpus = add_corpus(
        workspace_in(folder), [read_source(InputFile("text.txt", text.encode()))], name=language
    )
    assert "".join(corpus.documents()).rstrip() == text.rstrip(), "nothing is changed on the way in"
    assert corpus.card.language == CODES[language]
    return corpus


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", TEXTS)
def test_from_a_file_to_a_text(tmp_path: Path, language: str, kind: str) -> None:
    corpus = added(tmp_path, language)
    ours, _, seed = TEXTS[language]
    config = make_config(
        corpus,
        budget=BudgetSettings(steps=12),
        tokenizer={"kind": kind, "vocabulary_size": 5000 if kind != "bpe" else 500},
        samples={"length": 20, "seed_text": seed},
    )
    run = create_run(workspace_in(tmp_path), config)
    assert main.main(str(run.workspace.root), run.id) == 0, run.status().error
    model = load_run_model(run)

    # Every kind gives our text back, mark for mark.
    ids = model.tokenizer.encode(ours)
    assert UNK not in ids
    assert model.tokenizer.decode(ids) == ours
    stream = model.tokenizer.stream()
    assert "".join([*map(stream.add, ids.tolist()), stream.finish()]) == ours

    # Scores stand on the bytes of the text, whatever it was cut into.
    store = prepare_tokens(run.workspace, corpus, config.split, run.config().tokenizer)
    assert sum(part.bytes for part in store.parts.values()) == corpus.card.counts.bytes
    score = run.score()
    assert score is not None
    assert math.isfinite(score.bits_per_byte)

    # What it writes is text: no broken characters, no marks of ours, copies found.
    loaded = LoadedModel(model)
    settings = GenerationSettings(length=60, temperature=1.5, seed=3)
    asked = TextRequest(seed, settings)
    written = complete(loaded, [asked], should_stop=lambda: False)
    *parcels, summary = [part for _, part in written]
    written = "".join(one.text for one in parcels if isinstance(one, TextParcel))
    samples = [text for sample in run.samples() for _, text in sample.texts]
    for text in (written, *samples):
        assert text
        assert not {"\ufffd", CUT, ESCAPE} & set(text)
        text.encode()
    assert isinstance(summary, CompletionSummary)
    assert summary.unknown == ()
    assert summary.copy is not None
    assert summary.copy.length == longest_copy(written, training_text(run)).length


def test_the_configuration_names_what_cut_the_text_and_another_version_is_refused(
    tmp_path: Path,
) -> None:
    corpus = added(tmp_path, "Chinese")
    config = make_config(
        corpus,
        budget=BudgetSettings(steps=5),
        tokenizer={"kind": "segmented", "vocabulary_size": 500, "terms": "低盐饮食\n按时服药 7"},
    )
    run = create_run(workspace_in(tmp_path), config)
    written = read_json(run.folder / "config.json") or {}
    record = written["segmenter"]
    assert isinstance(record, dict)
    assert list(record) == ["name", "version", "terms"]
    assert run.config().segmenter is not None
    keep(run.folder / "config.json", {**written, "segmenter": {**record, "version": "0.0.1"}})
    assert main.main(str(run.workspace.root), run.id) == 1
    told = str(run.status().error)
    assert "cut by rjieba 0.0.1, and rjieba" in told
    assert "pip install rjieba==0.0.1" in told


def test_terms_are_whole_in_the_seed_text_of_a_run_elsewhere(
    tmp_path: Path,
) -> None:
    corpus = added(tmp_path, "Chinese")
    config = make_config(
        corpus,
        budget=BudgetSettings(steps=5),
        tokenizer={"kind": "segmented", "vocabulary_size": 5000, "terms": "低盐饮食"},
    )
    run = create_run(workspace_in(tmp_path), config)
    assert main.main(str(run.workspace.root), run.id) == 0
    tokenizer = load_run_model(run).tokenizer
    assert [piece for piece, _ in tokenizer.token_spans("建议低盐饮食")] == ["建议", "低盐饮食"]
