theme-question = Comments on
theme-theme = Theme
theme-themes = Themes
theme-new = New theme
theme-undo = Undo
theme-back = What comments are about
theme-comments = Comments
theme-said-saved = The theme is saved.
theme-said-removed = The theme is removed.
theme-said-restored = The theme is back, with everything that was said of it.
theme-said-coded = Saved. Here are the next ones.

theme-no-question-title = No question takes comments
theme-no-question = Add a question that people answer in their own words, such as “What is the main reason for your score?”
theme-empty-title = No comments yet
theme-empty = As soon as somebody writes a comment, this page says what comments are about.
theme-empty-filtered = Nobody within this filter wrote a comment.
theme-hidden-filtered = What people wrote here is only shown of everybody together, so that nobody is recognised. Take the filter away to see it.
theme-hidden-few = Too few people wrote something, so nothing is shown: nobody should be recognised.
theme-employees-why = Only shares of themes are shown, where enough people mention a theme and enough don't. No scores, no single comments: nobody should be recognised.
theme-truncated = Only the newest { $n } comments are read.
theme-sample = The survey is very large: of its { $of } responses within the filter a sample of { $n } is read, the same every time; counts of comments and customers are of that sample.
theme-counted = { $count ->
    [one] { $n } comment
   *[other] { $n } comments
}
theme-counted-customers = { $count ->
    [one] { $n } comment
   *[other] { $n } comments
} from { $customers } customers

theme-finding-costs = “{ $name }” costs most: without the comments about it the NPS would be { $points } higher, between { $low } and { $high }, if it is the cause.
theme-finding-value = Behind “{ $name }” { $count ->
    [one] stands { $n } customer
   *[other] stand { $n } customers
} with { $amount } { $value }: { $share } of all who wrote.
theme-finding-loud = Mind: of the { $all } comments about “{ $name }” one customer wrote { $most }.
theme-finding-lifts = “{ $name }” lifts most: without the comments about it the NPS would be { $points } lower, between { $low } and { $high }, if it is the cause.
theme-finding-nothing = No theme moves the NPS more than chance.
theme-finding-no-themes = There are no themes yet. Below are words that many customers use: make a theme of those that matter.
theme-finding-words = { $low_side } more often write { $low }; { $high_side } { $high }.
theme-finding-words-low = { $low_side } more often write { $low }.
theme-finding-words-high = { $high_first } more often write { $high }.

theme-none-yet = A theme is a set of words and phrases: whoever writes one of them writes about the theme. Begin with a suggestion below, or with words of your own.
theme-gain-title = Points to gain per theme
theme-gain = Points to gain
theme-gain-zero = nothing to gain
theme-effect = What it does
theme-effect-costs = costs { $points }
theme-effect-lifts = lifts by { $points }
theme-effect-few = too few comments: { $count ->
    [one] { $n } more needed
   *[other] { $n } more needed
}
theme-effect-few-others = too few comments to compare with
theme-share = Share of comments
theme-customers = Customers
theme-value = Behind it: { $name }
theme-value-by = What customers are worth
theme-value-share = { $share } of all who wrote
theme-value-without = { $count ->
    [one] { $n } customer without a value
   *[other] { $n } customers without a value
}
theme-value-all = { $name } of all customers who wrote: { $amount }
theme-voices-loud-named = one loud voice: { $name } wrote { $most } of { $all }
theme-voices-loud = one loud voice: { $n } customer wrote { $most } of { $all }
theme-voices-few = few voices: { $n } customers wrote { $most } of { $all }
theme-voices-quiet = quiet voices: { $n } customers, { $all } comments
theme-figure = { $metric } of who mentions it
theme-mean = Mean score
theme-agreement = Agreement with people
theme-coding = Code by hand
theme-without = { $count ->
    [one] { $n } comment has no theme ({ $share })
   *[other] { $n } comments have no theme ({ $share })
}
theme-kappa = Kappa
theme-kappa-none = not coded by hand yet
theme-kappa-same = { $count ->
    [one] { $n } comment coded: rules and people always say the same, so there is nothing to tell apart yet
   *[other] { $n } comments coded: rules and people always say the same, so there is nothing to tell apart yet
}
theme-kappa-between = between { $low } and { $high }, { $count ->
    [one] { $n } comment coded
   *[other] { $n } comments coded
}
theme-kappa-few = between { $low } and { $high }: { $count ->
    [one] { $n } comment coded is
   *[other] { $n } comments coded are
} too few
theme-kappa-one-sided = { $count ->
    [one] { $n } comment coded
   *[other] { $n } comments coded
}: only one of both ever sees this theme

