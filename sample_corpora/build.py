"""Write every sample corpus from its grammar, or check the files on disk.

    python -m sample_corpora.build            write documents.jsonl and card.json of each corpus
    python -m sample_corpora.build --check    exit 1 when a file differs from what is written

A corpus is one line in `SAMPLES` and one module with `CORE` (hand-written documents), `RULES`
(the grammar) and, where it needs them, `facts` (figures that must agree) and `finish` (the last
word on a text); see grammar.py. Beside them stand the tables of labelled_examples.py.
"""

import argparse
import importlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sample_corpora.grammar import distinct_sentences, write_documents
from sample_corpora.labelled_examples import labelled_files

FOLDER = Path(__file__).parent
EXAMPLES = FOLDER / "examples"
INVENTED = {
    "en": " Invented for Argot: it contains no real person or firm.",
    "zh": "内容全部为 Argot 虚构，不涉及任何真实的人或企业。",
}


@dataclass(frozen=True)
class Sample:
    """What a corpus is called and how it is written; its counts are computed."""

    slug: str
    """folder of the corpus under sample_corpora/ and name of its module"""
    name: str
    """title shown to people"""
    language: str
    """"en" or "zh\""""
    icon: str
    """a Streamlit Material icon"""
    description: str
    """what it is and for whom, one sentence; `INVENTED` is added"""
    seed_text: str
    """suggested beginning for generated text"""
    excerpt: str
    """one short typical sentence, at most 60 characters"""
    seed: int
    """seed of the grammar's random choices"""
    other_name: str
    """the title in the other of the two languages"""
    other_description: str
    """the description in the other of the two languages; `INVENTED` is added"""
    target_bytes: int = 250_000
    """the corpus ends with the document that reaches this size, in bytes of UTF-8"""


SAMPLES = (
    Sample(
        slug="health_news",
        name="Health news",
        language="en",
        icon=":material/stethoscope:",
        description=(
            "Short news items on medical research, hospital services, public health and regulators, "
            "for health journalists and communication teams."
        ),
        seed_text="The breakthrough in cancer treatment",
        excerpt="Results after five years will show whether lives are saved.",
        seed=2024,
        other_name="健康新闻（英文）",
        other_description=(
            "关于医学研究、医院服务、公共卫生和监管的英文短新闻，供健康类记者和宣传人员使用。"
        ),
    ),
    Sample(
        slug="credit_memos",
        name="Credit memos",
        language="en",
        icon=":material/account_balance:",
        description=(
            "Retail bank credit memos for small business, mortgage, car and personal loans, "
            "for credit analysts and loan officers."
        ),
        seed_text="The borrower requests",
        excerpt="Coverage after the loan is 2.05 times.",
        seed=2025,
        other_name="信贷备忘录（英文）",
        other_description=(
            "零售银行关于小企业、住房、汽车和个人贷款的英文信贷备忘录，供信贷分析和审批人员使用。"
        ),
    ),
    Sample(
        slug="maintenance_logs",
        name="Maintenance logs",
        language="en",
        icon=":material/build:",
        description=(
            "Work orders, shift notes and inspections of pumps, compressors, conveyors, boilers, "
            "presses and CNC machines, for maintenance technicians and planners."
        ),
        seed_text="Fitted new bearings and",
        excerpt="Guards refitted and permit closed.",
        seed=2026,
        other_name="设备维护日志（英文）",
        other_description=(
            "泵、空压机、输送机、锅炉、压力机和数控机床的英文工单、交班记录和检查记录，供维修和计"
            "划人员使用。"
        ),
    ),
    Sample(
        slug="customer_service_zh",
        name="电商客服对话",
        language="zh",
        icon=":material/support_agent:",
        description=(
            "网店客户与客服的对话，涉及下单、物流、退换货、发票、优惠、投诉和售前咨询，"
            "供客服团队和培训人员使用。"
        ),
        seed_text="客户：你好，我的订单",
        excerpt="您好，欢迎光临，请问有什么可以帮您？",
        seed=2027,
        other_name="Customer service in Chinese",
        other_description=(
            "Chats of an online shop's customers with its service in Chinese: orders, delivery, "
            "returns, invoices, complaints, for service teams and trainers."
        ),
        target_bytes=280_000,
    ),
    Sample(
        slug="medical_records_zh",
        name="门诊与住院病历",
        language="zh",
        icon=":material/clinical_notes:",
        description=(
            "门诊病历、入院记录、病程、查房、护理、会诊、出院小结和随访，涉及内科、外科、骨科和儿科的常见病，"
            "供医务人员和病案管理人员使用。仅供试用，不是医疗建议。"
        ),
        seed_text="主诉：反复头晕",
        excerpt="患者自觉症状较前减轻。",
        seed=2028,
        other_name="Medical records in Chinese",
        other_description=(
            "Chinese notes of outpatients and inpatients: admissions, rounds, nursing, "
            "consultations, discharges and follow-ups, for hospital staff. To try Argot with; no "
            "medical advice."
        ),
        target_bytes=280_000,
    ),
    Sample(
        slug="equipment_inspection_zh",
        name="设备巡检记录",
        language="zh",
        icon=":material/engineering:",
        description=(
            "泵、风机、空压机、锅炉、变压器、输送机、起重机、电梯等设备的巡检、点检、缺陷、检修和交接班记录，"
            "供运行和维修人员使用。"
        ),
        seed_text="巡检发现轴承温度",
        excerpt="设备运行正常，各参数在规定范围内。",
        seed=2029,
        other_name="Equipment inspection in Chinese",
        other_description=(
            "Chinese records of rounds, defects, repairs and shifts for pumps, fans, "
            "compressors, boilers, transformers, conveyors, cranes and lifts, for operators and "
            "mechanics."
        ),
        target_bytes=270_000,
    ),
)


