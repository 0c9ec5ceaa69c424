import math
import threading

import numpy as np
import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import add_corpus
from slm_core.errors import CorpusError
from slm_core.messages import Message
from slm_core.metrics.scores import score
from slm_core.tokenizers.encoded.token_store import PARTS, prepare_tokens
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from tests.tiny import make_corpus, text_of, workspace_in

CHAR = TokenizerSettings(kind="char")
SPLIT = SplitSettings()


def test_the_parts_are_the_text_and_each_begins_with_an_end(tmp_path):
    workspace = workspace_in(tmp_path)
    text = text_of(4000)
    store = prepare_tokens(workspace, make_corpus(workspace, text), SPLIT, CHAR)
    tokenizer = store.tokenizer()
    ids = {name: store.ids(name) for name in PARTS}
    assert all(part[0] == EOS for part in ids.values())
    assert "".join(tokenizer.decode(ids[name]) for name in PARTS) == text
    assert [int((ids[name] == EOS).sum()) for name in PARTS] == [1, 1, 2]
    for name in PARTS:
        part = store.parts[name]
        assert part.tokens == len(ids[name])
        assert part.characters == len(tokenizer.decode(ids[name]))
        assert (part.unknown, part.spelling_nats) == (0, 0.0)


def test_documents_are_parted_by_ends(tmp_path):
    workspace = workspace_in(tmp_path)
    rows = [f'{{"text": "{text_of(60, seed=k).strip()}"}}'.replace("\n", "\\n") for k in range(30)]
    source = InputFile("rows.jsonl", "\n".join(rows).encode())
    corpus = add_corpus(workspace, [read_source(source)], name="Rows")
    store = prepare_tokens(workspace, corpus, SPLIT, CHAR)
    documents = list(corpus.documents())
    assert len(documents) == 30
    assert sum(int((store.ids(name) == EOS).sum()) for name in PARTS) == 30 + 3
    for name in PARTS:
        assert store.ids(name)[-1] == EOS


