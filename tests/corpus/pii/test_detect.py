"""What is personal data and what only looks like it, in the languages we care for."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.corpus.pii.detect import detect


def found(text: str, **options: object) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in detect(text, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Write to anna.meier+x@mail.example.org.", "email", "anna.meier+x@mail.example.org"),
        ("04:30 Pt José O'Connell, bed 20: slept well", "name", "José O'Connell"),
        ("seen on the round. RN K. Jones", "name", "K. Jones"),
        ("handed over to Nurse Joy A. Smith.", "name", "Joy A. Smith"),
        ("from Dr A. Jones", "name", "A. Jones"),
        ("邮箱：zhang_san@qq.com，谢谢", "email", "zhang_san@qq.com"),
        ("to jane.doe (at) example dot com, or", "email", "jane.doe (at) example dot com"),
        ("ask info[at]mail.example[dot]org now", "email", "info[at]mail.example[dot]org"),
        ("It is anna at example dot com.", "email", "anna at example dot com"),
        ("jane@example (dot) com", "email", "jane@example (dot) com"),
        ("Call +49 30 1234567 today", "phone", "+49 30 1234567"),
        ("Call +1 (212) 555-0123 today", "phone", "+1 (212) 555-0123"),
        ("ring +44 20 7946 0958", "phone", "+44 20 7946 0958"),
        ("dial 0049 89 636-48018 now", "phone", "0049 89 636-48018"),
        ("reach me at (212) 555-0123.", "phone", "(212) 555-0123"),
        ("reach me at 212-555-0123.", "phone", "212-555-0123"),
        ("My number is 555-123-4567.", "phone", "555-123-4567"),
        ("or 1-555-123-4567, (555) 123-456", "phone", "1-555-123-4567"),
        ("Rufen Sie 030 / 901820 an", "phone", "030 / 901820"),
        ("unter 0171/1234567 erreichbar", "phone", "0171/1234567"),
        ("au 01 42 68 53 00 demain", "phone", "01 42 68 53 00"),
        ("London 020 7946 0958 please", "phone", "020 7946 0958"),
        ("Tel.: 4711 0815", "phone", "4711 0815"),
        ("Phone: 7035246686", "phone", "7035246686"),
        ("我的手机是13812345678，请回电", "phone", "13812345678"),
        ("电话：010-62345678", "phone", "010-62345678"),
        ("手机号 138 1234 5678", "phone", "138 1234 5678"),
        ("電話は03-1234-5678です", "phone", "03-1234-5678"),
        ("card 4111 1111 1111 1111 declined", "card", "4111 1111 1111 1111"),
        ("my Visa 4012888888881881", "card", "4012888888881881"),
        ("amex 3782 822463 10005.", "card", "3782 822463 10005"),
        ("IBAN DE89 3704 0044 0532 0130 00, please", "iban", "DE89 3704 0044 0532 0130 00"),
        ("to GB82WEST12345698765432.", "iban", "GB82WEST12345698765432"),
        ("an FR14 2004 1010 0505 0001 3M02 606", "iban", "FR14 2004 1010 0505 0001 3M02 606"),
        ("SSN 536-22-1234.", "identity", "536-22-1234"),
        ("social security number: 536221234", "identity", "536221234"),
        ("NI AB 12 34 56 C, thanks", "identity", "AB 12 34 56 C"),
        ("Steuer-ID: 86 095 742 719", "identity", "86 095 742 719"),
        ("DNI 12345678Z", "identity", "12345678Z"),
        ("NIE X1234567L ok", "identity", "X1234567L"),
        ("codice RSSMRA85T10A562S qui", "identity", "RSSMRA85T10A562S"),
        ("身份证号：11010519491231002X。", "identity", "11010519491231002X"),
        ("他的号码是110105194912310038么", "identity", "110105194912310038"),
        ("CPF 529.982.247-25", "identity", "529.982.247-25"),
        ("Personnummer 811228-9874", "identity", "811228-9874"),
        ("PESEL 44051401359", "identity", "44051401359"),
        ("Passport No: C01X00T47", "identity", "C01X00T47"),
        ("logged in from 84.132.17.201 at noon", "ip", "84.132.17.201"),
        ("IP 10.20.30.40.", "ip", "10.20.30.40"),
        ("addr 2a02:8109:9c80:3c4f:1d2b:aaaa:5:77 up", "ip", "2a02:8109:9c80:3c4f:1d2b:aaaa:5:77"),
        ("addr fe80::1ff:fe23:4567:890a up", "ip", "fe80::1ff:fe23:4567:890a"),
        ("gateway fe80::1%eth0 is down", "ip", "fe80::1"),
        ("see http://[2001:db8::1]:80/x", "ip", "2001:db8::1"),
        ("from 2001:0DB8:85A3:0:0:8A2E:370:7334.", "ip", "2001:0DB8:85A3:0:0:8A2E:370:7334"),
        ("DOB: 12/03/1980", "birth_date", "12/03/1980"),
        ("She was born on 4 May 1971 in", "birth_date", "4 May 1971"),
        ("born March 3rd, 1990", "birth_date", "March 3rd, 1990"),
        ("geboren am 3. März 1955 in", "birth_date", "3. März 1955"),
        ("出生日期：1980年5月6日", "birth_date", "1980年5月6日"),
        ("Dr. Jane O'Neill came", "name", "Jane O'Neill"),
        ("said Mrs Smith-Jones.", "name", "Smith-Jones"),
        ("Herr Dr. Müller kam", "name", "Müller"),
        ("Frau von der Leyen sprach", "name", "von der Leyen"),
        ("Patient: John Q. Public\nAge: 40", "name", "John Q. Public"),
        ("Patient Name: DOE, Jane", "name", "DOE, Jane"),
        ("Pt: Gwen Barnes DOB not known, Tel none", "name", "Gwen Barnes"),
        ("Pt: Gwen Barnes  seen at home", "name", "Gwen Barnes"),
        ("Next of kin: Imran O'Neill Tel none", "name", "Imran O'Neill"),
        ("Dear Jonathan,\n", "name", "Jonathan"),
        ("Hello, my name is Peter Parker.", "name", "Peter Parker"),
        ("Kind regards,\nAlice Munro\n", "name", "Alice Munro"),
        ("姓名：张三丰 性别：男", "name", "张三丰"),
        ("患者：李小龙，男，45岁", "name", "李小龙"),
        ("我叫王小明，今年", "name", "王小明"),
        ("感谢王医生的帮助", "name", "王"),
        ("，陈建国先生到了", "name", "陈建国"),
        ("患者王小明，男，52岁，因腹痛入院。", "name", "王小明"),
        ("患者李娜主诉头晕三天", "name", "李娜"),
        ("孩子刘强发烧到三十九度怎么办？", "name", "刘强"),
        ("病人欧阳锋（男，61岁）", "name", "欧阳锋"),
        ("患者姓名郭小明，性别男", "name", "郭小明"),
    ],
)
def test_it_is_found(text: str, kind: str, what: str) -> None:
    assert found(text) == [(kind, what)]
    (one,) = detect(text)
    assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111111111111111 was sent",  # would be a card
        "order no. 212-555-0123",
        "ISBN 978-3-16-148410-0 and ISBN 0-306-40615-2",
        "ISSN 0378-5955, DOI 10.1000/182.2020.12",
        "version 192.168.41.2 and 1.2.3.4, 10.0.12.7",
        "§ 433.1.2.3 and 2.10.4.11",
        "Listening on 127.0.0.1:8080 and 0.0.0.0",
        "pressure 1013.25 hPa, 0.123456789, 3.14159265358979",
        "1,234,567.89 dollars or 12 345 678 euros or 1.234.567,89 €",
        "from 1914-1918 and 1939-1945, 2020-2023",
        "on 01-02-2020 and 2020-01-02 12:30:45, 31.12.1999",
        "10 20 30 40 50 60 70",
        "0 1 2 3 4 5 6 7 8 9",
        "12:30:45 std::vector Add::add fe::ed a::b::c",
        "@user and user@ and a@b and @media(max-width:100px)",
        "1600000000000 ms since 1970, 20231231235959",
        "born in 1980, the born leader",
        "Dear Sir or Madam,\nDear Customer,\nHello World!",
        "The patient: Yes, it hurts. Doctor: Where?",
        "Customer: Thank you,",
        "Mr. and Mrs. were there; the Ms is a manuscript",
        "Thank you, Mr. President, Mr. Chief Justice, Madam Speaker, Mr. Speaker.",
        "请问医生，看医生，问老师，谢谢医生，和老师一起",
        "客户：钱扣了，怎么回事",
        "订单号13812345678012，单号 13812345678",
        "上个月医生说",
        "患者高血压，男性多见；患者黄疸加重，女，患者高烧3天，患者何时手术，患者金黄色葡萄球菌感染",
        "患者王某，男，45岁；姓名不详，男；患者周围的人因此担心，病人方便因人而异",
        "Title: Alice in Wonderland\nAuthor: Lewis Carroll\nRelease date: 1865",
        "Look (at) home, at dawn. The dot comes last, a dot commands; use (at) or (dot).",
        "met at home.com, x at y. Com",
        "part 300-100-20001, 1-300-100-20, 12::34, ab::12, dead::beef",
        "GB29 is a page; AB123 is a seat; DE89 3704 0044 0532 0130 01",
        "Aktenzeichen 12 O 345/67, Art. 123 Abs. 4 Satz 5",
        "No one has 000-12-3456 and 900-12-3456",
        "4111 1111 1111 1112",
        "mix 250 g flour, 125 ml milk, 180 °C, 350 °F, 1/2-3/4 cup",
        "x = 3.0e-10; y[0:100, 200:300]",
        "https://example.com/2019/04/1234567890.html?id=2125550123",
        "",
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert found(text) == []


def test_names_of_a_list_are_found_as_whole_words() -> None:
    names = ("Ann Lee", "Müller", "诸葛亮")
    text = "Ann Leeds met Ann Lee, Herrn Müller und Müllers; 其人即诸葛亮也"
    assert found(text, names=names, kinds=("name",)) == [
        ("name", "Ann Lee"), ("name", "Müller"), ("name", "诸葛亮"),
    ]  # fmt: skip


def test_only_the_kinds_asked_for_are_found() -> None:
    text = "Dr. Smith, a@b.org, +49 30 1234567"
    assert found(text, kinds=("email",)) == [("email", "a@b.org")]
    assert found(text, kinds=("phone", "name")) == [("name", "Smith"), ("phone", "+49 30 1234567")]


@given(st.text(alphabet="0123456789 -.()/+:@aZGB中王先生DrM,\n\ud800é", max_size=200))
def test_findings_are_in_order_apart_and_where_they_say(text: str) -> None:
    findings = detect(text)
    end = 0
    for one in findings:
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text
        end = one.end


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    for piece in (
        "1 ",
        "1-",
        "@a.",
        "a.a@",
        "Dr. A. ",
        "AA11 ",
        "1:",
        "+1(",
        "Name: A ",
        "王先生",
        "患者王小",
        "a (at) ",
        "a dot com ",
        "2::",
        "555-123-",
    ):
        started = time.process_time()
        detect(piece * (60_000 // len(piece)))
        assert time.process_time() - started < 5, piece


def test_plain_english_is_not_looked_at_rule_by_rule() -> None:
    text = "The committee met on Tuesday and spoke about prices, of which 12 had risen. " * 30_000
    detect(text[:1000])
    best = min(_seconds(text) for _ in range(3))
    assert len(text) / best > 4e6  # 50 million characters a second on a quiet machine


def _seconds(text: str) -> float:
    started = time.process_time()
    detect(text)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("customer_banking77/train.csv", {}),
        ("medical_medquad/medquad_niddk.txt", {"name": 4, "phone": 18, "email": 2}),
        ("finance_fomc_minutes/fomc_minutes_2020_2023.txt", {"name": 2}),
        ("de_gesetze/bgb.md", {}),
        ("de_gesetze/gg.md", {}),
        ("cooking_en/based_cooking.md", {}),
        ("zh_recipes/howtocook.md", {}),
        ("zh_poetry/songci_5000.txt", {}),
        ("ja_soseki/botchan.txt", {}),
    ],
)
def test_real_texts_have_what_we_saw_in_them(
    real_data: Path, path: str, most: dict[str, int]
) -> None:
    text = (real_data / path).read_text(encoding="utf-8")
    assert dict(Counter(one.kind for one in detect(text))) == most
