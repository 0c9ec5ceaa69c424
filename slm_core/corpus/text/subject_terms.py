"""Words by which texts of health, law and money are told from others.

Only words that are rare elsewhere: "patient" is in, "heart" and "bank" (of a river) are not. Latin
ones are beginnings of words, so that "diagnos" finds diagnosis and diagnosed.
"""

from collections.abc import Mapping
from typing import Literal

Subject = Literal["health", "law", "money", "other"]

_HEALTH_LATIN = (
    "patient diagnos symptom hospital clinic physician surgeon surgery surgical oncolog "
    "chemotherap radiotherap vaccin antibiot dosage therap tumor tumour cancer diabet "
    "hypertens cardiac cardiovascular disease disorder syndrome chronic treatment medication "
    "nurse mortality biopsy inpatient outpatient placebo prescri infect epidem immun anaesth "
    "anesth pneumonia asthma patholog screening wound bandag exudat afebrile catheter ulcer "
    "insulin sepsis paracetamol ibuprofen saline swab cannula urin ecg sacrum physio morphine "
    "analges nausea vomit hypoten tachycard haemoglob hemoglob oedema edema wundversorgung "
    "krankenhaus behandlung "
    "erkrankung krankheit arzt ärztlich diagnose médecin maladie traitement hôpital médico "
    "enfermedad tratamiento paciente médic"
)
_LAW_LATIN = (
    "plaintiff defendant court statut jurisdict appellant appellee respondent litigat verdict "
    "attorney counsel clause herein hereof thereof whereas pursuant indemnif liabilit "
    "statutory prosecut tribunal injunct breach contractual lessee lessor arbitrat affidavit "
    "felony tort subsection subparagraph gesetz verordnung absatz satz paragraph artikel "
    "bundes gericht rechtsverordnung vorschrift kläger beklagte zuständig genehmigung "
    "vertrag anspruch schuldner gläubiger verpflicht rechtsgeschäft "
    "eigentümer haftung minderjährig vormund erbe nachlass grundrecht bundesrat bundestag "
    "tribunal loi décret juridique artículo demandante demandado"
)
_MONEY_LATIN = (
    "loan borrower lender creditor debtor mortgage collateral liquidity ebitda revenue "
    "dividend interest inflation monetary fiscal equity securities bond invest "
    "portfolio hedge deposit withdraw overdraft refund payment currency "
    "credit debit covenant repayment amortis amortiz underwrit "
    "leverage asset treasury fomc committee bank banking kredit darlehen zins "
    "anleihe rendite crédit emprunt intérêt préstamo interés inversión"
)
_HEALTH_CHINESE = (
    "患者 病人 诊断 症状 医院 医生 治疗 疾病 手术 药物 服药 用药 剂量 病史 血压 血糖 肿瘤 癌 "
    "感染 炎症 疼痛 发热 咳嗽 化疗 疫苗 门诊 住院 检查 体检 过敏 心电图 并发症 主诉 查体 复诊 "
    "处方 护理"
)
_LAW_CHINESE = (
    "原告 被告 法院 判决 诉讼 合同 甲方 乙方 违约 条款 法律 法规 律师 仲裁 起诉 上诉 被上诉人 "
    "当事人 刑法 民法 民事 刑事 司法 依法 第一条 第二条 本条例 本法 管辖 赔偿责任 公诉 辩护"
)
_MONEY_CHINESE = (
    "贷款 借款人 利率 利息 授信 还款 抵押 担保 信贷 融资 资产负债 现金流 银行 证券 股票 债券 "
    "基金 投资 收益率 通胀 货币政策 央行 汇率 财务 营业收入 净利润 理财 信用卡 账户 风险敞口 "
    "分红 股东"
)

LATIN: Mapping[Subject, tuple[str, ...]] = {
    "health": tuple(_HEALTH_LATIN.split()),
    "law": tuple(_LAW_LATIN.split()),
    "money": tuple(_MONEY_LATIN.split()),
}
"""Beginnings of words, in small letters."""

CHINESE: Mapping[Subject, tuple[str, ...]] = {
    "health": tuple(_HEALTH_CHINESE.split()),
    "law": tuple(_LAW_CHINESE.split()),
    "money": tuple(_MONEY_CHINESE.split()),
}
"""Words, found wherever they stand."""
