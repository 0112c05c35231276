driver-quoted = “{ $name }”
driver-and = { $first } and { $last }
driver-see = Where to act, and what if: all about drivers
driver-empty = As soon as people have answered, this page says what drives the score.
driver-no-recommend-title = Drivers need a recommend question
driver-no-recommend = Driver analysis asks what makes people recommend. This survey has no question whether they would, so there is nothing to explain.
driver-no-drivers-title = This survey has no statements
driver-no-drivers = Driver analysis compares statements people agree or disagree with. Add statements to the survey, marked as drivers.

driver-find-act = Act on { $name }: if everybody agreed and nothing else changed, the NPS would be { $points } points higher ({ $between }).
driver-find-perhaps = Perhaps act on { $name }: if everybody agreed and nothing else changed, the NPS would be { $points } points higher, but that is not certain ({ $between }).
driver-find-overlap = No driver is a sure place to act: what each seems to gain, the others may explain.
driver-find-nothing = No driver shows a gain that is more than chance.
driver-find-no-what-if = Too few complete answers to tell what acting on a driver would bring.
driver-further = Also worth it: { $names }.
driver-further-one = { $name } ({ $points } points, { $between })
driver-leading-one = By itself { $name } has most to gain: those who agree with it stand { $gain } NPS points above all, and in { $chance } of resamples no driver has more to gain.
driver-leading-one-quick = By itself { $name } has most to gain: those who agree with it stand { $gain } NPS points above all.
driver-leading-many = By themselves these { $n } can’t be told apart as having most to gain: { $names }. In brackets: how often each came first in resamples.
driver-leading-many-quick = By themselves these { $n } can’t be told apart as having most to gain: { $names }.
driver-leading-more = By themselves { $n } drivers can’t be told apart as having most to gain, among them { $names }. In brackets: how often each came first in resamples.
driver-leading-more-quick = By themselves { $n } drivers can’t be told apart as having most to gain, among them { $names }.
driver-overlapping = Of what { $name } seems to gain, the other drivers may explain much: with their answers as they are { $points } points are left, { $between }.
driver-strongest = { $name } goes most strongly with recommending: { $part } of what the drivers explain ({ $between }), first in { $chance } of resamples.
driver-strongest-quick = { $name } goes most strongly with recommending: { $part } of what the drivers explain.
driver-explained = Together the drivers explain { $part } of the differences between scores; the rest has other reasons.
driver-waiting = Some intervals are still being computed and appear here by themselves.
driver-waiting-again = Show again
driver-waiting-done = The intervals are there.

driver-none-nobody = Nobody has answered the recommend question yet.
driver-none-no-drivers = There is no driver with differing answers.
driver-none-no-variance = Everybody gave the same score: nothing can go together with it.
driver-none-too-few = Too few answers to weigh the drivers against each other. What each shows by itself is below.
driver-none-not-determined = The answers don’t let the drivers be weighed against each other. What each shows by itself is below.

driver-act = Where to act
driver-act-why = Both must hold: people who agree stand above the rest by more than chance, and something is left to gain with all other answers as they are.
driver-act-none = Nothing is certain yet; more answers would help.
driver-act-perhaps = { $count ->
    [one] { $n } more may pay, not certainly
   *[other] { $n } more may pay, not certainly
}
driver-meaning = What these figures mean, and how they are computed
driver-act-gain = NPS { $gain } if everybody agreed and nothing else changed, { $between }
driver-act-beside = { $agree } agree · { $gain } by itself · { $part } of the importance
driver-behind = who disagrees

driver-picture-title = How well, and how strongly
driver-picture-performance = how well: share who agree
driver-picture-importance = how strongly: part of what the drivers explain
driver-picture-equal = all alike
driver-picture-act = act here
driver-picture-detail = { $name }: { $agree } agree ({ $agree_range }), { $part } of the importance ({ $part_range }).
driver-picture-across = From left to right: the share who agree. What stands left is rated low.
driver-picture-up = From bottom to top: how much the driver matters for recommending. On the dotted line all drivers would stand if they mattered alike.
driver-picture-cross = The cross is where the true place lies, 95 % certain in each direction. Drivers whose crosses overlap may stand the other way round.

