"""Floors of texts whose entropy is known, and of signs nobody has seen."""

import math
import random

from slm_core.evaluation.floors import compression_floors, counting_floors


def test_chance_has_its_entropy_and_what_was_read_is_nearly_free() -> None:
    draw = random.Random(1)
    train, text = ("".join(draw.choices("abcdefgh", k=size)) for size in (200_000, 5_000))
    characters, _ = counting_floors(train, text)
    assert 2.98 < characters < 3.2  # eight letters, equally likely
    known = train[1000:6000]
    assert min(counting_floors(train * 2, known)) < 3.0
    assert max(compression_floors(train, known)) < 0.2
    assert max(compression_floors(train, text)) < 3.6


def test_words_count_where_characters_see_too_little() -> None:
    draw = random.Random(2)
    words = ["".join(draw.choices("abcdefghijklmnop", k=9)) for _ in range(300)]
    train, text = (" ".join(draw.choices(words, k=size)) for size in (20_000, 500))
    characters, of_words = counting_floors(train, text)
    assert of_words < characters < 2.0


def test_chinese_words_are_counted_although_no_blank_parts_them() -> None:
    draw = random.Random(3)
    words = ["水泵", "电机", "轴承", "齿轮", "阀门", "压力", "温度", "噪声", "油温", "皮带"]
    train, text = ("".join(draw.choices(words, k=size)) for size in (6_000, 300))
    _, of_words = counting_floors(train, text)
    assert of_words < 1.1 * math.log2(len(words)) / len(words[0].encode())


def test_new_signs_cost_what_naming_them_costs() -> None:
    seen, new = counting_floors("abc " * 500, "abc abc"), counting_floors("abc " * 500, "abc 泵🙂")
    assert all(floor < 20 for floor in new)
    assert all(found < other for found, other in zip(seen, new, strict=True))
    assert all(floor > 0 for floor in compression_floors("abc", "泵🙂"))