theme-words-title = Words that set them apart
theme-words-of = { $side }
theme-words-n = { $count ->
    [one] { $n } comment
   *[other] { $n } comments
} of { $customers } customers
theme-words-none = No word that this side uses more often than chance.
theme-word = Word or phrase
theme-z = How clear
theme-others = Others
theme-times = { $times } ×, { $customers } customers

theme-suggestions = Suggested themes
theme-suggestions-why = Words that many customers write and that no theme has yet. Look at the comments, then keep, rename or change what is useful.
theme-suggestion-n = { $count ->
    [one] { $n } customer, { $comments } comments
   *[other] { $n } customers, { $comments } comments
}
theme-suggestion-look = Look and make

theme-comments-count = { $count ->
    [0] No comments
    [one] { $n } comment
   *[other] { $n } comments
}
theme-comments-none = No comment fits. Take away something above.
theme-chip = about “{ $name }”
theme-chip-none = without a theme
theme-chip-search = search: { $text }
theme-newer = Newer

theme-name = Name
theme-rules = Words and phrases
theme-rules-hint = One per line. A comment with one of them is about this theme.
theme-save = Save
theme-try = Try without saving
theme-remove = Remove this theme
theme-faults = The theme is not saved
theme-tried = This is what stands here now; it is not saved.
theme-per-rule = What each rule finds
theme-rule = Rule
theme-all-comments = All comments about this theme
theme-without-any = Comments without any theme
theme-missed = People say these are about the theme, the rules don't
theme-wrong = The rules say these are about the theme, people don't
theme-newest = The newest comments it finds
theme-found = { $count ->
    [0] No comment of { $all } is about it.
    [one] { $n } comment of { $all } is about it ({ $share }), from { $customers } customer.
   *[other] { $n } comments of { $all } are about it ({ $share }), from { $customers } customers.
}
theme-found-hidden = Too few people write this, or too few don't, to show how many.

theme-fault-no-name = Give the theme a name.
theme-fault-wrong-name = A name has at most { $max } characters, on one line.
theme-fault-name-taken = Another theme has this name.
theme-fault-long-rules = These are too many rules for one theme.
theme-fault-rule = Line { $line }, “{ $text }”: { $what }
theme-mistake-no-letters = a rule needs a word.
theme-mistake-character = words have letters only, no “{ $character }”.
theme-mistake-short-prefix = at least two letters come before *.
theme-mistake-star = * stands at the end of a word only, and not together with ~.
theme-mistake-quote = a quotation mark is missing, as in "customer service".
theme-mistake-gap = .. stands between two words.
theme-mistake-long = the line is longer than 120 characters.
theme-mistake-many = a theme has at most 300 rules.
theme-mistake-nothing-included = Give at least one word or phrase that the theme is about.

theme-rules-how = How rules are written
theme-rules-word-example = price
theme-rules-word = this word
theme-rules-prefix-example = pric*
theme-rules-prefix = all words that begin so: price, prices, pricing
theme-rules-forms-example = ~waiting
theme-rules-forms = all forms of a word: wait, waits, waited, in Dutch and English
theme-rules-phrase-example = "customer service"
theme-rules-phrase = these words in a row; each may also have * or ~
theme-rules-gap-example = "waiting .. phone"
theme-rules-gap = with up to three other words between
theme-rules-not-here-example = !"gold bar"
theme-rules-not-here = where this stands nothing counts: “bar” does, “bar” in “gold bar” doesn't
theme-rules-negation-example = !"not .. expensive"
theme-rules-negation = so a negation is taken out: “expensive” counts, “not too expensive” doesn't
theme-rules-not-comment-example = !!test
theme-rules-not-comment = comments with this are left out altogether
theme-rules-note-example = # a note
theme-rules-note = for people; it finds nothing