driver-table-title = Three questions per driver
driver-table-why = They are not one ranking: a driver can be rated low and not matter, or matter and have nothing left to gain.
driver-well = How well?
driver-strongly = How strongly?
driver-to-gain = How much to gain?
driver-mean = mean
driver-mean-long = mean answer
driver-importance = importance
driver-pearson = correlation
driver-spearman = Spearman’s rank correlation
driver-tau = Kendall’s tau-b
driver-gamma = gamma
driver-lmg = part of R² (LMG)
driver-johnson = Johnson’s weight
driver-vif = VIF
driver-kss = KSS
driver-kss-long = KSS
driver-kss-adjusted = adjusted KSS
driver-gain = to gain by itself
driver-what-if = what-if
driver-what-if-long = what-if, others as they are
driver-population = over all customers
driver-moved = don’t agree yet
driver-based-on = people behind the what-if
driver-rank = most to gain in resamples
driver-ranks = place in resamples, by KSS
driver-place = { $place }: { $share }
driver-lmg-rank = most important in resamples
driver-answered = answered both
driver-coverage = share of those who scored
driver-works = works
driver-works-bottom = at the bottom: it keeps people from being detractors
driver-works-top = at the top: it makes promoters
driver-works-both = alike at both ends
driver-further-figures = All figures
driver-unit-respondents = people
driver-unit-accounts = accounts
driver-unit-blocks = random groups of people

driver-lift-title = What if it got better?
driver-lift-why = Move a driver: of those who don’t agree yet, so many would. All other answers stay as they are. This holds as far as the link is causal; figures can’t prove that.
driver-lift-agree-now = { $agree } agree now
driver-lift-yes-now = { $yes } yes now
driver-lift-do = Show what happens
driver-lift-reset = All back to 0
driver-lift-nothing = The NPS is { $before } by the model. Move a driver to see what happens.
driver-lift-one = NPS from { $before } to { $after }: { $gain }, { $between }.
driver-lift-small = { $gain }, { $between }
driver-lift-joint = Together: NPS from { $before } to { $after }: { $gain }, { $between }.
driver-lift-sum = Each by itself they would make { $sum }, together { $gain }: gains don’t add up, because what one driver brings depends on where people stand on the others.
driver-lift-joint-interval = The interval of several at once is the model’s own and a little too narrow.
driver-lift-cannot = Too few complete answers to tell.

driver-attributes = Attributes as drivers
driver-attributes-why = What is known of people can drive the score too. Those you tick join the analysis above, on equal terms with the statements.
driver-attributes-do = Analyse with these
driver-attribute-importance = { $name } has { $part } of the importance, { $between }.
driver-attribute-importance-quick = { $name } has { $part } of the importance.
driver-attribute-eta = By itself it explains { $part } of the differences between scores (η²).
driver-attribute-r = Its correlation with the score is { $r }.
driver-attribute-yes = If it were yes for everybody: { $gain } NPS points, { $between }.
driver-attribute-coverage = Known of { $part } of those who scored.
driver-levels-of = { $name }: scores by value
driver-level-rare = { $count ->
    [one] { $n } rare value
   *[other] { $n } rare values together
}
driver-interval = interval
driver-mean-score = mean score
driver-withheld = “{ $name }” does not take part: it has a group that is too small to show, or one that would give such a group away.

driver-careful = What to be careful about
driver-warning-nobody = Nobody answered the recommend question.
driver-warning-outcome-constant = Everybody gave the same score, so nothing can go together with it.
driver-warning-constant = Everybody gave the same answer to { $name }; it takes no part.
driver-warning-too-few = { $n } answers are too few to weigh drivers against each other: { $need } are needed.
driver-warning-too-few-one = { $n } answers to { $name } are too few to weigh it against the others: { $need } are needed.
driver-warning-few-for-ranks = The order of importance is uncertain: { $n } answers, and { $need } are needed for an order.
driver-warning-too-few-for-what-if = Only { $n } people answered every driver, too few for the what-if: { $need } are needed.
driver-warning-linear-what-if = Only { $n } people answered every driver, { $need } are needed for the usual model. The what-if follows a straight line through all answers instead, which is less exact near the ends of the scale.
driver-warning-correlated = { $name } go together closely (r = { $r }). What they matter together is reliable, how it is divided between them is not: consider asking one of them, or reading them as one.
driver-warning-collinear = The other drivers nearly tell { $name } (VIF { $vif }); its own importance and what-if are unreliable.
driver-warning-aliased = The answers to { $name } follow fully from other drivers, as those of a copy do. What each does by itself can’t be told, so none of them has a what-if.
driver-warning-outcome-like = { $name } goes with the score far more than the others (r = { $r }, the next { $next }). It may be an outcome rather than a driver, and then swallows the importance of all others: consider leaving it out.
driver-warning-much-missing = { $share } of those who scored gave no answer to { $name }.
driver-warning-reversed = { $name } is reversed: people who agree recommend less. Check how it is worded.
driver-warning-proportional-odds = { $name } works differently at the two ends of the scale (p = { $p }); see its figures.
driver-warning-not-positive-definite = The incomplete answers give no usable model; only complete answers were used.
driver-warning-not-determined = The usual what-if model could not be worked out from these answers.
driver-warning-sampled = There are { $of } people; what compares drivers comes from a random sample of { $n }.
driver-warning-rare-levels = { $levels } rare values of { $name } ({ $n } people) were taken together.
driver-warning-few-units = There are only { $units } to draw from: intervals from resamples say little.
driver-warning-many-drivers = There are { $n } drivers. Exact importance is possible up to { $most }; these are Johnson’s relative weights, which come close.
driver-warning-not-determined-one = How far the what-if of { $name } could be off can’t be told: its answers leave no scatter to tell it from.
driver-warning-approximate-limits = There are { $n } drivers. Their importance is exact; its limits are up to { $most }, and here they follow how Johnson’s relative weights move.
driver-warning-few-replicates = { $n } resamples are too few for limits: { $need } are needed.
driver-warning-few-resamples = The importance of { $name } has no limits: too many resamples did not determine it.
driver-warning-uneven-weights = Weights differ so much that { $n } people tell no more than { $effective } would; that number decides whether there are enough.

