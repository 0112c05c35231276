sample-empty = As soon as people answer, this page says how sure the figure is. What you can plan already is below.
sample-no-metric = Who answered matters for a figure, and this survey asks about none: add a question about recommending, effort, satisfaction or advocacy.
sample-same = the same
sample-higher = { $points } higher
sample-lower = { $points } lower
sample-more-than-chance = more than chance
sample-read-some = Of { $of } responses { $read } were looked at one by one, a random sample; the figure itself counts all.

sample-ways-title = The same answers, counted in different ways
sample-ways-one = { $metric } as everybody who answered gave it, each counting the same.
sample-ways-several = Each way answers another question. Where the intervals lie apart, it matters which question you mean.
sample-ways-picture = { $metric } counted in different ways
sample-way = Way of counting
sample-way-remark = Remark
sample-way-plain = All people the same
sample-way-weighted = Weighted
sample-way-people = By people, accounts known
sample-way-accounts = By accounts
sample-way-customers = Of these customers only
sample-way-worth = { $n } answers, worth { $effective }
sample-way-than-unweighted = { $moved } than unweighted
sample-way-of-accounts = { $count ->
    [one] of { $n } account
   *[other] of { $n } accounts
}
sample-way-of-size = { $n } of { $size } customers
sample-way-few-accounts = too few accounts to compare
sample-accounts-n = { $count ->
    [one] { $n } account
   *[other] { $n } accounts
}

sample-weights-title = Weights
sample-weights-shown = Weighted by “{ $attribute }”, { $metric } is { $value }, { $between }; unweighted it is { $plain }. Unequal weights cost certainty: { $n } answers tell as much as { $effective } that count the same.
sample-weights-equal = All weights in “{ $attribute }” are the same, so they change nothing.
sample-weights-none = Nobody here has a usable weight in “{ $attribute }”. A weight is a number above 0.
sample-weights-hidden = The weighted figure is not shown: so few people have no weight in “{ $attribute }” that their answers could be worked out.
sample-weights-unusable = { $count ->
    [one] { $n } person whose weight is no number above 0 is left out of the weighted figure.
   *[other] { $n } people whose weight is no number above 0 are left out of the weighted figure.
}
sample-weights-range = The lightest answer counts for { $low }, the heaviest for { $high } average ones.

sample-accounts-title = Accounts
sample-accounts-shown = These { $n } people are of { $accounts } accounts, and people of one account answer alike. { $metric } is { $value }, { $between }; were they all strangers to each other it would be { $strangers }. They tell as much as { $effective } strangers.
sample-accounts-free = These { $n } people are of { $accounts } accounts, and people of one account answer no more alike than strangers: the interval is { $between }, and clustering costs nothing.
sample-accounts-different = No two people are of the same account in “{ $attribute }”: each is a stranger to the others, and nothing changes.
sample-accounts-none = There are too few accounts in “{ $attribute }”, or nothing differs between them: no interval can be given.
sample-accounts-hidden = Accounts are not shown: in “{ $attribute }” there is one with too few people.
sample-accounts-beside = By accounts, each counting once, { $metric } is { $value }, { $between }: { $moved } than by people ({ $verdict }).
sample-accounts-sizes = Accounts with more answers than average ({ $large_n } people of { $large }) give { $metric } { $large_value }; the others ({ $small_n } people of { $small }) give { $small_value }. By people the large ones weigh more, by accounts they don’t.
sample-accounts-likeness = Likeness within accounts { $likeness } (1 is all the same, 0 is like strangers); { $effect } times as many answers are needed as from strangers.
sample-accounts-few = With fewer than 20 accounts the interval is a rough one.
sample-accounts-too-few = { $count ->
    [0] too few answers to compare
    [one] too few accounts to compare: { $n } more needed
   *[other] too few accounts to compare: { $n } more needed
}
sample-accounts-without = { $count ->
    [one] { $n } person without an account counts as an account of their own.
   *[other] { $n } people without an account count as accounts of their own.
}

