"""Health news: the facts of one item and its rules. Every person, place and medicine is invented.

The facts keep an item's figures in step: a trial's arms add up, a median gain is the difference
of the two medians, a tumour type goes with its symptoms and its usual treatment.
"""

import random
import re

from sample_corpora.grammar import read_rules
from sample_corpora.health_news_cancer import CANCER
from sample_corpora.health_news_core import CORE
from sample_corpora.health_news_public import PUBLIC
from sample_corpora.health_news_services import SERVICES
from sample_corpora.health_news_trials import TRIALS

__all__ = ["CORE", "RULES", "facts", "finish"]

RULES = read_rules("\n".join((TRIALS, CANCER, SERVICES, PUBLIC)))

# cancer | people | usual treatment | first signs | where it spreads | risk
CANCERS = """
lung cancer|patients|chemotherapy|a cough that does not go away and breathlessness|the brain|smoking
bowel cancer|patients|chemotherapy|blood in the stool and a change of bowel habit|the liver|obesity
breast cancer|women|hormone treatment|a lump or a change in the skin of the breast|the bones|alcohol
prostate cancer|men|hormone treatment|trouble passing urine|the bones|family history
ovarian cancer|women|chemotherapy|bloating and a feeling of fullness|the abdomen|family history
pancreatic cancer|patients|chemotherapy|jaundice and pain in the back|the liver|smoking
kidney cancer|patients|the standard tablet|blood in the urine|the lungs|high blood pressure
bladder cancer|patients|chemotherapy|blood in the urine|the lymph nodes|smoking
stomach cancer|patients|chemotherapy|early fullness and weight loss|the liver|a stomach infection
liver cancer|patients|the standard tablet|weight loss and a swollen abdomen|the lungs|hepatitis
melanoma|patients|the standard antibody|a mole that grows or bleeds|the brain|sunburn in childhood
thyroid cancer|patients|radioiodine|a painless lump in the neck|the lungs|radiation in childhood
throat cancer|patients|chemotherapy|hoarseness and trouble swallowing|the lungs|alcohol and tobacco
cervical cancer|women|chemotherapy|bleeding between periods|the lymph nodes|a common virus
oesophageal cancer|patients|chemotherapy|trouble swallowing|the liver|severe heartburn
"""

# drug | what it is | how it is given | what it does | side effects
DRUGS = """
maldretinib|tablet|taken once a day|blocks a protein that tells tumour cells to divide|skin rash
brimacertib|tablet|taken twice a day|cuts off a growth signal inside the tumour|diarrhoea
osprelisib|tablet|taken once a day|switches off an overactive enzyme|raised blood sugar
vintorasib|tablet|taken twice a day|locks a faulty growth switch in its resting state|nausea
halcerstat|capsule|taken twice a day|stops tumour cells from mending their DNA|anaemia
dolvarinib|capsule|taken once a day|starves the tumour of new blood vessels|high blood pressure
quenlimab|antibody|given by drip every three weeks|frees the immune system to attack the tumour|fatigue
ferolimab|antibody|given by drip every six weeks|releases a brake on immune cells|inflamed joints
cadrelimab|antibody|injected every four weeks|marks tumour cells for destruction|mild fever
zunotaxel|antibody-drug conjugate|given by drip every three weeks|carries a toxin into the tumour|\
hair loss
tarvimotide|vaccine|injected every three weeks|teaches the immune system to recognise the tumour|\
a sore arm
pellovance|radioactive drug|given by drip every six weeks|carries radiation to tumour cells|dry mouth
"""