driver-method = How this was computed
driver-method-missing = When answers are missing
driver-method-choose-em = use all who scored
driver-method-choose-listwise = only complete answers
driver-method-em = Drivers are compared on all { $n } people who gave a score, also when some of their answers are missing (EM). { $complete } of them answered everything.
driver-method-listwise = Drivers are compared on the { $complete } people who answered everything.
driver-method-r2 = R² is { $r2 }; among those who answered everything { $listwise }.
driver-method-lmg = Importance is exact: every order in which drivers can be added counts (LMG).
driver-method-johnson = Importance is by Johnson’s relative weights, because there are many drivers.
driver-method-what-if = The what-if rests on { $n } people.
driver-method-bootstrap = Intervals of importance, what-if and places come from { $replicates } resamples of { $units } { $unit }, seed { $seed }: the same answers and seed give the same limits everywhere.
driver-method-no-bootstrap = Without resamples there are no intervals of importance, and those of the what-if are the model’s own.
driver-method-lmg-interval = With this many drivers the intervals of the importance follow how Johnson’s weights move in resamples.
driver-method-weight = People count by “{ $name }”, the weight set under Who answered.
driver-method-account = Resamples draw whole accounts (“{ $name }”, see Who answered), because people of one account answer alike.
driver-method-rotated = Each respondent gets { $some } of { $all } statements. So a statement has answers of { $answers } of the respondents and a pair of { $pairs }; intervals are about { $factor } times as wide as when everybody gets all.