sample-population-title = A small customer base
sample-population-shown = { $n } of all { $size } customers answered, so only the others are left to be unsure about. Of these { $size } customers { $metric } is { $between }, instead of { $plain }.
sample-population-everybody = All { $size } customers answered: about what they think nothing is left to chance. For a comparison over time the usual interval, { $plain }, still holds.
sample-population-more = { $n } answers but only { $size } customers: that can not be. Either the number of customers is wrong (correct it below), or some answered more than once (choose one period).
sample-population-filtered = The number of customers, { $size }, is of all of them and not of this part: without this filter the corrected interval is here.
sample-population-waves = Customers may have answered in several waves: choose one wave or one period to see its interval corrected for { $size } customers.
sample-population-nobody = None of the { $size } customers has answered here yet.

sample-late-title = Those who did not answer
sample-late-chance = The last third to answer gives { $metric } { $late }, the first third { $early }: not more than chance (a difference from { $low } to { $high }). Nothing here says that those who did not answer think otherwise, and nothing proves that they don’t.
sample-late-fell = The last third to answer gives { $metric } { $late }, { $moved } than the first third ({ $early }). Those who did not answer at all may well be more critical still.
sample-late-rose = The last third to answer gives { $metric } { $late }, { $moved } than the first third ({ $early }). Those who did not answer at all may well be more content still.
sample-late-few = Too few answers to compare late with early ones: { $n } more needed in each third. So far { $metric } is { $early } in the first third and { $late } in the last.
sample-late-no-order = Nobody can tell early from late here: all answers of a round are of the same day, or there are hardly any.
sample-late-hidden = Early and late are not compared: there are too few people.
sample-late-line = From the first to the last who answered the score is { $moved } along a straight line, which ends at { $silent }.
sample-late-no-line = Along the order of answering the score neither rises nor falls by more than chance.
sample-late-all = Were those who did not answer like the last who did ({ $silent }), { $metric } of all { $invited } invited would be about { $all }.
sample-late-caution = This is a caution, not a correction: nobody knows what people think who say nothing.
sample-late-by-delay = Early and late by the time from invitation to answer.
sample-late-by-wave = Early and late by the day of the answer within each wave. With personal links it would be the time since the invitation, which says more.
sample-late-by-period = Early and late by the day of the answer within each period: nobody knows here when each person was asked, so this says little. Personal links would tell.
sample-late-left-out = { $count ->
    [one] { $n } answer is left out: nothing says how late it is.
   *[other] { $n } answers are left out: nothing says how late they are.
}
sample-thirds-title = { $metric } of early and late answers
sample-third = Third
sample-third-first = First third
sample-third-middle = Middle third
sample-third-last = Last third

sample-rate-title = How many answered
sample-rate-shown = { $complete } of { $invited } invited answered: { $rate }, between { $low } and { $high }.
sample-rate-partial = { $count ->
    [one] { $n } more began and did not send it in.
   *[other] { $n } more began and did not send it in.
}
sample-rate-lower = { $count ->
    [one] By { $attribute }, fewer than elsewhere answered in { $names }: its answers tell least about those who are silent.
   *[other] By { $attribute }, fewer than elsewhere answered in { $names }: their answers tell least about those who are silent.
}
sample-rate-by = How many answered by { $attribute }
sample-rate-rate = Answered
sample-rate-answered = answers
sample-rate-invited = invited
sample-rate-few = { $count ->
    [one] too few invited: { $n } more needed
   *[other] too few invited: { $n } more needed
}
sample-rate-filtered = The response rate is not known for this filter: language, channel and version are of answers, not of invitations.
sample-rate-too-many = There are more invitations than are counted here.
sample-rate-hidden = The response rate is not shown: there are too few people.

sample-rotated-title = Statements shown to some
sample-rotated-shown = Each respondent gets { $k } of { $of } statements. A statement is seen by { $share } of them, so its interval is { $factor } times as wide as if everybody got them all.
sample-rotated-pairs = Any two given statements are seen together by { $share } of the respondents, so far about { $n }: on these rests what is said of several drivers at once.
sample-rotated-each = Answers by statement
sample-rotated-asked = asked
sample-rotated-answered = with an opinion

