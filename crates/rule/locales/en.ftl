rule-list-title = Rules
rule-list-lead = A rule sees to it that an answer that matters reaches the right person at once.
rule-new = New rule
rule-new-name = New rule
rule-new-why = Start from a rule that others agree on first. You can change everything, and try it on the past before you switch it on.
rule-new-choose = Rules to start from
rule-new-do = Use this rule
rule-empty = No rules yet
rule-empty-viewer = Administrators and programme managers make rules. Once there are some, you see here what they do.
rule-none-draft = No drafts
rule-none-on = No rules that are on
rule-none-off = No rules that are off
rule-none-archived = No rules were put away
rule-archived-show = Rules that were put away
rule-all-show = All rules
rule-template-detractor-callback = Every score of 0 to 6 becomes a case for the success manager: call within two working days.
rule-template-promoter-thanks = Who scores 9 or 10 and belongs to an account with much revenue gets a letter of thanks; the account manager hears of it.
rule-template-score-drop = Whoever scores at least three points lower than last time gets attention within a working day.
rule-template-silent-contact = A decision maker from whom nothing was heard for half a year: the account manager gets in touch.
rule-template-no-answer = An invitation to an important account that lies for two weeks says something too.
rule-template-passive-large = Scores of 7 and 8 from large accounts: ask what would make it a 9.
rule-template-promoter-reference = Ask promoters once whether you may name them as a reference.
rule-template-improve-together = Invite whoever sees something to improve to a session in which you work it out together.
rule-template-empty-title = A rule of your own
rule-template-empty = Begin with nothing but a case.
rule-name = Name
rule-state = State
rule-alert-trouble = { $n ->
    [one] One rule that is on can’t do all it says: something it names is gone or switched off.
   *[other] { $n } rules that are on can’t do all they say: something they name is gone or switched off.
}
rule-state-draft = draft
rule-state-on = on
rule-state-off = off
rule-state-archived = put away
rule-state-why-draft = It does nothing yet. Try it on the past, then switch it on.
rule-state-why-on = It looks at every answer given since it was switched on, not at imported ones.
rule-state-why-off = It does nothing now. What it did stays.
rule-state-why-archived = It does nothing and is out of the list. What it did stays.
rule-active-since = On since { $at }.
rule-fired = Fired
rule-last-fired = Last
rule-never = never
rule-said-created = The rule is made, as a draft. Look through it and save it.
rule-said-saved = Saved.
rule-said-on = Switched on. It looks at answers from now on.
rule-said-off = Switched off.
rule-said-archived = Put away.
rule-said-removed = The draft is removed.
rule-said-applied = The open cases are in step with the rule. Each says so in its history.
rule-when = When
rule-then = Then
rule-say-on-answer = An answer comes in
rule-say-on-silence = A contact neither answered nor was spoken with for { $days } days
rule-say-on-no-answer = An invitation was not answered for { $days } days
rule-say-and = and
rule-say-or = or
rule-say-not = not: { $what }
rule-say-always = No conditions: always.
rule-say-class = the respondent is a { $what }
rule-say-score-at-least = { $metric } is { $least } or higher
rule-say-score-at-most = { $metric } is { $most } or lower
rule-say-score-between = { $metric } is { $least } to { $most }
rule-say-drop = the score is at least { $n ->
    [one] one point
   *[other] { $n } points
 } worse than this contact’s last one
rule-say-words = the comment says: { $what }
rule-say-theme = the comment is about “{ $what }”
rule-say-account-one-of = { $name } of the account is { $value }
rule-say-account-at-least = { $name } of the account is at least { $value }
rule-say-account-at-most = { $name } of the account is at most { $value }
rule-say-account-within-days = { $name } of the account lies within the next { $value } days
rule-say-account-past-days = { $name } of the account lies within the past { $value } days
rule-say-contact-one-of = { $name } of the contact is { $value }
rule-say-contact-at-least = { $name } of the contact is at least { $value }
rule-say-contact-at-most = { $name } of the contact is at most { $value }
rule-say-contact-within-days = { $name } of the contact lies within the next { $value } days
rule-say-contact-past-days = { $name } of the contact lies within the past { $value } days
rule-say-has-role = the account has a { $what }
rule-say-survey = the survey is { $what }
rule-say-language = the language is { $what }
rule-say-open-case-contact = Open a case for: { $who }. First contact within { $within }.
rule-say-open-case-end = Open a case for: { $who }. Done within { $within }.
rule-say-notify = Tell by mail: { $who }
rule-say-tell = Tell the channel { $who }
rule-say-reach-thank = Thank the contact by mail
rule-say-reach-reference = Ask the contact by mail to be a reference
rule-say-reach-panel = Invite the contact by mail to the panel
rule-say-reach-session = Invite the contact by mail to a session
rule-within-hours = { $n ->
    [one] one office hour
   *[other] { $n } office hours
 }