def written(sample: Sample) -> bool:
    """Whether the module of `sample` exists; a corpus without one is skipped."""
    return importlib.util.find_spec(f"sample_corpora.{sample.slug}") is not None


def write_sample(sample: Sample) -> dict[str, str]:
    """Return the text of each file of the corpus by its name; nothing is written to disk."""
    module = importlib.import_module(f"sample_corpora.{sample.slug}")
    documents = list(
        write_documents(
            module.RULES,
            seed=sample.seed,
            target_bytes=sample.target_bytes,
            core=module.CORE,
            facts=getattr(module, "facts", None),
            finish=getattr(module, "finish", str),
        )
    )
    other = "zh" if sample.language == "en" else "en"
    card = {
        "name": sample.name,
        "language": sample.language,
        "icon": sample.icon,
        "description": sample.description + INVENTED[sample.language],
        "seed_text": sample.seed_text,
        "excerpt": sample.excerpt,
        **count(documents),
        "license": "CC0-1.0",
        "generator": f"sample_corpora/{sample.slug}.py",
        "seed": sample.seed,
        "translations": {
            other: {
                "name": sample.other_name,
                "description": sample.other_description + INVENTED[other],
            }
        },
    }
    lines = (json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in documents)
    return {
        "documents.jsonl": "".join(lines),
        "card.json": json.dumps(card, ensure_ascii=False, indent=2) + "\n",
    }


def count(documents: list[str]) -> dict[str, int]:
    """The counts of a card: documents, characters, bytes of UTF-8 and distinct sentences."""
    return {
        "documents": len(documents),
        "characters": sum(len(text) for text in documents),
        "bytes": sum(len(text.encode()) for text in documents),
        "distinct_sentences": distinct_sentences(documents),
    }


def stale_files(sample: Sample, folder: Path = FOLDER) -> Iterator[Path]:
    """Yield the files of the corpus under `folder` that are missing or differ from the grammar."""
    for name, text in write_sample(sample).items():
        path = folder / sample.slug / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield path


def stale_examples(folder: Path = EXAMPLES) -> Iterator[Path]:
    """Yield the tables of labelled texts that are missing or differ from what is written."""
    for name, text in labelled_files().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield path


def write_examples(folder: Path = EXAMPLES) -> None:
    """Write the tables of labelled texts."""
    folder.mkdir(exist_ok=True)
    for name, text in labelled_files().items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Write or check every corpus; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the sample corpora from their grammars.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    parser.add_argument("--only", metavar="SLUG", help="this corpus alone")
    options = parser.parse_args(arguments)
    chosen = [sample for sample in SAMPLES if options.only in (None, sample.slug)]
    if not chosen:
        known = ", ".join(sample.slug for sample in SAMPLES)
        parser.error(f"no corpus is called {options.only!r}; known: {known}")
    stale: list[Path] = []
    for sample in chosen:
        if not written(sample):
            print(f"{sample.slug}: skipped, sample_corpora/{sample.slug}.py is missing")
        elif options.check:
            stale += stale_files(sample)
        else:
            folder = FOLDER / sample.slug
            folder.mkdir(exist_ok=True)
            for name, text in write_sample(sample).items():
                (folder / name).write_text(text, encoding="utf-8")
            print(f"{sample.slug}: {(folder / 'card.json').read_text(encoding='utf-8')}")
    if options.only is None and options.check:
        stale += stale_examples()
    elif options.only is None:
        write_examples()
    for path in stale:
        print(f"{path} differs from its grammar; run python -m sample_corpora.build")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