# habit | who has it | what it may prevent
HABITS = """
a daily walk|who walked for half an hour a day|heart disease
a diet rich in fibre|who ate plenty of fibre|bowel cancer
regular sleep|who went to bed at a regular hour|depression
fitness in middle age|who were fit in middle age|dementia
a low intake of salt|who ate little salt|stroke
a daily portion of nuts|who ate nuts every day|heart disease
cycling to work|who cycled to work|type 2 diabetes
eating little processed meat|who ate little processed meat|bowel cancer
a steady weight|whose weight had hardly changed since the age of 30|kidney disease
a circle of friends|who met friends at least twice a week|dementia
giving up smoking before 40|who had given up smoking before the age of 40|lung cancer
moderate strength training|who lifted weights once or twice a week|type 2 diabetes
drinking little alcohol|who drank less than one glass of wine a day|liver cancer
good blood pressure control|whose blood pressure was well controlled|stroke
"""

PLACES = (
    "Harrowmere|Calderwick|Thornbeck|Port Ellery|Lindwater|Marlock|Dunvale|Eastmoor|Kestrel Bay|"
    "Wexcombe|Oakhaven|Silverford|Brackenfield|Stanbourne|Westerby|Ashlund|Corrimouth|Veldham|"
    "Tarnholm|Merrowdale|Highquay|Fennimore|Larkstead|Orrinbridge|Saltmarsh|Pellworth"
)
WOMEN = (
    "Ottoline|Ines|Solveig|Amara|Delphine|Marit|Leonie|Priya|Noor|Sunniva|Imelda|Tamsin|Greta|Mei|"
    "Paloma|Zofia|Beatrix|Elowen|Verity|Ayla|Dorothea|Harriet|Nkechi|Rosalind"
)
MEN = (
    "Magnus|Rufus|Tobias|Kwame|Caspian|Evander|Bram|Farid|Yusuf|Osric|Lorcan|Anselm|Idris|Ravi|"
    "Stellan|Chidi|Marek|Corin|Duncan|Elias|Gareth|Hamid|Julian|Piers"
)
LAST = (
    "Varrick|Quillard|Penhallick|Ostrander|Tessellow|Marchbank-Oyelle|Fenwright|Delacroft|Oduyal|"
    "Harrowgate|Lindqvarn|Sorrelby|Vantongeren-Hale|Achterby|Brightwen|Casterline|Mukherwell|"
    "Tregorran|Hollowell|Iversund|Jessamore|Kallistrand|Lockermane|Morrowick|Nakashiro-Webb|"
    "Ollershaw|Pettivane|Rahmanby|Stormonth-Lee|Thackwray|Umberfield|Vossington|Wetherlam|"
    "Yarrowby|Zellwick|Abernethy-Cole|Bellamoor|Crosskeld|Dunmarrow|Eskelund"
)


def facts(rng: random.Random) -> dict[str, str]:
    """The names and figures that stay the same through one news item."""
    return _people_and_places(rng) | _trial(rng) | _small_trial(rng) | _study(rng) | _service(rng)


def finish(text: str) -> str:
    """A doctor has a first name where first mentioned, and only the surname after that."""
    for full in re.findall(r"(?:Dr|Professor) [A-Z]\w+ [A-Z][\w-]+", text):
        head, _, rest = text.partition(full)
        title, _, last = full.split()
        text = head + full + rest.replace(full, f"{title} {last}")
    return text


def _people_and_places(rng: random.Random) -> dict[str, str]:
    place, town, other = rng.sample(PLACES.split("|"), 3)
    first = rng.sample(f"{WOMEN}|{MEN}".split("|"), 2)
    last = rng.sample(LAST.split("|"), 3)
    title = rng.choice(("Dr", "Dr", "Professor"))
    kinds = ("{} General Hospital", "{} University Hospital", "the Royal {} Infirmary")
    hospital = rng.choice(kinds).format(place)
    return {
        "place": place,
        "town": town,
        "other": other,
        "hospital": hospital,
        "hosp": hospital.removeprefix("the "),
        "doctor": f"{title} {first[0]} {last[0]}",
        "manager": f"{first[1]} {last[1]}",
        "surname": last[2],
        "age": str(rng.randint(34, 78)),
    }