rule-within-days = { $n ->
    [one] one working day
   *[other] { $n } working days
 }
rule-gone = no longer there
rule-nobody = nobody yet
rule-role-responsible = responsible person
rule-role-success-manager = success manager
rule-role-consultant = consultant
rule-role-account-manager = account manager
rule-class-detractor = detractor (0–6)
rule-class-passive = passive (7–8)
rule-class-promoter = promoter (9–10)
rule-metric = What was asked
rule-metric-recommend = Recommendation (0–10)
rule-metric-effort = Effort (1–5)
rule-metric-satisfaction = Satisfaction (1–5)
rule-metric-advocacy = In my interest (1–5)
rule-edit = Edit rule
rule-edit-on = This rule is on: what you save counts at once. You are shown what it means for cases that are open.
rule-conflict-title = Somebody else saved this rule
rule-conflict = What you typed is still here. Saving again replaces what the other one saved.
rule-conflict-look = Look at what is stored now
rule-errors = { $n ->
    [one] One thing stands in the way
   *[other] { $n } things stand in the way
 }
rule-on = What it looks at
rule-on-answer = answers as they come in
rule-on-silence = contacts from whom nothing is heard
rule-on-no-answer = invitations nobody answers
rule-days = After how many days
rule-days-hint = For silence and invitations.
rule-json = Conditions
rule-json-hint = These conditions were written by a program and don’t fit the form. Change them as JSON.
rule-or-when = or when
rule-not = not: it must not be so
rule-add-condition-label = One more condition
rule-add-condition = Add condition
rule-remove-condition = Remove condition
rule-add-group = Add “or when”
rule-remove-group = Remove these conditions
rule-add-consequence-label = One more consequence
rule-add-consequence = Add consequence
rule-remove-consequence = Remove consequence
rule-kind-class = Promoter, passive, detractor
rule-kind-score = Score
rule-kind-drop = Worse than last time
rule-kind-words = Words in the comment
rule-kind-theme = Theme of the comment
rule-kind-account = Attribute of the account
rule-kind-contact = Attribute of the contact
rule-kind-has-role = Somebody has a role
rule-kind-survey = Survey
rule-kind-language = Language
rule-at-least = At least
rule-at-most = At most
rule-points = Points worse, at least
rule-points-hint = Compared with the same contact’s last answer to the same question. Without an earlier answer the rule does nothing.
rule-words = Words
rule-words-hint = One per line, as in themes: price, pric*, ~waiting for all forms, "customer service", !"not expensive" where it doesn’t count.
rule-theme = Theme
rule-choose = Choose
rule-attribute = Attribute
rule-test = Is
rule-value = Value
rule-test-one-of = one of (commas between)
rule-test-at-least = a number of at least
rule-test-at-most = a number of at most
rule-test-within-days = a date within so many days from now
rule-test-past-days = a date within the past so many days
rule-role = Role
rule-roles = Roles for the account
rule-people = People
rule-languages = Languages
rule-languages-hint = Codes with commas between: nl, en
rule-then-open-case = Open a case
rule-then-notify = Tell people by mail
rule-then-tell = Tell a channel or another system
rule-then-reach-out = Write to the contact
rule-owner = For
rule-owner-hint = Whoever has the role for the account, or for the account above it. Who is away has a deputy. Without anybody the case is listed as nobody’s.
rule-title = Title of the case
rule-title-hint = Filled in: {"{account}"} {"{contact}"} {"{score}"} {"{before}"} {"{survey}"} {"{rule}"} {"{days}"}. With words for when it isn’t known: {"{contact|customer}"}
rule-within = Within
rule-unit = Unit
rule-unit-days = working days
rule-unit-hours = office hours
rule-case-priority = Priority
rule-priority-low = low
rule-priority-normal = normal
rule-priority-high = high
rule-priority-urgent = urgent
rule-first-contact = By then the customer was spoken with (otherwise: by then the case is done)
rule-notify-owner = Tell the owner by mail
rule-channel = Channel
rule-channel-hint = Slack, Teams or a webhook.
rule-channel-do = Manage channels
rule-reach-hint = Goes out within the contact budget and outside quiet hours. What can’t go yet waits. Thanks are sent for every answer, a question or invitation once.
rule-why = Why
rule-why-thank = to thank
rule-why-reference = to ask for a reference
rule-why-panel = to invite to the panel
rule-why-session = to invite to a session to improve something together
rule-letter-in = In { $language }
rule-letter-subject = Subject
rule-letter-greeting = Greeting
rule-letter-body = Text
rule-letter-closing = Closing
rule-save = Save rule
rule-cancel = Back without saving
rule-back = Back to the rule
rule-switch-on = Switch on
rule-switch-off = Switch off
rule-archive = Put away
rule-take-back = Take back
rule-remove = Remove draft
rule-wrong-class = Choose at least one.
rule-wrong-number = Give a number.
rule-wrong-empty = This is needed.
rule-wrong-choose = Choose one.
rule-trial-title = Try it on the past
rule-trial-days = Of
rule-trial-time = the last { $n } days
rule-trial-do = Try
rule-trial-why = See what this rule would have done. Nobody is told and nothing is stored.
rule-trial-cases = { $n ->
    [0] This rule would have opened no case in the last { $days } days.
    [one] This rule would have opened one case in the last { $days } days.
   *[other] This rule would have opened { $n } cases in the last { $days } days.
 }
