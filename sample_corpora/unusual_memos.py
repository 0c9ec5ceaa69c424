"""What makes a credit memo unusual: sentences that no memo of the corpus would have. Invented.

One paragraph a memo: strange purposes, strange security, pressure on the bank, and what does not
belong into a memo at all, such as a template that was not filled in or another department's text.
"""

UNUSUAL = tuple(
    " ".join(paragraph.split())
    for paragraph in """
The money is for a forty-foot racing yacht that shall cross two oceans under the firm's flag. The
skipper is the owner's nephew. Prize money is named as the only source of repayment.

Security is a sealed envelope of uncut gemstones in a locker at the harbour. Nobody at the branch has
opened it. The key is with a friend who travels a great deal.

Funds go to three hundred second-hand graphics cards that mine a digital coin in a rented barn. The
coin was invented last spring. Its price has doubled and halved twice since then.

The owner wishes to produce a feature film about his own life. Two actors have been promised half of
the takings. The screenplay has not been begun.

The deposit was brought in carrier bags of small notes. Asked where they were from, the visitor said
an uncle abroad. He asked us twice not to write this down.

Please approve before noon and do not telephone the branch. The chairman has been told already. I
will explain over lunch why the papers are missing.

[NAME] requests [AMOUNT] over [TERM]. Delete what does not apply. Insert paragraph 4b here if the
applicant is a company, else paragraph 7.

Hi all, see below, can somebody pick this up while I am on holiday? I never found the attachment. Sent
from my phone, forgive the typing.

Three eggs, half a pound of butter, flour, vanilla. Whip until stiff and bake for forty minutes. Let
it cool on the window sill before the cats see it.

The patient slept badly and complains of a dry cough. Lungs clear on both sides. Continue with fluids
and look in again on Thursday.

A horoscope drawn by the applicant's sister shows that Jupiter favours borrowing until Michaelmas. The
moon is less certain. We attach the chart in colour.

Whereas the party of the first part, hereinafter the Grantor, doth hereby convey and warrant unto the
party of the second part. And whereas the said premises lie without encumbrance. Now therefore witness
these presents.

Total|Q1|Q2|Q3|Q4|#REF!|#REF!|0|0|0. Row 88 to row 131 hidden. Macro disabled by administrator.

The borrower requests the loan the borrower requests the loan the borrower requests the loan. The loan
the loan the loan the loan. Paper jam, tray 2.

We met the owner at a masked ball, where he described a castle with ninety rooms. The castle is said to
stand in a country that he would not name. A duchess vouched for him.

Repayment depends on finding a treasure ship for which two divers have a map. They have dived there for
eleven summers. So far an anchor and some bottles came up.

The shares are made out to bearer and lie with a notary on an island. The island changed its law
last week. Ask no further, said the letter, which bore no signature.

All ratios in this memo were made up by me on the train. The accounts did not arrive. If anyone asks,
the figures were audited.

Pump P-12 vibrates at twice the running speed and the seal drips. Bearings ordered. Permit closed at
half past two.

He will pay with pedigree alpacas, two of them pregnant. A vet has sent photographs. The branch has
no stable.

Wind light from the south-west, showers towards evening. Barometer falling slowly. Small boats should
stay in harbour.

The funds shall be wired in nineteen parts, none above the reporting limit, to accounts of cousins. One
of the cousins is four years old. Another one has died.

To be, or not to be a borrower, that is the question. Whether 'tis nobler in the mind to suffer the
margin calls of outrageous markets. Exit, pursued by a bailiff.

The guarantor signed with a cross and spoke through a door. We could not see his papers. He said that
his dog had eaten them.
""".strip().split("\n\n")
)
"""Of each memo the sentences that stand in its middle."""
