movement-empty = As soon as there are answers in two periods, this page says what moved.
movement-finding = What moved
movement-finding-quiet = Nothing moved more than chance in { $after }.
movement-finding-nothing-yet = There is no complete period yet with an earlier one to compare it with.
movement-finding-few = Too few answers to judge a movement: { $count ->
    [one] { $n } more is needed.
   *[other] { $n } more are needed.
} Longer steps may help.
movement-looked-at = { $count ->
    [one] { $n } figure was looked at in { $after }.
   *[other] { $n } figures were looked at in { $after }.
}
movement-looked-at-alarms = { $count ->
    [one] { $alarms } of { $n } figure moved more than chance in { $after }.
   *[other] { $alarms } of { $n } figures moved more than chance in { $after }.
}
movement-running = { $step } still runs and is not judged.
movement-step = Steps
movement-step-auto = automatic ({ $by })

movement-name-further = { $metric } (“{ $question }”)
movement-name-driver = agreement with “{ $question }”
movement-name-segment = { $metric } of { $segment }

movement-lead-rose = { $name } rose by { $points }, to { $to } in { $after }.
movement-lead-fell = { $name } fell by { $points }, to { $to } in { $after }.
movement-lead-rose-drift = { $name } has been higher since about { $since }: recent periods average { $to }, { $points } more than usual.
movement-lead-fell-drift = { $name } has been lower since about { $since }: recent periods average { $to }, { $points } less than usual.
movement-rose-previous = { $name } rose by { $points }: from { $from } in { $before } to { $to } in { $after }.
movement-fell-previous = { $name } fell by { $points }: from { $from } in { $before } to { $to } in { $after }.
movement-rose-baseline = { $name } rose by { $points }: from { $from } in all earlier periods together to { $to } in { $after }.
movement-fell-baseline = { $name } fell by { $points }: from { $from } in all earlier periods together to { $to } in { $after }.
movement-rose-drift = { $name } has been higher since about { $since }: the average of recent periods went from { $from } to { $to }.
movement-fell-drift = { $name } has been lower since about { $since }: the average of recent periods went from { $from } to { $to }.
movement-since = That began in about { $since }.
movement-difference = Difference { $difference }, between { $low } and { $high }.
movement-sure = { $count ->
    [one] With { $n } figure looked at, chance alone does this once in { $times } times.
   *[other] With { $n } figures looked at, chance alone does this once in { $times } times.
}
movement-sure-very = { $count ->
    [one] With { $n } figure looked at, chance alone does this less than once in { $times } times.
   *[other] With { $n } figures looked at, chance alone does this less than once in { $times } times.
}
movement-sure-watch = { $count ->
    [one] With { $n } figure looked at, not sure enough for an alarm.
   *[other] With { $n } figures looked at, not sure enough for an alarm.
}
movement-place-one = Mostly in { $dim } { $values }: from { $from } to { $to }. That makes { $part } of the { $whole }.
movement-place-many = Mostly in { $dim } { $values }. Together they make { $part } of the { $whole }.
movement-place-mix = Mostly because other people answered: the parts by { $dim } changed. That makes { $part } of the { $whole }.
movement-place-drift = Between the periods before { $since } and those since, it differs by { $points }.
movement-place-quiet = The change itself is not more than chance, so its parts say little.
movement-place-none = It moved about alike everywhere: no property tells it apart by more than chance.

movement-verdict-rose = rose
movement-verdict-fell = fell
movement-verdict-watch = worth watching

movement-alarms = What moved more than chance
movement-watch = Worth watching
movement-rest-title = Everything else
movement-rest = { $count ->
    [one] { $n } other figure did not move more than chance.
   *[other] { $n } other figures did not move more than chance.
}
movement-rest-all = { $count ->
    [one] { $n } figure was looked at. It did not move more than chance.
   *[other] { $n } figures were looked at. None moved more than chance.
}
movement-rest-few = { $count ->
    [one] { $n } figure had fewer than 30 answers on a side and is not judged. Longer steps may help.
   *[other] { $n } figures had fewer than 30 answers on a side and are not judged. Longer steps may help.
}
movement-all = All figures that were looked at
movement-figure = Figure
movement-change = Change
movement-verdict = Verdict
movement-before = Before
movement-after = After
movement-to-chart = Chart, and where it moved
movement-to-results = Results of that period

movement-chart-title = { $name } by { $by }
movement-usual = usual { $value }
movement-limit = limit
movement-average = average
movement-value = Figure
movement-limit-low = lower limit
movement-limit-high = upper limit
movement-signals = Stands out
movement-signal-limits = beyond a limit
movement-signal-ewma = drifted
movement-signal-cusum = shifted for long
movement-runs = still runs
movement-swings = From period to period this figure swings { $times } times as far as its answers explain. The limits are that much wider.
movement-no-limits-few = { $count ->
    [one] Limits need 8 earlier periods with answers: { $n } more.
   *[other] Limits need 8 earlier periods with answers: { $n } more.
}
movement-no-limits-spread = There are no limits: nothing ever varied.