sample-plan-title = How many do I need
sample-plan-label = Change you want to see
sample-unit-nps = in NPS points
sample-unit-percentage = in percentage points
sample-unit-scale = in points of the scale from 1 to 5
sample-plan-do = Work it out
sample-points-nps = { $count ->
    [one] { $written } point
   *[other] { $written } points
}
sample-points-percentage = { $count ->
    [one] { $written } percentage point
   *[other] { $written } percentage points
}
sample-points-scale = { $written } on the scale
sample-plan-needed = To see a change of { $points } you need about { $needed } answers in each of the two periods.
sample-plan-needed-months = To see a change of { $points } you need about { $needed } answers per period. This survey gets { $n } a month: that takes { $months } for each period.
sample-plan-needed-waves = To see a change of { $points } you need about { $needed } answers per wave. This survey gets { $n } a wave; at this pace so many take { $months }.
sample-plan-impossible = A change of { $points } is not possible: the scale has no room for it.
sample-plan-visible = With what comes in per { $period } ({ $n } answers) you can see changes from { $points }.
sample-plan-nothing-visible = With what comes in per { $period } ({ $n } answers) no change can be seen.
sample-period-month = month
sample-period-quarter = quarter
sample-period-year = year
sample-period-wave = wave
sample-plan-target = The target of { $target } is smaller than can be seen: that takes about { $needed } answers per { $period }, and { $n } come in. Nobody could tell whether it was met.
sample-plan-effect = { $effect } times as many as from strangers who all count the same, because of weights and of people of one account who answer alike. More accounts help more than more people of the same ones; and when the same accounts answer in both periods, somewhat fewer will do.
sample-plan-usual-nps = There are fewer than 30 answers, or all are alike. Until then it is planned with usual values: { $promoters } promoters and { $detractors } detractors.
sample-plan-usual-share = There are fewer than 30 answers, or all are alike. Until then it is planned with a usual value: a share of { $share }.
sample-plan-usual-mean = There are fewer than 30 answers, or all are alike. Until then it is planned with a usual value: answers that differ by { $sd } on average (standard deviation).
sample-plan-no-pace = How many come in a month is not known yet; it takes answers over two weeks or more.
sample-plan-customers = That is more than there are customers: such a change can not be seen, even if everybody answers.
sample-plan-table = What each change takes, per period
sample-plan-change = Change
sample-plan-answers = answers
sample-plan-takes = which takes
sample-months-less = less than a month
sample-months = { $count ->
    [one] { $n } month
   *[other] { $n } months
}
sample-years = { $years } years

sample-settings-title = What is known of who is asked
sample-settings-do = Save
sample-settings-saved = Saved. The figures above count with it.
sample-settings-wrong = Nothing was saved yet: look at what is marked.
sample-settings-guessed = What is marked as a guess was taken by its name; save to confirm it, or choose another.
sample-settings-unknown = “{ $name }” is set, but no answer has it: it is not counted with.
sample-settings-viewer = An administrator or a programme manager can change this.
sample-field-none = none
sample-field-guess = guess
sample-field-weight_attribute = Weight
sample-hint-weight_attribute = The attribute that says for how many customers an answer stands.
sample-field-account_attribute = Account
sample-hint-account_attribute = The attribute that says of which customer (company, organisation) somebody is.
sample-field-population_size = Number of customers
sample-hint-population_size = Only for a small closed base: how many people could be asked in all, asked or not.
sample-field-target_change = Target
sample-hint-target_change = The change you aim for from one period to the next, in points.
sample-wrong-attribute = No answer has this attribute: choose one from the list.
sample-wrong-same = One attribute can not be both the weight and the account.
sample-wrong-population = Give a whole number from 1, or leave it empty.
sample-wrong-change = Give a number above 0 and at most 200, or leave it empty.

