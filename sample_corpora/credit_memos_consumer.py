"""Rules for credit memos on private borrowers: mortgages, car loans and personal loans."""

CONSUMER = """
mortgage_memo:
- Residential mortgage: {home} in {place}¶{request_m} {who_p}{partner} {capacity} {file} {value_m}
  {decision}
- Mortgage application, {surname}¶Borrower: {applicant}¶Request: {loan} over {years} years,
  loan-to-value {ltv} ¶{who_p}{partner} {capacity} {stress_p} {file} {reserves} {decision}
- Purchase of {home} in {place}¶{who_p}{partner} {request_m} {value_m} {capacity} {reserves}
  {opinion} {decision}
- Credit memo: mortgage of {loan}¶Purpose: {request_m}¶Income: {who_p}{partner}¶Capacity:
  {capacity}¶Credit: {file} ¶Collateral: {value_m}¶Recommendation: {decision}
- Mortgage, second opinion: {surname}¶{request_m} {capacity} {stress_p} {value_m} {pair_m}
  {decision}
- {surname}, {home} in {place}¶{value_m} {who_p}{partner} {capacity} {pair_m} {file} {opinion}
- Mortgage file {file_no}¶Loan {loan} | Value {value} | Payment {payment} | Debt-to-income {dti} |
  Score {score}¶{request_m} {file} {reserves} {pair_m} {decision}
car_memo:
- Car loan: {car}¶{request_c} {who_p} {capacity} {file} {value_c} {decision}
- Vehicle finance, {surname}¶{who_p} {request_c} {value_c} {capacity} {opinion} {decision}
- Credit memo: car loan of {loan}¶Purpose: {request_c}¶Income: {who_p}¶Capacity: {capacity}¶Credit:
  {file} ¶Collateral: {value_c}¶Recommendation: {decision}
- Car loan note, {place} branch¶{request_c} {capacity} {pair_c} {file} {decision}
- Car loan {file_no}: {car}¶Price {value} | Loan {loan} | Instalment {payment} | Score
  {score}¶{request_c} {who_p} {file} {pair_c} {decision}
personal_memo:
- Personal loan: {aim}¶{request_p} {who_p} {capacity} {file} {decision}
- Personal loan of {loan}¶Purpose: {request_p}¶Income: {who_p}¶Capacity: {capacity}¶Credit history:
  {file} ¶Recommendation: {decision}
- Unsecured loan, {surname}¶{who_p} {request_p} {capacity} {reserves} {pair_p} {decision}
- Lending note, personal loan {file_no}¶{request_p} {file} {capacity} {opinion} {decision}
- Personal loan: {aim}¶Amount {loan} | Instalment {payment} | Debt-to-income {dti} | Score
  {score}¶{request_p} {who_p} {reserves} {pair_p} {decision}
request_m:
- The borrower requests {loan} over {years} years towards a price of {value}, a loan-to-value of
  {ltv}.
- The borrower requests a mortgage of {loan} at {rate}, repaid over {years} years in monthly
  payments of {payment}.
- A mortgage of {loan} is requested for a property in {place}; the price is {value} and the deposit
  {deposit}.
- The borrower requests {loan} to buy a home in {place}. The monthly payment at {rate} is
  {payment}.
- The request is for {loan} over {years} years, which is {ltv} of the value of {value}.
- With a deposit of {deposit} from savings, the borrower requests {loan} over {years} years.
- The borrower requests {loan} at {rate}, fixed for {5-10} years; the purchase contract is on file.
request_c:
- The borrower requests {loan} over {term_months} months to buy a {car_age} car from a dealer in
  {town}.
- The borrower requests {loan} towards a price of {value}; the instalment at {rate} is {payment} a
  month.
- A loan of {loan} is requested for a car that costs {value}, with a term of {term_months} months.
- The borrower requests a car loan of {loan} at {rate}. The contract with the dealer is on file.
- The price of the car is {value}, of which {loan} is to be financed over {term_months} months.
request_p:
- The borrower requests {loan} over {term_months} months for {aim}.
- The borrower requests an unsecured loan of {loan} at {rate}, with instalments of {payment} a
  month.
- A personal loan of {loan} is requested for {aim}; the term is {term_months} months.
- For {aim} the borrower requests {loan}, to be repaid in {term_months} instalments of {payment}.
- The request is for {loan}. The purpose is {aim}, and an invoice or quotation is on file.
who_p:
- The applicant, aged {age}, has worked as {job.a} for {employer} for {at_job} years and earns
  {pay} a month.
- Income of {pay} a month comes from a permanent post as {job.a} with {employer}.
- Aged {age}, the applicant is {job.a} and has been employed by {employer} for {at_job} years.
- The applicant is {job.a}, and three payslips and a letter from {employer} confirm {pay} a month
  before tax.
- Employment is stable: {at_job} years as {job.a} with {employer}, at {pay} a month gross.
- {surname_title}, aged {age}, earns {pay} a month as {job.a}; the post is permanent.
- After {at_job} years with {employer}, the applicant earns {pay} a month as {job.a}. Overtime has
  not been counted.
surname_title: Ms {surname} | Mr {surname} | Mrs {surname}
couple: a married couple with {number_p} children | a couple without children | an unmarried couple
 | a married couple with one child | a couple who now rent in {town}
single: a single applicant | a single parent with one child | a divorced applicant | a first-time
 borrower
capacity_strong:
- With total obligations of {obligations} and {household_text} of {income} a month, the
  debt-to-income ratio is only {dti}.
- The debt-to-income ratio is {dti}, well below our limit of 43%.
- Payments of {payment} on this loan and {other_debt} on other debts take up {dti} of gross income.
- Capacity is ample, with a ratio of {dti} and about {monthly_left} a month left after living costs
  are estimated.
- Out of {income} a month, {obligations} goes to debt, a ratio of {dti}.
capacity_adequate:
- The debt-to-income ratio of {dti} is within our limit of 43%.
- Obligations of {obligations} a month against {household_text} of {income} give a ratio of {dti}.
- The new payment of {payment} comes on top of {other_debt} for other debts, and the ratio reaches
  {dti}.
- At {dti}, debt-to-income is acceptable but leaves little room for another loan.
- Capacity is sufficient: {dti} of gross income is committed after the loan.
capacity_weak:
- With obligations of {obligations} against {household_text} of {income}, the debt-to-income ratio
  of {dti} exceeds our limit of 43%.
- The payment of {payment} would bring debt-to-income to {dti}, outside policy.
- Other debts already cost {other_debt} a month, and with this loan {dti} of income would be
  committed.
- Debt-to-income of {dti} is too high for the income of {income} a month.
- After tax and rent the new payment of {payment} could not be met every month; the ratio is {dti}.
stress_p:
- At a rate two points higher the ratio would be {stressed_dti}.
- Tested at {rate} plus two points, debt-to-income moves from {dti} to {stressed_dti}.
- The stressed ratio is {stressed_dti}, which matters once the fixed period has ended.
file_strong:
- The bureau score is {score}, with no late payment in {6-15} years.
- Credit history is excellent: score {score}, {number_p} loans repaid, none late.
- The file shows {5-11} accounts, all paid as agreed, and a score of {score}.
- A score of {score} and card use of {3-14}% point to careful habits.
- No adverse entry was found, and the score stands at {score}.
file_adequate:
- The bureau score of {score} reflects one payment {30-45} days late {2-4} years ago.
- Credit history is satisfactory, with a score of {score} and card use of {28-46}%.
- The score is {score}. A late payment on a phone contract was explained by a move.
- There are {4-8} open accounts, and the last {20-44} months show no delay; the score is {score}.
- The file is short but clean, and the score of {score} is above our minimum of 660.
file_weak:
- The bureau score of {score} is below our minimum of 660.
- Two accounts are in collection, one of them opened last year, and the score is {score}.
- There were {number_p} late payments in the last twelve months, and card use stands at {82-98}%.
- The score of {score} follows a default on a store card that has not been settled.
- {5-9} credit enquiries in {3-6} months and a score of {score} suggest pressure.
reserves_strong:
- Savings equal {6-14} monthly payments.
- Statements show regular saving of ${300-800} a month.
- Reserves of ${8-29},{100-900} remain untouched.
- The applicant has saved every month for {3-8} years.
reserves_adequate:
- Savings of {number_p} monthly payments remain.
- Reserves are modest, though statements show that rent has been paid on time for {2-6} years.
- Savings are small but have grown in each of the last {number_p} years.
- There are savings of ${3-7},{100-900}, enough for small repairs and surprises.
reserves_weak:
- No savings were found on the statements of the last {3-6} months.
- The account is overdrawn at the end of most months.
- Pay is spent in full by the third week of most months.
- There are no reserves that could bridge the loss of a month's pay.
value_m:
- The valuer puts the property at {value}, so the loan-to-value is {ltv}.
- The property, {home}, was valued at {value} after inspection.
- Collateral is a first mortgage on the property at {ltv} of its value; title and insurance are in
  order.
- Comparable sales in the same street support the value of {value}.
- The property was built in {1950-2015} and is in good repair; the loan-to-value of {ltv} is based
  on the lower of price and valuation.
- A first charge is registered. Similar homes in {place} sell within {5-12} weeks.
value_c:
- The car is pledged to the bank and must be fully insured; the loan is {ltv} of its price.
- The guide value agrees with the price of {value}, and loan-to-value is {ltv}.
- Collateral is the car itself, which loses about {12-20}% of its value a year.
- Title is held by the bank until the last instalment, and loan-to-value starts at {ltv}.
- The dealer's price of {value} has been checked against {number_p} advertisements.
pair_m:
- Risk: loss of employment. Mitigant: cover for unemployment over {12-24} months is in place.
- Risk: higher interest after the fixed period. Mitigant: the borrower may repay 5% a year without
  charge.
- Risk: falling prices in {place}. Mitigant: amortisation of about {2-4}% a year in the first
  years.
- Risk: repairs to the roof and the heating. Mitigant: a survey is on file and lists no urgent
  work.
- {pair_home}
- Risk: part of the income is variable. Mitigant: we used the average of {2-3} years.
pair_couple:
- Risk: a new baby and lower hours. Mitigant: the first {12-24} payments would also be covered by
  savings plans.
- Risk: separation of the couple. Mitigant: both are liable for the whole loan.
- Risk: loss of the second income. Mitigant: the partner has worked for the same employer for
  {4-14} years.
pair_single:
- Risk: dependence on one income. Mitigant: disability cover of {payment} a month is assigned.
- Risk: dependence on one income. Mitigant: a parent stands as guarantor for the first {3-5} years.
pair_c:
- The car is needed to get to work, which supports payment discipline.
- The main risk is a fall in the car's value; the term is shorter than its expected life.
- A breakdown could strain the budget, and the dealer's warranty covers the first {12-36} months.
- The old car is traded in and its loan is settled by the dealer.
- The main risk is loss of employment. Payment protection was offered and explained.
- Running costs were estimated at ${180-320} a month and included in the budget.
pair_p:
- As the loan is unsecured, the term has been kept to {term_months} months.
- Payment goes straight to the supplier, so that the money is used as intended.
- The risk of further borrowing is addressed by closing {number_p} card accounts.
- Life and disability cover was offered and explained.
- The instalment is collected on the day after pay day.
- Should the household lose an income, the instalment can be halved once for {3-6} months.
opinion_strong:
- There is little to worry about in this file.
- Income, history and purpose all speak for the loan.
- The application is complete and the picture is consistent.
- We regard the risk as low.
opinion_adequate:
- On balance the risk is acceptable.
- Stable work makes up for a budget that is not generous.
- The figures are within policy, and nothing in the file contradicts them.
- A sound application without much to spare.
opinion_weak:
- The loan would add to a burden that is already too heavy.
- Neither the budget nor the history supports the request.
- We see a real danger that payments would be missed within the first year.
- Stable employment alone cannot outweigh the missing capacity.
decision_strong:
- Approve at the standard rate of {rate}.
- Approval is recommended as requested.
- Approved under branch authority.
- We recommend approval and offer the preferred rate.
- Approve {loan} over {years} years without further conditions.
decision_adequate:
- Approve, subject to direct debit from the salary account.
- Approval is recommended, provided that the {smalldebt} is repaid from the proceeds or closed.
- We recommend approval at {rate}, with a review if another loan is requested within {6-12} months.
- Approve on condition that proof of {proof} is received before drawdown.
- Recommended for approval, with {number_p} months of payslips to be added to the file.
decision_weak:
- Decline. The applicant may apply again once the card balances have been reduced.
- The request is declined because of debt-to-income and credit history.
- We cannot recommend approval. A smaller loan with a guarantor could be examined.
- Declined; the reasons were explained and a debt adviser was suggested.
- Decline. After {6-12} months without late payments the case may be reopened.
smalldebt: store card | smallest card balance | old overdraft | remaining furniture loan
proof: income | the end of probation | residence | the bonus paid in {month}
house: a terraced house | a two-room flat | a semi-detached house | a detached house | a three-room
 flat | a bungalow | a house with a small workshop | a flat near the station | a ground-floor flat
 with a garden
car: estate car | small electric car | family car | van for private use | compact car | hybrid car
 | car for a commuter | replacement car
goal_small: dental treatment | a wedding dress and rings | a training course | moving costs | a
 hearing aid | veterinary surgery | legal costs | the repayment of an overdraft | a laptop and
 course fees | new tyres and a repair | a washing machine and a fridge | a wheelchair ramp | a
 cargo bicycle
goal_large: the repair of a roof | a new kitchen | a heat pump | new windows | a bathroom refit |
 the consolidation of two card balances | the consolidation of three older loans | a wedding | a
 year of further training | the conversion of a loft | the purchase of a used motorcycle | solar
 panels | furniture after a move abroad
number_p: two | three | four
file_no: {2000-9800}
"""