def _trial(rng: random.Random) -> dict[str, str]:
    cancer, people, usual, signs, spread, risk = rng.choice(CANCERS.strip().split("\n")).split("|")
    drug, kind, route, action, effect = rng.choice(DRUGS.strip().split("\n")).split("|")
    names = {"women": WOMEN, "men": MEN}.get(people, f"{WOMEN}|{MEN}").split("|")
    arm, usual_pfs, usual_rate = rng.randint(60, 420), rng.randint(40, 110), rng.randint(14, 36)
    gain, rate = rng.randint(18, 62), usual_rate + rng.randint(9, 27)
    severe, survive = rng.randint(11, 29), rng.randint(41, 58)
    return {
        "cancer": cancer,
        "people": people,
        "first": (first := rng.choice(names)),
        "patient": f"{first} {{surname}}",
        "usual": usual,
        "signs": signs,
        "spread": spread,
        "risk": risk,
        "drug": drug,
        "kind": kind,
        "route": route,
        "action": action,
        "effect": effect,
        "n": f"{2 * arm:,}",
        "arm": f"{arm}",
        "phase": "phase 2" if arm < 120 else "phase 3",
        "pfs": f"{(usual_pfs + gain) / 10}",
        "usual_pfs": f"{usual_pfs / 10}",
        "gain": f"{gain / 10}",
        "rate": f"{rate}",
        "usual_rate": f"{usual_rate}",
        "severe": f"{severe}",
        "usual_severe": f"{severe - rng.randint(2, 9)}",
        "alive": f"{survive + rng.randint(6, 19)}",
        "usual_alive": f"{survive}",
        "sites": f"{max(6, arm // rng.randint(6, 14))}",
        "median": f"{rng.randint(16, 41)}",
    }


def _small_trial(rng: random.Random) -> dict[str, str]:
    few = rng.randint(18, 56)
    shrank = round(few * rng.uniform(0.3, 0.6))
    gone = max(2, round(shrank * rng.uniform(0.15, 0.5)))
    old, new = sorted(rng.sample(range(24, 72), 2))
    return {
        "few": f"{few}",
        "shrank": f"{shrank}",
        "gone": f"{gone}",
        "unmoved": f"{few - shrank}",
        "survival_old": f"{old}",
        "survival_new": f"{max(new, old + 5)}",
    }


def _study(rng: random.Random) -> dict[str, str]:
    thousands, years, per_cent = rng.randint(9, 190), rng.randint(6, 18), rng.randint(11, 38)
    missed_old = rng.randint(13, 29)
    habit, who, outcome = rng.choice(HABITS.strip().split("\n")).split("|")
    return {
        "habit": habit,
        "who": who,
        "outcome": outcome,
        "cohort": f"{thousands},{rng.randint(1, 9)}00",
        "years": f"{years}",
        "less": f"{per_cent}",
        "cases": f"{round(thousands * years * rng.uniform(3.1, 7.4)):,}",
        "missed": f"{missed_old - rng.randint(4, 9)}",
        "missed_old": f"{missed_old}",
        "screened": f"{rng.randint(12, 88)},{rng.randint(1, 9)}00",
    }


def _service(rng: random.Random) -> dict[str, str]:
    before, beds = rng.randint(21, 58), rng.randint(16, 64)
    list_before = rng.randint(1200, 6800)
    list_now = round(list_before * rng.uniform(0.55, 0.86))
    uptake_before = rng.randint(58, 86)
    staff = rng.randint(14, 90)
    return {
        "beds": f"{beds}",
        "million": f"{rng.randint(3, 42)}",
        "staff": f"{staff}",
        "gap": f"{max(2, round(staff * rng.uniform(0.08, 0.2)))}",
        "before": f"{before}",
        "after": f"{round(before * rng.uniform(0.35, 0.72))}",
        "list_before": f"{list_before:,}",
        "list_now": f"{list_now:,}",
        "uptake_before": f"{uptake_before}",
        "uptake_now": f"{uptake_before - rng.randint(3, 14)}",
        "uptake_up": f"{uptake_before + rng.randint(4, 10)}",
        "ill": f"{rng.randint(9, 64)}",
        "ward": f"{rng.randint(2, 8)}",
    }