explain-sample-weighted = Weighted: the figure as it would be if every kind of customer were there in the right proportion.
explain-sample-weighted-how = Value = Σ w·z / Σ w, with z = +100 for a promoter, 0 for a passive, −100 for a detractor (for effort the answer itself, for a share 1 or 0). Standard error, linearised: √( n/(n−1) · Σ w²·(z − value)² ) / Σ w; the interval is 1.96 of it to both sides (for a share Wilson’s, of as many answers as that error is worth). As many answers that count the same: (Σ w)² / Σ w² (Kish 1965).
explain-sample-clustered = By people, accounts known: every person counts once, and the interval goes by the differences between accounts.
explain-sample-clustered-how = SE² = G/(G−1) · Σ over accounts of ( Σ w·(z − value) within the account )² / (Σ w)², with G accounts. The interval corrects for few and unequal accounts: each account’s square is divided by 1 − its share of the weight, and Student’s t takes as many degrees of freedom as that leaves (Bell & McCaffrey 2002), G − 1 when all are of one size. Worth as many strangers: n divided by how many times larger SE² is than that of n strangers.
explain-sample-by-accounts = By accounts: every account counts once, however many of its people answered.
explain-sample-by-accounts-how = The mean over accounts of each account’s own figure, for the NPS its promoters minus its detractors in percent, so that no account is made a promoter by rounding. SE = standard deviation of the accounts’ figures / √G, Student’s t with G − 1 degrees of freedom. Whether it differs from the figure by people is judged by what each account does to both.
explain-sample-intraclass = Likeness within accounts: how much more alike people of one account answer than strangers do.
explain-sample-intraclass-how = Intraclass correlation = (MSB − MSW) / (MSB + (n₀ − 1)·MSW), with MSB and MSW the mean squares between and within accounts and n₀ = (n − Σ n_g²/n)/(G − 1). Answers needed, as a multiple: SE² of the clustered figure divided by that of n strangers.
explain-sample-population = Of a small customer base little is left to chance once most of it has answered.
explain-sample-population-how = The interval’s distance from the value is multiplied by √( (N − n)/(N − 1) ), with n answers of N customers; 0 when everybody answered (Cochran 1977). It is about what these customers think now; whether a change is more than chance is judged without it.
explain-sample-late = Early against late: people who answer late resemble those who never answer more than the quick ones do.
explain-sample-late-how = All answers in order of how late they came, each wave or period laid over the others; the last third against the first, by the same test as any change of the figure. Answers of one moment come in an order that has nothing to do with what they say.
explain-sample-silent = The last who answered: where a straight line through the answers in their order ends.
explain-sample-silent-how = Least squares of z on the place in the order; its value at the last answer is the “theoretical last respondent” (Armstrong & Overton 1977). All invited = (n · value + silent · line’s end) / (n + silent).
explain-sample-rate = Response rate: who sent an answer in, of everybody who was invited.
explain-sample-rate-how = Complete / invited with a link that works or was used (AAPOR’s RR1 with everybody invited eligible), Wilson interval. A filter on the period is about the day of the invitation. Groups are compared with all others together, corrected for looking at several (Holm).
explain-sample-rotated = Showing some statements to each keeps a survey short, and costs precision by statement.
explain-sample-rotated-how = k of K statements each: a statement gets the share k/K of the respondents, a pair k·(k−1) / (K·(K−1)); an interval goes with 1/√n, so it is √(K/k) times as wide.
explain-sample-plan = How many answers it takes that 80 of 100 real changes of this size are told as rose or fell.
explain-sample-plan-how = n per period = (1.96 + 0.84)² · (σ₁² + σ₂²) / d² · design effect, at least 30; d is the change, σ² = 100²·(P + D − (P − D)²) for shares P of promoters and D of detractors (for a share p·(1 − p) before and after, for a mean the variance of the answers). What can be seen is the same formula solved for d. The pace is that of the last year of answers, or of the waves.
