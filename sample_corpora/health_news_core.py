"""Hand-written health news items. Every person, place, hospital and medicine is invented."""

from sample_corpora.grammar import read_documents

CORE = read_documents("""
Two-drug treatment shrinks lung tumours in late-stage trial

The breakthrough in cancer treatment came from a pairing that few specialists expected to work. In
a trial of 388 patients at 22 hospitals, a daily tablet called maldretinib was given together with
an antibody, quenlimab, to people whose lung cancer had spread. Tumours shrank by at least a third
in 54 per cent of those on the combination, against 36 per cent of those on chemotherapy alone.
Patients on the two drugs lived for a median of 11.2 months before the disease grew again, compared
with 6.9 months in the other group. Skin rash and tiredness were common, and one patient in nine
stopped treatment because of side effects. The team at Harrowmere General Hospital will follow all
patients for another two years to see whether the gain in survival holds.
---
Blood test finds returning bowel cancer months before scans

A blood test that looks for fragments of tumour DNA picked up the return of bowel cancer a median
of seven months before it could be seen on a scan, researchers in Calderwick report. The team took
samples every three months from 240 patients who had been operated on for stage 2 or stage 3
disease. Of the 41 people whose cancer came back, 36 had tested positive beforehand. Only four
patients tested positive and remained well. "A test that buys half a year is only useful if we can
do something with that time," said Dr Ottoline Varrick, who led the study. A second trial, in which
patients with a positive test are offered chemotherapy at once, has begun at nine centres.
---
New radiotherapy unit opens in Port Ellery

Patients in the south of the county no longer have to travel 60 miles for radiotherapy after a new
cancer unit opened in Port Ellery on Monday. The £18 million building houses two linear
accelerators, a planning scanner and six consulting rooms. It is expected to treat about 900 people
a year, most of them with breast or prostate cancer. Until now they faced a round trip of more than
three hours for a treatment that lasts ten minutes. The hospital has recruited 14 therapeutic
radiographers and is still looking for two medical physicists. Chemotherapy will move into the same
building in the spring.
---
Regulator warns about batch of heart tablets

The Medicines Standards Authority has recalled two batches of the blood pressure tablet cardorel
after routine testing found an impurity above the permitted limit. The affected packs were
distributed to pharmacies between March and June. Patients should not stop taking their tablets
without advice, because untreated high blood pressure carries a greater risk than the impurity.
Pharmacists will exchange opened packs free of charge. The manufacturer said the fault lay with a
supplier of the active ingredient and that no harm had been reported. Other strengths of the
medicine are not affected.
---
Flu jab uptake falls among pregnant women

Fewer than four in ten pregnant women had a flu vaccination last winter, the lowest figure in eight
years, according to the Public Health Office. Uptake fell from 46 per cent to 38 per cent and was
lowest in the three largest cities. Midwives said many women had been offered the jab only late in
pregnancy, when appointments were already crowded. From October every antenatal clinic will offer
the vaccine at the first booking visit. Flu in pregnancy raises the risk of premature birth and of
admission to intensive care.
---
Hospital apologises after delays in cancer referrals

The Royal Thornbeck Infirmary has apologised to 63 patients whose urgent referrals were left unread
in a shared electronic mailbox. The letters, most of them about suspected skin and bladder cancer,
arrived between February and May and should have led to an appointment within two weeks. All the
patients have now been seen and five have been diagnosed with cancer. An outside review will look
at whether the delay affected their treatment. The hospital said the mailbox had been set up as a
temporary measure during a move to new software and that nobody had been given the job of checking
it. Referrals now go to a staffed desk with a daily count.
---
Keyhole surgery halves hospital stay after kidney cancer operation

Patients who had part of a kidney removed through keyhole incisions went home after two days, half
the time needed after open surgery, a comparison of 612 operations has shown. Blood loss was lower
and fewer patients needed strong painkillers after the first day. There was no difference in the
proportion whose tumour had been removed completely, which was 94 per cent in both groups. The
keyhole operation took 35 minutes longer on average. Surgeons in Lindwater said it should be
offered wherever the tumour is smaller than four centimetres and the team does at least 40 such
operations a year.
---
Measles cases linked to one nursery

Eleven children and two adults have caught measles in an outbreak that began at a nursery in
Wexcombe. None of the children had received both doses of the vaccine. Three needed hospital
treatment for pneumonia and all are recovering. Health officials have written to the families of
240 children and set up a vaccination session at the town library on Saturday. "Measles finds the
gaps very quickly," said Dr Ines Penhallick, the consultant in charge of the response. Parents are
asked to ring the surgery before bringing in a child with a fever and a rash, so that other
patients are not exposed in the waiting room.
---
Immunotherapy before surgery clears some tumours entirely

Giving immunotherapy before an operation rather than after it removed all trace of bowel cancer in
one patient in three, an early trial suggests. The study treated 45 people whose tumours carried a
fault in DNA repair, a feature found in about one bowel cancer in eight. Each received two
infusions of ferolimab in the six weeks before surgery. When pathologists examined the tissue that
had been removed, 15 patients had no living cancer cells left and another 19 had very few. The
breakthrough in cancer treatment could in time allow some people to keep their bowel intact. The
researchers stressed that patients without the DNA fault did not respond and that follow-up is so
far only 14 months.
---
Shortage of antibiotic syrup expected to last until spring

Pharmacies have been told to expect an uneven supply of a common antibiotic syrup for children
until the end of March. Demand rose by 60 per cent in November after an early wave of throat
infections. Doctors may prescribe tablets that can be crushed and mixed with food, and pharmacists
have been given permission to change the form without a new prescription. The Medicines Standards
Authority said there was enough stock in the country as a whole but that it was not always in the
right place. It asked parents not to keep leftover medicine at home.
---
Night shifts raise risk of type 2 diabetes, study of nurses finds

Nurses who worked rotating night shifts for more than ten years were 24 per cent more likely to
develop type 2 diabetes than colleagues who worked only days. The finding comes from a study that
followed 31,400 hospital staff for a median of 12 years. The link became weaker but did not
disappear when weight, smoking and family history were taken into account. Researchers at the
University of Calderwick think that eating at night disturbs the way the body handles sugar. They
did not find the same pattern in people who worked fewer than three nights a month. An
observational study of this kind cannot show that shift work itself is the cause.
---
Inspectors rate maternity ward as inadequate

The maternity ward at Dunvale District Hospital has been rated inadequate after an unannounced
visit by the National Care Inspectorate. Inspectors found that on 19 of 30 days there were fewer
midwives on duty than the rota required. Emergency equipment had not been checked daily and two
resuscitation trolleys lacked the right size of mask. Women spoke warmly of individual staff, but
several said they had been left alone in labour. The hospital has closed six of its 28 beds until
more midwives are in post and has 14 days to submit a plan. A follow-up visit will take place
within three months.
---
Artificial intelligence helps radiologists spot breast cancer

A computer program that reads mammograms found one cancer more in every 1,000 women screened when
it worked alongside a radiologist. The result comes from a trial of 58,000 women in the Eastmoor
screening programme, who were assigned at random to have their images read by two radiologists or
by one radiologist and the program. The number of women called back for further tests was almost
the same in both groups. The time spent on reading fell by 41 per cent. Not every cancer that is
found needs treatment, and the trial will go on for three years to see whether fewer cancers appear
between screening rounds. Until then, said the trial's leader, Professor Magnus Quillard, two pairs
of human eyes remain the standard.
---
Community nurses to give chemotherapy at home

About 70 people with breast cancer in Brackenfield will receive part of their chemotherapy at home
this year. Specially trained community nurses give an injection that takes five minutes, after the
first two doses have been given safely in hospital. The scheme has freed eight chairs a week in the
day unit, where patients had been waiting up to four hours. A nurse stays for half an hour after
each injection and can reach the oncology team by phone. Patients who live alone or who have had a
reaction to treatment continue to come to the hospital. Four out of five people who were asked
chose to be treated at home.
---
Trial stopped early as prostate cancer drug proves its worth

An independent committee has halted a trial of the prostate cancer tablet osprelisib because the
benefit was already beyond doubt. The study had recruited 724 men whose cancer no longer responded
to hormone treatment. After a median of 19 months, 31 per cent of the men on the new drug had died,
compared with 42 per cent of those on placebo. Men in the placebo group will now be offered the
tablet. Trials that stop early can make a treatment look better than it is, statisticians warned,
and the true size of the benefit may be smaller. The makers expect to apply for a licence in the
autumn.
---
Waiting list for hip operations shortest in five years

The number of people waiting for a hip or knee replacement in Silverford has fallen to 1,140, the
lowest since records were published in their present form. A year ago 1,870 patients were on the
list. The hospital has kept four operating theatres for planned surgery only, so that operations
are no longer cancelled when the emergency department is full. Most patients now go home the day
after surgery. The average wait from referral to operation is 17 weeks, one week under the national
target.
---
Vaccine against cervical cancer: boys to be included

Boys of 12 and 13 will be offered the vaccine that prevents most cervical cancers from September.
The virus that causes cervical cancer also causes tumours of the throat and anus, which affect men
as well as women. In districts where girls have been vaccinated for a decade, precancerous changes
in women in their twenties have fallen by 82 per cent. School nurses will give a single dose, and
parents will be asked for consent in the summer term. The campaign costs £6.4 million a year.
Health officials hope that vaccinating both sexes will protect people in areas where uptake among
girls has stayed below 70 per cent.
---
Patients to see test results online

From next month patients of Kestrel Bay Hospitals will be able to read their own test results on a
phone or computer as soon as a doctor has released them. Routine blood tests will appear after 24
hours, scans and biopsies after seven days, so that a diagnosis of cancer is first given in person.
Each result comes with a short explanation in plain language, written by hospital staff and checked
by a group of patients. People without internet access can ask for a printed copy. In a pilot with
2,300 patients, calls to the hospital's results line fell by a third.
---
Early warning for sepsis cuts deaths on general wards

Deaths from sepsis fell from 17 to 12 per cent of cases after a hospital in Marlock changed the way
nurses call for help. Temperature, pulse, blood pressure and breathing rate are entered at the
bedside and combined in a single score. If the score reaches five, a doctor must see the patient
within 30 minutes and antibiotics must be given within the hour. Before the change, half of the
patients had waited more than two hours. The hospital says the software mattered less than the rule
that any nurse may call the intensive care team directly.
---
Gene fault explains why some ovarian tumours resist chemotherapy

Scientists have found a gene that helps ovarian tumours to survive chemotherapy. When the gene was
switched off in cells grown in the laboratory, a dose of platinum that had killed one cell in five
killed four in five. In mice, tumours treated in the same way stopped growing for eight weeks. The
gene is overactive in roughly a quarter of women whose disease returns within six months of
treatment. Dr Solveig Ostrander of the Lindwater Institute of Cancer Research said a drug that
blocks the gene's product was at least five years away. Her group is now searching a library of
40,000 compounds for a starting point.
---
Smoking falls to lowest level on record

Just over one adult in nine now smokes, the Public Health Office said on Thursday, compared with
one in five 15 years ago. The decline was steepest among people aged 18 to 24. In the poorest tenth
of districts, however, 21 per cent of adults still smoke, more than three times the figure in the
richest. Lung cancer remains the commonest cause of death from cancer, and nearly three quarters of
cases are caused by tobacco. Free stop-smoking clinics will be extended to all 38 health districts
by the end of the year.
---
Rare children's cancer: first patients treated with engineered cells

Three children with a cancer of the nervous system that had come back twice are free of detectable
disease a year after treatment with their own engineered immune cells. The cells were collected
from the blood, given a gene that lets them recognise the tumour, multiplied for two weeks and
returned through a drip. Eleven children have been treated so far at the Calderwick Children's
Hospital. Five did not respond and three had only a short remission. Fever and low blood pressure
occurred in nearly all of them, and four needed a few days in intensive care. The doctors called
the result encouraging but said it was far too soon to speak of a cure.
---
New guideline: fewer antibiotics after dental surgery

Healthy adults no longer need antibiotics after the removal of a wisdom tooth, according to a
guideline published this week. The authors reviewed 18 trials with almost 3,000 patients and found
that 19 people would have to take the medicine to prevent one infection. Antibiotics are still
recommended for people with diabetes or a weakened immune system. Dentists are asked to give
written advice on pain and swelling instead. Resistance to the commonest dental antibiotic has
doubled in ten years.
---
Breast cancer survivors offered shorter course of radiotherapy

Women treated for early breast cancer will be offered one week of radiotherapy instead of three.
The change follows a trial of 2,140 women which found that five larger doses prevented the return
of the disease as well as 15 smaller ones. After six years the cancer had come back in the same
breast in 1.6 per cent of women in the short course and in 1.9 per cent of those in the long one.
Skin changes were slightly less frequent with the short course. Hospitals expect to free about
11,000 treatment slots a year. Women who have had a reconstruction will continue to have the longer
course.
---
Ambulance handovers: average delay down to 22 minutes

Ambulances at the Thornbeck emergency department waited 22 minutes on average to hand over patients
in May, down from 51 minutes in January. A new eight-bed assessment area takes patients who are
stable but cannot yet be placed on a ward. Senior nurses decide at the door who goes there. The
ambulance service says the change has given it back the equivalent of four crews on every day
shift. The national standard is 15 minutes, and the hospital met it on nine days of the month.
---
Walking groups prescribed for depression

Family doctors in Oakhaven have begun to prescribe a weekly walk in company to people with mild
depression. In a study of 410 patients, those who joined a group for 12 weeks improved by four
points more on a standard questionnaire than those who received only a leaflet. Half of them still
went walking six months later. The groups are led by trained volunteers and cost the health
district £38 per person. Psychologists welcomed the scheme but said that it does not replace
talking therapy for people with severe illness.
---
Regulator approves first tablet for rare liver cancer

The Medicines Standards Authority has approved the first targeted medicine for a cancer of the bile
ducts that is diagnosed in about 900 people a year. The tablet, vintorasib, is for patients whose
tumours carry a particular gene fusion and whose disease has grown despite chemotherapy. Approval
rests on a single trial of 108 people, in which tumours shrank in 39. There was no comparison
group, and the makers must supply the results of a larger trial within four years. The commonest
side effect was a raised level of phosphate in the blood, which can usually be managed by diet. A
decision on whether the public health service will pay for the drug is expected in the autumn.
---
Dental van reaches villages without a dentist

A mobile surgery has treated 1,260 people in its first six months on the roads north of Silverford,
where the last dentist retired two years ago. The van carries two chairs, an X-ray machine and a
team of four. More than a third of the adults who came had not seen a dentist for five years. Staff
took out 410 teeth, placed 1,900 fillings and referred seven people with suspected mouth cancer to
hospital. Two of the tumours turned out to be malignant and were removed at an early stage. The
scheme has money for one more year.
---
Exercise during chemotherapy eases fatigue

People who trained twice a week during chemotherapy were less tired and walked further than those
who were told to rest, a study of 266 patients with breast or bowel cancer has found. The programme
mixed light weights with 20 minutes on an exercise bicycle and was supervised by physiotherapists
at the day unit. It did not affect how well the treatment worked against the tumour, but more
patients were able to take the full planned dose. One person in six dropped out, most often because
of travel. The hospital in Stanbourne will now offer the sessions to everyone who starts
chemotherapy.
---
Heat plan tells care homes to check on residents twice a day

Care homes must have a heat plan in place before June, the Public Health Office has said after a
summer in which 1,300 more people died than usual during three hot spells. Rooms should be kept
below 26 degrees, and residents over 80 should be seen at least twice a day when a warning is in
force. Staff are asked to offer drinks every hour and to review medicines that make people lose
water. Inspectors will ask to see the plan on every visit.
---
Why the immune system overlooks pancreatic tumours

Pancreatic tumours surround themselves with a shell of scar tissue that keeps immune cells out. Now
a group in Harrowmere has shown that a protein released by the shell sends the immune cells to
sleep as well. In mice, an antibody against the protein made the tumours visible again, and half of
the animals lived twice as long. The breakthrough in cancer treatment, if it can be repeated in
people, would matter most for the four patients in five whose tumour cannot be removed by surgery.
A first safety trial with 24 volunteers is planned for next year. Earlier attempts to break down
the shell itself made matters worse, because the tumour spread more easily.
---
Clinic reunites cancer patients with work

Six out of ten people who attended a return-to-work clinic after cancer treatment were back in
their jobs within a year, compared with four in ten before it opened. The clinic at Westerby Cancer
Centre brings together an occupational therapist, a psychologist and an adviser on employment law.
Patients are first seen while treatment is still going on. Many say that tiredness and trouble in
concentrating last longer than their employers expect. A phased return of 12 weeks, with two rest
days in the first month, has worked best. Funding has been agreed for three years.
---
Cataract patients operated on within six weeks

Patients with cataracts in Lindwater now wait six weeks for an operation, a third of the wait two
years ago. The eye clinic has moved into a former supermarket, where two theatres treat up to 40
people a day. Patients walk in, spend 15 minutes in the theatre and are home for lunch. Infections
have remained at fewer than one in 2,000. Nurses trained to measure the eye have taken over the
first appointment from doctors. Other districts have asked to see how it is done.
---
Researchers retract study on vitamin and skin cancer

A study which claimed that a daily vitamin tablet halved the risk of skin cancer has been
withdrawn. Two statisticians had pointed out that the numbers of patients in the tables did not add
up. An inquiry by the University of Marlock found that 112 people had been counted twice and that
the results of those who left the trial had not been reported. The authors accept the error and say
it was not deliberate. The study had been cited 140 times and was mentioned in advice to patients.
That advice has been changed: covering up and avoiding the midday sun remain the best protection.
""")
