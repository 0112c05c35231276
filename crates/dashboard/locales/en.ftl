dashboard-overview-title = Understand
dashboard-overview-empty-title = Nothing to understand yet
dashboard-overview-empty = As soon as a survey is open, its figures are here.
dashboard-overview-empty-do = Make a survey
dashboard-overview-movement = See what moved in all open surveys
dashboard-metric-nps = NPS
dashboard-metric-enps = eNPS
dashboard-metric-ces = CES
dashboard-metric-csat = CSAT
dashboard-metric-cas = CAS
dashboard-between = between { $low } and { $high }
dashboard-points = { $count ->
    [one] { $n } point
   *[other] { $n } points
}
dashboard-percentage-points = { $count ->
    [one] { $n } percentage point
   *[other] { $n } percentage points
}
dashboard-n = { $count ->
    [one] { $n } answer
   *[other] { $n } answers
}
dashboard-responses = { $count ->
    [0] No responses yet
    [one] { $n } response
   *[other] { $n } responses
}
dashboard-few = few
dashboard-figure-line = { $metric } { $value }, { $between }, n = { $n }
dashboard-figure-alone = { $value }, n = { $n }
dashboard-no-answers = No answers
dashboard-no-value = (no value)
dashboard-all = All
dashboard-everybody = all

dashboard-finding-level = { $metric } is { $value }, { $between } (n = { $n }).
dashboard-finding-level-few = { $metric } is somewhere { $between }: { $count ->
    [one] { $n } answer is
   *[other] { $n } answers are
} too few to say more.
dashboard-finding-rose = From { $before } to { $after } it rose by { $points }.
dashboard-finding-fell = From { $before } to { $after } it fell by { $points }.
dashboard-finding-chance = Between { $before } and { $after } it did not move more than chance.
dashboard-finding-few = Too few answers to compare { $after } with { $before }: { $n } more needed.
dashboard-finding-anew = Since the wording changed ({ $after }) nothing can be compared with what came before.
dashboard-finding-gain = Most to gain is on “{ $name }”: between { $low } and { $high } NPS points, if the link is causal.
dashboard-finding-beside = { $count ->
    [one] { $others } can not be told apart from it.
   *[other] Not to be told apart from it: { $others }.
}
dashboard-finding-worst = “{ $name }” is rated lowest ({ $agree } agree), but that is not where most is to gain.
dashboard-finding-no-gain = No driver shows a gain that is more than chance.
dashboard-finding-few-drivers = Too few answers to compare drivers: { $n } more needed.
dashboard-told = New answers. { $finding }

dashboard-verdict-rose = rose by { $points }
dashboard-verdict-fell = fell by { $points }
dashboard-verdict-chance = not more than chance
dashboard-verdict-first = nothing before it to compare with
dashboard-verdict-anew = worded anew: not to be compared with before
dashboard-verdict-few = too few answers: { $n } more needed
dashboard-verdict-since = { $verdict } since { $before }
dashboard-verdict-more-to-gain = more to gain than before
dashboard-verdict-less-to-gain = less to gain than before
dashboard-rest-above = above the rest
dashboard-rest-below = below the rest
dashboard-against-rest = Against all others

dashboard-filter = Filter
dashboard-period = Period
dashboard-period-all = all time
dashboard-period-from = from { $from }
dashboard-period-to = up to { $to }
dashboard-period-30 = last 30 days
dashboard-period-90 = last 90 days
dashboard-period-this-month = this month
dashboard-period-last-month = last month
dashboard-period-months = Where small groups are hidden, periods are whole months.
dashboard-period-widened = Counted: { $period }. Where small groups are hidden, periods are whole months.
dashboard-period-this-year = this year
dashboard-period-last-year = last year
dashboard-from = First day
dashboard-to = Last day
dashboard-complete-only = only what was sent in
dashboard-show = Show
dashboard-clear = Show everything
dashboard-remove = Remove { $what }
dashboard-many-values = There are too many values to choose from here; choose one at an answer.
dashboard-split = Split
dashboard-split-label = Split by
dashboard-split-none = no split
dashboard-split-by = split by { $by }
dashboard-trend-label = Steps of the trend
dashboard-trend-auto = automatic
dashboard-trend-by = by { $by }
dashboard-count = { $count ->
    [one] { $all } response
   *[other] { $all } responses
}
dashboard-count-of = { $count ->
    [one] { $some } of { $n } response
   *[other] { $some } of { $n } responses
}
dashboard-by-week = week
dashboard-by-month = month
dashboard-by-quarter = quarter
dashboard-by-year = year
dashboard-by-language = language
dashboard-by-channel = channel
dashboard-by-version = version
dashboard-quarter = Q{ $quarter } { $year }
dashboard-version = version { $version }
dashboard-channel-link = public link
dashboard-channel-personal = personal link
dashboard-channel-widget = widget on a web page
dashboard-channel-api = API
dashboard-channel-import = import
dashboard-language-en = English
dashboard-language-nl = Dutch
dashboard-language-de = German
dashboard-language-fr = French

