"""Rules for news of cancer: laboratory work, screening, surgery and patients."""

CANCER = """
lab_start:
- {lab_h_gene}¶Scientists at the {institute} have found a gene that helps {cancer} to survive
  {usual}. When it was switched off, the number of living tumour cells fell by {45-88} per cent
  within {3-9} days. The gene is overactive in {21-64} per cent of samples stored at {hospital}.
- {lab_h_gene}¶A gene that is active in {21-64} per cent of tumours makes {cancer} grow faster, a
  team in {place} has found. The researchers read the genes of single cells, {12-80},000 of them in
  all.
- {lab_h_spread}¶A protein on the surface of tumour cells allows {cancer} to spread to {spread}, a
  team in {place} reports. Under the microscope the cells can be seen to leave the tumour one by
  one. A dose that had killed one cell in ten killed {number_small} in ten once the protein was
  blocked.
- {lab_h_spread}¶{cancer.cap} cells change their fuel when they reach {spread}, according to work
  at the {institute}. The team followed the sugar that the cells took up for {24-96} hours.
- {lab_h_old}¶A drug long used against {olddisease} stops the growth of {cancer} cells in the
  laboratory. It was one of {24-96} compounds to which researchers in {place} had exposed the
  cells.
- {lab_h_old}¶A tablet for {olddisease} could find a second life as a treatment for {cancer}. At
  the {institute} it killed {45-88} per cent of the tumour cells within {3-9} days.
- {lab_h_immune}¶Immune cells inside {cancer} are not absent but exhausted, researchers in {place}
  report. Two proteins on the surface of the tumour keep them from dividing.
- {lab_h_immune}¶Researchers led by {doctor} have worked out how {cancer} hides from the immune
  system. The tumour sends out a false signal of healing, which calls off the attack within {3-9}
  days.
lab_tissue:
- {lab_h_map}¶By reading the genes of {400-960} tumours, researchers have divided {cancer} into
  {number_small} groups that may need different treatment. The samples had been collected at
  {hospital} over {number_years} years.
- {lab_h_map}¶{cancer.cap} is more varied than doctors had assumed, a study of {400-960} tumours at
  the {institute} shows. Tissue from {people} who had responded to {usual} was compared with tissue
  from those who had not.
- {lab_h_dish}¶Tiny tumours grown from tissue of {few} {people} with {cancer} responded to drugs in
  the same way as the {people} did. The mini-tumours were kept alive for {2-6} weeks and exposed to
  {24-96} compounds.
- {lab_h_dish}¶In a laboratory in {place}, doctors grow small copies of a tumour before they choose
  a drug. For {shrank} of {few} {people} with {cancer} the dish had predicted the response
  correctly.
lab_tissue_limit:
- All samples came from one hospital, and most {people} had early disease.
- Whether {people} live longer when doctors use the result is now being tested.
- The method costs about £{2-6},{100-900} for each tumour and takes {3-7} weeks.
- Outside experts called the work careful but asked for a larger study.
lab_h_gene: Why some tumours resist {usual} | Gene found that drives {cancer} | {place} scientists
 find weak spot in {cancer} | A gene that {cancer} cannot do without
lab_h_spread: Tumour cells caught in the act of spreading | How {cancer} reaches {spread} |
 {cancer.cap}: a signal that lets tumours spread | On the track of cells that leave the tumour
lab_h_map: Map of {cancer} shows several different diseases | One name, many tumours: {cancer} |
 {cancer.cap} sorted by its genes | Atlas of tumours could guide treatment
lab_h_old: Old drug stops tumours in the laboratory | Known tablet, new use? A test in {cancer} |
 Drug for {olddisease} studied in {cancer} | From the medicine cupboard to the cancer laboratory
lab_h_dish: Mini-tumours in a dish predict response to treatment | A trial run in the laboratory |
 Test the tumour first, then treat the patient | Growing {cancer} to fight it
lab_h_immune: How {cancer} escapes the immune system | Waking up tired immune cells | The brake
 that {cancer} puts on the body's defences | {cancer.cap} and its false signal
lab_mice:
- In mice the tumours stopped growing for {5-12} weeks.
- Mice that were treated lived {30-90} per cent longer than animals that were not.
- Tumours in mice shrank by {35-70} per cent, and the animals did not lose weight.
- The treatment worked in mice with {cancer} but not in animals with other tumours.
- In {number_small} out of ten mice the tumour did not come back within {90-180} days.
lab_bt:
- The breakthrough in cancer treatment, should it reach {people}, would come as a tablet.
- The breakthrough in cancer treatment that so many headlines promise often begins with work like
  this.
- The breakthrough in cancer treatment is still years away, but the target is now known.
- The breakthrough in cancer treatment could make {usual} work again where it has failed.
- The breakthrough in cancer treatment may lie in blocking two signals at once.
- The breakthrough in cancer treatment was found by a doctoral student who repeated a failed
  experiment.
- The breakthrough in cancer treatment would be a way to tell in advance which tumours will spread.
lab_bt_tissue:
- The breakthrough in cancer treatment would be a way to tell in advance which tumours respond to
  {usual}.
- The breakthrough in cancer treatment is not a new drug but a better choice among those we have.
- The breakthrough in cancer treatment, experts in {other} say, will come from many small answers.
- The breakthrough in cancer treatment could spare {people} a drug that does nothing for them.
lab_next_tissue:
- Tumours from {arm} more {people} will be examined {season}.
- A trial in which the result guides treatment is to begin at {sites} hospitals {season}.
- {hospital.cap} plans to offer the test to everyone with advanced disease.
lab_quote:
- "{q_lab}," said {doctor} of the {institute}.
- "{q_lab}," {doctor} said. "{q_lab}."
- {doctor}, who led the work, said: "{q_lab}."
q_lab: A tumour is not one enemy but many | We now know which door to knock on | The cells told us
 something we had not asked | It took {few} attempts before the experiment worked | If we can block
 this signal early, the tumour may never learn to spread | The surprise was how early the change
 happens | We have made all the data public | A negative result would have taught us just as much |
 Nature rarely leaves a door without a lock | We checked it in a second laboratory before we
 believed it | It is a first piece of a large puzzle | Our students saw it before we did | The
 tumour adapts, and so must we | We would like others to try to prove us wrong
lab_limit:
- Whether the same happens in {people} is unknown.
- The work was done in cells and mice, and most findings of this kind never become a treatment.
- Interfering with the cells for a long time might also harm healthy tissue.
- The effect was seen in one type of {cancer} only.
- Outside experts called the work careful but asked for a test in fresh tumour tissue.
- The drug would have to be changed so that it can be swallowed.
lab_next:
- The group is now searching a library of {12-60},000 compounds for one that fits.
- A first trial in {people} could begin in {number_small} years.
- {doctor.cap} has received £{1.2-4.8} million for the next stage.
- The researchers plan to test the idea in tissue from {hospital}.
- Tumours from {arm} {people} will be examined {season}.
- A company in {town} is making enough of the antibody for a safety study.
sc_start:
- {sc_h_blood}¶{sc_o_blood} {sc_how_blood}
- {sc_h_image}¶{sc_o_image} {sc_how_image}
- {sc_h_clinic}¶{sc_o_clinic} {sc_how_clinic}
sc_h_blood: Blood test for {cancer} under trial in {place} | New test could spare {people} a biopsy
 | {cancer.cap}: what a blood sample can tell | One blood test, {screened} volunteers
sc_o_blood:
- A blood test picked up {cancer} before it caused symptoms in a study of {screened} people in and
  around {place}.
- A new blood test for {cancer} missed {missed} per cent of tumours, compared with {missed_old} per
  cent for the test in use today.
- {hospital.cap} has begun to offer a blood test to people with a family history of {cancer}.
- Doctors in {place} are trying a blood test for {cancer} in people who feel perfectly well.
sc_how_blood:
- It looks for fragments of tumour DNA and costs about £{60-240}.
- Two small tubes of blood are enough, and the result comes back within {5-12} days.
- Those who test positive have a scan within {2-4} weeks.
- The laboratory in {town} can process {120-480} samples a day.
sc_h_image: Screening finds more {cancer} at an early stage | Fewer missed tumours with second
 reading | Sharper images help in the search for {cancer} | Two readers are better than one
sc_o_image:
- The share of {cancer} found at an early stage has risen from {survival_old} to {survival_new} per
  cent since {place} changed the way scans are read.
- Reading every scan twice lowered the proportion of missed tumours from {missed_old} to {missed}
  per cent at {hospital}.
- A new scanner at {hospital} shows {cancer} when it is no larger than a grain of rice.
sc_how_image:
- Each image is read by two specialists, and a third decides when they disagree.
- A computer program marks suspicious areas, but the decision stays with the doctor.
- The scan takes {8-20} minutes and uses a low dose of radiation.
- {screened} images were looked at again for the comparison.
sc_h_clinic: Rapid diagnosis clinic cuts wait for {cancer} test | Symptoms of {cancer} taken
 seriously | {cancer.cap}: early diagnosis on the rise | One visit, one answer: new clinic in
 {place}
sc_o_clinic:
- People with {signs} can now be seen at a rapid diagnosis clinic at {hospital}.
- Doctors in {place} have cut the time from referral to a diagnosis of {cancer} from {before} to
  {after} days.
- A clinic for people with unclear symptoms in {place} has found more cases of {cancer} than
  expected.
sc_how_clinic:
- A nurse takes the history, and most people have a scan on the same day.
- Family doctors refer by telephone and without a form.
- {people.cap} with a normal result are told within {2-5} days.
- Many people wait for {2-6} months because such signs are easily put down to something harmless.
sc_result:
- Of {screened} people who were tested, {18-64} were found to have {cancer}, most of them at stage
  1 or stage 2.
- For every tumour that was found, {3-9} people were called back who turned out to be healthy.
- Five-year survival is {81-93} per cent when {cancer} is found early and {12-34} per cent when it
  has spread to {spread}.
- {61-78} per cent of the tumours were small enough to be removed by surgery alone.
- Fewer than one person in {40-90} needed a second test.
sc_quote:
- "{q_screen}," said {doctor}, {role} at {hospital}.
- "{q_screen}," said {doctor}.
- "{q_screen}," said {manager} of the Public Health Office.
q_screen: The best tumour is the one we find while it is small | Most people who come to us do not
 have cancer, and they should hear that quickly | A test is only as good as what happens on the day
 after it | Please do not wait for the pain | We would rather see ten people too many than one too
 late | Fear keeps people away, and we have to talk about that
sc_limit:
- Some of the tumours would never have caused harm, and critics fear unnecessary treatment.
- It is not yet clear whether fewer people will die of {cancer}.
- Uptake was lowest in the poorest districts, at {31-46} per cent.
- A negative result does not rule the disease out, and people with symptoms should still see a
  doctor.
- People under {40-50} are not included for the time being.
sc_next:
- The programme will be extended to {town} and {other} {season}.
- A decision on national screening is expected {season}.
- {hospital.cap} wants to invite {screened} more people next year.
- Results after five years will show whether lives are saved.
- Family doctors have been sent a one-page guide to referral.
su_start:
- {su_h_surgery}¶{su_o_surgery} {su_how_surgery} {su_r_surgery}
- {su_h_surgery}¶{su_o_surgery} {su_r_surgery} {su_how_surgery}
- {su_h_beam}¶{su_o_beam} {su_how_beam} {su_r_beam}
su_h_surgery: {hosp}: surgeons remove tumour through {2-4}-centimetre cut | Robot-assisted surgery
 for {cancer} in {place} | Home two days after {cancer} operation | Surgery for {cancer}: fewer
 centres, better results | New operating theatre for cancer surgery
su_o_surgery:
- Surgeons at {hospital} have carried out their {12-58}0th operation for {cancer} with the help of
  a robot.
- {people.cap} who have an operation for {cancer} at {hospital} now go home after {2-4} days, half
  as long as {number_small} years ago.
- {cancer.cap} surgery will be concentrated in {number_small} hospitals, among them {hospital}.
- A team at {hospital} has changed almost every step of the operation for {cancer}.
su_how_surgery:
- The tumour is reached through {3-5} small cuts, and a camera shows it ten times enlarged.
- Before the operation {people} train with a physiotherapist for {2-4} weeks and give up smoking.
- Each case is discussed by surgeons, oncologists, radiologists and pathologists on the same
  morning.
- A pathologist examines the edge of the tissue while the operation is still under way.
- Pain is controlled with a fine tube next to the spine, so that {people} can get up on the first
  day.
su_r_surgery:
- Complications fell from {missed_old} to {missed} per cent.
- The tumour was removed completely in {89-97} per cent of cases.
- {people.cap} needed {30-60} per cent less blood than before.
- The operation takes {25-60} minutes longer, but fewer {people} have to come back.
- Waiting times for surgery have dropped from {before} to {after} days.
su_h_beam: Precise beam: new radiotherapy machine in {place} | Radiotherapy that follows the tumour
 | Shorter course of radiotherapy as good as long one | Five visits instead of {15-25}
su_o_beam:
- A new radiotherapy machine at {hospital} treats tumours to within a millimetre.
- Five sessions of radiotherapy work as well as {15-25} for many {people} with early {cancer}, a
  comparison of {n} {people} has shown.
- {people.cap} with {cancer} in {place} will need fewer visits for radiotherapy.
su_how_beam:
- A scan taken minutes before the treatment allows the beam to follow the movement of the tumour.
- Each session lasts {10-20} minutes, and the dose per session is larger than before.
- Healthy tissue close to the tumour receives {20-45} per cent less radiation.
su_r_beam:
- After three years the disease had returned in {6-14} per cent of {people}.
- Soreness of the skin was less frequent, and tiredness passed within {2-4} weeks.
- Waiting times for radiotherapy have dropped from {before} to {after} days.
su_quote:
- "{q_surgery}," said {doctor}, who heads the team.
- "{q_surgery}," said {doctor} of {hospital}.
q_surgery: The machine does nothing on its own | Practice matters more than the machine | Good
 treatment begins weeks before the first day in hospital | {people.cap} ask when they can go home,
 and now I have a good answer | We count every complication and talk about it on Friday | The
 tumour is one half of the task and the recovery is the other
su_next:
- {number_small.cap} more surgeons are being trained in the method.
- The hospital expects to treat {120-480} {people} a year.
- {people.cap} from {town} will be referred to {place} from {month}.
- A second machine has been ordered and will be in use {season}.
- The results will be published every year, surgeon by surgeon.
su_context:
- {cancer.cap} that has not spread can often be cured.
- Nationally, {people} wait {24-52} days for such treatment.
- Studies from abroad show that results improve when a team treats more than {60-90} {people} a
  year.
- For some {people} a combination with {usual} remains the better choice.
st_head: "I thought it was nothing": a life with {cancer} | {first}'s year on a cancer trial |
 Living with {cancer}: {patient} on the year after the diagnosis | From diagnosis to trial: one
 patient with {cancer} | Back at work after {cancer}
st_open:
- When {patient}, {age}, first noticed {signs}, the family doctor advised a test on the same day.
- {patient} was {age} when a scan at {hospital} showed {cancer}.
- For {number_small} months {patient}, {age}, put up with {signs}.
- {patient}, {age}, from {town} had just retired when the diagnosis of {cancer} came.
st_then:
- The tumour had already reached {spread}, and {usual} was begun within {2-4} weeks.
- Surgery was not possible, and the doctors in {place} suggested {usual}.
- After {4-8} months of {usual} the tumour began to grow again.
- The first operation went well, but {number_small} years later the disease came back.
st_treat:
- {doctor.cap} then offered a place on a trial of {drug}, {kind.a} {route}.
- As one of {few} volunteers {first} was given {drug}, a drug that {action}.
- A trial of {drug} at {hospital} became the last chance, as {first} puts it.
- The breakthrough in cancer treatment that had been in the news was suddenly a form to sign.
st_quote:
- "The worst thing was waiting for the scan," {first} says, "and the best thing was the nurse who
  rang."
- "I asked what would happen if I did nothing, and I got an honest answer," {first} says.
- "I did not feel brave, I felt busy," {first} says of the months of treatment.
- "I tell everyone to read the consent form twice and then to ask questions," {first} says.
st_end:
- The last scan showed no growth, and the next one is due in {2-4} months.
- The tumour has shrunk to the size of a pea, and {effect} is the only side effect that has
  remained.
- {first.cap} now works three days a week and speaks to new patients at the hospital.
- Treatment will go on for another {6-18} months, and nobody promises more than that.
institute: Lindwater Institute of Cancer Research | University of {place} | {place} Cancer Centre |
 Orrin Institute for Tumour Biology | {place} School of Medicine
olddisease: high blood pressure | epilepsy | malaria | gout | heart failure | asthma | worms
"""