movement-where = Where it moved
movement-where-title = Where it moved: { $name } by { $dim }
movement-where-by = Split by
movement-where-nothing = No property has two values with answers on both sides.
movement-where-groups = Where small groups are hidden, no group within a group is shown.
movement-all-before = all earlier periods
movement-before-since = before { $since }
movement-after-since = since { $since }
movement-others = { $count ->
    [one] { $n } other value
   *[other] { $n } other values
}
movement-hidden-row = groups too small to show
movement-mix = Who answered
movement-mix-note = parts of the groups changed
movement-part-note = { $from } → { $to }, { $before } → { $after } of answers
movement-sum = Together
movement-sum-told = { $within } within the groups and { $mix } by who answered make { $whole }.
movement-unit-points = points
movement-unit-mean = on the scale
movement-unit-share = % points
movement-n-before = n before
movement-n-after = n after
movement-share-before = Part before
movement-share-after = Part after
movement-within = Within
movement-mix-part = By its part

movement-everywhere-title = What moved everywhere
movement-everywhere-link = What moved in all open surveys
movement-everywhere-quiet = In no open survey did anything move more than chance.
movement-everywhere-moved = { $count ->
    [one] Something moved more than chance in { $n } survey.
   *[other] Something moved more than chance in { $n } surveys.
}
movement-everywhere-others = Nothing moved more than chance
movement-everywhere-few = too few answers to judge

explain-movement = What is compared: the last complete period with the one before, and with all before.
explain-movement-how = A side needs at least 30 answers. NPS: z = difference of the adjusted values / root of the sum of their squared standard errors. Shares: pooled two-sample z, interval by Newcombe. Means: Welch’s t. When a figure swings more from period to period than its answers explain (σz above 1), its standard error is multiplied by σz. From 8 earlier periods on the moving average is tested too. The chance of a figure is the smallest of these, times how many there are. Figures are: the outcome, every other metric, the share who agree (4 and 5) with each statement, and the outcome of each value of each property with up to 200 values.
explain-movement-alarm = An alarm: so large a movement is more than chance, even with this many figures looked at.
explain-movement-alarm-how = The period lies beyond its limits or differs from the one before, and the corrected chance is below 5 %. Corrected by Holm: of m figures the smallest chance is multiplied by m, the next by m − 1, and so on, each at least as large as the one before. Thus in 19 of 20 periods in which nothing moves there is no alarm at all.
explain-movement-watch = Worth watching: may be something, may be chance; about one in ten of what stands here is chance.
explain-movement-watch-how = Corrected by Benjamini and Hochberg: the k-th smallest of m chances is multiplied by m / k; what stays below 10 % and is no alarm stands here.
explain-movement-chart = Limits: how far chance alone takes a period. Beyond them something happened.
explain-movement-chart-how = Middle: all answers before the last complete period, V. Limits: V ± 3 σ σz / √n, with n the answers of the period. σ of one answer: shares √(p(1 − p)); NPS 100 √(P + D − (P − D)²) with P promoters and D detractors; means their standard deviation. Periods with more answers have narrower limits.
explain-movement-drift = Average: follows the figure slowly, so that small shifts in one direction add up.
explain-movement-drift-how = Moving average: y = 0.2 × this period + 0.8 × y before, starting at the middle; it drifted when it is 3 of its standard errors away. Its standard error is √v, with v = 0.04 se² + 0.64 × v before and se = σ σz / √n; the interval of how far it went is ± 1.96 of it. Shifted for long: the deviations z, each less 0.5, add up to more than 5 (cumulative sum). The beginning is the period from which all deviations together stand out most: where (sum of z)² / number of periods is largest.
explain-movement-swings = σz: how much more a figure swings from period to period than its answers explain.
explain-movement-swings-how = σz = mean of |zᵢ − zᵢ₋₁| / 1.128 over the periods before the last one, with z = (figure − V) / (σ / √n) (Laney). Below 1 it counts as 1.
explain-movement-where = Where it moved: what the change within each group added to the whole. The parts add up exactly.
explain-movement-where-how = Within = (figure after − figure before) × mean of its parts of the answers. Its interval is that of the group’s own change times the same. A group is named when it moved otherwise than all others together by more than chance (z of the difference between both changes, Holm over the groups) and in the direction of the whole. Groups with fewer than 30 answers on a side stand together.
explain-movement-mix = Who answered: the whole moves too when groups that score high or low take a larger part.
explain-movement-mix-how = By its part = (part after − part before) × (mean of its two figures − mean of the two figures of all), added up over the groups. The interval takes the figures as they are and the parts as two random samples.
