"""Rules for news of hospitals and clinics: wards, waiting lists, inspections and staff."""

SERVICES = """
other_document:
- {reg_start} {reg_detail} {reg_advice} {reg_quote} {reg_next}
- {app_start} {app_detail} {app_side} {app_next}
- {app_start} {app_side} {app_detail} {app_quote}
- {open_start} {open_detail} {open_staff} {open_quote} {open_next}
- {open_start} {open_staff} {open_detail} {open_next}
- {wait_start} {wait_detail} {wait_why} {wait_quote} {wait_next}
- {ed_start} {ed_detail} {ed_why} {ed_quote} {ed_next}
- {camp_start} {camp_detail} {camp_quote} {camp_why} {camp_next}
- {camp_start} {camp_why} {camp_detail} {camp_next}
- {out_start_gut} {out_detail} {out_advice_gut} {out_quote} {out_next_gut}
- {out_start_air} {out_detail} {out_advice_air} {out_quote} {out_next_air}
- {epi_start} {epi_how} {epi_result} {epi_quote} {epi_limit}
- {epi_start} {epi_result} {epi_how} {epi_limit} {epi_next}
- {insp_start} {insp_found} {insp_good} {insp_reply} {insp_next}
- {lack_start} {lack_next}
- {digi_image} {digi_image_how} {digi_result} {digi_quote} {digi_limit}
- {digi_home} {digi_home_how} {digi_result} {digi_quote} {digi_limit}
- {care_start} {care_how} {care_result} {care_quote} {care_next}
- {care_start} {care_how} {care_quote} {care_result} {care_next}
- {fund_start} {fund_quote} {fund_next}
open_start:
- New {unit=wing} opens in {place}¶{hospital.cap} has opened {unit_art} with room for {beds}
  patients.
- £{million} million for {unit=wing} in {place}¶A new {wing} at {hospital} has taken its first
  patients after {2-4} years of building.
- {hosp} gets {unit=wing.a}¶People in {place} will no longer have to travel to {town} for
  treatment: {wing.a} has opened at {hospital}.
- Old laundry becomes {unit=wing}¶Where sheets were washed for {40-80} years, {hospital} now runs
  {wing.a}.
- {place}: {unit=wing} moves into new building¶The {wing} of {hospital} has moved into a building
  that cost £{million} million.
unit: stroke unit | dialysis unit | day surgery centre | children's ward | maternity unit | cancer
 unit | cardiac ward | rehabilitation ward | short-stay unit | birth centre | breast clinic | eye
 clinic
unit_art: a new building for its {wing} | a larger {wing} | {wing.a} with room for growth
open_detail:
- It will treat about {2-9},{100-900} patients a year.
- Every room has a window, a fold-out bed for a relative and its own bathroom.
- The building is heated from the ground and uses a third less energy.
- {number_small.cap} treatment rooms and a small laboratory are next to each other, so that results
  come within the hour.
- Until now patients from {other} had a journey of {50-95} minutes.
- Scanners, theatres and beds are on one floor, which saves {8-20} minutes for each patient.
open_staff:
- {staff} members of staff work there, and {gap} posts are still vacant.
- {number_small.cap} nurses have come back from other hospitals to join the team.
- The hospital has trained {gap} assistants of its own and hopes to keep them.
- The unit is led by {doctor}, who moved from {other} {number_small} years ago.
- On most days {number_small} doctors and {8-16} nurses are on duty.
open_quote:
- "Patients told us what they wanted: quiet nights and straight answers," said {manager}, who
  planned the move.
- "The building is new, the queue is not," {doctor} said.
- "We can now see someone within {30-90} minutes who used to wait until the next day," said
  {doctor}.
- "It smells of paint and feels like a beginning," said one of the nurses.
- "A good building does not heal anyone, but a bad one gets in the way," said {manager}.
open_next:
- A second stage with {12-30} more beds is planned {season}.
- An open day for the public will be held {season}.
- The old ward will be turned into consulting rooms.
- Parking remains short, and a bus now stops at the door every {15-30} minutes.
- The health district has promised the running costs for {number_small} years.
wait_start:
- Waiting list in {place} falls to {list_now}¶{list_now} people are waiting for planned treatment
  at {hospital}, down from {list_before} a year ago.
- Shorter waits for {operation=op} in {place}¶Patients who need {op} at {hospital} now wait {after}
  weeks instead of {before}.
- {hosp} cuts waiting times¶{hospital.cap} has cut the average wait for an appointment from
  {before} to {after} days.
- Weekend operations shorten the queue¶Operating on Saturdays has helped {hospital} to bring the
  number of people on its list down from {list_before} to {list_now}.
- {after} weeks instead of {before}¶People who were referred to {hospital} for {operation=op} last
  year waited {before} weeks. This year it is {after}.
operation: a hip replacement | a knee replacement | a cataract operation | a hernia operation |
 gallbladder surgery | a heart valve operation | a hearing test | an MRI scan
wait_detail:
- {55-78} per cent of patients are now treated within the target of 18 weeks.
- {40-260} people have waited for more than a year, most of them for surgery on the spine.
- Nurses ring every patient two days before the appointment, and missed appointments have halved.
- {6-14} per cent of beds are taken by people who are well enough to leave but have no care at
  home.
- Four out of five patients go home on the day of the operation.
wait_why:
- The gain comes from {number_small} theatres that are used for planned operations only.
- A discharge team begins to plan the way home on the day of admission.
- The hospital has hired {gap} more anaesthetists' assistants.
- Routine checks after surgery are now done by telephone.
wait_quote:
- "Every name on the list is a person in pain," said {doctor}.
- "We have stopped cancelling operations on the morning itself," said {manager}, the hospital's
  manager.
- "There is no trick, only a timetable that we keep," said {doctor}.
- "Staff are tired, and we must not build a plan on goodwill," a union official said.
wait_next:
- The aim for next year is a wait of no more than {8-14} weeks.
- Other hospitals are to take over the scheme {season}.
- Extra money of £{1.1-4.9} million ends in {month}.
- Figures will be published every month.
- The hospital asks people with minor illness to ring the advice line first.
ed_start:
- Emergency department in {place} under pressure¶{list_before} patients came to the emergency
  department of {hospital} in one month, more than ever before.
- Long night at {hosp}¶On {weekday} night {ill} people were waiting in the emergency department of
  {hospital} for a bed on a ward.
- {place}: ambulances queue at the door¶Ambulances waited {before} minutes on average to hand over
  patients at {hospital}.
- {hosp} opens extra ward for the winter¶{hospital.cap} has opened {beds} extra beds for the winter
  because the emergency department is full.
ed_detail:
- On the busiest day {14-38} patients had to spend the night on a trolley.
- Half of the patients were seen by a doctor within {40-95} minutes.
- {6-14} per cent of beds are taken by people who are well enough to leave but have no care at
  home.
- Planned operations were postponed for {21-90} patients, and none of those with cancer.
- A senior nurse now decides at the door who can be treated elsewhere.
ed_why:
- Falls on ice and chest infections came at the same time.
- {gap} nurses were ill in the same week.
- Two family practices in {town} had closed over the holidays.
- Managers blame a stomach virus that closed {number_small} wards.
- More than a third of the patients were over {75-80}.
ed_quote:
- "Staff are tired, and we must not build a plan on goodwill," a union official said.
- "Nobody was turned away, but some people waited too long," said {doctor}.
- "The door is not the problem, the way out is," said {doctor}.
- "We are sorry for every hour that someone spent on a chair," said {manager}, the hospital's
  manager.
ed_next:
- The hospital asks people with minor illness to ring the advice line first.
- The target for {month} is to hand over every patient within {15-30} minutes.
- Extra beds will stay open until {month}.
- {number_small.cap} community nurses will visit patients at home so that they can leave sooner.
insp_start:
- Inspectors criticise {unit=wing} in {place}¶The {wing} at {hospital} requires improvement, the
  National Care Inspectorate has said after a visit without notice.
- {unit=wing.cap} in {place} rated inadequate¶The National Care Inspectorate has rated the {wing}
  of {hospital} inadequate and set a deadline of {14-28} days.
- Report on {hosp} published¶Inspectors who spent {3-5} days at {hospital} have published a mixed
  report on its {unit=wing}.
insp_found:
- On {9-19} of {28-31} days fewer nurses were on duty than planned.
- Medicines were stored at the wrong temperature in {number_small} of {8-12} cupboards.
- {missed} per cent of staff had missed their yearly training in resuscitation.
- Notes were incomplete in {number_small} of {20-40} cases that the inspectors looked at.
- Alarm bells were answered after {4-9} minutes on average.
- Cleaning records had been signed in advance.
insp_good:
- Patients described the nurses as kind and patient.
- Pain was treated well, and meals were warm.
- The report praises the way errors are discussed openly.
- Staff said they felt able to speak up.
- Infection rates were below the national average.
insp_reply:
- {manager}, the hospital's manager, apologised to patients and accepted the findings.
- "We have read every page, and we have begun with the night rota," said {manager}.
- The hospital says that {gap} vacancies have been filled since the visit.
- "The report is hard but fair," said {doctor}.
insp_next:
- Inspectors will return within {3-6} months.
- A plan has to be submitted by the end of {month}.
- {number_small.cap} beds remain closed until more staff have been found.
- The health district has sent an adviser to support the ward.
digi_image:
- Computer program reads {image=pic} in {place}¶A computer program now looks at {pic} at {hospital}
  before a doctor does.
- {image=pic.cap}: software finds what tired eyes miss¶Software that marks suspicious spots on
  {pic} found {4-11} per cent more abnormal results in a trial at {hospital}.
- Second look by computer at {hosp}¶Since {month} every set of {image=pic} at {hospital} has been
  checked by a program as well as by a doctor.
digi_image_how:
- The system was trained on {120-900},000 anonymous images from {number_small} hospitals.
- A doctor checks every result and can overrule the system.
- In people with dark skin or very dense tissue the results were less reliable.
- Images that the program finds suspicious move to the top of the list.
digi_home:
- Patients in {place} measured at home¶{arm} patients of {hospital} with {homeill} send their
  readings from home by telephone.
- Video appointments here to stay¶One appointment in {4-8} at {hospital} now takes place by video.
- New records system goes live in {place}¶{hospital.cap} has replaced paper notes with an
  electronic record.
- Prescriptions by telephone in {place}¶Patients with {homeill} in {place} can order their tablets
  by telephone and collect them from a locker.
homeill: heart failure | type 2 diabetes | asthma | high blood pressure | chronic lung disease
digi_home_how:
- Older patients without internet access can still come in person.
- Staff were trained for {4-12} hours each.
- The data stay in the hospital and are not sold.
- It is used by {number_small} departments for the time being.
- A nurse rings anyone who has not been in touch for {3-7} days.
image: chest X-rays | mammograms | brain scans | images of the retina | images of moles | heart
 tracings
digi_result:
- Doctors save about {25-70} minutes a day.
- The number of repeated tests has fallen by {9-24} per cent.
- {61-84} per cent of patients said they would use it again.
- Urgent cases are now seen {2-6} hours sooner.
- In the first weeks everything took longer, and then it became faster than before.
digi_quote:
- "It does not get tired, and it does not take offence," said {doctor}.
- "I look at the patient again and no longer at the form," said {doctor}.
- "The machine asks, the doctor answers for it," {manager} of the hospital said.
- "It is right very often, and that is what makes its errors dangerous," warned {doctor}.
digi_limit:
- Independent studies of the benefit are still missing.
- The contract ends in {number_small} years and cost £{1.1-6.4} million.
- An ethics committee will look at complaints every {3-6} months.
care_start:
- {service=svc.cap} opens in {place}¶{a_new.cap} {svc} in {place} offers help without a referral.
- Help at last: {service=svc} for {town}¶People in {town} can now turn to a {svc} run by
  {hospital}.
- {place} {service=svc} marks first year¶In its first year the {svc} in {place} has seen {list_now}
  people.
- Families praise {service=svc} in {place}¶A {svc} that began as a trial in {place} will become
  permanent.
a_new: a new | a small | a walk-in | a free
service: memory clinic | pain clinic | menopause clinic | sleep clinic | falls clinic | wound
 clinic | crisis service for young people | clinic for long-term cough | breastfeeding clinic |
 support group for people with cancer | speech therapy service
care_how:
- {number_small.cap} nurses, a doctor and a social worker share one corridor and one telephone.
- The first conversation lasts {45-60} minutes, and no form has to be filled in beforehand.
- It is open on {number_small} days a week, also in the evening.
- Appointments are kept for people without a family doctor.
- A volunteer meets every visitor at the door.
- Relatives are invited from the start.
care_result:
- {58-83} per cent of those who came said that the visit had helped them.
- Admissions from the district have fallen by {8-21} per cent.
- The average wait is {4-12} days, compared with {14-32} weeks before.
- Visitors gave it {4.2-4.9} out of 5 in a survey.
- Every fifth visitor is sent on to a specialist.
care_quote:
- "Many people need an hour more than they need a tablet," said {doctor}.
- "I was taken seriously, and that was half the treatment," said {patient}, {age}, who came in
  {month}.
- "We ask what matters to the person and then what is the matter," said {manager}, who runs the
  team.
- "Nobody should have to explain everything three times," said {doctor}.
care_next:
- A second team will start in {other} {season}.
- Money has been found for {number_small} more years.
- The health district will publish an evaluation {season}.
- More staff are being sought, above all nurses with experience at night.
fund_start:
- {fund_money} {fund_money_detail}
- {fund_staff} {fund_staff_detail}
fund_money:
- £{million} million for research in {place}¶The University of {place} will receive £{million}
  million for a centre that studies {topic}.
- Foundation supports work on {topic=t}¶Researchers in {place} have been given £{million} million
  to study {t}.
- Charity gives {hosp} a scanner¶A scanner paid for by {list_now} donors will be put into service
  at {hospital}.
- Medical school in {place} takes more students¶The medical school in {place} will admit {20-60}
  more students a year from {month}, at a cost of £{million} million.
fund_money_detail:
- The money will be spread over {5-8} years and will pay for {staff} posts.
- Two thirds comes from public funds and the rest from a foundation in {other}.
- The plan had been delayed twice because of rising costs.
- The sum is larger than any the town has received for medicine.
fund_staff:
- {doctor} to head {hosp}¶{doctor} will take over as clinical director of {hospital} {season}.
- Nurses in {place} accept pay offer¶Nurses at {hospital} have voted by {54-78} per cent to accept
  a pay offer of {3.1-6.4} per cent.
- {hosp} recruits {staff} nurses¶{staff} nurses have taken up work at {hospital} since {month}.
- Young doctors stay in {place}¶More than half of the doctors who trained at {hospital} still work
  there after five years.
fund_staff_detail:
- {gap} posts had been vacant for more than {3-9} months.
- Recruitment became harder when {number_small} practices in the district closed.
- A flat near the hospital is offered for the first {3-6} months.
- The hospital has promised fewer night shifts and a fixed rota.
topic: cancer treatment | the ageing brain | the early detection of tumours | rare diseases of
 children | resistance to antibiotics | the healing of wounds | pain | cancer vaccines
fund_quote:
- "We want to be measured by what patients notice," said {doctor}.
- "People stay where they are treated well," said {manager} of the nurses' union.
- "I have listened first, and now we can begin," {doctor} said.
- "This is a beginning and not the end of the work," said {manager}.
fund_next:
- The health district will look at the results in {number_small} years.
- Other towns are watching with interest.
- The agreement still has to be approved by the health district.
- A report on progress will be made public {season}.
"""
