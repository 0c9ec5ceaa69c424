from slm_core.corpus.writer import DocumentWriter, PassageWriter, read_passages


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
    assert counting.counts.documents == 2


def test_no_seed_is_taken_from_a_line_with_personal_data(tmp_path):
    writer = DocumentWriter(tmp_path / "a")
    writer.add("患者王小明，男，52岁，因腹痛入院。", "one.txt")
    assert writer.seed_text == ""
    writer.add("联系人：李娜，电话13812345678\n今日查房，体温正常，饮食好。\n", "two.txt")
    writer.close()
    assert writer.seed_text == "今日查房"