explain-driver-priority = Where to act: certain by itself, and something left with the others as they are.
explain-driver-priority-how = A driver is on the list when the whole 95 % interval of 100 − KSS lies above 0 and the what-if gain lies above 0. Those whose what-if interval lies above 0 too come first; within both by the gain.
explain-driver-leading = Can’t be told apart: drivers whose KSS does not differ from the lowest by more than chance.
explain-driver-leading-how = Each is compared with the lowest on the same people: difference of KSS / standard error from the differences of their influence values, at most 1.96 they share the place. How often a driver comes first is counted in resamples.
explain-driver-agree = Agree: the share that answers 4 or 5, with the interval of that share.
explain-driver-agree-how = Of those who answered both the statement and the recommend question: agree is 4 and 5, neutral 3, disagree 1 and 2. Wilson’s interval: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
explain-driver-coverage = Of those who scored: how many of them answered this statement.
explain-driver-coverage-how = Answered both / answered the recommend question. The others are told apart: don’t know, not applicable, not asked (left out on purpose) and left open. None of them counts as an answer.
explain-driver-importance = Importance: how much of the differences between scores goes with this driver, divided fairly among drivers that overlap.
explain-driver-importance-how = LMG (Lindeman, Merenda and Gold 1980; Shapley): the rise of R² when the driver is added, averaged over every order in which drivers can be added. The parts add up to R²; the share is part / R². Interval: 2.5 and 97.5 % of the resamples, a little wider for few people. Small parts come out too high in resamples; an importance can’t lie below 0.
explain-driver-johnson = Johnson’s weight: an approximation of the importance, for many drivers.
explain-driver-johnson-how = Drivers are turned into uncorrelated ones closest to them, Z; weight = Σ (loading of the driver on Z)² · (correlation of Z with the score)² (Johnson 2000). It stands in for LMG above 20 drivers.
explain-driver-association = Correlation: how far score and answer rise together, −1 to 1; four ways to measure it.
explain-driver-association-how = Pearson: covariance / product of the standard deviations, interval by Fisher’s z. Spearman: the same of ranks. Kendall’s tau-b: (concordant − discordant pairs) / √(pairs not tied on one · pairs not tied on the other). Gamma: (concordant − discordant) / (concordant + discordant). All on people who answered both.
explain-driver-vif = VIF: how far the other drivers already tell this one. Above 5 its own figures are unreliable.
explain-driver-vif-how = 1 / (1 − R² of this driver from all others). 1 means: nothing in common.
explain-driver-works = Works at the bottom or the top: keeps people from being detractors, or makes promoters.
explain-driver-works-how = Likelihood-ratio test of the proportional-odds model: may the driver’s effect differ between detractor | passive and passive | promoter? Corrected by Holm for the number of drivers. When it differs, the larger effect names the end.
explain-driver-kss = KSS: 100 minus the NPS points those who agree stand above all. Lower means more to gain.
explain-driver-kss-how = KSS = 100 − (NPS of those who agree − NPS of all), over people who answered both. Standard error: √((s² + s²A (1/pA − 2)) / n). It looks at one driver at a time, so drivers that overlap share points: don’t add them up.
explain-driver-what-if = What-if: NPS points more if everybody agreed with this statement and nothing else changed.
explain-driver-what-if-how = Proportional-odds model of detractor, passive, promoter on all drivers. Every answer below agree is set to the nearest that agrees, the other answers stay; gain = mean of the expected NPS after − before. Interval: 2.5 and 97.5 % of the resamples, a little wider for few people; the model is fitted anew in each. “Before” is the model’s NPS, which may differ a little from the observed one. At a part of the way, the same part of the gain. Adjusted KSS = 100 − gain.
explain-driver-population = Over all customers: the what-if counted only for those the statement applies to.
explain-driver-population-how = What-if gain × (answered / asked): who was asked and gave no opinion, such as “not applicable”, is not won with it. Who wasn’t asked is taken to be like the others.
explain-driver-rank = Place in resamples: how often the driver came first, second, third when chance draws the people anew.
explain-driver-rank-how = In each resample drivers are put in order of KSS; the share of resamples per place. A driver that comes first in 60 % is the best bet, not a certainty.
explain-driver-joint = Together: several drivers moved at once are computed as one, not added up.
explain-driver-joint-how = The model’s expected NPS with all chosen answers lifted. When only a part of the people is reached, it is the same people on every driver, those reached first. The interval comes from the model’s parameters alone.
explain-driver-attribute = η² and importance of an attribute: how far scores differ between its values, alone and beside the statements.
explain-driver-attribute-how = η² = sum of squares between the values / total sum of squares. In the model a number is taken as it is, yes and no as 1 and 0, anything else as one indicator per value but the most frequent one; their importance counts together (grouped LMG). Values with fewer than 10 people are taken together.
explain-driver-em = All who scored: a missing answer is not filled in; what is known of the person still counts.
explain-driver-em-how = EM (Dempster, Laird and Rubin 1977) finds the means and covariances under which the answers that are there are most likely, for a joint normal distribution. It holds when what is missing depends only on answers that are there. Only complete answers is the simpler way, and loses more people the more statements there are.
explain-driver-bootstrap = Resamples: the people are drawn anew thousands of times, to see how far the figures would move by chance.
explain-driver-bootstrap-how = As many as there are, with replacement, every figure computed anew; the interval runs from the 2.5th to the 97.5th percentile (Efron), a little further for few people (after Hesterberg 2015): its limits lie √(n/(n−1)) · t / 1.96 times as far from the middle resample. The seed makes it repeatable.
explain-driver-cause = A link is not a cause: people who are happy anyway may agree with everything.
explain-driver-cause-how = All figures here compare people with each other at one time. Whether the score rises when a driver improves shows only when it is done: compare before and after under Movement.
driver-make-action = Make an action
driver-block-few = Fewer than two drivers have a figure that can be drawn: more answers are needed.
driver-block-hidden = Too few people answered to show this.
driver-block-no-recommend = This survey doesn’t ask whether people would recommend us, so there is nothing to explain.
driver-block-no-drivers = This survey has no statements that could be drivers.
driver-beside-difference = difference
driver-beside-verdict = verdict
driver-beside-higher = { $points } higher
driver-beside-lower = { $points } lower
