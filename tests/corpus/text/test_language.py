"""Languages are told by script and small words, and "und" where a text does not say."""

import pytest

from slm_core.corpus.text.language import language_of

TEXTS = [
    ("en", "The pump was stopped in the morning and a new bearing was fitted by the crew."),
    ("de", "Die Würde des Menschen ist unantastbar. Sie zu achten und zu schützen ist Pflicht."),
    ("fr", "Tous les êtres humains naissent libres et égaux en dignité et en droits."),
    ("es", "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, como son."),
    ("it", "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono di"),
    ("nl", "Alle mensen worden vrij en met gelijke rechten geboren. Het is een recht van de mens."),
    ("zh", "您好，请问这个商品什么时候可以发货？OK，谢谢。"),
    ("zh", "你好"),
    ("ja", "親譲りの無鉄砲で小供の時から損ばかりしている。"),
    ("ko", "모든 국민은 인간으로서의 존엄과 가치를 가진다."),
    ("ru", "Все люди рождаются свободными и равными в своем достоинстве."),
    ("uk", "Всі люди народжуються вільними і рівними у своїй гідності та правах."),
    ("ar", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق."),
    ("el", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι."),
    ("he", "כל בני האדם נולדו בני חורין"),
    ("th", "มนุษย์ทั้งหลายเกิดมามีอิสระ"),
    ("hi", "सभी मनुष्यों को गौरव और अधिकारों"),
    ("und", "12345 67 89"),
    ("und", "lorem ipsum dolor sit amet consectetur adipiscing"),
    ("und", ""),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_the_language_is_told(language: str, text: str) -> None:
    assert language_of([text]) == language


def test_a_long_preface_in_another_language_does_not_decide() -> None:
    preface = "This is an English preface about the book and its author. " * 40
    chinese = "您好，请问这个商品什么时候可以发货？" * 3_000
    assert language_of([preface + chinese]) == "zh"