rule-trial-times = { $n ->
    [0] This rule would not have fired in the last { $days } days.
    [one] This rule would have fired once in the last { $days } days.
   *[other] This rule would have fired { $n } times in the last { $days } days.
 }
rule-trial-silence-cases = { $n ->
    [0] Nobody is silent for so long now: switching on opens no case.
    [one] One contact is silent for so long now: switching on opens one case at once.
   *[other] { $n } contacts are silent for so long now: switching on opens { $n } cases at once.
 }
rule-trial-silence-times = { $n ->
    [0] Nobody is silent for so long now.
    [one] One contact is silent for so long now: switching on fires at once.
   *[other] { $n } contacts are silent for so long now: switching on fires for all of them at once.
 }
rule-trial-looked-answer = { $n ->
    [one] One answer was looked at.
   *[other] { $n } answers were looked at.
 }
rule-trial-looked-silence = { $n ->
    [one] One contact was looked at.
   *[other] { $n } contacts were looked at.
 }
rule-trial-looked-no-answer = { $n ->
    [one] One invitation without an answer was looked at.
   *[other] { $n } invitations without an answer were looked at.
 }
rule-trial-partial = There are more than are looked at here: the count is of these only.
rule-trial-note = Answers are as they are now, attributes and themes too.
rule-trial-months = By month
rule-trial-examples = The newest
rule-trial-more = { $n ->
    [one] And one more.
   *[other] And { $n } more.
 }
rule-has-fired = fired
rule-at = When
rule-comment = Comment
rule-history = What it did
rule-history-empty = It hasn’t fired yet.
rule-newest = Newest
rule-older = Older
rule-changed = Last changed by { $by }, { $at }.
rule-told-account = Account
rule-told-contact = Customer
rule-told-score = Score
rule-told-survey = Survey
rule-told-case = Open the case
rule-told-answer = Open the answer
rule-told-open-contact = Open the contact
rule-mail-fits = This fits a rule:
rule-mail-why = You get this mail because a rule in Luister names you or your role.
rule-trouble-no-channel = channel gone or off
rule-trouble-no-receiver = nobody to tell
rule-trouble-no-contact = contact not known
rule-trouble-no-survey = survey gone
rule-trouble-no-theme = theme gone
rule-trouble-no-role = role gone
rule-trouble-no-person = person doesn’t work here any more
rule-trouble-now = This rule can’t do everything it says:
rule-cases-title = Open cases of this rule
rule-cases-lead = { $n ->
    [0] This rule has no open cases.
    [one] One open case was compared with the rule as it is now.
   *[other] { $n } open cases were compared with the rule as it is now.
 }
