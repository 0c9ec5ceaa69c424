"""Names in a column beside the text are masked in the text, and names of things are not."""

from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.pii.people import people_among
from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.name_columns import is_name_heading
from slm_core.corpus.readers.registry import read_source
from slm_core.workspace import open_workspace

NOTE = "seen at home, the wound on the left shin was cleaned with saline and the bandage changed"
ENGLISH = (
    "Patient name,age,note\n"
    f'"BARNES, Gwen",71,"{NOTE}. Gwen says it is better."\n'
    f"Will O'Neill,80,\"{NOTE}. Mr O'Neill will be back, as Gwen Barnes was.\"\n"
)
CHINESE = (
    "姓名,年龄,记录\n"
    "欧阳小明,52,今天欧阳小明来复查，伤口愈合良好，继续换药，嘱其一周后再来门诊复诊。\n"
    "李娜,34,患者自述头晕三天，李娜的丈夫陪同，血压偏高，嘱低盐饮食，按时服药。\n"
)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "name",
            "Full name",
            "patient_name",
            "PatientName",
            "customer.name",
            "Surname",
            "patient",
        ),
        *("First Name", "姓名", "患者", "患者姓名", "客户名字", "联系人", "氏名"),
    ],
)
def test_headings_of_names_are_known(heading: str) -> None:
    assert is_name_heading(heading)


@pytest.mark.parametrize("heading", ["file name", "product", "note", "名称", "产品名称"])
def test_other_headings_are_not(heading: str) -> None:
    assert not is_name_heading(heading)


def test_names_are_taken_whole_and_in_parts_but_not_as_ordinary_words() -> None:
    values = ["BARNES, Gwen", "Dr Will O'Neill", "王小明", "欧阳·娜塔莎", "n/a", "12", "unknown"]
    found = people_among(values, ["He will come. 王小明到了。"])
    assert {"BARNES, Gwen", "Barnes", "Gwen", "Will O'Neill", "O'Neill", "王小明"} <= {*found}
    assert {"欧阳·娜塔莎"} <= {*found}
    assert not {"Will", "Dr", "12", "n/a", "unknown"} & {*found}


def test_names_of_things_are_no_names_of_people() -> None:
    dishes = ["Chicken Soup", "Apple Pie", "Green Salad", "黄瓜", "高压锅"]
    text = (
        "Boil the soup with the chicken. Bake the apple pie. A green salad. 黄瓜切片，放入高压锅。"
    )
    assert people_among(dishes, [text]) == ()


@pytest.mark.parametrize(
    ("name", "data", "options"),
    [
        ("notes.csv", ENGLISH, ReadOptions()),
        ("notes.csv", ENGLISH, ReadOptions(template="{Patient name}: {note}")),
        (
            "notes.jsonl",
            f'{{"patient": "Gwen Barnes", "note": "{NOTE}. Gwen says yes."}}\n'
            f'{{"patient": "Will O\'Neill", "note": "{NOTE}. Barnes and O\'Neill will come."}}\n',
            ReadOptions(),
        ),
        (
            "notes.json",
            f'[{{"name": "Gwen Barnes", "note": "{NOTE}. Gwen says yes."}},'
            f'{{"name": "Will O\'Neill", "note": "{NOTE}. Barnes and O\'Neill will come."}}]',
            ReadOptions(),
        ),
    ],
)
def test_masking_finds_the_names_of_a_column_wherever_they_stand(
    tmp_path: Path, name: str, data: str, options: ReadOptions
) -> None:
    source = InputStream(InputFile(name, data.encode()), options)
    done = ingest(
        open_workspace(tmp_path / "home"),
        [source],
        name="",
        recipe=Recipe((Privacy(),)),
        processes=1,
    )
    text = "\n".join(done.corpus.documents())
    for part in ("Gwen", "Barnes", "BARNES", "O'Neill"):
        assert part not in text
    assert "⟨name⟩" in text
    assert "will" in text
    card = (done.corpus.folder / "card.json").read_text(encoding="utf-8")
    assert "Gwen" not in card, "the recipe of a masked corpus names nobody"


def test_names_of_one_file_are_masked_in_the_others_and_not_where_names_are_left(
    tmp_path: Path,
) -> None:
    home = open_workspace(tmp_path / "home")
    letter = InputFile("letter.txt", "欧阳小明和李娜昨天都来过，请安排下周复诊。".encode() * 12)
    files = [InputStream(letter), InputStream(InputFile("a.csv", CHINESE.encode()))]
    masked = ingest(home, files, name="a", recipe=Recipe((Privacy(),)), processes=1).corpus
    text = "\n".join(masked.documents())
    assert "欧阳小明" not in text
    assert "李娜" not in text
    assert text.count("⟨姓名⟩") == 2 * 12 + 2
    left = Recipe((Privacy(name=False),))
    text = "\n".join(ingest(home, files, name="b", recipe=left, processes=1).corpus.documents())
    assert text.count("李娜") == 13


def test_values_of_such_columns_come_with_every_kind_of_table() -> None:
    read = read_source(InputFile("a.csv", ENGLISH.encode()))
    assert read.names == ("BARNES, Gwen", "Will O'Neill")
    assert read_source(InputFile("a.csv", b"title,note\nOne,Text is here.\n")).names == ()
