"""Rules for how a firm has done since the last look: trend, conduct, reviews and watch list."""

MONITORING = """
balance_b:
- Debt is {leverage} times tangible net worth, and the current ratio stands at {current}.
- The current ratio is {current}; {receivables}.
- Leverage after the loan is {leverage} times equity.
- Debt is {leverage} times tangible net worth, and {receivables}.
- The current ratio is {current}, after {1.01-1.58} a year earlier.
- Net worth includes a loan from the owner, which is subordinated to the bank.
trend_strong:
- Sales rose by {growth} to {sales}, and the margin held at {margin}.
- Turnover rose for the third year in a row, most recently by {growth}.
- The firm raised its prices twice without losing a larger customer; sales rose by {growth} to
  {sales}.
- Cash flow was {cash} in the last year, and the margin of {margin} is above the average of the
  trade.
- Growth of {growth} came from existing customers and did not require longer terms of payment.
trend_adequate:
- Sales {grew} by {growth} to {sales}; the margin was {margin} after {old_margin}.
- The year was steady, with sales of {sales} and a margin of {margin}.
- Turnover {grew} by {growth}, roughly in line with the trade.
- After a weak first half, sales recovered and ended the year at {sales}.
- Results have moved within a narrow range for {3-5} years; cash flow was {cash} last year.
trend_weak:
- Sales fell by {growth} to {sales}, and the margin shrank from {old_margin} to {margin}.
- Turnover fell by {growth} {setback}.
- Costs rose faster than prices, and the margin is down from {old_margin} to {margin}.
- The decline in sales by {growth} has not yet come to an end, as the order book shows.
- Management accounts for the current year point to a further fall in sales.
cover_now:
- Debt service of {service} was covered {dscr} times in the year under review.
- Coverage came to {dscr} times against a covenant of {floor} times.
- The coverage ratio for the year was {dscr}.
conduct_strong:
- The account has been in credit throughout the year, and no payment was late.
- We have known the borrower for {5-21} years and have never had to send a reminder.
- Credit history is clean, with two earlier loans repaid before maturity.
- Supplier references are good, and discounts for early payment are taken.
- The business report shows no adverse entry in {6-12} years.
conduct_adequate:
- Account conduct is satisfactory, with one short excess in {month} that was cleared within {2-6}
  days.
- Payments have been on time for {18-46} months; an earlier delay was explained.
- The overdraft is used to {35-70}% on average and returns to credit every month.
- Credit history is acceptable. A payment was {10-25} days late after a change of bank.
- Suppliers are paid within {28-45} days, which is usual in the trade.
conduct_weak:
- The limit was exceeded on {14-47} days in the last half-year.
- {number.cap} direct debits were returned unpaid between {month} and the review.
- The last {number} instalments arrived between {8-14} and {20-34} days late.
- Two suppliers now insist on payment in advance.
- Tax arrears of ${9-38},{100-900} are being paid in instalments.
review_open:
- The loan of {loan} is reviewed for a further year.
- The annual review is based on audited accounts and on account conduct over twelve months.
- {firm} has been a customer for {5-19} years; the present exposure is {loan}.
- Facilities of {loan} fall due for review this month.
review_line:
- The credit line of {loan} was drawn to {38-64}% on average and was back in credit for {35-120}
  days.
- The line of {loan} finances day-to-day costs and has been renewed {number} times.
- The borrower requests renewal of its line of {loan} for twelve months on unchanged terms.
- The borrower requests a seasonal increase of its line to {loan} from {month} for four months.
review_test:
- The covenant requires coverage of {floor} times; the figure for the year is {dscr}.
- At the test date coverage was {dscr} times, and the covenant of {floor} times was met.
- All covenants were met at the year end, and the coverage ratio was {dscr} against {floor}.
review_end:
- The limit is renewed, and the grade is confirmed at {grade}.
- We recommend renewal on unchanged terms until the next review.
- No change of terms is proposed; the next accounts are due in {month}.
- The rating of {grade} is confirmed, and the margin may be lowered by {0.1-0.3} points.
- The outlook is stable. We shall visit the borrower in {month}.
watch_open:
- Exposure to {firm} stands at {loan}, against collateral of {value}.
- The borrower has been placed on the watch list with risk grade {grade}.
- The account manager visited {firm} in {place} after repeated excesses.
- Two early warning signals have been raised for {firm}, which owes us {loan}.
watch_cause:
- The owner puts the trouble down to {risk}, and the accounts bear this out in part.
- Prices were held for a year while costs went up, and they have now been raised by {4-9}%.
- A second site in {town} has lost money since it opened and is to be closed.
- Illness of the owner for {3-7} months left much work undone.
- About {50-80}% of the fall came {setback}.
watch_action:
- No further drawings are allowed. A cash plan for 13 weeks is due within {7-14} days.
- We propose interest only for {3-6} months, against weekly figures and a pledge of equipment.
- The owner will sell private assets and pay down ${10-40},000 by {month}.
- A provision is not yet needed, since collateral and guarantee cover the debt in part; we meet
  again in {month}.
- The file moves to the workout team unless arrears are cleared by the end of {month}.
- Monthly accounts, no dividends and no new leases are the conditions for our patience.
restructure_open:
- The borrower requests that the remaining {loan} be spread over {years} years.
- The borrower requests a payment holiday of {3-6} months on a loan of {loan}.
- {firm} cannot keep to the present schedule and asks for lower instalments on {loan}.
concentration_firm: the largest account makes up {9-38}% of turnover | the five largest customers
 bring {41-68}% of sales
concentration_private: no single customer matters | demand is spread over many small sales | about
 {50-80}% of customers come back within a year
pair_conc_firm:
- One customer accounts for {24-38}% of sales; a contract runs for another {2-4} years.
- Late payment by a large customer would hurt, and credit insurance covers up to {50-80}% of each
  debt.
pair_conc_private:
- Private customers may spend less in a recession, though the firm sells things that people need.
- Trade depends on the location; parking and footfall were checked during the visit.
receivables_firm: receivables are collected after {days} days | customers pay after {days} days
receivables_private: most customers pay at once | few sales are made on credit
setback_firm: after the loss of a large customer | after a contract was not renewed
setback_private: after roadworks kept customers away | after a rival opened nearby
"""
