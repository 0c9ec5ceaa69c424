"""The corpus "Maintenance logs": work orders and shift notes of plant maintenance, all invented.

A fault case (pump_seal, boiler_flame, …) brings the trade: sign, look, find, fix, test, part,
next, down. A frame brings the form: work order, shift note, call-out, failure report. Every
frame meets every case; in a frame `#sign` stands for the `sign` of the case at hand.
"""

from sample_corpora.maintenance_logs_air import AIR
from sample_corpora.maintenance_logs_core import CORE
from sample_corpora.maintenance_logs_lines import LINES
from sample_corpora.maintenance_logs_machines import MACHINES
from sample_corpora.maintenance_logs_pumps import PUMPS
from sample_corpora.maintenance_logs_rounds import ROUNDS
from sample_corpora.rule_text import cases_of, rules_from_text

__all__ = ["CORE", "RULES"]

FRAMES = (
    "WO {wo}. {#unit=unit}, {#area}.\nFault: {#sign}\nFound: {#look} {#find}\n"
    "Action: {#fix} {#test}\nParts: {#part}.\nDowntime: {#down}.\nFollow-up: {#next}",
    "WO {wo}, priority {1-3}. {#unit=unit}.\nReported by {reporter}: {#sign}\n"
    "Work done by {tech}: {lockout} {#fix} {#test}\nCause: {#find}\nParts: {#part}.",
    "{#unit=unit}, {#area}. {#sign} {#look} {#find} {lockout} {#fix} {#test} {#next}",
    "{#unit=unit}. {#sign} {#look} {#look} {#find} {#fix} {#test} {closing}",
    "{shift.cap}, {#area}. {#unit=unit}: {#sign} {#look} {#find} {#fix} {lost} {closing}",
    "{shift.cap}. Called by {reporter}. {#unit=unit}. {#sign} {#find} {#fix} {#test} {lost}",
    "Call-out, {1-5}:{10-55} am. {#unit=unit}. {#sign} {arrival} {#look} {#find} {temporary} "
    "{later} {#fix} {#test}",
    "Failure report. {#unit=unit}, {#area}.\nSymptom: {#sign}\nMeasurements: {#look} {#look}\n"
    "Root cause: {#find}\nCorrective action: {#fix}\nVerification: {#test}\nPrevention: {#next}",
    "Operator note: {#unit=unit}. {#sign}\nTechnician {tech}: {#look} {#find} {#fix} {#test}",
    "Planned repair, WO {wo}, {tag_unit}. Background: {#sign} {#look} {lockout} {#fix} "
    "Findings: {#find} {#test} Parts used: {#part}.",
    "{#unit=unit}: {#sign} {#find} {#fix} {lost}",
    "{#unit=unit}, {#area}. Day 1: {#sign} {#look} {waiting}\nDay 2: {#find} {#fix} {#test}\n"
    "{closing} {#next}",
    "Lesson learned, {tag_unit}. What we saw: {#sign} {#look} What it was: {#find} "
    "What we did: {#fix} What we change: {#next}",
    "{tech}, {shift}. {#unit=unit}. {#look} {#find} {lockout} {#fix} Used {#part}. {#test} {lost}",
    "Work request from {reporter}, {tag_unit}: {#sign} Planner: {planner}\n"
    "Feedback: {#find} {#fix} {#test} {#next}",
)
"""one document about one fault; `{tag_unit}` is the unit of the case, as `{#unit=unit}`"""