dashboard-responses-title = Responses
dashboard-all-complete = all sent in
dashboard-complete-partial = { $complete } sent in, { $partial } begun only
dashboard-without-score = { $n } without a score ({ $kind })
dashboard-completion = Completion
dashboard-completion-why = of those who began sent it in
dashboard-missing-blank = left open
dashboard-missing-dont-know = don’t know
dashboard-missing-not-applicable = not applicable
dashboard-missing-not-asked = not asked
dashboard-earlier-scale = { $count ->
    [one] { $n } answer on an earlier scale is not in these figures.
   *[other] { $n } answers on an earlier scale are not in these figures.
}

dashboard-doubt = { $count ->
    [one] { $n } vote is in doubt and not in these figures.
   *[other] { $n } votes are in doubt and not in these figures.
}
dashboard-doubt-suspect = { $count ->
    [one] { $n } of them looks like a mail scanner’s.
   *[other] { $n } of them look like a mail scanner’s.
}
dashboard-doubt-filter = They are counted by period; the rest of the filter can not be applied to them.
dashboard-doubt-see = See the votes and the rule

dashboard-distribution-title = How the answers behind { $metric } spread
dashboard-classes = How many are in each class
dashboard-class = Class
dashboard-answer = Answer
dashboard-number = Number
dashboard-share = Share
dashboard-class-nps-detractor = Detractors
dashboard-class-nps-passive = Passives
dashboard-class-nps-promoter = Promoters
dashboard-class-csat-detractor = Dissatisfied
dashboard-class-csat-passive = Neutral
dashboard-class-csat-promoter = Satisfied
dashboard-class-ces-detractor = Much effort
dashboard-class-ces-passive = In between
dashboard-class-ces-promoter = Little effort
dashboard-class-cas-detractor = Disagree
dashboard-class-cas-passive = Neutral
dashboard-class-cas-promoter = Agree

dashboard-trend-title = { $metric } by { $by }
dashboard-trend-start = start: { $value }
dashboard-trend-break = worded anew
dashboard-latest-steps = The latest steps with their verdicts
dashboard-since-previous = Since the one before
dashboard-low = from
dashboard-high = to