theme-coding-why = Say of each comment which themes it is about. The comments are drawn by lot, and what the rules say stays hidden, so that the agreement is honest.
theme-coding-done = { $count ->
    [one] { $n } comment coded; { $enough } give a good picture
   *[other] { $n } comments coded; { $enough } give a good picture
}
theme-coding-no-themes = Make a theme first.
theme-coding-all = All comments are coded.
theme-coding-save = Save and go on
theme-both = Both
theme-hand-only = People only
theme-rules-only = Rules only
theme-neither = Neither

explain-theme-share = How many of the comments, and of the customers who wrote one, mention the theme.
explain-theme-share-how = Comments in which one of the theme's rules is found ÷ all comments within the filter, with a Wilson interval of 95 %. Customers are counted once, however much they write; they are told apart by their account when the answers have one, else each respondent is one.
explain-theme-voices = Whether a theme is one loud voice or many quiet ones: customers count, not messages.
explain-theme-voices-how = One loud voice: one customer wrote at least 3 comments and more than 30 % of those about the theme. Few voices: at most three customers wrote more than half, 3 each or more on average. Quiet voices: at least five customers, fewer than 1.5 comments each on average, nobody loud.
explain-theme-value = What the customers who mention the theme are worth together, by the attribute you choose.
explain-theme-value-how = Sum over customers who mention the theme, each once, by the latest answer within the filter that has the attribute, with a comment or without; its share is of the sum over all customers who wrote. Customers without a value count for nothing and are said. 1.250,50, 1,250.50 and 1250 are numbers; where point or comma could be either, the other values decide, else three digits behind it are thousands. An attribute is offered when all its values are numbers. No share when somebody's value is below 0.
explain-theme-figure = How those who mention the theme score.
explain-theme-figure-how = The same figure as on the results page, of those only whose comment mentions the theme. The mean is that of their scores.
explain-theme-gain = What would be gained if the theme went away: how much higher the NPS of those who don't mention it is.
explain-theme-gain-how = NPS of the comments without the theme − NPS of all comments with a score = p × (NPS without − NPS with), p the share that mentions it. Interval: ± 1.96 × √(mean(f²) ÷ n) with f = [without] × (z − NPS without) ÷ (1 − p) − (z − NPS all), z = −100, 0 or 100 per person, as for KSS. Below 0: who mentions it is happier, so the theme lifts. Called “costs” or “lifts” only when it is more than chance, taking into account how many themes are looked at (Benjamini–Hochberg, 5 %). Themes overlap: don't add them up. A link is not yet a cause.
explain-theme-kappa = How far rules and people agree about which comments mention the theme: 1 is always, 0 is what chance would give.
explain-theme-kappa-how = Cohen's kappa = (agreement − agreement by chance) ÷ (1 − agreement by chance), over the comments coded by hand; interval of 95 % after Fleiss, Cohen and Everitt.
explain-theme-words = Which words and phrases the unhappy use more often than the happy, and the other way round. Nothing is left out: “not”, “no” and “but” say most.
explain-theme-words-how = Difference of log odds with a prior from all text together: δ = ln((y + a) ÷ (n + A − y − a)) of one side − the same of the other, with y how often it occurs, n all words of a side, A = 500 and a = A × its share of all text; clearness z = δ ÷ √(1 ÷ (y₁ + a) + 1 ÷ (y₂ + a)) (Monroe, Colaresi and Quinn 2008). Shown when it occurs at least 10 times, at least 5 customers of its side use it, and it is more than chance among all words looked at (Benjamini–Hochberg, 5 %). The percentages are customers who use it.
explain-theme-suggestion = Words that at least five customers write in comments without a theme; words that go together are one suggestion.
explain-theme-suggestion-how = All forms of a word count as one. Small words, and praise and blame that fit anything, are not suggested. Two words go together when the correlation φ of their occurring in the same comments is at least 0.25. Nothing becomes a theme by itself.
theme-make-action = Make an action
theme-block-title = What comments are about
theme-block-no-question = This survey has no question people answer in their own words.
theme-block-no-comments = Nobody wrote anything yet.
theme-block-no-themes = No theme is made yet. Themes say which words belong together.
theme-beside-few = On one of the two sides so few people wrote something that nothing is shown: nobody should be recognised.
theme-block-none = No theme is mentioned.
theme-block-most = Spoken of most: { $name }, in { $share } of the comments (between { $low } and { $high }).
theme-block-beside = { $count ->
    [one] One other theme can’t be told apart from it.
   *[other] { $n } other themes can’t be told apart from it.
}