WORDS = """
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {case}
document {handover}
document {handover}
handover Handover, {shift}, {area}. / - {brief} / - {brief} / - {brief} / {handover_end}
handover Handover {tech} to {tech}. / - {brief} / - {brief} / {handover_end}
handover Morning meeting, {area}. / - {brief} / - {brief} / {handover_end}
handover_end Permits handed over: {1-4}.
handover_end Crane booked from {7-9} to {10-12}.
handover_end Nothing else open.
handover_end Scaffold at the tank farm still up, tag valid until Friday.
handover_end Contractor for insulation on site from {7-9} am.
handover_end Two men on leave, storeroom closed after {15-17}:00.
area boiler house
area pump house 2
area packing hall
area utility building
area press shop
area machine shop
area raw material yard
area line {1-6}
area tank farm
area filter hall
area effluent plant
area mill building
area hall {2-9}
pump_area pump house {1-3}
pump_area utility building
pump_area tank farm
pump_area filter hall
pump_area effluent plant
pump_area water treatment
comp_area compressor room
comp_area utility building
comp_area energy centre
fan_area mill building
fan_area roof of hall {2-9}
fan_area filter hall
fan_area drying plant
mill_area mill building
mill_area reactor floor
mill_area batch house
conv_area raw material yard
conv_area packing hall
conv_area line {1-6}
conv_area loading bay {1-4}
conv_area mill building
boiler_area boiler house
boiler_area boiler house, upper floor
boiler_area energy centre
press_area press shop
press_area hall {2-9}
press_area forming line {1-4}
cnc_area machine shop
cnc_area cell {1-8}
cnc_area toolroom
shift day shift
shift late shift
shift night shift
shift early shift
shift weekend duty
tech Harlow
tech Pell
tech Ostrand
tech Quill
tech Tamsin Rook
tech Dabrow
tech Vennery
tech K. Lusk
tech Imre S.
tech Maddick
tech Osei
tech Brandl
reporter the operator
reporter control room
reporter the shift leader
reporter production
reporter the patrol
reporter the night crew
lockout Locked out and tagged, permit {2100-8900}.
lockout Isolated, tried to start, dead.
lockout Lock on, pressure off, permit {2100-8900} signed.
lockout Made safe with production, padlock {3-48}.
lockout Isolation list checked by two persons.
lockout Energy isolated, stored pressure released.
lockout Job safety card filled in before start.
lost Downtime {#down}.
lost Total stop {#down}.
lost Lost time {#down}.
lost Out of service {#down}.
lost Repair took {#down}.
closing Area cleaned, lock off, handed back to {reporter}.
closing Guards refitted and permit closed.
closing Operator informed and satisfied.
closing Old parts kept for {tech} to look at.
closing Entered in the equipment card.
closing Photos in the order.
closing Tools counted, cabinet closed.
closing Returned to service.
arrival On site after {20-45} min.
arrival Drove in, {25-50} min.
arrival Night crew had stopped the machine.
arrival Machine stopped and cold on arrival.
temporary Left out of service until morning.
temporary Nothing to be done at night without parts; barrier tape put up.
temporary Production moved to the other line.
temporary Standing order followed, unit tagged.
later In the morning with {tech}:
later Day shift:
later Continued at {6-8} am.
later Next day:
waiting Parts expected tomorrow.
waiting Parts from stores not complete, order placed with express delivery.
waiting Crew needed elsewhere, job stopped at {14-21}:{10-50}.
waiting Agreed with production to take it down tomorrow.
waiting Cooling down overnight.
planner Week {4-50}, two men, {3-8} h.
planner Do it at the next product change.
planner Today if the part is in stores.
planner Urgent, before the weekend.
planner With the cleaning stop on Thursday.
planner Estimate {2-6} h, permit needed.
"""


FAMILIES = {"dosing": "pump", "packing": "pump", "mixer": "mill", "chiller": "comp"}
"""whose places a case shares that has no places of its own: `{pump_area}`, `{boiler_area}`, …"""


def _rules() -> dict[str, tuple[str, ...]]:
    """Meet every frame with every case, and add the short line about it that a handover takes."""
    sources = (PUMPS, AIR, LINES, MACHINES)
    rules = rules_from_text(WORDS, ROUNDS, *sources)
    cases = [case for source in sources for case in cases_of(source)]
    lost = rules.pop("lost")
    for case in cases:
        unit = f"{{{case}_unit=unit}}"
        family = case.partition("_")[0]
        area = f"{{{FAMILIES.get(family, family)}_area}}"
        rules[case] = tuple(
            frame.replace("{#area}", area)
            .replace("{#", f"{{{case}_")
            .replace("{tag_unit}", unit)
            .replace("{lost}", f"{{{case}_lost}}")
            for frame in FRAMES
        )
        rules[f"{case}_lost"] = tuple(text.replace("{#", f"{{{case}_") for text in lost)
        rules[f"{case}_brief"] = (
            f"{unit}: {{{case}_sign}} {{{case}_fix}}",
            f"{unit}: {{{case}_look}} {{{case}_find}} Still open.",
            f"{unit}: {{{case}_fix}} {{{case}_next}}",
            f"{unit}: {{{case}_sign}} Waiting for {{{case}_part}}.",
            f"{unit} repaired. {{{case}_find}} {{{case}_test}}",
        )
    rules["case"] = tuple(f"{{{case}}}" for case in cases)
    rules["brief"] = tuple(f"{{{case}_brief}}" for case in cases)
    return rules


RULES = _rules()
