"""Rules for news of cancer trials, and the words that every item shares."""

TRIALS = """
document:
- {ct_head}¶{ct_open_r} {ct_design} {ct_pfs} {ct_side} {ct_quote} {ct_next}
- {ct_head}¶{ct_bt} {ct_open_p} {ct_resp} {ct_side} {ct_caution} {ct_next}
- {ct_head}¶{ct_open_p} {ct_bt} {ct_design} {ct_side} {ct_quote}
- {ct_head}¶{ct_open_r} {ct_quote} {ct_alive} {ct_caution}¶{ct_context} {ct_next}
- {ct_head}¶{ct_bt} {ct_open_r} {ct_design} {ct_quote} {ct_side}
- {ct_head}¶{ct_open_p} {ct_resp} {ct_alive} {ct_side} {ct_next} {ct_context}
- {et_head}¶{et_open} {et_result} {et_bt} {et_limit} {et_quote}
- {et_head}¶{et_bt} {et_open} {et_result} {et_limit} {et_next}
- {et_head}¶{et_open} {et_quote} {et_result} {et_limit} {et_next}
- {lab_start} {lab_bt} {lab_quote} {lab_limit}
- {lab_tissue} {lab_quote} {lab_tissue_limit} {lab_next_tissue}
- {lab_tissue} {lab_bt_tissue} {lab_tissue_limit} {lab_quote}
- {lab_start} {lab_mice} {lab_limit} {lab_next}
- {lab_start} {lab_bt} {lab_mice} {lab_quote} {lab_next}
- {sc_start} {sc_result} {sc_quote} {sc_limit}
- {sc_start} {sc_result} {sc_quote} {sc_limit} {sc_next}
- {su_start} {su_quote} {su_next}
- {su_start} {su_next} {su_context}
- {st_head}¶{st_open} {st_then} {st_treat} {st_quote} {st_end}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
- {other_document}
ct_head: {drug.cap} slows {cancer} in trial of {n} {people} | New {kind} holds back {cancer} for
 {pfs} months | Tumours shrink in {rate} per cent of {people} given {drug} | {cancer.cap}: {drug}
 outperforms {usual} | {phase.cap} trial of {drug} meets its goal in {cancer} | New {kind} for
 {cancer} passes large test | {people.cap} with {cancer} live longer without relapse on {drug} |
 {gain} months gained: {drug} in advanced {cancer} | {cancer.cap} trial raises hopes for {kind}
 treatment | Better than {usual}? {drug.cap} tested against {cancer} | Results in: what {drug} does
 for {people} with {cancer} | Advanced {cancer}: {place} trial reports
ct_open_r:
- {drug.cap}, {kind.a} {route}, shrank tumours in {rate} per cent of {people} with advanced
  {cancer}, compared with {usual_rate} per cent of those given {usual}.
- Tumours became smaller in {rate} per cent of {people} who received {drug} for {cancer}, a trial
  led from {hospital} has found; with {usual} the figure was {usual_rate} per cent.
- More {people} with advanced {cancer} respond to {drug} than to {usual}, according to a study of
  {n} {people}: {rate} per cent against {usual_rate} per cent.
- A new {kind} against {cancer} has done better than {usual} in a {phase} trial, with tumours
  shrinking in {rate} rather than {usual_rate} per cent of {people}.
- When {usual} was compared with the new {kind} {drug} in {n} {people} with {cancer}, the new
  treatment came out ahead: {rate} per cent responded, against {usual_rate} per cent.
- {rate} per cent of {people} treated with {drug} saw their tumours shrink by a third or more,
  doctors at {hospital} reported {day}, compared with {usual_rate} per cent in the group on
  {usual}.
- A drug that {action} has shrunk tumours in {rate} per cent of {people} with {cancer} that had
  spread, against {usual_rate} per cent of those treated with {usual}.
ct_open_p:
- {people.cap} with advanced {cancer} who took part in a trial of {drug} lived for a median of
  {pfs} months before their tumours grew again, {gain} months longer than {people} on {usual}.
- {drug.cap}, which {action}, kept {cancer} from growing for a median of {pfs} months; on {usual}
  it was {usual_pfs} months.
- Adding {gain} months without growth of the tumour, {drug} has passed a {phase} trial in {n}
  {people} with {cancer}.
- A trial at {sites} hospitals has shown that {drug} delays the return of {cancer} by {gain} months
  compared with {usual}.
- In {cancer} that can no longer be removed by surgery, {kind.a} called {drug} held the disease in
  check for {pfs} months, researchers in {place} reported {day}.
- Half of the {people} given {drug} for {cancer} were free of growth after {pfs} months, compared
  with {usual_pfs} months for {usual}, the standard treatment.
- {cancer.cap} progressed later in {people} who received {drug} than in those who received {usual}:
  after {pfs} months instead of {usual_pfs}.
ct_bt:
- The breakthrough in cancer treatment came after {number_years} years of work on a single protein.
- The breakthrough in cancer treatment follows a decade in which little had changed for {people}
  with {cancer}.
- The breakthrough in cancer treatment will not be available at once: a licence is at least {12-30}
  months away.
- The breakthrough in cancer treatment rests on a simple idea, namely a drug that {action}.
- The breakthrough in cancer treatment was presented {day} to {2-9},000 specialists in {other}.
- The breakthrough in cancer treatment began as a side project in a laboratory in {town}.
- The breakthrough in cancer treatment is the first in {cancer} since the introduction of {usual}.
- The breakthrough in cancer treatment, as {doctor} calls it, could benefit about {2-9},{100-900}
  {people} a year.
- The breakthrough in cancer treatment was greeted with cautious applause by patient groups.
- The breakthrough in cancer treatment depends on a test that finds the right {people} for the
  drug.
- The breakthrough in cancer treatment has been a long time coming, and {few} earlier compounds
  were given up on the way.
- The breakthrough in cancer treatment surprised even the team in {place}, which had planned for a
  much smaller effect.
- The breakthrough in cancer treatment means that doctors have a second option once {usual} fails.
- The breakthrough in cancer treatment has drawn interest from hospitals in {number_small}
  countries.
ct_design:
- The {n} {people} were assigned at random to {drug} or to {usual}, {arm} in each group, at {sites}
  hospitals.
- Neither the {people} nor the radiologists who measured the tumours knew which treatment had been
  given.
- All of them had {cancer} that had spread, most often to {spread}, and {number_most} had been
  treated before.
- Recruitment took {number_years} years, and the {people} were followed for a median of {median}
  months.
- The drug, {kind.a} {route}, {action}; the comparison group received {usual}.
- The {phase} study ran at {sites} hospitals and included {people} aged {28-44} to {76-88}.
- Scans were repeated every {8-12} weeks and judged by a panel outside the study.
- {people.cap} whose disease had already spread to {spread} made up {22-48} per cent of the {n} who
  took part.
ct_pfs:
- The disease was held in check for a median of {pfs} months, compared with {usual_pfs} months with
  {usual}.
- It took {pfs} months on average before tumours grew again, {gain} months longer than in the
  comparison group.
- Median time to progression rose from {usual_pfs} to {pfs} months.
- {gain} months were gained before the next treatment became necessary, and the gain was seen in
  younger and older {people} alike.
- {people.cap} on {drug} went {pfs} months without a setback; those on {usual} had {usual_pfs}
  months.
- The difference was clear within the first {3-5} months and reached {gain} months at the median.
ct_resp:
- Tumours shrank in {rate} per cent of {people}, against {usual_rate} per cent with {usual}.
- On scans, {rate} per cent of the {arm} {people} on {drug} had a response, and in {3-8} per cent
  no tumour could be seen any longer.
- The share of {people} whose tumours shrank by a third or more was {rate} per cent; it was
  {usual_rate} per cent in the other group.
- Response rates were {rate} and {usual_rate} per cent.
- {rate} per cent responded to the new drug and {usual_rate} per cent to {usual}, most of them
  within {8-14} weeks.
ct_alive:
- After two years {alive} per cent of {people} on {drug} were alive, compared with {usual_alive}
  per cent of those on {usual}.
- Two-year survival was {alive} per cent, up from {usual_alive} per cent in the comparison group.
- Survival is still being counted, but at two years the figures stood at {alive} and {usual_alive}
  per cent.
- {alive} in every 100 {people} who had the new treatment were alive two years later, against
  {usual_alive} in every 100 on {usual}.
ct_side:
- Severe side effects, above all {effect}, occurred in {severe} per cent of {people}, compared with
  {usual_severe} per cent in the other group.
- {effect.cap} was the commonest side effect, and {5-12} per cent of {people} had to stop
  treatment.
- Side effects were mostly mild; {effect} and {side} were reported most often.
- {severe} per cent of those on {drug} had a serious side effect, and doctors learned to lower the
  dose early.
- The price of the benefit was {effect}, which affected {30-46} per cent of {people} and usually
  passed within {2-6} weeks.
- {number_small.cap} {people} in the {drug} group had to be admitted to hospital with
  {side_serious}.
- Quality of life, measured with a questionnaire every {4-8} weeks, was no worse than with {usual}
  despite {effect}.
- Nurses rang the {people} once a week to ask about {effect} and {side}, so that treatment could be
  paused in time.
ct_quote:
- "{q_hope}," said {doctor}, who led the trial at {hospital}.
- "{q_hope}," {doctor} told reporters in {place}.
- {doctor}, {role} at {hospital}, said: "{q_plain}."
- "{q_plain}," said {doctor}. "{q_more}."
- For {doctor}, {role} in {place}, one thing stands out: "{q_hope}."
- "{q_more}," said {manager}, who speaks for a group of {people} with {cancer}.
q_hope: This is the result we had hoped for, and it holds in every subgroup we looked at | For the
 first time we have something to offer when {usual} stops working | We now see {people} who are
 back at work a year after a diagnosis that left them months | A gain of {gain} months may sound
 small, but for a family it is a summer together | It changes the conversation I have with {people}
 in the clinic | We have waited {number_years} years for a curve that looks like this | The tumours
 shrank, and they stayed small | I did not expect to see the two groups part so early
q_plain: It is a step forward, not a cure | We can treat the disease for longer, and that is worth
 a great deal | The drug works in many {people}, and we need to learn why it fails in the others |
 {people.cap} want to know about time and about side effects, and now we can answer both | No trial
 tells you what will happen to the person in front of you | What matters now is to find out who
 benefits most | {cancer.cap} has taught us to be modest
q_more: We owe this answer to the {people} who took part | The next question is whether it works
 earlier in the disease | Every month in which the tumour does not grow is a month to live in |
 Nobody should stop a treatment because of a headline | Access must not depend on where people live
 | We would like to see these results confirmed
role: consultant oncologist | head of oncology | a cancer specialist | clinical director |
 professor of medical oncology | lead investigator | a medical oncologist | head of the trials unit
ct_caution:
- The trial was paid for by the maker of the drug, and independent experts want to see the full
  data.
- It is too early to say whether {people} will live longer overall.
- {people.cap} over 75 and those with heart disease had been left out of the study.
- The price has not been set, but similar drugs cost about £{3-7},{100-900} a month.
- Most of the {people} were treated at large centres, and results in smaller hospitals may differ.
- Statisticians point out that {median} months of follow-up are too few to judge survival.
- The comparison with {usual} was fair when the trial began, but treatment has moved on since.
- {people.cap} whose tumours lacked the target did not benefit at all.
ct_next:
- The maker expects to apply for a licence {season}.
- A larger trial, in which {drug} is given before surgery, is to begin {season}.
- {hospital.cap} will now test the drug together with radiotherapy.
- The Medicines Standards Authority has promised a fast review, and a decision is expected
  {season}.
- Until a licence is granted {people} can receive {drug} only in a trial; {sites} hospitals are
  taking part.
- The researchers will follow the {people} for another {number_small} years.
- Whether the public health service will pay is to be decided {season}.
- A test for the {people} most likely to respond is being tried in {town} and {other}.
- Next, the team wants to know whether the dose can be halved after the first {6-12} months.
- {people.cap} who took part can stay on the treatment for as long as it helps them.
ct_context:
- {cancer.cap} is diagnosed in about {3-38},{100-900} people in the country each year.
- The first signs are often {signs}, and many people wait {2-6} months before they see a doctor.
- An important risk factor is {risk}, but the disease also strikes people who have none.
- When {cancer} has reached {spread}, it can seldom be cured.
- Only {18-44} per cent of cases are found while the tumour is still small enough to be removed.
- {usual.cap} has been the standard treatment for more than {number_years} years.
et_head: Early trial: {drug} shrinks tumours in {shrank} of {few} {people} | First {people} treated
 with {drug} for {cancer} | Small study of {cancer} points to a new line of attack | {gone}
 {people} free of visible {cancer} after experimental treatment | Experimental {kind} shows promise
 in {cancer} | {place} team reports early success against {cancer} | "Promising, but small": first
 results of {drug} | {cancer.cap}: hope from a trial of {few} {people}
et_open:
- An experimental {kind} shrank tumours in {shrank} of {few} {people} with advanced {cancer},
  doctors at {hospital} reported {day}.
- The first {few} {people} to receive {drug} for {cancer} have been followed for {9-18} months.
- Doctors in {place} have treated {few} {people} whose {cancer} had come back after {usual} with a
  drug that {action}.
- A new {kind}, {drug}, has been tested for the first time in {people} with {cancer}.
- {few} {people} with {cancer} for whom no treatment was left have volunteered to take {drug},
  {kind.a} {route}.
- {drug.cap}, which {action}, has come through its first test in {people} with {cancer}.
et_result:
- Tumours became smaller in {shrank} of {few} {people}, and in {gone} they could no longer be seen
  on a scan.
- Of the {few} who were treated, {shrank} responded and {unmoved} did not.
- {shrank} tumours shrank by at least a third, and the effect lasted for a median of {5-13} months.
- In {gone} {people} every trace of the tumour had gone after {4-9} months; in {unmoved} the drug
  had no effect that could be measured.
- {unmoved} of the {few} {people} saw no benefit, but the others had fewer symptoms within {3-8}
  weeks.
et_bt:
- The breakthrough in cancer treatment, if it is one, will have to be confirmed in hundreds of
  {people}.
- The breakthrough in cancer treatment grew out of a chance finding in the laboratory
  {number_small} years ago.
- The breakthrough in cancer treatment, reported by {doctor}, rests on no more than {few} {people}.
- The breakthrough in cancer treatment lies less in the drug than in the choice of the right
  {people}.
- The breakthrough in cancer treatment could spare some {people} an operation.
- The breakthrough in cancer treatment has been described by one expert as a door that has opened a
  crack.
- The breakthrough in cancer treatment combines an old idea with a new way of reaching the tumour.
- The breakthrough in cancer treatment was made possible by a blood test that shows within {2-5}
  weeks whether a tumour responds.
et_limit:
- There was no comparison group, and the {people} were fitter than most who come to a clinic.
- {effect.cap} led {number_small} of them to stop early.
- Such a small study can show that a drug is safe enough to go on with, and little more.
- All {few} {people} were treated in one hospital, {hospital}.
- The highest dose caused {side} and has been dropped.
- Nobody knows yet how long the effect will last.
- In {number_small} {people} the tumour grew again after an early response.
et_quote:
- "{q_early}," said {doctor}, {role} at {hospital}.
- "{q_early}," {doctor} said. "{q_more}."
- {doctor} is careful: "{q_early}."
- "{q_plain}," said {doctor}, who treated the first of the {people}.
q_early: We are pleased, but we have been pleased before | These are {people} who had been told
 that nothing more could be done | One scan after another came back smaller, and we checked them
 twice | A response in {shrank} of {few} is more than chance, and less than proof | What we have
 learned is whom not to treat, and that is worth knowing | The immune system did what we had asked
 of it | Safety came first, and on that count we can go on
et_next:
- A trial with {arm} {people} in each group has been approved and will start {season}.
- {drug.cap} will next be given to {people} who have just been diagnosed.
- The team in {place} is looking for {people} who have had no more than two earlier treatments.
- Blood and tissue from the {people} are being studied in {town} to find out why some did not
  respond.
- The next step is a {phase} trial at {sites} hospitals.
- A firm in {other} has bought the right to develop the drug further.
side_serious: fever | an infection | a low white cell count | shortness of breath | pneumonia |
 dehydration | a blood clot
side: nausea | an infection | fever | sore hands and feet | loss of appetite | mouth ulcers | a low
 white cell count | numb fingers | disturbed sleep | shortness of breath
day: on Monday | on Tuesday | on Wednesday | on Thursday | on Friday | this week | at the weekend
season: in the spring | in the autumn | before the summer | next year | early next year | in
 {month} | by the end of the year | within {number_small} months
month: January | February | March | April | May | June | September | October | November
number_small: two | three | four | five | six | seven
number_years: eight | nine | ten | eleven | twelve | fifteen
number_most: most | about half | two thirds | nearly all | a third
"""
