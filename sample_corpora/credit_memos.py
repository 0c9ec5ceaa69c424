"""Credit memos: the figures of one application and its rules. Every borrower is invented.

An application is drawn as strong, adequate or weak. Its cash flow, ratios and security follow
from that grade and agree with one another: payments come from the annuity formula, coverage is
cash flow over debt service, loan-to-value is loan over value. A rule named `<topic>_<grade>`
supplies the sentence for `{<topic>}`, so that weak figures are never called comfortable.
"""

import random

from sample_corpora.credit_memos_business import BUSINESS
from sample_corpora.credit_memos_consumer import CONSUMER
from sample_corpora.credit_memos_core import CORE
from sample_corpora.credit_memos_monitoring import MONITORING
from sample_corpora.grammar import read_rules

__all__ = ["CORE", "RULES", "facts"]

RULES = read_rules(BUSINESS + MONITORING + CONSUMER)

GRADES = ("strong", "adequate", "adequate", "strong", "adequate", "weak")
BUSINESS_TOPICS = ("cover", "trend", "secure", "conduct", "view", "verdict")
SALES_TOPICS = ("concentration", "pair_conc", "receivables", "setback")
CONSUMER_TOPICS = ("capacity", "file", "reserves", "opinion", "decision")

# name ending | what it is | what it would buy | main risk | customers | thousands a year per head
SECTORS = """
Bakery|bakery|a deck oven|flour and energy prices|passers-by and two supermarkets|85
Joinery|joinery|a panel saw and an extractor|the housing cycle|builders and developers|120
Motor Repairs|repair garage|two vehicle lifts|the shift to electric cars|private car owners|130
Haulage|haulage firm|two refrigerated lorries|fuel costs|food wholesalers|150
Print Works|print works|a digital press|falling volumes|local firms and schools|125
Dental Laboratory|dental laboratory|a milling machine|cheap imports|some forty dental practices|95
Garden Centre|garden centre|a heated greenhouse|a wet spring|private gardeners|140
Plumbing|plumbing firm|two vans|the shortage of fitters|house owners and landlords|125
Catering|catering firm|a central kitchen line|cancelled events|companies and wedding parties|80
Veterinary Clinic|veterinary clinic|an X-ray unit|the shortage of nurses|pet owners|110
Metalwork|metal workshop|a laser cutter|steel prices|machine builders|135
Brewery|small brewery|four fermentation tanks|malt prices and excise duty|pubs and bottle shops|150
Physiotherapy|physiotherapy practice|a rehabilitation gym|lower fees from insurers|insured patients|75
Optics|optician's shop|an eye scanner and a lens edger|online competition|walk-in customers|140
Dairy|farm dairy|a milking robot|the milk price|a cooperative dairy|160
Cycles|bicycle shop|a workshop and demonstration bicycles|unsold stock|commuters and families|190
Textile Care|laundry|a tunnel washer|energy costs|hotels and care homes|70
Furniture|furniture maker|a spray booth|consumer confidence|furniture shops|115
Nursery School|private nursery school|a second building module|falling birth rates|working parents|55
Cheese|cheese dairy|a larger maturing room|the milk price|delicatessens|170
Electrical|electrical contractor|a cable lift and two vans|late payment by builders|contractors|130
Pharmacy|pharmacy|a dispensing robot|lower reimbursement|patients from three surgeries|190
Bookshop|bookshop|new shelving and a café corner|online competition|readers and two schools|140
Car Wash|car wash|a new wash tunnel|a competitor nearby|private car owners|115
"""

# words that mark customers who pay at the till
PRIVATE = "private|passers-by|pet|patients|walk-in|commuters|readers|parents"

# occupation | employer | gross pay a month, from | to
JOBS = """
nurse|a general hospital|3900|5200
bus driver|the municipal bus company|3100|4000
primary school teacher|the school district|3800|5300
accountant|an engineering firm|4700|6900
warehouse supervisor|a logistics company|3300|4300
electrician|a building contractor|3700|5100
software developer|an insurance company|5600|8300
chef|a hotel|2900|4100
police officer|the county police|4100|5600
dental assistant|a dental practice|2700|3500
machine operator|a packaging plant|3200|4300
sales manager|a furniture chain|4600|7100
librarian|the city library|3200|4200
carpenter|a joinery|3300|4500
laboratory technician|a food laboratory|3400|4700
care assistant|a home for the elderly|2600|3300
train conductor|a regional railway|3200|4200
pharmacist|a pharmacy|5200|7200
hairdresser|a salon|2300|3100
civil engineer|the roads department|5100|7400
office clerk|a law firm|2900|3800
crane driver|a port operator|4000|5500
"""

