import random
import re

import pytest

from slm_core.corpus.writer import DocumentWriter, PassageWriter, count_words, read_passages

WIDE = re.compile("[\u3040-\u30ff\u4000-\u9fff]")
OTHER = re.compile("[^ \t\n\v\f\r\u3000-\u9fff\uff00-\uffff]+")
SIGNS = "abx é中文あカー。，、\u3000\u00a0\t\n\n \r\v\u00adﬁü,.\ufe0f"
SIGNS += "\ufffd\ufeff\U0001f600Ａ！\u3105\u3400한\x1c"


def plain_count(text: str) -> int:
    """Each wide character, and what stands between blanks and wide characters and signs."""
    return len(WIDE.findall(text)) + len(OTHER.findall(text))


@pytest.mark.parametrize("signs", [SIGNS, "ab \n\t.,", "中文あ。，ab ", "é ü\u00a0’a"])
def test_words_are_counted_as_a_search_for_them_would(signs):
    rng = random.Random(5)
    for _ in range(4_000):
        text = "".join(rng.choices(signs, k=rng.randrange(14)))
        assert count_words(text.encode()) == plain_count(text), ascii(text)


def test_a_writer_that_counts_writes_what_one_that_does_not_writes(tmp_path):
    counting, plain = DocumentWriter(tmp_path / "a"), PassageWriter(tmp_path / "b")
    for writer in (counting, plain):
        writer.add("A first text.", "one.txt")
        writer.add("", "nothing.txt")
        writer.add_part("Half of one, ", "two.txt", last=False)
        writer.add_part("", "two.txt", last=False)
        writer.add_part("and the rest: 中文", "two.txt", last=True)
        writer.close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert counting.characters == plain.characters == counting.counts.characters == 42
    assert [passage.document for passage in read_passages(tmp_path / "a")] == [0, 1, 1, 1]
    assert (counting.counts.documents, counting.counts.words) == (2, 11)
