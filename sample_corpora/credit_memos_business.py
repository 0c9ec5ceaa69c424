"""Rules for credit memos on small businesses: application, review, monitoring and decline."""

BUSINESS = """
document: {memo}
business_strong:
- {business_any}
- {business_any}
- {business_review}
business_adequate:
- {business_any}
- {business_any}
- {business_review}
business_weak:
- {business_any}
- {business_watch}
business_any:
- Credit memo: {firm}, {product_b} of {loan}¶{request_b} {trade_b} {numbers_b} {cover} {secure}
  {pair_b} {verdict}
- {firm}: {product_b}, {loan} over {years} years¶{request_b} {owner_b} {trend} {cover} {stress_b}
  {conduct} {verdict}
- Summary for committee: {firm}¶Borrower: {trade_b}¶Purpose: {purpose_b}¶Repayment: {cover}
  {stress_b} ¶Security: {secure}¶Risks: {pair_b}¶Recommendation: {verdict}
- Credit memo, {place} branch¶Borrower: {firm}¶Request: {loan} over {years} years,
  {purpose_short}¶{owner_b} {trend} {numbers_b} {cover} {pair_b} {view} {verdict}
- Risks and mitigants: {firm}¶{request_b} {cover}¶Risk and mitigant: {pair_b}¶Risk and mitigant:
  {pair_b} ¶Risk and mitigant: {pair_b}¶{verdict}
- {firm}, {trade} in {place}¶{trade_b} {request_b} {cover} {secure} {structure_b} {view} {verdict}
- Financial analysis: {firm}¶{trend} {numbers_b} {balance_b} {cover} {stress_b} {view}
- Collateral and structure: {firm}¶{request_b} {secure} {structure_b} {covenant_b} {pair_b}
  {verdict}
- Lending note: {firm}¶{request_b} {cover} {conduct} {owner_b} {balance_b} {verdict}
- Equipment finance: {asset} for {firm}¶{request_asset} {trade_b} {benefit_b} {cover} {stress_b}
  {verdict}
- Management and ownership: {firm}¶{owner_b} {owner_more} {trade_b} {conduct} {pair_b} {view}
- Credit memo: {firm}¶Loan {loan} | Term {years} years | Rate {rate} | Coverage {dscr} times |
  Loan-to-value {ltv}¶{request_b} {trend} {pair_b} {view} {verdict}
business_review:
- Annual review: {firm}¶{review_open} {trend} {conduct} {cover_now} {pair_b} {review_end}
- Review of credit line, {firm}¶{review_line} {conduct} {balance_b} {pair_b} {review_end}
- Covenant test: {firm}¶{review_test} {trend} {balance_b} {review_end}
business_watch:
- Watch list: {firm}¶{watch_open} {trend} {conduct} {watch_cause} {watch_action}
- Restructuring: {firm}¶{restructure_open} {cover} {watch_cause} {secure} {watch_action}
- Early warning note: {firm}, {place}¶{watch_open} {conduct} {balance_b} {watch_action}
product_b: term loan | investment loan | secured term loan | business loan
request_b:
- The borrower requests a term loan of {loan} over {years} years to {purpose_verb}.
- The borrower requests {loan} at {rate} over {years} years in order to {purpose_verb}.
- {firm} has applied for a loan of {loan} in order to {purpose_verb}; the term is {years} years.
- The borrower requests {loan} towards a project of {project} and contributes {own}, or
  {own_share}, from its own funds.
- A loan of {loan} is requested by {firm} in {place}.
- The borrower requests financing of {loan}, to be repaid in equal monthly instalments over {years}
  years.
- The request is for {loan} over {years} years. The borrower intends to {purpose_verb}.
- With total costs of {project}, the borrower requests {loan} from us and puts in {own} of its own.
request_asset:
- The borrower requests {loan} over {years} years to finance {asset} and the work needed to install
  it.
- The borrower requests an equipment loan of {loan} for {asset}; the balance of {own} is paid in
  cash.
- {firm} wants to invest {project} in {asset} and related works, of which {loan} is to be borrowed
  over {years} years.
- The borrower requests {loan} for {asset}. Quotations from two suppliers are on file.
purpose_verb: buy {asset} | buy {asset} and refit the premises | take over a competitor in {town} |
 open a second site in {town} | replace worn-out equipment | move to larger premises in {place} |
 repay a shareholder loan and buy {asset} | buy out a retiring partner | enlarge the premises |
 refinance a loan from another lender and buy {asset}
purpose_short: purchase of {asset} | expansion in {town} | replacement of equipment | buyout of a
 partner | refit of the premises | purchase of {asset} and working capital
purpose_b:
- The loan will finance {asset} and the installation, at a total cost of {project}.
- Of the project cost of {project}, the owner pays {own} from retained profit.
- The money is meant for a second site in {town}, where a lease has been agreed for {6-12} years.
- Equipment bought {11-17} years ago is to be replaced, as repairs cost ${3-9},{100-900} last year.
- The purpose is to bring in-house work that has so far been given to subcontractors.
- A partner aged {61-67} retires, and his share is to be bought at {3.1-4.4} times earnings.
benefit_b:
- The new equipment raises capacity by {15-40}% and saves one part-time post.
- Savings on outside work are estimated at ${2-6},{100-900} a year.
- Waiting times for customers should fall from {5-8} to {2-4} weeks.
- No increase in sales has been assumed in our figures, so any growth is an addition.
- The old equipment has been written down to zero and will be sold for a small sum.
- Running costs fall by an estimated {4-11}%.
trade_b:
- {firm} is {trade.a} in {place} with {staff} employees and {traded} years of trading.
- The firm serves {customers} and has been in business for {traded} years.
- Founded {traded} years ago, the {trade} has {staff} staff and sells mainly to {customers}.
- Sales come from {customers}; {concentration}.
- The {trade} has its premises in {place} under a lease that runs for another {3-11} years.
- It is one of {number} firms of its kind in and around {place}.
- With {staff} employees the firm is of middling size for the trade, and its prices are in line
  with those of its competitors.
owner_b:
- The owner, {owner_name}, has run the business for {tenure} years and is {38-58} years old.
- {owner_name} owns {60-100}% of the shares and works in the business every day.
- Management is in the hands of {owner_name}, who trained in the trade and holds the required
  licence.
- The business belongs to {owner_name} and a sibling, in equal parts.
- {owner_name} took over from a parent {tenure} years ago and has since modernised most of the
  equipment.
- {owner_name} has {9-27} years of experience in the trade, part of it with a larger firm in
  {town}.
owner_more:
- A senior employee with {6-19} years of service can stand in for the owner.
- The accounts are kept by an outside bookkeeper and arrive on time.
- The owner's private debts are limited to a mortgage of ${90-240},000.
- Succession has not been settled, and we have raised the matter.
- Life cover of {half} is in force and can be assigned.
- The owner draws ${4-7},{100-900} a month, which leaves room in a bad year.
- A tax clearance certificate dated last month is on file.
owner_name: Ms {surname} | Mr {surname} | Mrs {surname}
numbers_b:
- On sales of {sales} the firm earned cash flow of {cash} before debt service, a margin of
  {margin}.
- Sales were {sales} and cash flow available for debt service {cash}.
- The last accounts show turnover of {sales} and EBITDA of {cash} after a market salary for the
  owner.
- Cash flow of {cash} has been adjusted for one-off items and for the owner's drawings.
- From turnover of {sales}, {margin} remained as cash flow available for debt service.
- Tax returns for three years and management accounts were reviewed; sales of {sales} agree with
  deposits to within {1-3}%.
cover_strong:
- Total debt service of {service} is covered {dscr} times.
- Debt service coverage is comfortable at {dscr} times, including the new loan.
- Cash flow of {cash} covers existing payments of {old_service} and new payments of {new_service}
  {dscr} times.
- With a debt service coverage ratio of {dscr} the loan is well supported by recurring cash flow.
- After the loan, annual debt service is {service} and coverage {dscr} times, far above our
  minimum.
- Repayment comes from operating cash flow, which covers debt service {dscr} times.
cover_adequate:
- Debt service coverage is adequate at {dscr} times.
- Total debt service of {service} is covered {dscr} times, above our minimum of 1.25.
- Existing payments of {old_service} and new payments of {new_service} are covered {dscr} times by
  cash flow of {cash}.
- Coverage of {dscr} times meets policy but leaves limited room for setbacks.
- After the loan, debt service rises to {service} a year, and the coverage ratio is {dscr}.
- Cash flow of {cash} against debt service of {service} gives a ratio of {dscr}.
cover_weak:
- Cash flow of {cash} covers total debt service of {service} only {dscr} times.
- Debt service coverage of {dscr} times is below the minimum of 1.25.
- With the new payments of {new_service} the coverage ratio falls to {dscr}, which is outside
  policy.
- On our figures coverage is {dscr} times; the borrower's own plan assumes growth that has not been
  shown.
- Debt service of {service} cannot be met from cash flow with any margin, as the ratio of {dscr}
  shows.
- Repayment would depend on new business that is not under contract, since coverage is only {dscr}
  times.
stress_b:
- If cash flow falls by 15%, coverage is {stressed} times; at 25% it is {severe} times.
- A rise in rates of two points would bring the ratio to {shocked}.
- In our downside case, with cash flow 15% lower, the ratio is {stressed}.
- Stress test: cash flow down by a quarter gives {severe} times.
- With {risk} in mind we tested a fall in cash flow of 15%, which leaves coverage of {stressed}
  times.
- Sensitivity to interest is moderate, as the ratio moves from {dscr} to {shocked} at two points
  more.
secure_strong:
- The loan is secured by a first charge on assets valued at {value}, a loan-to-value of {ltv}.
- Collateral of {value} gives a loan-to-value of {ltv}; a forced sale should bring about {forced}.
- Security consists of a mortgage on the premises, valued at {value}; the loan-to-value is {ltv}.
- At {ltv} of an independent valuation of {value}, the bank is well secured.
- A mortgage and the owner's personal guarantee support the loan, and loan-to-value stands at
  {ltv}.
secure_adequate:
- Security is a first charge on equipment and a second mortgage, together valued at {value}, or
  {ltv} loan-to-value.
- The loan-to-value of {ltv} is within policy, but a forced sale would bring only about {forced}.
- Collateral is valued at {value}. In addition the owner gives a guarantee limited to {half}.
- A charge on all assets and an assignment of insurance claims secure the loan at {ltv} of value.
- The valuation of {value} is {2-9} months old, and the loan-to-value is {ltv}.
secure_weak:
- Collateral of {value} is thin at a loan-to-value of {ltv}, and in a forced sale we expect
  {forced}.
- The assets offered are specialised and hard to sell; loan-to-value is {ltv}.
- There is a security gap, since the valuation of {value} leaves loan-to-value at {ltv}.
- Other lenders already hold a charge on the premises, and what remains gives a loan-to-value of
  {ltv}.
- The guarantee of the owner adds little, as private assets are pledged elsewhere.
pair_b:
- {risk.cap} may squeeze the margin; with cash flow 15% lower, coverage would be {stressed} times.
- The business depends on its owner, so disability cover is to be assigned to the bank.
- {pair_conc}
- Demand is cyclical. In the last downturn sales fell by {9-16}% and the firm remained able to pay.
- Competition in {place} has increased, but the firm holds its customers through service and short
  delivery.
- Cost overruns are possible; a contingency of {8-12}% is included and prices have been fixed.
- Skilled staff are hard to find. The firm trains {number} apprentices and pays slightly above the
  market.
- The main concern is {risk}, which is why the term has been kept to {years} years.
- Seasonal swings strain liquidity in winter, and a small overdraft bridges the gap.
- Rising interest would raise costs. The rate is fixed for the first {3-5} years.
- The lease ends before the loan does; the landlord has confirmed an option in writing.
- Equipment may lose value quickly, so no more than half of its price is counted as collateral.
structure_b:
- Repayment is monthly, with interest only for the first {3-9} months.
- The rate is {rate}, fixed for {3-5} years, with an arrangement fee of {0.5-1.2}%.
- Drawdown is against invoices, and the borrower's own money goes in first.
- The term of {years} years is shorter than the useful life of the asset.
- A reserve of {number} instalments is built up in a pledged account.
- Prepayment of up to 20% a year is free of charge.
- Monthly payments total {new_service} a year.
covenant_b:
- Coverage of at least {floor} times is to be tested once a year on the accounts.
- Accounts are due within {4-6} months of the year end and management figures every quarter.
- No dividends are allowed while coverage is below {floor} times.
- Further borrowing above ${20-60},000 needs our consent.
- Insurance must be kept in force with the bank named as loss payee.
- Net worth may not fall below the figure in the last accounts.
view_strong:
- In our view the repayment capacity is good and the purpose sound.
- The strengths are long experience, moderate debt and a healthy margin.
- We see no weakness that could threaten repayment in the near future.
- The request fits our appetite for {trade} lending, and risk grade {grade} is assigned.
- Overall the credit is strong for its size.
view_adequate:
- Overall we regard the risk as acceptable at the proposed price.
- The strengths outweigh the weaknesses, though there is not much to spare.
- Risk grade {grade} is assigned, with a stable outlook.
- Experience and conduct speak for the borrower, and moderate coverage speaks for close monitoring.
- The credit is of average quality and should be watched in the first year.
view_weak:
- In our view the weaknesses prevail.
- Repayment capacity has not been shown, and the security does not make up for it.
- Risk grade {grade} is assigned, with a negative outlook.
- More debt would not solve the problem, which lies in the margin.
- The figures do not support the request, however able the owner may be.
verdict_strong:
- Approval is recommended as requested.
- We recommend approval with a coverage covenant of {floor} times, tested once a year.
- Approve {loan} over {years} years at {rate}. {covenant_b}
- The branch and credit support the request. {covenant_b}
- Recommended for approval under {authority} authority.
- We propose to approve the loan and to offer the standard rate of {rate}.
verdict_adequate:
- Approval is recommended, subject to a coverage covenant of {floor} times.
- Approve with conditions: own funds of {own} to be paid in first, and half-yearly figures.
- We recommend approval provided that the owner's guarantee is signed before drawdown. {covenant_b}
- Recommended for approval in two stages, the second of them after {number} quarters of
  satisfactory figures.
- Approve, with assignment of life cover and a review after {6-12} months. {covenant_b}
- We recommend approval of {loan} at {rate}, a margin {0.2-0.8} points above standard. {covenant_b}
verdict_weak:
- We recommend that the request be declined.
- Decline. A new application may be made once coverage has reached 1.25 times on a full year's
  accounts.
- The request is declined in its present form; a smaller loan of {half} with a public guarantee
  could be examined.
- Credit does not support the request, because coverage and security both fall short.
- Declined. The owner has been told the reasons and was offered a meeting with an adviser.
- We cannot recommend approval until {number} quarters of better figures are available.
authority: branch | regional | committee
month: January | February | March | April | May | June | July | August | September | October |
 November
number: two | three | four | five
"""
