"""Rules for news of regulators, campaigns, outbreaks, studies and shortages."""

PUBLIC = """
reg_start:
- Warning over {product=made}¶The Medicines Standards Authority has warned doctors and pharmacists
  about {fault} in {made} made in {town}.
- {product=made.cap} recalled¶{number_small.cap} batches of {made} have been recalled because of
  {fault}.
- Regulator withdraws {product=made} from pharmacies¶{made.cap} must be taken off the shelves by
  {weekday} after tests found {fault}.
- Check your medicine cupboard, says regulator¶People who use {product=made} are asked to look at
  the batch number, because {fault} has been found in part of the supply.
- {place} hospital stops using {product=made}¶{hospital.cap} has stopped using {made} after staff
  noticed {fault}.
product: a cough syrup | an asthma inhaler | a blood pressure tablet | an eye ointment | a migraine
 tablet | an insulin pen | an infusion pump | a children's fever syrup | a skin cream | a blood
 glucose meter | a contact lens solution | a nasal spray
fault: a labelling error | an impurity above the limit | signs of contamination | a dose that is
 too high | a crack in the seal | a missing warning in the leaflet | readings that are wrong by up
 to {15-30} per cent
reg_detail:
- About {4-90},000 packs were sold between {month} and {month2}.
- The fault came to light during a routine inspection of the factory.
- {number_small.cap} reports of harm have been received, none of them serious.
- A pharmacist in {other} had noticed that something was wrong and reported it the same day.
- Only one production line is affected, and other strengths can be used as before.
- The maker has stopped deliveries and is checking all stock produced since {month}.
reg_advice:
- Patients should not stop treatment on their own but should speak to a pharmacist.
- Opened packs can be exchanged free of charge at any pharmacy.
- Anyone who feels unwell after use is asked to see a doctor and to take the pack along.
- Hospitals have been told to set aside remaining stock and to count it.
- Doctors should offer an alternative at the next visit.
reg_quote:
- "The risk to any one person is small, but nobody should have to take it," said {manager} of the
  authority.
- "Reports from pharmacies are the best early warning we have," an official said.
- "We acted within {2-4} days of the first report," {manager} said.
- A spokesman for the firm expressed regret and said deliveries would resume in {2-6} weeks.
reg_next:
- A full report is due {season}.
- The list of batch numbers has been published and sent to all pharmacies.
- Inspectors will visit the factory again {season}.
- The authority is considering stricter checks for products of this kind.
app_start:
- Regulator approves new treatment for {disease=ill1}¶The Medicines Standards Authority has
  approved {newdrug=med} for {people2} with {ill1}.
- {newdrug=med.cap} cleared for {disease=ill1}¶A new medicine for {ill1}, {med}, can be prescribed
  from {month}.
- First new medicine for {disease=ill1} in {number_years=yrs} years¶After {yrs} years without a new
  medicine, people with {ill1} are to have one: {newdrug=med} has been approved.
- Cancer medicine {drug} licensed¶The cancer medicine {drug=med} has been approved for {people}
  with {cancer=ill1} whose tumours have grown despite {usual}.
- Health service to pay for {drug}¶{drug=med.cap}, a treatment for {cancer=ill1}, will be paid for
  by the public health service from {month}.
disease: asthma | migraine | heart failure | gout | psoriasis | epilepsy | type 2 diabetes |
 osteoporosis | rheumatoid arthritis | chronic kidney disease | sickle cell disease | cystic
 fibrosis | hepatitis
newdrug: andoprel | luvestrine | tesprolin | mirocabet | fennadone | calvexor | ostriquil |
 zelumide
people2: adults | patients | people | adults | patients
app_detail:
- The decision rests on {number_small} trials with {n} people in all.
- In the main study {rate} per cent improved on {med} and {usual_rate} per cent on the older
  treatment.
- Experts had debated the evidence on {med} for {3-9} hours before they voted.
- About {3-60},000 people in the country have {ill1}, but not all of them are suitable for the
  medicine.
- The maker must supply further results within {number_small} years.
- The committee voted by {9-12} to {1-4}.
- The medicine will cost about £{2-9},{100-900} a year before discounts.
app_side:
- The commonest side effects were {side} and headache.
- Liver values have to be checked every {2-3} months.
- {med.cap} must not be taken in pregnancy.
- A warning about {side} will be printed on the pack.
- {4-11} per cent of those who took {med} stopped because of {side}.
app_quote:
- "{q_app}," said {doctor}, who took no part in the trials.
- "{q_app}," said {manager} of the patients' association.
q_app: It gives us one more choice, and for some patients that is everything | We would have liked
 a longer study | Families have waited a long time for this | The price will decide how many people
 ever see it | A licence is the beginning of learning about a medicine, not the end
app_next:
- Prescriptions will begin in specialist clinics {season}.
- Hospitals in {place} and {town} are preparing a list of people who may benefit.
- The authority will look at reports of side effects every {3-6} months.
- An appeal can be lodged within {21-30} days.
- A guideline for family doctors is expected {season}.
camp_start:
- {campaign=drive.cap} starts¶{drive.a.cap} has begun in {place} and {town}.
- Uptake of {jab=j} falls in {place}¶Uptake of {j} in {place} has fallen from {uptake_before} to
  {uptake_now} per cent. A campaign is to change that.
- More people than ever take part in {place}¶Uptake of {jab=j} in {place} has risen from
  {uptake_before} to {uptake_up} per cent after a campaign that went to where people are.
- Public Health Office calls for {habit2=h}¶The Public Health Office has begun a campaign for {h}
  in {number_small} districts.
- Van brings vaccination to {town}¶A vaccination van will visit {town}, {other} and the villages
  around {place} from {month}.
- Posters against fear of screening¶"It takes ten minutes" is the line on posters that have gone up
  in {place} to raise attendance at cancer screening.
campaign: flu vaccination campaign for people over 65 | flu vaccination campaign for care home
 staff | stop-smoking campaign for young parents | bowel cancer screening campaign for people over
 50 | blood pressure campaign in barbers' shops | measles vaccination drive for students | skin
 cancer campaign for farm workers | dental health scheme for schoolchildren | asthma campaign in
 schools | whooping cough campaign for pregnant women
jab: flu vaccination among people over 65 | flu vaccination among hospital staff | whooping cough
 vaccination among pregnant women | the second measles vaccination | shingles vaccination among
 people over 70 | pneumonia vaccination among people with asthma | bowel cancer screening | breast
 cancer screening | cervical screening
habit2: less salt | less alcohol | more sleep for teenagers | daily walks | sun protection |
 regular blood pressure checks | smoke-free homes | safe use of painkillers
camp_detail:
- Pharmacies, libraries and {number_small} supermarkets hand out information and help with
  appointments.
- Letters in {6-14} languages have been sent to {12-84},000 households.
- The campaign costs £{1.2-6.8} million and runs until {month}.
- Volunteers go from door to door in the streets with the lowest uptake.
- Film clips with local doctors have been watched {40-180},000 times.
camp_quote:
- "People do not refuse, they forget," said {doctor} of the health district.
- "We go where people are and do not wait for them to come," said {manager}, who runs the campaign.
- "The question we hear most is whether it hurts," a nurse said.
- "A conversation of five minutes does more than any leaflet," said {doctor}.
camp_why:
- Uptake differs by {14-32} percentage points between rich and poor parts of the town.
- Last winter {120-640} people in the district had to be treated in hospital for an illness that
  could have been prevented.
- Language is a barrier for one household in {6-12}.
- Many people say that they would come if the place were near their work.
- A survey of {300-900} residents had shown that every third person had never been asked.
- Surveys show that lack of time is the main reason for staying away.
camp_next:
- The results will be reviewed {season}.
- If the campaign works, it will be extended to {other}.
- A reminder by text message is planned {season}.
- Appointments can be booked by telephone or at any pharmacy.
- The goal is an uptake of {85-95} per cent.
out_start_gut:
- {gut=bug.cap} outbreak in {place}¶{ill} people have fallen ill with {bug} in {place}.
- {ill} cases of {gut=bug} traced to {source_gut=from}¶Health officials have traced {ill} cases of
  {bug} in and around {place} to {from}.
- Ward closed after norovirus cases¶{hospital.cap} has closed a ward of {beds} beds after {ill}
  patients and staff caught norovirus.
- {source_gut=from.cap}, and {ill} people ill¶{from.cap} in {place} was followed by {ill} cases of
  {gut=bug} within {2-4} days.
gut: norovirus | salmonella | a stomach virus | food poisoning
source_gut: a wedding party | a school lunch | a sports camp | a street market | a village fair
out_start_air:
- {air=bug.cap} outbreak in {place}¶{ill} people have fallen ill with {bug} in {place}.
- {ill} cases of {air=bug} traced to {source_air=from}¶Health officials have traced {ill} cases of
  {bug} in and around {place} to {from}.
- {air=bug.cap}: health district asks for caution¶The number of people with {bug} in {place} has
  risen to {ill} within {2-4} weeks.
- Schools in {place} report {air=bug}¶{ill} children from {number_small} schools in {place} have
  caught {bug}.
air: whooping cough | measles | mumps | chickenpox | scarlet fever
source_air: a nursery | a student hall | a youth hostel | a sports club | a summer school
out_detail:
- {number_small.cap} of them needed treatment in hospital, and all are recovering.
- The youngest patient is {2-9} months old and the oldest {71-94}.
- Laboratory tests in {town} confirmed the cause within {2-4} days.
- Most had mild symptoms and were well again within {3-8} days.
- Investigators asked {80-320} people where they had been and whom they had met.
out_advice_gut:
- People with symptoms should stay at home until two days after they have passed.
- Visitors are asked to wash their hands with soap, as gel alone is not enough.
- Anyone who cannot keep fluids down should ring the advice line.
- Small children and older people should drink small amounts often.
out_advice_air:
- Parents should check their children's vaccination record.
- Anyone with a fever and a rash or a bad cough is asked to ring the surgery before coming in.
- Children who are ill should stay at home until a doctor says that they can go back.
- Pregnant women who have been in contact with a patient should speak to their midwife.
out_quote:
- "We expect a few more cases and then an end," said {doctor}, who leads the investigation.
- "There is no reason for alarm, but there is a reason for care," said {doctor}.
- "Quick reporting by one family doctor made the difference," {manager} of the health district
  said.
- "The advice line has taken {140-900} calls, and we have answered them all," said {manager}.
out_next_gut:
- The kitchen has been cleaned and may open again after a second test.
- A final report will be published {season}.
- Samples of food and water are still being tested in {town}.
out_next_air:
- A vaccination session will be held at the town hall on {weekday}.
- The outbreak will be declared over when no new case has appeared for {14-28} days.
- Letters have gone to {240-990} families.
epi_start:
- {habit.cap} linked to lower risk of {outcome}¶People {who} were {less} per cent less likely to
  develop {outcome}, a study that followed {cohort} adults for {years} years has found.
- {less} per cent fewer cases of {outcome}¶{outcome.cap} was {less} per cent less common among
  people {who}, researchers at the University of {place} report.
- Does {habit} protect against {outcome}?¶A long study of {cohort} people suggests that {habit}
  goes together with a lower risk of {outcome}. The difference was {less} per cent.
- {cohort} people, {years} years, one finding¶{habit.cap} may lower the risk of {outcome} by about
  {less} per cent, according to a study from {place}.
- {outcome.cap}: what {years} years of data show¶Among {cohort} people in and around {place}, those
  {who} had a {less} per cent lower risk of {outcome}.
epi_how:
- The participants were between {35-45} and {65-79} years old at the start and answered questions
  every {2-4} years.
- During the {years} years {cases} people in the study were diagnosed with {outcome}.
- Smoking, weight, income and education were taken into account.
- Diagnoses were taken from hospital records, not from memory.
- Blood samples from a third of the participants were stored and measured later.
epi_result:
- The link was the same in women and men.
- The benefit was greatest among people over {55-65}.
- Even a small change made a difference, and beyond a certain point more did not help.
- Among heavy drinkers the link was weaker, at {4-9} per cent.
- In absolute terms, {3-9} cases in every 1,000 people might be prevented over ten years.
epi_quote:
- "It is not a recipe but a reason to begin," said {doctor}, who led the study.
- "We cannot rule out that healthy people simply live differently," {doctor} said.
- "Small habits, kept for years, leave a trace," said {doctor} of the University of {place}.
- "I have started to do it myself," {doctor} admitted.
epi_limit:
- A study of this kind cannot prove cause and effect.
- People who take part in such studies are healthier than average.
- The answers about daily habits may not always be exact.
- Experts who were not involved would like to see a trial.
- The authors received no money from industry.
epi_next:
- The participants will be followed for another {5-10} years.
- A trial with {n} volunteers is to begin {season}.
- The team now wants to look at children.
- The findings may be used in the next edition of the national guideline.
lack_start:
- {lack_start_shop} {lack_why} {lack_advice_shop}
- {lack_start_ward} {lack_why} {lack_advice_ward}
lack_start_shop:
- {scarce=it.cap} in short supply in {place}¶Pharmacies in {place} are running short of {it}.
- {scarce=it.cap} in short supply until {month}¶Supplies of {it} will remain uneven until {month},
  the Medicines Standards Authority has said.
- Pharmacists allowed to replace {scarce=it}¶Pharmacists may replace {it} with a similar product
  without a new prescription.
- Where has {scarce=it} gone?¶Families in {place} have to go from pharmacy to pharmacy for {it}.
lack_start_ward:
- Doctors asked to save {scarce_ward=it}¶{hospital.cap} has asked its doctors to use {it} only
  where there is no alternative.
- Hospitals share {scarce_ward=it}¶{number_small.cap} hospitals around {place} have agreed to share
  {it}.
- {scarce_ward=it.cap} may run short¶Stocks of {it} at {hospital} will last for {9-24} days.
scarce: antibiotic syrup | children's fever syrup | insulin | asthma spray | thyroid medicine |
 epilepsy medicine | eye drops
scarce_ward: saline | contrast fluid for scans | blood of group O | local anaesthetic | sterile
 tubing | a common chemotherapy drug
lack_why:
- A fire at a warehouse in {town} has halved deliveries.
- Demand rose by {25-60} per cent within {3-6} weeks.
- Only {number_small} firms in the country can deliver at short notice.
- Deliveries have been held up at the port of {other} for {2-5} weeks.
- Planners had expected lower demand after the summer.
lack_advice_shop:
- Patients should renew prescriptions a week early and should not hoard.
- Doctors have been sent a list of alternatives and doses.
- Some products may be imported without the usual label.
- Nobody should share medicine with a neighbour, the authority warned.
lack_advice_ward:
- Urgent operations and cancer treatment are not affected.
- Stock is counted every morning and reported to the health district.
- Planned procedures may have to be moved by {5-14} days.
- A committee of {number_small} doctors decides in cases of doubt.
lack_next:
- The first new deliveries are expected {season}.
- The authority will review the position every {7-14} days.
- A reserve for {6-12} weeks is to be built up {season}.
- {doctor.cap} of {hospital} expects normal supplies in {3-8} weeks.
weekday: Monday | Tuesday | Wednesday | Thursday | Friday | Saturday
month2: July | August | December
"""