rule-cases-note = Who took a case keeps it, and a due time somebody moved stays. A case the rule would no longer open stays open: somebody expects to be heard.
rule-cases-apply = { $n ->
    [one] Change one open case
   *[other] Change { $n } open cases
 }
rule-cases-leave = Leave them as they are
rule-cases-same = All open cases are as the rule would make them
rule-cases-differ = { $n ->
    [one] One open case is not as this rule would make it now.
   *[other] { $n } open cases are not as this rule would make them now.
 }
rule-cases-next = Later cases
rule-cases-look = See what differs
rule-case = Case
rule-case-due = Due
rule-case-owner = Owner
rule-case-no-longer = the rule would no longer open it
rule-month-1 = January
rule-month-2 = February
rule-month-3 = March
rule-month-4 = April
rule-month-5 = May
rule-month-6 = June
rule-month-7 = July
rule-month-8 = August
rule-month-9 = September
rule-month-10 = October
rule-month-11 = November
rule-month-12 = December
rule-wrong-detail-group = Give at least one condition in each group.
rule-wrong-detail-deep = Conditions lie too deep in each other.
rule-wrong-detail-count = A rule has at most 60 conditions.
rule-wrong-detail-answer = This is about an answer, and the rule is about none having come.
rule-wrong-detail-class = Choose promoters, passives or detractors.
rule-wrong-detail-points = Give 1 to 10 points.
rule-wrong-detail-days = Give fewer days.
rule-wrong-detail-number = Give a number.
rule-wrong-detail-both = No number is that high and that low.
rule-wrong-detail-score-both = No score is that high and that low.
rule-wrong-detail-limits = Give a lowest score, a highest score, or both.
rule-wrong-detail-what = Say what it must be.
rule-wrong-detail-one = Give at least one.
rule-wrong-detail-values = That are too many values.
rule-wrong-detail-consequences = Give 1 to 10 consequences.
rule-wrong-detail-receivers = Give 1 to 20 people and roles.
rule-wrong-detail-name = Give a name of one line, at most 120 characters.
rule-wrong-detail-line = Give one line, at most 200 characters.
rule-wrong-detail-range = This number is too small or too large.
rule-wrong-detail-score = Give 0 to 10.
rule-wrong-detail-case = A rule opens one case.
rule-wrong-detail-whose = Choose a role or a person, not both.
rule-wrong-detail-survey = This survey of customers is not there. Answers of employees are nobody’s.
rule-wrong-detail-theme = This theme is not there any more.
rule-wrong-detail-written = Write it as { $kept }.
rule-wrong-detail-choice = { $name } has no such choice. There are: { $listed }.
rule-wrong-detail-value = { $name } can not have this value.
rule-wrong-detail-no-number = { $name } is no number.
rule-wrong-detail-no-day = { $name } is no day.
rule-wrong-detail-role = This role is not there any more.
rule-wrong-detail-person = This person does not work here any more.
rule-wrong-detail-channel = This channel is gone, or switched off.
rule-wrong-detail-title = Give a title.
rule-wrong-detail-title-long = This is too long.
rule-wrong-detail-title-line = Give one line.
rule-wrong-detail-placeholder = There is no placeholder of this name.
rule-wrong-detail-brace = A brace is not closed.
rule-wrong-detail-away = This rule is put away. Take it back first.
rule-wrong-detail-drafts = Only drafts are removed. Put this rule away instead.
rule-wrong-detail-late = Somebody else changed this rule since you read it. Look at it again.
rule-wrong-detail-draft = A rule that was on can be switched off, but is no draft any more.
rule-wrong-detail-many = There are 200 rules, which is the most. Put one away first.
