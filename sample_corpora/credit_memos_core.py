"""Hand-written credit memos. Every borrower, firm and place is invented."""

from sample_corpora.grammar import read_documents

CORE = read_documents("""
Credit memo: Penhallick Bakery Ltd, term loan of $180,000

The borrower requests a term loan of $180,000 over seven years to buy a deck oven and to refit the
second shop. The business has traded since 2009 and is run by two sisters, both of whom bake and
keep the books. Sales grew by 6% to $1.24 million last year, and EBITDA came to $148,000. Total
debt service after the new loan is $96,000, which gives coverage of 1.54 times. A charge on the
oven and a second mortgage on the shop in Harrowmere support the loan at a combined loan-to-value
of 68%. The main risk is the price of flour and energy; a 10% rise in both would reduce coverage to
1.27 times. Approval is recommended with a minimum coverage covenant of 1.25 times, tested yearly
on audited accounts.
---
Residential mortgage: purchase of a terraced house in Calderwick

Borrower: a married couple, aged 34 and 36, two children. He is a nurse with eight years at the
same hospital; she works three days a week as a bookkeeper.

Request: $284,000 over 30 years towards a purchase price of $355,000, which is a loan-to-value of
80%.

Capacity: gross household income is $8,150 a month and all obligations including the new payment
come to $2,870, so the debt-to-income ratio is 35.2%. At a rate two points higher it would be
39.6%.

Credit: no missed payments in six years, one car loan with 14 months to run. The bureau score is
731.

Recommendation: approve. Savings of four monthly payments remain after completion.
---
Car loan: used estate car, private buyer

The borrower requests $18,400 over 60 months to buy a three-year-old estate car from a dealer. The
price is $21,500 and the deposit $3,100 comes from savings shown on statements. Net income is
$3,420 a month from a permanent post as a warehouse supervisor. After the instalment of $372 and
rent of $980 there is a surplus of $1,210. The credit file shows one late payment on a store card
in 2021, explained by a change of address and paid within three weeks. The car is valued by the
guide at $20,900. Approve at the standard rate, with comprehensive insurance and the bank noted as
loss payee.
---
Decline: Orrin Street Coffee House, start-up loan

The applicant seeks $95,000 to open a coffee house in a unit that has stood empty for two years.
The founder has worked as a barista but has never run a business, and her own contribution is
$8,000, or 8% of the project. The plan needs 210 customers a day to break even; the nearest
competitor serves about 140. On the bank's more cautious figures coverage is 0.82 times in the
first year and 1.04 times in the second. No collateral is offered apart from the fittings, which
have little resale value. We have suggested a smaller kiosk, a partner with experience and a public
guarantee scheme. The request is declined in its present form.
---
Annual review: Lockermane Joinery Ltd, overdraft of $120,000

The overdraft is reviewed for another twelve months. It was drawn to an average of $58,000 and came
back into credit for 94 days in the year, which shows that it finances work in progress and not
losses. Sales were flat at $2.3 million, but the margin recovered from 27% to 30% after fixed-price
contracts ran out. Receivables stand at 41 days and nothing is older than 90 days. One builder
makes up 34% of sales; the firm now asks him for stage payments. All covenants were met. The grade
is confirmed at 4 and the limit renewed on unchanged terms.
---
Personal loan: consolidation of three card balances

The borrower requests $14,000 over 48 months to repay three cards on which he pays between 19% and
24%. The new instalment of $356 replaces minimum payments of $468. He has worked as a lorry driver
for the same firm for eleven years and earns $3,900 a month before tax. With the loan the
debt-to-income ratio falls from 44% to 38%. The risk is that the cards are used again. The bank
will therefore pay the card issuers directly, and two of the three accounts are to be closed as a
condition of drawdown. Approval is recommended.
---
Commercial mortgage: purchase of a workshop by Dunmarrow Motor Repairs

The borrower requests $420,000 over 15 years to buy the workshop that it has rented since 2012. The
rent of $46,800 a year falls away and is replaced by debt service of $47,900. Normalised cash flow
of $83,000 covers this 1.73 times. The independent valuation is $560,000 on vacant possession, so
the loan-to-value is 75%. The building was a filling station until 1988 and the environmental
report found traces of fuel in one corner; the seller will have the soil replaced before
completion. Key-man risk is considerable, since the owner is 57 and holds the inspection licence.
His son has registered for the licence course. Approve, subject to the clean-up certificate and
assignment of life cover of $300,000.
---
Equipment finance: combine header for Eskelund Farm

The borrower requests $76,000 over five years for a used combine header. The farm works 340
hectares, of which 210 are owned without debt. Income follows the harvest: coverage averaged 1.46
times over five years but fell to 0.94 times in the drought year. For this reason instalments are
due once a year in October, after the grain has been sold. The machine serves as collateral at 80%
of the dealer's price, and a crop insurance policy is assigned to the bank. Mr Eskelund has
borrowed from us for 22 years and has never been late. Recommended for approval by the branch and
supported by credit.
---
Mortgage refinance with release of equity

The borrowers owe $141,000 on a house valued at $310,000 and request $186,000 in order to add a
room for a parent who needs care. The loan-to-value rises from 45% to 60%. Household income has
been steady for nine years and the debt-to-income ratio after the increase is 31%. A builder's
quotation for $43,500 is on file. Funds for the work are released in three stages against invoices.
The family has kept six months of expenses in savings throughout. There is little to worry about in
this file, and approval is recommended.
---
Working capital line: Vossington Garden Supplies Ltd

The borrower requests a seasonal line of $150,000 from February to July. Stock is bought in late
winter and sold by June, and the balance has been repaid in full by August in each of the last four
years. Advances are limited to 50% of stock and 75% of receivables under 60 days. At the peak of
last season the borrowing base was $238,000. A wet spring is the main risk: in 2019 stock of
$31,000 had to be carried over and marked down. Margins were still sufficient to pay interest. We
propose to renew with a monthly stock report and a clean-down period of 60 days.
---
Risks and mitigants: purchase of a dental practice

The borrower requests $640,000 over ten years to buy a practice from a dentist who retires.
Goodwill makes up 78% of the price, so collateral falls well short of the loan.

Risk: patients may leave with the old owner. Mitigant: he stays for two days a week during twelve
months, and $90,000 of the price is paid only if turnover holds.

Risk: the buyer has not managed staff before. Mitigant: the practice manager has been there for
nine years and has signed a new contract.

Risk: dependence on one pair of hands. Mitigant: disability cover of $9,000 a month is assigned to
the bank.

Coverage is 1.61 times on last year's figures after a salary of $110,000 for the buyer. Approve.
---
Decline: car loan, sports car

The applicant asks for $46,500 over 84 months for a sports car, with no deposit. He has been
employed for five months and is still on probation. Income is $3,100 net, and the instalment of
$702 would bring total obligations to 52% of gross income. The bureau score of 604 reflects two
accounts in collection, one of them still unpaid. The car loses about a third of its value in two
years, so that the loan would exceed the collateral for most of the term. Declined. A smaller loan
with a deposit of 20% may be considered after probation and settlement of the collection.
---
Covenant breach: Thackwray Print Works Ltd

Coverage for the year was 1.11 times against a covenant of 1.25 times. The fall is explained by the
loss of a catalogue customer in March and by $38,000 of redundancy costs, which will not recur.
Without them coverage would have been 1.24 times. The order book is at its highest for two years,
and the second shift has been given up. Management accounts to September show a profit of $27,000.
We recommend a waiver for this test date, a fee of $1,500, quarterly accounts and a standstill on
dividends until coverage is back above 1.25 times. The grade is lowered from 4 to 5 and the account
is put on the watch list.
---
First-time buyer, flat in Port Ellery

The borrower requests $198,000 over 30 years to buy a two-room flat for $220,000. At 90%
loan-to-value mortgage insurance is required and has been quoted at $96 a month. She is a secondary
school teacher aged 29 on a permanent contract, with a gross income of $4,980 a month. Rent of
$1,250 has been paid on time for four years, close to the future payment of $1,394. The deposit was
saved over five years, and $6,000 is a gift from her parents, for which a gift letter is on file.
Debt-to-income is 33.8%. Approve with mortgage insurance.
---
Term loan: laundry machines for a guest house

The borrower requests $32,000 over five years for two washing machines, a dryer and plumbing.
Laundry has been sent out until now at a cost of $1,150 a month; the new machines will save about
$700 of that. The guest house has 14 rooms, an occupancy of 61% and debt of only $40,000. Coverage
after the loan is 2.05 times. Security is a charge on the machines and a guarantee by the owner,
whose own house is free of debt. Small ticket, short term, clear benefit. Approved under branch
authority.
---
Income analysis, self-employed applicant

The applicant has been a self-employed electrician for six years. Taxable profit was $52,300,
$58,900 and $61,400 in the last three years. Depreciation of $6,200 is added back and a one-off
grant of $3,000 is taken out, which leaves a three-year average of $62,700 or $5,225 a month. We do
not use the latest year alone because it contains one large contract. Bank statements agree with
the returns to within 2%. Taxes are paid to date. On this income the requested mortgage payment of
$1,510 gives a ratio of 28.9% before other debts and 35.4% after them.
---
Collateral note: light industrial unit in Westerby

The unit was built in 1996, has 1,150 square metres and a clear height of six metres. The valuer
puts market value at $870,000 and value under a forced sale within six months at $650,000. The
proposed loan of $590,000 is 68% of market value and 91% of the lower figure. Comparable units let
within four months. The roof needs work of about $40,000 during the next three years, for which the
borrower will set aside $1,200 a month in a pledged account. The title is clean and the bank will
hold a first charge.
---
Small business: second van for Iversund Plumbing

The borrower requests $41,000 over 48 months for a van and tools so that a second team can go out.
The owner turned away work worth about $60,000 last year. Even if the second team brings only half
of that, coverage is 1.39 times. The business has no debt except a fleet card, which is cleared
every month. The van is taken as collateral at 90% of its price. A qualified fitter has signed a
contract to start in May. The owner's personal score is 768. Approve.
---
Personal loan: dental treatment

The borrower requests $6,800 over 36 months to pay for implants; the treatment plan and the invoice
are on file. She receives a pension of $2,240 a month and owns her flat without a mortgage.
Obligations after the loan are 14% of income. Her file goes back 31 years with no adverse entry.
The loan is unsecured, and payment goes straight to the clinic. Life cover was offered and
accepted. Approved at the preferred rate.
---
Sensitivity: apartment house with nine units

Net operating income is $94,600 and proposed debt service $70,800, a coverage of 1.34 times. If
vacancy doubles from 5% to 10% coverage falls to 1.25 times. If the rate is reset two points higher
in year five it falls to 1.14 times. Both together give 1.06 times, still above one. The break-even
occupancy is 81%. Rents are 6% below the market, as four tenants have been there for more than ten
years. The sponsor has net worth of $1.1 million, of which $160,000 is liquid. We consider the
margin of safety adequate for a loan of 70% of value.
---
Restructuring: Achterby Transport Ltd

The borrower requests that the term loan of $312,000 be extended from three to six years. Two of
seven lorries were idle for five months after a haulage contract ended. On the present schedule
coverage is 0.88 times; on the new one it is 1.21 times. The owner has sold a plot of land and will
pay down $45,000 before signing. Fuel is now passed on to customers under an index clause.
Enforcement would bring about 62% of the debt, because used lorries are hard to sell at the moment.
We recommend the extension with monthly accounts, a cash sweep of half of any surplus and no salary
increase for the owner.
---
Franchise fitness studio, equipment and fit-out

The borrower requests $265,000 over seven years, of which $170,000 is for equipment and the rest
for fit-out. He contributes $115,000, or 30% of the project, from the sale of a house. The
franchisor operates 41 studios, and the average studio reaches break-even with 520 members in month
nine. Pre-sales stand at 310 members eleven weeks before opening. Coverage in the second year is
1.33 times in the base case and 1.02 times with 15% fewer members. Interest only is proposed for
the first nine months. The fit-out has no value for us in liquidation, so a guarantee for half of
the loan has been sought from the development fund. Approve subject to the guarantee.
---
Holiday flat, second home mortgage

The borrowers request $156,000 over 20 years on a holiday flat bought for $240,000, a loan-to-value
of 65%. Their main home carries a mortgage of $88,000. Both work for the same municipal office,
which is a mild concentration but a stable one. We have given no credit to letting income. On
salaries alone the debt-to-income ratio is 36%. The flat is leasehold with 91 years left.
Recommended for approval at a margin of 0.25 points above a main home.
---
Declined by credit: Brightwen Fashion Ltd, increase of overdraft

The borrower requests an increase from $60,000 to $110,000. The limit has been exceeded on 17 days
in the last quarter and has not been in credit since last October, so the overdraft has become
permanent debt. Stock has risen by 28% while sales have fallen by 9%, and part of it is from two
seasons ago. Suppliers are paid after 74 days. The accounts are five months late. More credit would
finance losses. We decline the increase, propose to convert $40,000 into a term loan over three
years and ask for a stock clearance plan within 30 days.
---
Home improvement loan: heat pump

The borrower requests $16,500 over seven years for a heat pump, of which $4,000 will be repaid when
the public grant arrives. Oil costs of $2,900 a year fall to an estimated $1,500 for electricity.
The instalment is $221 a month. Income is $5,300 gross from a permanent post in a pharmacy, and the
debt-to-income ratio is 29%. The house is mortgaged elsewhere at 52% of value. Unsecured, green
rate, approved. The grant is assigned to the bank and reduces the term on receipt.
---
Credit history narrative

The bureau report shows nine accounts, four of them open. The oldest dates from 2006. There was a
payment 30 days late on a phone contract in 2020 and one 60 days late on a card in the same summer,
when the applicant was on short-time work. Since then there have been 47 months without any late
payment. Card utilisation is 22%. Two enquiries were made in the last six months, both for this car
purchase. The score of 698 is slightly below our cut-off for the best tier but well above the
minimum of 640.
---
Loan to a medical couple for a shared surgery

The borrower requests $230,000 over eight years for ultrasound equipment and the conversion of a
ground-floor flat into two consulting rooms. Both partners are employed until June and hold offers
from the regional health fund for the new surgery. Projected fees of $410,000 are 15% below the
average of comparable surgeries in the region. Coverage after drawings is 1.48 times. Equipment is
charged; conversion costs are covered by a mortgage on the flat up to 80%. The file is complete,
the partners are jointly liable and a reserve of three instalments is built up from the first year.
Approve.
---
Mortgage for a self-built house

The borrowers request $312,000 to build on a plot they own. The plot is worth $95,000 and the
fixed-price contract with the builder is $345,000, so the loan covers 71% of the finished value of
$440,000. Funds are released in six stages after inspection. A contingency of $20,000 is held in a
blocked account. During the eleven months of building the couple pay interest only and keep their
rented flat, which brings obligations to 41% of income for that period and 34% afterwards. The
builder has completed 60 houses and his accounts are sound. Approve with an insurance against
builder insolvency.
---
Watch list: Umberfield Catering

Payments have been late by 12, 19 and 27 days in the last three months. The owner explains that two
events were cancelled and that a large customer pays after 75 days. Turnover through the account is
down by 18% on the year. The tax office has agreed to instalments of $1,400. Debt stands at $67,000
against collateral of $58,000, most of it kitchen equipment. No further drawings are allowed. The
owner will bring a cash plan for 13 weeks, and we meet again on the first Monday of next month.
---
Motorcycle loan for an apprentice

The borrower requests $5,200 over 36 months for a motorcycle to reach a training post that has no
bus link. He is 19 and has no credit history apart from a phone contract that is paid on time. His
pay is $1,180 a month and he lives with his parents, who sign as guarantors and have a score of 752
and 764. The instalment is $163. The motorcycle is registered to him and insured for theft. A small
first loan with a sound guarantee and a good reason. Approved.
---
Summary for committee: Sorrelby Veterinary Clinic

The clinic requests $385,000 for an extension with two operating rooms. It treats 6,100 animals a
year, and waiting times have grown to three weeks. Revenue rose from $1.48 million to $1.71 million
in two years. Leverage after the loan is 1.9 times equity, and coverage is 1.66 times. The
extension adds value of about $240,000 to a building that is worth $720,000 today. The largest risk
is the shortage of veterinary nurses; the clinic trains its own and has lost only one in three
years. Construction is at a fixed price. Pricing is set at 2.4 points over cost of funds. We
recommend approval for 12 years with a coverage covenant of 1.30 times.
---
Lending note: purchase of stock for a bicycle shop

The borrower requests a term loan of $60,000 over three years because a supplier offers a discount
of 12% for payment before delivery. The saving of $7,200 exceeds the interest of $6,100. Electric
bicycles make up most of the order and sold out by July in the past two years. There is a risk of
falling prices, as other shops hold more stock than last year. We limit the advance to 70% of cost
and ask for a pledge of the stock with quarterly counts. Coverage for the whole business is 1.43
times. Approve for $42,000; the borrower will pay the rest from cash.
""")
