case-effect-lead = Whether customers who were dissatisfied are so no longer once somebody has spoken with them.
case-effect-metric = Measured by
case-effect-metric-recommend = Recommending (0–10)
case-effect-metric-satisfaction = Satisfaction (1–5)
case-effect-metric-effort = Effort (5 is easy)
case-effect-metric-effort-high = Effort (5 is much)
case-effect-metric-advocacy = Acting in my interest (1–5)
case-effect-period = Period
case-effect-days = the last { $n } days
case-effect-show = Show
case-effect-nobody = Nobody was dissatisfied
case-effect-nobody-why = In this period no known contact gave a low answer to this question. Answers by an open link have no contact and are not here.
case-effect-rose = Of those followed up { $points } percentage points more are dissatisfied no longer ({ $low } to { $high }).
case-effect-fell = Of those followed up { $points } percentage points fewer are dissatisfied no longer.
case-effect-chance = The difference between those followed up and the others is not more than chance ({ $low } to { $high } percentage points).
case-effect-too-few = Too few answered again to tell: { $n } more are needed on the smaller side.
case-effect-no-difference = Nobody to compare yet: on one of the sides no customer answered again.
case-effect-customers = { $n ->
    [one] One dissatisfied customer
   *[other] { $n } dissatisfied customers
 } with { $answers ->
    [one] one low answer
   *[other] { $answers } low answers
 } from { $from } to { $to }. In the comparison each counts once, by the last low answer after which they answered again.
case-effect-called-back = After { $share } of them somebody called back ({ $low } to { $high }).
case-effect-not-due = { $n ->
    [one] One more waits within the promised time.
   *[other] { $n } more wait within the promised time.
 }
case-effect-in-time = After { $share } of { $n } within the promised time.
case-effect-hours = Half of them within { $median } hours; the quickest quarter within { $low }, three quarters within { $high }.
case-effect-caution = This is a comparison, not an experiment. Who is called back may differ from who is not, and very low answers tend to be followed by less low ones by themselves. That is why both groups stand side by side.
case-effect-groups = Before and after
case-effect-group = Customers
case-effect-followed = Followed up
case-effect-others = Not followed up
case-effect-n = Dissatisfied
case-effect-again = Answered again
case-effect-recovered = Dissatisfied no longer
case-effect-before = Score before
case-effect-after = Score after
case-effect-rise = Change
case-effect-leaders = How often leaders speak with customers
case-effect-no-conversations = No conversations were noted in the last twelve months. Note them in a case or on an account’s page.
case-effect-month = Month from
case-effect-conversations = Conversations
case-effect-by-leaders = By leaders
case-effect-leaders-n = Leaders
case-effect-leaders-customers = Customers they spoke with
explain-recovered = Dissatisfied no longer: of those who answered again, how many are not among the dissatisfied any more.
explain-recovered-how = Dissatisfied is 0–6 of 0–10 and the two worst of 1–5. Followed up: somebody reached the customer between the two answers. Share with Wilson’s interval; difference of the two shares with Newcombe’s, and a verdict only with 30 or more on each side; change of the score: mean of each customer’s own difference, interval by Student’s t.
explain-called-back = Called back: whom somebody reached after the low answer, those left out whose promised time is not over.
explain-called-back-how = Low answers after which the customer was reached / (all − not reached and not due yet), Wilson’s interval. Hours are from the answer to the first conversation in which the customer was reached, by the clock.