def test_a_second_run_uses_what_is_there(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    first = prepare_tokens(workspace, corpus, SPLIT, CHAR)
    made = (first.folder / "train.bin").stat().st_mtime_ns
    second = prepare_tokens(workspace, corpus, SPLIT, CHAR)
    assert first.seconds > 0.0
    assert second.seconds == 0.0
    assert second.folder == first.folder
    assert (second.folder / "train.bin").stat().st_mtime_ns == made
    other = prepare_tokens(workspace, corpus, SplitSettings(train=70, validation=20), CHAR)
    assert other.folder != first.folder
    assert len(list(workspace.tokens.iterdir())) == 2


@pytest.mark.parametrize("broken", ["meta.json", "train.bin", "tokenizer.json", "validation.bin"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_damaged_folder_is_made_anew(tmp_path, broken, gone):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    store = prepare_tokens(workspace, corpus, SPLIT, CHAR)
    whole = store.ids("train").tolist()
    if gone:
        (store.folder / broken).unlink()
    elif broken != "tokenizer.json":
        (store.folder / broken).write_bytes(b"{}")
    again = prepare_tokens(workspace, corpus, SPLIT, CHAR)
    assert again.ids("train").tolist() == whole
    assert [path.name for path in workspace.tokens.iterdir()] == [again.folder.name]


def test_two_at_once_get_the_same_and_nothing_half_made_is_seen(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    found = []

    def prepare() -> None:
        store = prepare_tokens(workspace, corpus, SPLIT, CHAR)
        found.append(store.ids("train").tolist())

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(ids == found[0] for ids in found)
    assert len(list(workspace.tokens.iterdir())) == 1


def test_an_error_on_the_way_leaves_nothing(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)

    def stumble(doing: Message) -> None:
        if "preparing" in doing.template:
            raise CorpusError("stumbled")

    with pytest.raises(CorpusError, match="stumbled"):
        prepare_tokens(workspace, corpus, SPLIT, CHAR, tell=stumble)
    assert not list(workspace.tokens.iterdir())


@pytest.mark.parametrize("kind", ["char", "word", "segmented"])
def test_only_the_training_part_makes_the_vocabulary(tmp_path, kind):
    workspace = workspace_in(tmp_path)
    text = ("start" + " pump oil" * 355 + " Ωmural" + " oil pump" * 100)[:4000]
    settings = TokenizerSettings(kind=kind, vocabulary_size=500)
    store = prepare_tokens(workspace, make_corpus(workspace, text), SPLIT, settings)
    assert store.parts["train"].unknown == 0
    unknown = int((store.ids("validation") == UNK).sum())
    assert store.parts["validation"].unknown == unknown
    assert unknown == 1 if kind == "char" else unknown in (1, 2)  # a word cut by the border
    named = "Ω" if kind == "char" else " Ωmural"
    assert store.tokenizer().unknown_words(" Ωmural") == [named]
    assert store.parts["validation"].spelling_nats > 5.0


def test_unknown_words_are_paid_for_in_bits_per_byte(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(3200) + text_of(900, seed=9).replace("pump", "zygote"))
    settings = TokenizerSettings(kind="word", vocabulary_size=500)
    part = prepare_tokens(workspace, corpus, SPLIT, settings).parts["validation"]
    assert part.unknown > 1
    assert part.spelling_nats > 5.0
    free = score(part, nats=100.0, correct=0, predictions=part.tokens - 1, unknown=0)
    paid = score(part, nats=100.0, correct=0, predictions=part.tokens - 1, unknown=part.unknown)
    assert paid.loss == free.loss
    more = (paid.bits_per_byte - free.bits_per_byte) * part.bytes * math.log(2)
    assert more == pytest.approx(part.spelling_nats)


@pytest.mark.parametrize(("size", "dtype"), [(60_000, np.uint16), (66_000, np.uint32)])
def test_ids_take_two_bytes_where_that_is_enough(tmp_path, size, dtype):
    workspace = workspace_in(tmp_path)
    codes = [code for code in range(0x4E00, 0x4E00 + 90_000) if not 0xD800 <= code < 0xE000]
    text = "".join(map(chr, codes[:size])) + text_of(10_000)
    settings = TokenizerSettings(kind="char", vocabulary_size=200_000)
    store = prepare_tokens(
        workspace,
        make_corpus(workspace, text),
        SplitSettings(train=90, validation=10, test=0),
        settings,
    )
    assert store.ids("train").dtype == dtype
    assert int(store.ids("train").max()) == store.tokenizer().vocabulary_size - 1
    assert len(store.ids("test")) == 0
    assert store.tokenizer().decode(store.ids("train")[:100]) == text[:99]


def test_lowercasing_loses_no_text_where_it_lengthens_it(tmp_path):
    workspace = workspace_in(tmp_path)
    text = "İSTANBUL " * 400
    settings = TokenizerSettings(kind="char", lowercase=True)
    split = SplitSettings(train=80, validation=20, test=0)
    store = prepare_tokens(workspace, make_corpus(workspace, text), split, settings)
    tokenizer = store.tokenizer()
    found = "".join(tokenizer.decode(store.ids(name)) for name in ("train", "validation"))
    assert found == text.lower().rstrip() or found == text.lower()
    assert store.ids("validation")[-1] == EOS
    assert store.parts["train"].bytes == len(tokenizer.decode(store.ids("train")).encode())


def test_a_part_too_small_is_refused_with_its_size(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(300))
    tiny = SplitSettings(train=99.2, validation=0.4, test=0.4)
    with pytest.raises(CorpusError, match="validation part of this corpus has 1 char"):
        prepare_tokens(workspace, corpus, tiny, TokenizerSettings(kind="word"))
    assert not list(workspace.tokens.iterdir())