dashboard-drivers-title = What drives the score
dashboard-drivers-kss = KSS is 100 minus the NPS points there are to gain if everybody answered a statement like those who agree with it. Lower means more to gain.
dashboard-drivers-interval = The line is where the true value lies with 95 % certainty. What the bracket holds together can not be told apart.
dashboard-drivers-overlap = Drivers overlap, so their points do not add up; and that they go together does not prove that one causes the other.
dashboard-driver = Statement
dashboard-agree = agree
dashboard-neutral = neutral
dashboard-disagree = disagree
dashboard-agree-promoter = agree and would recommend
dashboard-disagree-detractor = disagree and would not
dashboard-to-gain = points to gain
dashboard-most-to-gain = most to gain
dashboard-nothing-to-gain = nothing to gain
dashboard-worst-rated = worst rated
dashboard-worst-and-most = worst rated and most to gain
dashboard-behind = Behind it
dashboard-status = Remark
dashboard-driver-cells = { $against } disagree and would not recommend, { $for } agree and would.
dashboard-status-interval-only = Too few answers for a number; only the interval.
dashboard-status-suppressed = Fewer than five agree: not shown.
dashboard-status-not-estimable = Nobody agrees: can not be estimated.
dashboard-status-no-gain = No demonstrable gain.
dashboard-status-reversed = Reversed: those who agree recommend less.
dashboard-opportunity-title = Satisfaction and points to gain
dashboard-opportunity-another = Worst rated is not where most is to gain
dashboard-opportunity-same = Worst rated is also where most is to gain
dashboard-opportunity-across = To the left fewer people agree; to the right more.
dashboard-opportunity-up = To the top there are more NPS points to gain. What stands high deserves attention first, wherever it stands from left to right.
dashboard-opportunity-satisfaction = satisfaction: share who agree
dashboard-opportunity-gain = NPS points to gain
dashboard-opportunity-detail = { $name }: { $agree } agree, between { $low } and { $high } points to gain
dashboard-waves-title = Drivers side by side over time
dashboard-waves-why = KSS per statement; lower means more to gain. The words say whether the last step is more than chance.
dashboard-split-title = { $metric } by { $by }
dashboard-split-nothing = No group differs from all others by more than chance.
dashboard-split-outstanding = { $count ->
    [one] { $names } differs from all others by more than chance.
   *[other] These differ from all others by more than chance: { $names }.
}

dashboard-named-moment = Moment
dashboard-named-elsewhere = Place
dashboard-named-by = named by
dashboard-named-of = of
dashboard-named-people = ({ $n })
dashboard-named-own = In own words
dashboard-named-n = { $count ->
    [one] { $n } person answered this.
   *[other] { $n } people answered this.
}
dashboard-named-several = Several could be named, so the parts add up to more than 100 %.
dashboard-named-most = Named most: “{ $name }”, by { $share } (between { $low } and { $high }).
dashboard-named-beside = { $count ->
    [one] It can not be told apart from { $others }.
   *[other] It can not be told apart from { $others }.
}
dashboard-named-nothing = None of the choices was named.
dashboard-named-above = Who named “{ $name }” has a higher { $metric } than the others.
dashboard-named-below = Who named “{ $name }” has a lower { $metric } than the others.
dashboard-named-scores = { $metric } of those who named it
dashboard-named-against = Against those who did not name it
dashboard-named-chip = Named: { $name }

dashboard-comments = What people said
dashboard-comments-by = Comments by class
dashboard-comments-none = Nobody left a comment here.
dashboard-comments-shuffled = In no order, and without score, day or group, so that nobody is recognised. They can not be searched or filtered.
dashboard-comments-shuffled-some = { $shown } of { $all } are shown.
dashboard-comments-filtered = What people wrote here is only shown all together, so that nobody is recognised: without a filter.
dashboard-comments-few = Fewer than { $least } people wrote something: not shown, so that nobody is recognised.
dashboard-comments-none-found = No comment fits this search.
dashboard-search = Search the comments
dashboard-search-do = Search
dashboard-looked-further = None among the latest 20,000 responses. There may be older ones.
dashboard-older = Older ones

dashboard-as-table = Table
dashboard-table-of = Table: { $title }
dashboard-take = Take it with you
dashboard-see-answers = See all answers
dashboard-back = Back to the results
dashboard-answers-title = Answers
dashboard-answers-none = No answer fits here. Remove something above to see more.
dashboard-answers-end = That was all.
dashboard-answer-n = Answer { $n }
dashboard-answered-at = Answered
dashboard-state = State
dashboard-state-complete = sent in
dashboard-state-partial = begun, not sent in
dashboard-partial = not sent in
dashboard-external-id = External id
dashboard-statements = Answers to the statements, in the order they are asked
dashboard-score-chip = { $metric } answer { $scores }
dashboard-of = { $n } of { $highest }
dashboard-employees-why = Answers of employees are never shown one by one.
dashboard-answers-why = This survey shows you no single answers: only groups of { $least } people and more.