SURNAMES = (
    "Varrick|Quillard|Penhallick|Ostrander|Tessellow|Fenwright|Delacroft|Oduyal|Lindqvarn|Sorrelby|"
    "Achterby|Casterline|Tregorran|Iversund|Jessamore|Kallistrand|Lockermane|Morrowick|Ollershaw|"
    "Pettivane|Rahmanby|Thackwray|Umberfield|Vossington|Wetherlam|Yarrowby|Zellwick|Bellamoor|"
    "Crosskeld|Dunmarrow|Eskelund|Farrowdene|Gantleroy|Hexworthy|Inglemoss|Kesterwick|Larkensby"
)
PLACES = (
    "Harrowmere|Calderwick|Thornbeck|Port Ellery|Lindwater|Marlock|Dunvale|Eastmoor|Wexcombe|"
    "Oakhaven|Silverford|Brackenfield|Stanbourne|Westerby|Ashlund|Corrimouth|Veldham|Tarnholm|"
    "Merrowdale|Highquay|Fennimore|Larkstead|Orrinbridge|Pellworth"
)


def facts(rng: random.Random) -> dict[str, str]:
    """The names and figures of one application, and which family of memo describes it."""
    grade = rng.choice(GRADES)
    surname, other = rng.sample(SURNAMES.split("|"), 2)
    place, town = rng.sample(PLACES.split("|"), 2)
    drawn: dict[str, str] = {"surname": surname, "other": other, "place": place, "town": town}
    if rng.random() < 0.55:
        drawn |= _business(rng, grade, surname)
        topics, family = BUSINESS_TOPICS, f"business_{grade}"
    else:
        product = rng.choice(("mortgage", "mortgage", "car", "car", "personal"))
        drawn |= _consumer(rng, grade, product)
        topics, family = CONSUMER_TOPICS, f"{product}_memo"
    drawn |= {topic: f"{{{topic}_{grade}}}" for topic in topics}
    return drawn | {"memo": f"{{{family}}}"}


def _business(rng: random.Random, grade: str, surname: str) -> dict[str, str]:
    ending, trade, asset, risk, customers, per_head = rng.choice(_lines(SECTORS))
    staff, traded = rng.randint(3, 14), rng.randint(4, 31)
    sales = staff * int(per_head) * rng.uniform(850, 1150)
    cash = sales * rng.uniform(0.09, 0.17)
    cover = {"strong": (1.55, 2.15), "adequate": (1.27, 1.48), "weak": (0.86, 1.09)}[grade]
    service = cash / rng.uniform(*cover)
    years, rate = rng.choice((4, 5, 5, 6, 7, 7, 8, 10)), rng.uniform(6.2, 9.1)
    part = rng.uniform(0.35, 0.7)
    loan = min(_round(service * part / _annuity(rate, years), 5_000), 620_000 - 10_000 * years)
    new_service = loan * _annuity(rate, years)
    old_service = service - new_service
    share = {"strong": (0.52, 0.7), "adequate": (0.66, 0.8), "weak": (0.92, 1.3)}[grade]
    value = _round(loan / rng.uniform(*share), 5_000)
    own = _round(loan * rng.uniform(0.2, 0.45), 5_000)
    growth = {"strong": (3, 12), "adequate": (-1, 6), "weak": (-15, -4)}[grade]
    margin = 100 * cash / sales
    drop = {"strong": (-0.5, 0.2), "adequate": (-0.4, 0.6), "weak": (1.5, 4.0)}[grade]
    days = {"strong": (18, 34), "adequate": (30, 46), "weak": (52, 81)}[grade]
    buyers = "private" if any(word in customers for word in PRIVATE.split("|")) else "firm"
    figures = {"days": str(rng.randint(*days))}
    topics = {topic: f"{{{topic}_{buyers}}}" for topic in SALES_TOPICS}
    return (
        figures
        | {
            "risk": risk,
            "firm": f"{surname} {ending}",
            "trade": trade,
            "asset": asset,
            "customers": customers,
            "staff": str(staff),
            "traded": str(traded),
            "tenure": str(rng.randint(3, min(18, traded))),
            "loan": _money(loan),
            "half": _money(_round(loan * rng.uniform(0.4, 0.6), 5_000)),
            "years": str(years),
            "rate": f"{rate:.2f}%",
            "own": _money(own),
            "project": _money(loan + own),
            "own_share": f"{100 * own / (loan + own):.0f}%",
            "sales": _money(_round(sales, 10_000)),
            "growth": f"{abs(change) or 1}%" if (change := rng.randint(*growth)) else "1%",
            "grew": "rose" if change >= 0 else "fell",
            "cash": _money(_round(cash, 1_000)),
            "margin": f"{margin:.1f}%",
            "old_margin": f"{margin + rng.uniform(*drop):.1f}%",
            "old_service": _money(_round(old_service, 1_000)),
            "new_service": _money(_round(new_service, 1_000)),
            "service": _money(_round(old_service, 1_000) + _round(new_service, 1_000)),
            "dscr": _cover(cash, service),
            "stressed": _cover(cash * 0.85, service),
            "severe": _cover(cash * 0.75, service),
            "shocked": _cover(cash, service + loan * 0.012),
            "floor": "1.25" if grade == "strong" else "1.20",
            "value": _money(value),
            "ltv": f"{100 * loan / value:.0f}%",
            "forced": _money(_round(value * rng.uniform(0.55, 0.72), 5_000)),
            "leverage": f"{rng.uniform(*{'weak': (3.6, 6.2)}.get(grade, (0.8, 2.4))):.1f}",
            "current": f"{rng.uniform(*{'weak': (0.6, 0.95)}.get(grade, (1.15, 2.1))):.2f}",
            "grade": str({"strong": 3, "adequate": 4, "weak": 7}[grade]),
        }
        | topics
    )


def _consumer(rng: random.Random, grade: str, product: str) -> dict[str, str]:
    job, employer, low, high = rng.choice(_lines(JOBS))
    income = _round(rng.uniform(int(low), int(high)), 10)
    couple = product == "mortgage" and rng.random() < 0.6
    second = _round(rng.uniform(1800, 3900), 10) * couple
    household = income + second
    ratio = {"strong": (0.22, 0.32), "adequate": (0.33, 0.4), "weak": (0.46, 0.57)}[grade]
    obligations = household * rng.uniform(*ratio)
    part = {"mortgage": (0.75, 0.92), "car": (0.22, 0.34), "personal": (0.15, 0.3)}[product]
    years = rng.choice({"mortgage": (20, 25, 30), "car": (4, 5, 6), "personal": (3, 4, 5)}[product])
    spread = {"mortgage": (5.6, 7.2), "car": (6.4, 9.4), "personal": (8.2, 12.9)}[product]
    rate, step = rng.uniform(*spread), 1_000 if product == "mortgage" else 100
    most = 30_000 if product == "personal" else 400_000
    loan = _round(obligations * rng.uniform(*part) * 12 / _annuity(rate, years), step)
    loan = min(loan, most)
    payment = _round(loan * _annuity(rate, years) / 12, 1)
    other_debt = max(40, _round(obligations - payment, 10))
    after = payment + other_debt
    stressed = loan * (_annuity(rate + 2, years) - _annuity(rate, years)) / 12
    share = {"strong": (0.6, 0.78), "adequate": (0.76, 0.88), "weak": (0.93, 1.0)}[grade]
    value = _round(loan / rng.uniform(*share), step)
    score = {"strong": (742, 806), "adequate": (676, 738), "weak": (586, 641)}[grade]
    age = rng.randint(24, min(58, 70 - years))
    return {
        "home": "{house}",
        "aim": "{goal_small}" if loan < 9_000 else "{goal_large}",
        "job": job,
        "employer": employer,
        "partner": f" The partner adds {_money(second)} a month." if couple else "",
        "household_text": "household income" if couple else "income",
        "applicant": "{couple}" if couple else "{single}",
        "age": str(age),
        "term_months": str(years * 12),
        "years": str(years),
        "loan": _money(loan),
        "rate": f"{rate:.2f}%",
        "payment": _money(payment),
        "income": _money(household),
        "pay": _money(income),
        "other_debt": _money(other_debt),
        "obligations": _money(after),
        "dti": f"{100 * after / household:.1f}%",
        "stressed_dti": f"{100 * (after + stressed) / household:.1f}%",
        "value": _money(value),
        "ltv": f"{100 * loan / value:.0f}%",
        "deposit": _money(value - loan),
        "score": str(rng.randint(*score)),
        "at_job": str(rng.randint(2, min(19, age - 20))),
        "monthly_left": _money(_round(max(household * 0.76 - after, 90), 10)),
        "car_age": rng.choice(("new", "one-year-old", "two-year-old", "four-year-old")),
        "pair_home": "{pair_couple}" if couple else "{pair_single}",
    }


def _lines(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


def _annuity(rate: float, years: int) -> float:
    """One year's payments on a loan of 1 at `rate` per cent, paid monthly."""
    month = rate / 1200
    return 12 * month / (1 - (1 + month) ** (-12 * years))


def _round(amount: float, step: int) -> int:
    return max(step, round(amount / step) * step)


def _money(amount: float) -> str:
    return f"${amount:,.0f}"


def _cover(cash: float, service: float) -> str:
    return f"{cash / service:.2f}"
