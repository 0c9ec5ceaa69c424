"""Personal data in Chinese: the labelled lines of the benchmark, and what is easily done wrong."""

import time

import pytest

from benchmarks.pii_zh import fifth, fourth, measure, second, third, tuned
from slm_core.corpus.pii.checksums import hong_kong_identity, taiwan_identity
from slm_core.corpus.pii.chinese.names import beside
from slm_core.corpus.pii.detect import detect
from slm_core.corpus.pii.entity import PiiEntity


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in detect(text)]


@pytest.mark.parametrize(
    ("part", "least"), [(tuned, 97), (second, 97), (third, 97), (fourth, 95), (fifth, 95)]
)
def test_most_of_the_labelled_is_found_and_little_else(part, least) -> None:
    counts = measure(part())
    assert counts.recall() >= least
    assert counts.precision() >= 97


def test_there_are_enough_lines_to_say_so() -> None:
    lines = [*tuned(), *second(), *third(), *fourth(), *fifth()]
    assert len({line.text for line in lines}) > 450
    assert sum(not line.labels for line in lines) > 100


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("卡：6222 0210 0111 6245 702，", [("card", "6222 0210 0111 6245 702")]),
        ("账号6217001234567890123", [("card", "6217001234567890123")]),
        ("（０１０）６２３４５６７８", [("phone", "（０１０）６２３４５６７８")]),
        ("香港九龍彌敦道100號8樓A室", [("address", "香港九龍彌敦道100號8樓A室")]),
        ("忠孝東路四段100號5樓之3", [("address", "忠孝東路四段100號5樓之3")]),
        ("徐汇区中山东路4号", [("address", "徐汇区中山东路4号")]),
        ("HKID: A123456(3)", [("identity", "A123456(3)")]),
        ("買買提·艾力，男，35歲", [("name", "買買提·艾力")]),
        ("医生李明和护士赵敏参加抢救。", [("name", "李明"), ("name", "赵敏")]),
        ("由王小明医生接诊", [("name", "王小明")]),
        ("我叫高峰，今年30岁", [("name", "高峰")]),
        ("1990.1.2生", [("birth_date", "1990.1.2")]),
        ("他生于一九八五年三月，", [("birth_date", "一九八五年三月")]),
        ("住院号0012345，工号A0123", [("identity", "0012345"), ("identity", "A0123")]),
        ("苏E 8K6J5停在门口", [("plate", "苏E 8K6J5")]),
        ("加v：lihua88", [("account", "lihua88")]),
    ],
)
def test_it_is_found_whole(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "患者高血压、黄疸，马上方便的话程度较轻",
        "医生：方便的话请明天再来。客户：马上到",
        "面条太长时可以拽断，这是由于含有奶粉",
        "祖国的生日10月1日；公司1985年3月成立",
        "QQ音乐15元，微信支付100000元",
        "住在和平小区，从学府路走过去",
        "管道3号阀门，园区2号泵房，轨道5号线，2号楼停水",
        "设备型号A123456789，出厂编号20230401",
        "员工施工，总结工作，谢谢老师，和老师、向医生",
        "工号牌遗失，病历号码错误，身份证原件",
        "订单13800138000元",
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert found(text) == []


def test_check_characters_of_hong_kong_and_taiwan() -> None:
    assert hong_kong_identity("A123456(3)")
    assert not hong_kong_identity("A123456(4)")
    assert taiwan_identity("A123456789")
    assert not taiwan_identity("A123456788")


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    for piece in (
        "患者王",
        "路1号",
        "1号楼",
        "生于1985年",
        "由张",
        "地址：北",
        "京A",
        "QQ：1",
        "王·",
        "人",
    ):
        # Three times the length takes three times as long, and would take nine times if every
        # place were compared with every other.
        short, long = (seconds_to_detect(piece, length=length) for length in (3_000, 9_000))
        assert long < 6 * max(short, 0.05), piece


def seconds_to_detect(piece: str, *, length: int) -> float:
    """Of the processor, the best of two."""
    taken = []
    for _ in range(2):
        started = time.process_time()
        detect(piece * (length // len(piece)))
        taken.append(time.process_time() - started)
    return min(taken)


def test_what_stands_near_many_findings_is_looked_at_once() -> None:
    text = "1号路" * 50 + "，王建国，" + "中山路1号，" * 50
    at = text.index("王")
    near = [PiiEntity("address", at + away, at + away + 1, "1", "likely") for away in (-9, 7, 9)]
    found = [(name.start, name.text) for name in beside(text, near)]
    assert found.count((at, "王建国")) == 1
    assert beside(text, []) == []