dashboard-hidden = not shown: a group is too small
dashboard-hidden-title = Too few answers to show
dashboard-hidden-why = Groups of fewer people than this survey shows are hidden, and any other that would give one away.
dashboard-empty-title = No answers yet
dashboard-empty = Share the link: the first answer appears here by itself.
dashboard-empty-do = Share the survey
dashboard-empty-import = or import answers you have already
dashboard-empty-draft = This survey is still a draft. Publish it, then share the link.
dashboard-empty-draft-do = To the questions
dashboard-nothing-title = No answers fit this filter
dashboard-nothing = Nothing is wrong: nobody fits all of it. Remove a part of the filter.
dashboard-no-scores-title = No scores yet
dashboard-no-scores = There are responses, but nobody has given a score.
dashboard-no-metric-title = This survey has no figure
dashboard-no-metric = Figures need a question about recommending, effort, satisfaction or advocacy. The answers themselves are here.

## What the figures mean, and how they are computed

explain-nps = NPS: the part that would recommend minus the part that would not, from −100 to 100.
explain-nps-how = NPS = % promoters (9, 10) − % detractors (0 to 6), of those who gave a score. Standard error: 100 √((P + D − (P − D)²) / n), with P and D the shares of promoters and detractors. Interval: adjusted Wald, as if three more people had answered (¾ promoter, ¾ detractor, 1½ passive).
explain-enps = eNPS: the NPS of employees, asked how likely they are to recommend working here.
explain-enps-how = eNPS = % promoters (9, 10) − % detractors (0 to 6), of the employees who gave a score; interval as for the NPS (adjusted Wald). Groups that are too small are hidden, and others that would give them away.
explain-ces = CES: how much effort it took customers, the mean of 1 to 5. The question says which end is good.
explain-ces-how = CES = sum of the answers / n. Interval: mean ± t · sd / √n, with Student’s t of n − 1 degrees of freedom. Scales and directions are never mixed in one figure.
explain-csat = CSAT: the part of customers that is satisfied (4 or 5 on 1 to 5).
explain-csat-how = CSAT = number of answers 4 and 5 / number of answers. Interval: Wilson, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
explain-cas = CAS: the part of customers that says the company acts in their interest (4 or 5 on 1 to 5).
explain-cas-how = CAS = number of answers 4 and 5 / number of answers. Interval: Wilson, as for CSAT.
explain-between = Between: had other customers been asked, chosen alike, the figure would have been a bit different.
explain-between-how = A 95 % interval: of 100 such surveys, about 95 intervals contain what all customers together would say. More answers make it narrower: four times as many, half as wide.
explain-verdict = Rose, fell, or not more than chance: whether a difference is more than the luck of who answered.
explain-verdict-how = Difference of the two figures with its 95 % interval (scores from promoters and detractors: z on the adjusted values; shares: Newcombe; means: Welch’s t). Rose or fell when the interval leaves out 0. With fewer than 30 answers on a side nothing is said, but how many more are needed. Groups beside each other are each compared with all others, corrected for how many are looked at (Holm).
explain-kss = KSS: 100 minus the NPS points there are to gain on a statement. Lower means more to gain.
explain-kss-how = KSS = 100 − (NPS of those who agree − NPS of all), over people who answered both. Standard error: √((s² + s²A (1/pA − 2)) / n), with s² and s²A the variances of −100, 0 and 100 over all and among those who agree, and pA the share that agrees. It says what would be if the link were causal; drivers overlap, so don’t add them up.
explain-named = Named by: the part of those who answered the question that named it, and how they score.
explain-named-how = Part = people who named it / people who answered and could name it; interval: Wilson. The score is that of those who named it, with its own interval; the verdict compares it with those who answered and did not name it, corrected for how many things are looked at (Holm). That they go together does not prove that one causes the other.
explain-doubt = In doubt: clicks in a mail of which it is not sure yet that a person made them.
explain-doubt-how = Mail scanners follow links too. A vote by one click counts once there is a sign of a person, by the rule the administrator chose; until then it is provisional, and when it looks like a scanner’s (seconds after delivery, several links at once, the link nobody sees) it is suspect. Neither is in any figure, list or export. When the rule changes, past clicks are judged again.
dashboard-explained = What these figures mean
dashboard-take-regularly = Send regularly
dashboard-take-answers = Every answer by itself:
