programme-list-title = Programmes
programme-list-lead = A programme asks the right people at the right moment, from a person, in their language, and leaves them alone otherwise.
programme-places = Programmes, calendar, budget, events
programme-place-programmes = All programmes
programme-place-calendar = Calendar
programme-place-outreach = Letters outside programmes
programme-place-budget = Contact budget and quiet hours
programme-place-sources = Event sources
programme-name = Name
programme-kind = Kind
programme-kind-relational = by turn
programme-kind-transactional = after an event
programme-kind-employee = employees
programme-survey = Survey
programme-survey-hint = What is asked. The first question with a scale stands in the mail.
programme-survey-draft = This survey is a draft. It is published together with the programme.
programme-survey-closed = This survey is closed: nothing goes out until it is open again.
programme-status = State
programme-status-draft = draft
programme-status-running = running
programme-status-paused = paused
programme-status-ended = ended
programme-status-why-draft = Nobody is asked yet. Read the mail, then start.
programme-status-why-running = People are asked as described here.
programme-status-why-paused = Nobody is asked for now. Links that went out still take answers.
programme-status-why-ended = Over for good. Its answers and figures stay.
programme-next = Next sending
programme-next-none = nothing in the coming weeks
programme-next-draft = not started
programme-next-paused = paused
programme-next-ended = ended
programme-next-event = after the next event
programme-next-on = { $n ->
    [one] { $day }: 1 mail
   *[other] { $day }: { $n } mails
}
programme-sent = Sent
programme-answered = Answered
programme-anonymous = anonymous
programme-new = Start from a template
programme-new-first = Start with one of these
programme-new-why = One click makes a draft with its survey and mails in Dutch and English. Nothing goes out before you start it.
programme-new-do = Make this programme
programme-template-relational-nps = Half-yearly customer question (NPS)
programme-template-why-relational-nps = Asks every contact twice a year how likely they are to recommend you, and what drives it. First everybody at once as a baseline, then spread over the working days, with one reminder after 7 days.
programme-template-ticket-ces = After a closed ticket (CES)
programme-template-why-ticket-ces = One hour after a ticket is closed: was it easy? Cancelled when the ticket reopens; no longer asked after 3 days; never to employees or to whoever solved it.
programme-template-employee-enps = Employees every quarter (eNPS)
programme-template-why-employee-enps = Asks every employee how it is to work here, with statements. Anonymous, and never shown under five answers.
programme-template-article-csat = After an article of the knowledge base (CSAT)
programme-template-why-article-csat = Fifteen minutes after somebody read an article: did it help?
programme-template-onboarding-ces = After a completed onboarding (CES)
programme-template-why-onboarding-ces = The day after somebody has got started: was it easy? With one reminder.
programme-always = Always on
programme-always-why = A link, a QR code, or a widget in a web page or knowledge base. You find them with the survey:
programme-always-do = Make a survey first
programme-empty = There are no programmes yet
programme-empty-viewer = An administrator or a programme manager can make them here.
programme-tabs = This programme
programme-tab-overview = Overview
programme-tab-edit = Edit
programme-tab-preview = Preview
programme-tab-contacts = Contacts
programme-tab-report = Report
programme-aside = State and survey
programme-more = More
programme-no-mail = No mail server is set up yet, so nothing is sent. What is due waits.
programme-no-mail-do = Set up mail
programme-said-created = The draft is made, with its survey. Look at the mail before you start.
programme-said-saved = Saved.
programme-said-started = The programme runs.
programme-said-paused = Paused. Nobody is asked until you resume.
programme-said-resumed = The programme runs again.
programme-said-ended = The programme is over.
programme-said-tested = The test mail is on its way to you.
programme-said-removed = Removed.
programme-do-start = Start
programme-do-pause = Pause
programme-do-resume = Resume
programme-do-end = End
programme-do-save = Save
programme-do-remove = Remove
programme-do-why-end = An ended programme never asks again, also no reminders. Its answers stay.
programme-do-why-remove = The draft goes away; its survey stays.
programme-not-started = Not started: this is still missing

programme-does-relational-spread = Asks { $who } every { $months } months, spread evenly over the working days from { $start }.
programme-does-relational-wave = Asks { $who } every { $months } months, all on one day, from { $start }.
programme-does-baseline = The first time everybody at once, as a baseline.
programme-does-event = Asks { $who } { $delay } after { $events }; no longer after { $days ->
    [one] 1 day
   *[other] { $days } days
}.
programme-does-cancel = Not when { $events } comes in between.
programme-does-reminders = { $n ->
    [0] No reminders.
    [one] One reminder after { $days } days without an answer.
   *[other] At most { $n } reminders, { $days } days apart.
}
programme-who-customers = every contact
programme-who-employees = every employee
programme-who-customers-segment = every contact with { $segment }
programme-who-employees-segment = every employee with { $segment }
programme-who-events = the contact concerned
programme-who-events-segment = the contact concerned, if with { $segment },
programme-or = or
programme-and = and
programme-at-once = at once
programme-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
programme-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
programme-days-n = { $n ->
    [one] 1 day
   *[other] { $n } days
}

programme-days = What goes out in the days to come
programme-days-title = The next two weeks
programme-days-why = As it would go if nobody answered and nothing happened. Events that have not happened yet are not in it.
programme-days-all = All programmes in the calendar
programme-days-draft = Nothing: the programme is a draft.
programme-days-running = Nothing is due in the next two weeks.
programme-days-paused = Nothing: the programme is paused.
programme-days-ended = Nothing: the programme has ended.
programme-day = Day
programme-day-nothing = nothing
programme-day-off = day off
programme-programme = Programme
programme-invitations = Invitations
programme-reminders = Reminders
programme-bar = How much
programme-waits = Waits or left out
programme-waits-n = { $n } wait: { $why }
programme-out-n = { $n } left out: { $why }
programme-weekday-0 = Mon
programme-weekday-1 = Tue
programme-weekday-2 = Wed
programme-weekday-3 = Thu
programme-weekday-4 = Fri
programme-weekday-5 = Sat
programme-weekday-6 = Sun
programme-week-0 = Monday
programme-week-1 = Tuesday
programme-week-2 = Wednesday
programme-week-3 = Thursday
programme-week-4 = Friday
programme-week-5 = Saturday
programme-week-6 = Sunday

programme-decisions = Latest decisions
programme-decisions-none = Nothing has been decided yet.
programme-decisions-all = All contacts
programme-decisions-anonymous = This programme is anonymous: who was asked when is not shown beside the answers.
programme-contact = Contact
programme-contact-gone = removed contact
programme-state = State
programme-state-invited = invited
programme-state-deferred = waits
programme-state-left-out = left out
programme-reason = Why
programme-when = When
programme-occasion = About
programme-occasion-round = Round { $n }
programme-so-far = So far
programme-so-far-more = The whole report

programme-reason-quiet-hours = quiet hours
programme-reason-day-off = no working day
programme-reason-holiday = { $detail }
programme-reason-budget = contact budget: { $detail }
programme-reason-budget-gone = contact budget
programme-reason-reserved = kept free for { $detail }
programme-reason-reserved-gone = kept free for a programme that goes first
programme-reason-delay = the programme’s delay after the event
programme-reason-per-day = the programme sent enough that day
programme-reason-no-address = no address
programme-reason-bounced = the address returned a mail
programme-reason-opted-out = unsubscribed
programme-reason-complained = reported a mail as unwanted
programme-reason-do-not-contact = on the do-not-contact list
programme-reason-employee = is an employee
programme-reason-not-an-employee = is not an employee
programme-reason-solver = solved it themselves
programme-reason-window-ended = too late; waited for: { $detail }
programme-reason-window-ended-gone = too late: its time was over
programme-reason-no-consent = gave no consent
programme-reason-not-in-segment = no longer in the segment
programme-reason-ended = the programme ended
programme-reason-removed = the contact was removed
programme-reason-survey-closed = the survey takes no answers
programme-reason-cancelled = cancelled: it was undone
programme-reason-withdrawn = taken back
programme-reason-new = is looked at in a moment
programme-reason-answered = answered meanwhile
programme-reason-no-wording = the mail has no words yet
programme-because-baseline = baseline
programme-because-wave = its wave
programme-because-spread = its turn
programme-because-event = an event

programme-holiday-new-year = New Year’s Day
programme-holiday-good-friday = Good Friday
programme-holiday-easter-sunday = Easter Sunday
programme-holiday-easter-monday = Easter Monday
programme-holiday-kings-day = King’s Day
programme-holiday-liberation-day = Liberation Day
programme-holiday-ascension = Ascension Day
programme-holiday-whit-sunday = Whit Sunday
programme-holiday-whit-monday = Whit Monday
programme-holiday-christmas-day = Christmas Day
programme-holiday-second-christmas-day = Boxing Day
programme-holiday-own = own day off
programme-rule-person-invitations = at most { $max ->
    [one] 1 invitation
   *[other] { $max } invitations
} per person in { $days } days
programme-rule-person-mails = at most { $max ->
    [one] 1 mail
   *[other] { $max } mails
} per person in { $days } days
programme-rule-account-invitations = at most { $max ->
    [one] 1 invitation
   *[other] { $max } invitations
} per account in { $days } days
programme-rule-account-mails = at most { $max ->
    [one] 1 mail
   *[other] { $max } mails
} per account in { $days } days

programme-edit-what = What
programme-edit-who = Who
programme-edit-when = When
programme-edit-mail = Mail
programme-edit-limits = Limits
programme-edit-running = This programme runs: what you save holds from the next mail on.
programme-save = Save
programme-save-preview = Save and look at the mail
programme-errors = { $n ->
    [one] One thing is not right yet
   *[other] { $n } things are not right yet
}
programme-conflict-title = Somebody else saved this programme meanwhile
programme-conflict = What you typed is still here. If you save again, it goes over what the other one saved.
programme-conflict-look = See what is stored now
programme-audience = For whom
programme-audience-customers = Customers’ contacts, never employees
programme-audience-employees = Employees only
programme-audience-hint = An employee programme needs a survey for employees: its answers are anonymous.
programme-audience-events = Asks whoever the event names; never employees, and never whoever solved it.
programme-segment = Only some of them
programme-segment-hint = Every condition must hold, with one of its values. Without conditions everybody is asked. Names: language, account, account.NAME, or any attribute of the contact.
programme-segment-name = Attribute { $n }
programme-segment-values = Values { $n }, one per line
programme-segment-more = Add a condition
programme-consent = Only who gave consent
programme-consent-hint = Without this, everybody is asked who has not objected.
programme-every = How often
programme-every-3 = Every 3 months
programme-every-6 = Every 6 months
programme-every-12 = Once a year
programme-shape = How a round goes
programme-shape-spread = Spread evenly over the working days: a steady stream of answers
programme-shape-wave = All on one day, as a wave
programme-baseline = First a baseline: everybody at once in the first round
programme-start = First day
programme-start-hint = Rounds are counted from here.
programme-window = Days in which it may still go out
programme-window-hint = So long an invitation may wait for its turn in the contact budget.
programme-settle = Days a new contact is left alone
programme-settle-hint = Somebody who comes after the first day has nothing to say yet.
programme-triggers = Event types that ask
programme-triggers-hint = One per line, such as ticket.closed
programme-cancels = Event types that cancel
programme-cancels-hint = Such as ticket.reopened
programme-delay = Wait
programme-delay-unit = Unit
programme-unit-minutes = minutes
programme-unit-hours = hours
programme-unit-days = days
programme-expires = Days until it is too late
programme-expires-hint = After that nobody remembers.
programme-events-hint = Events come by the API or by signed webhooks.
programme-closes = Last day
programme-closes-hint = Leave empty to go on until you end it.
programme-sender-responsible = From whoever is responsible for the account
programme-sender-hint = Where nobody is, the name below is used. The address must lie under your own domain; empty: the address of the mail settings.
programme-sender-name = Name of the sender
programme-sender-email = Address of the sender
programme-languages = Languages of the mail
programme-languages-hint = Codes such as nl, en. Contacts read their own language; where there is none, the survey’s.
programme-languages-do = Show these languages
programme-placeholders = Placeholders you can use
programme-placeholders-hint = After a bar comes what is said when it isn’t known: {"{"}first_name|customer{"}"}.
programme-placeholder-first-name = first name of the contact
programme-placeholder-name = whole name of the contact
programme-placeholder-account = name of the customer the contact belongs to
programme-placeholder-sender = name of the sender
programme-placeholder-company = your company’s name
programme-placeholder-survey = title of the survey
programme-placeholder-subject = what the event was about, such as a ticket’s title
programme-placeholder-attribute = an attribute of the contact, such as {"{"}attribute.city{"}"}
programme-wording-in = Mail in { $language }
programme-wording-subject = Subject
programme-wording-greeting = Greeting
programme-wording-body = Text
programme-wording-closing = Below the question
programme-wording-reminder-subject = Subject of the reminder
programme-wording-reminder-body = Text of the reminder
programme-wording-same = Empty: as in the invitation.
programme-wording-no-language = Name at least one language, with a subject and a text.
programme-wording-too-many-languages = At most 20 languages.
programme-wording-language-form = “{ $given }” is no language code such as nl or en.
programme-wording-empty = This is needed: subject and text of every language.
programme-wording-too-long = At most { $max } characters.
programme-wording-not-one-line = Keep this on one line.
programme-wording-unknown-placeholder = There is no placeholder { $name }. There are { $listed }.
programme-wording-unclosed = A brace is not closed: { $text }
programme-reminders-hint = They stop as soon as somebody answers, unsubscribes, or the address returns a mail.
programme-reminders-number = How many at most
programme-reminders-spacing = Days between mails
programme-reminders-open = Days the link takes answers
programme-priority = Priority, 0 to 100
programme-priority-hint = Higher goes first, and may hold back lower ones.
programme-per-day = At most mails a day
programme-per-day-hint = Empty: no limit, but when rounds are spread at most twice the daily share, so that nothing comes in a burst after a standstill.
programme-limits-hint = What a person and an account get over all programmes is in the
programme-attributes = What of the contact goes with the answer
programme-attributes-usual = Of customers everything that is known, of employees nothing
programme-attributes-some = Only these:
programme-attributes-names = Attributes
programme-attributes-hint = One per line; account is the customer’s name, account.NAME an attribute of it.

programme-wrong-name = Give a name of 1 to 100 characters.
programme-wrong-survey-id = Choose a survey.
programme-wrong-date = Give a date, such as 2026-12-01.
programme-wrong-number = Give a whole number.
programme-wrong-priority = 0 to 100.
programme-wrong-per-day = At least 1, or leave it empty for no limit.
programme-wrong-reminders = 0 to 5 reminders.
programme-wrong-spacing-days = 1 to { $max } days.
programme-wrong-open-days = 1 to { $max } days.
programme-wrong-window-days = 1 to { $max } days, so that rounds don’t run into each other.
programme-wrong-settle-days = 0 to { $max } days.
programme-wrong-audience = Employees are never asked about events.
programme-wrong-triggers = Give at least one type of event, such as ticket.closed: lower-case letters, digits, dots.
programme-wrong-cancels = Types of events such as ticket.reopened; a type can’t both ask and cancel.
programme-wrong-delay = At most 60 days.
programme-wrong-expires-days = 1 to { $max } days.
programme-wrong-sender-name = At most 100 characters.
programme-wrong-sender-email = Give an address such as feedback@example.com.
programme-wrong-attributes = At most 50 names of attributes.
programme-wrong-segment = Give the name of an attribute and at least one value.
programme-wrong-max = Give a whole number from 0 to 1000.
programme-wrong-days = 1 to { $max } days.
programme-wrong-zone = No time zone has this name; one is Europe/Amsterdam.
programme-wrong-working-days = At least one day of the week.
programme-wrong-quiet = Times such as 20:00, and part of the day must stay open.
programme-wrong-own = Dates such as 2026-12-24, one per line.
programme-wrong-e = A share from 0 to 1.
programme-refused-over = This programme is over. Make a new one.
programme-refused-survey = The survey takes no answers. Publish or reopen it first.
programme-refused-publish = The survey can't be published yet. Its page shows what is missing.
programme-refused-many = At most { $max } programmes run at the same time. End one first.
programme-refused-other = Something in the settings doesn't hold. Open and save them: what is wrong is shown there.
programme-wrong-other = { $detail }

programme-preview-language = Language
programme-preview-which = Mail
programme-preview-invitation = invitation
programme-preview-reminder = reminder
programme-preview-contact = As this contact gets it (address)
programme-preview-do = Show
programme-preview-unknown = No contact has the address “{ $given }”: this is an example.
programme-preview-faults = This is not right in the mail yet:
programme-preview-from = From
programme-preview-to = To
programme-preview-subject = Subject
programme-preview-inert = The links of this preview lead nowhere.
programme-preview-wide = On a computer
programme-preview-phone = On a phone
programme-preview-text = Plain text
programme-preview-example-name = Anna de Wit
programme-preview-example-first = Anna
programme-preview-example-account = Sun Bakery
programme-preview-example-subject = 4711: my printer is jammed
programme-test = Test mail to yourself
programme-test-why = Sends this mail to { $address }. Its links lead nowhere; it counts nowhere.
programme-test-do = Send me this mail

programme-calendar-lead = What goes out in the coming { $weeks } weeks over all programmes, on which days nothing does, and who would be left out.
programme-calendar-partial = Worked out from the first { $n } contacts.
programme-calendar-weeks = How far ahead
programme-calendar-n = { $n } weeks
programme-calendar-none = Nothing runs yet
programme-calendar-none-why = Start a programme and its days appear here.
programme-calendar-finding = In the coming { $weeks } weeks { $n ->
    [0] nothing goes out.
    [one] 1 mail goes out.
   *[other] { $n } mails go out, most on { $day } ({ $most }).
}
programme-calendar-out = Waiting and left out
programme-calendar-out-none = Nobody waits, nobody is left out.
programme-calendar-out-more = And { $n } more.

programme-contacts-lead = Everybody this programme decided about: asked, waiting or left out, with the reason.
programme-contacts-anonymous = This programme is anonymous: here you see who was written to, never who answered.
programme-contacts-filter = State
programme-contacts-invited = invited
programme-contacts-deferred = waiting
programme-contacts-left-out = left out
programme-contacts-reasons = Reasons
programme-contacts-none = Nobody yet.
programme-contacts-pages = Pages
programme-contacts-next = Further

programme-report-finding = { $n ->
    [0] Nobody has been asked yet.
    [one] 1 person was asked, { $complete } answered: response rate { $rate } (RR1).
   *[other] { $n } people were asked, { $complete } answered: response rate { $rate } (RR1).
}
programme-report-finding-anonymous = { $n ->
    [0] Nobody has been asked yet.
    [one] 1 employee was asked.
   *[other] { $n } employees were asked.
}
programme-report-funnel = From contact to answer
programme-report-funnel-why = Invitations, not people: whoever is asked every half year counts each time.
programme-report-step = Step
programme-report-n = Number
programme-report-means = What it means
programme-report-step-invited = Invited
programme-report-step-why-invited = it was decided to ask them
programme-report-step-handed-over = Handed over
programme-report-step-why-handed-over = the mail server took the mail
programme-report-step-reminded = Reminders
programme-report-step-why-reminded = mails after the first
programme-report-step-opened = Opened
programme-report-step-why-opened = a person began or opened the survey
programme-report-step-complete = Answered
programme-report-step-why-complete = sent in
programme-report-rates = Response rates
programme-report-rates-why = By the Standard Definitions of AAPOR, so that they can be compared. Who was left out was never asked and enters no rate. Of those who may not belong here a share e of { $e } is counted in RR3 and RR4.
programme-report-rate = Rate
programme-report-share = Share
programme-report-dispositions = What became of every invitation
programme-report-dispositions-why = Each invitation has one final disposition; the letters are those of AAPOR.
programme-report-disposition = Disposition
programme-report-letter = Letter
programme-report-anonymous = This programme is anonymous by construction: who answered is not kept, so there are no dispositions. The number of answers is in the results of the survey, from five on.
programme-report-coverage = Coverage
programme-report-coverage-why = Of everybody in the segment, how many were asked at all. A group that is hardly asked is hardly heard.
programme-report-coverage-rates = RR1 and answered of delivered count invitations, as above; whoever is no longer a contact is in no group.
programme-report-of-delivered = Answered of delivered
programme-report-by = Split by
programme-report-by-none = nothing
programme-report-by-do = Show
programme-report-all = All
programme-report-no-value = without
programme-report-eligible = In the segment
programme-report-invited = Asked
programme-report-covered = Coverage
programme-report-coverage-none = Nobody is in the segment.
programme-rate-rr1 = minimum: sent in, of everybody asked
programme-rate-rr2 = the same, half-filled surveys included
programme-rate-rr3 = as RR1, with only a share e of those of whom nothing is known
programme-rate-rr4 = as RR2, with only a share e of those of whom nothing is known
programme-rate-rr5 = maximum: sent in, of those of whom something is known
programme-rate-rr6 = the same, half-filled surveys included
programme-rate-coop1 = cooperation: sent in, of those who were reached
programme-rate-ref1 = refusal: refused or broke off, of everybody asked
programme-rate-con1 = contact: reached, of everybody asked
programme-rate-delivered = what suppliers often call response: answered, of mails that arrived
programme-disposition-complete = Sent in
programme-disposition-partial = At least half answered
programme-disposition-refusal = Refused: unsubscribed or complained
programme-disposition-break-off = Opened or began, stopped before half
programme-disposition-non-contact = Away all the time
programme-disposition-other = Unable to answer
programme-disposition-unknown-reach = Not known whether it arrived
programme-disposition-undelivered = Came back undelivered
programme-disposition-nothing-returned = Nothing came back
programme-disposition-not-eligible = Did not belong to those asked; in no rate

programme-budget-lead = One set of rules over all programmes protects people: how many mails, on which days, at what hours. What does not fit waits; it is not dropped.
programme-budget-rules = Contact budget
programme-budget-rules-why = All rules must hold. A reminder counts as a mail, not as an invitation.
programme-budget-rule = Rule { $n }
programme-budget-max = At most
programme-budget-counts = Of
programme-budget-counts-invitations = invitations
programme-budget-counts-mails = mails, reminders included
programme-budget-scope = Per
programme-budget-scope-person = person
programme-budget-scope-account = account
programme-budget-days = In how many days
programme-budget-empty = Empty both numbers of a rule to remove it.
programme-budget-more = Add a rule
programme-budget-calendar = Days and hours
programme-budget-calendar-why = In the contact’s own time zone where it is known, else in this one.
programme-budget-zone = Time zone
programme-budget-zone-hint = Such as Europe/Amsterdam
programme-budget-working = Days on which mail goes out
programme-budget-quiet = Quiet hours
programme-budget-quiet-on = Nothing goes out at these hours
programme-budget-from = From
programme-budget-to = Until
programme-budget-holidays = Holidays
programme-budget-dutch = Dutch public holidays
programme-budget-good-friday = Good Friday too
programme-budget-liberation = Liberation Day, 5 May
programme-budget-liberation-never = never
programme-budget-liberation-every-five-years = every five years
programme-budget-liberation-every-year = every year
programme-budget-own = Days off of your own
programme-budget-own-hint = One date per line, such as 2026-12-24
programme-budget-next = Next:
programme-budget-e-title = Response rates
programme-budget-e = Share e
programme-budget-e-hint = From 0 to 1: of those of whom nothing is known, the share taken to belong to those asked. 1 gives the lowest rates.

programme-sources-lead = Your ticket system, knowledge base or other software tells here what happened, signed so that nobody else can.
programme-sources-made = { $name } is made
programme-sources-once = Copy these two now. The secret is shown only this once.
programme-sources-url = Address
programme-sources-secret = Secret
programme-sources-since = Made
programme-sources-last = Last heard
programme-sources-never = never
programme-sources-none = There are no sources yet. Events can also come by the API.
programme-sources-new = New source
programme-sources-name-hint = Such as the name of your ticket system
programme-sources-do = Make the source
programme-sources-how = How to sign
programme-sources-how-time = The time may be at most five minutes off.
programme-sources-how-id = The same id is the same event: sending it again does nothing.
programme-sources-how-cancel = Late, double and swapped deliveries end the same: what counts is when it happened.
programme-sources-how-solver = Name who solved it, and that person is never asked about their own work.
programme-sources-secret-later = Give this address to the system; it then shows a secret. Type that in below: until then every call is refused.
programme-sources-system = System
programme-sources-no-secret = waits for its secret
programme-sources-their-secret = Secret made by the system
programme-sources-their-secret-hint = Only if the system makes one itself. Otherwise leave it empty: you get one.
programme-sources-mapping = Mapping
programme-sources-mapping-hint = Only for another system: where in its JSON stands what. An example is below.
programme-system-standard = Own software (Standard Webhooks)
programme-system-zendesk = Zendesk
programme-system-freshdesk = Freshdesk
programme-system-zammad = Zammad
programme-system-request-tracker = Request Tracker
programme-system-mapped = Another system, by a mapping
programme-sources-how-standard = As in Standard Webhooks: the signature is an HMAC-SHA256 with the secret over the id, the time and the body, with dots between.
programme-sources-how-zendesk = Make a webhook with this address: either subscribe it to the event “ticket status changed”, or let a trigger send the body below, which knows addresses. Zendesk then shows a signing secret: type it in here.
programme-sources-how-freshdesk = Make an automation for changed tickets with a webhook (POST, JSON, advanced) that sends the body below. Freshdesk signs nothing: add the header X-Luister-Secret with the secret.
programme-sources-how-zammad = Make a webhook with this address and the secret as its HMAC SHA1 signature token, and a trigger for changed states that uses it. Of the personal data it sends only what is needed is kept.
programme-sources-how-request-tracker = Make a scrip for changes of status with this as its action, and fill in address and secret.
programme-sources-how-mapped = Places are JSON pointers. The proof is standard, hmac (sha256 or sha1, hex or base64, with a prefix if there is one) or secret (the secret itself in a header).
programme-wrong-mapping = This mapping can’t be used:
programme-wrong-secret = Give 16 to 200 letters, digits and signs without spaces; for own software whsec_ and base 64.
programme-sources-latest = Latest events
programme-sources-no-events = Nothing came in yet.
programme-sources-type = Type
programme-sources-subject = About
programme-sources-source = Source
programme-sources-nobody = nobody we know
programme-wrong-fixed = This can’t change once the programme has run. End it and make a new one.
programme-wrong-survey-fits = Employees are asked with a survey for employees, customers with one for customers.
programme-wrong-past = Lies in the past: choose today or later.
programme-report-deferred = Waiting
programme-report-left-out = Left out

programme-outreach-lead = Thanks, questions for a reference, invitations to a panel, and what was done with what customers said. They count against the same contact budget as programmes, wait for the same quiet hours, and never go to anybody who unsubscribed.
programme-outreach-state-deferred = Waiting
programme-outreach-state-sent = Sent
programme-outreach-state-left-out = Left out
programme-outreach-all = Show all letters
programme-outreach-none = No letters here.
programme-outreach-letter = Letter
programme-outreach-about = About
programme-outreach-until = Not before
programme-outreach-soon = as soon as possible
programme-outreach-kind-thank = thanks
programme-outreach-kind-reference = question for a reference
programme-outreach-kind-panel = invitation to a panel
programme-outreach-kind-told = you said, we did
programme-outreach-going = is on its way to the mail server
programme-outreach-gone = the mail server took it
programme-outreach-unknown = not known whether the mail server took it
programme-outreach-waiting = { $n ->
    [one] One letter outside programmes waits.
   *[other] { $n } letters outside programmes wait.
 }
programme-outreach-see = See which, and why

programme-event-line = Give 1 to { $most } characters on one line.
programme-event-type = A type is a name such as ticket.closed, at most 60 characters.
programme-event-moment = A time is written as 2026-12-01T09:30:00Z.
programme-event-ahead = This lies more than a day ahead.
programme-event-solver = Say who solved it by either an e-mail address or an external id.
programme-event-contact = Give an e-mail address or an external id, so that the contact can be found.
programme-event-attributes = There can be at most { $most } attributes.
programme-event-value = Give a text, a number, true or false here.
programme-event-long = A name has 1 to { $name } characters, a value at most { $value }.
programme-event-whom = A programme asks about this type: say to whom it happened.
programme-mapping-place = A place is a JSON pointer such as /ticket/id.
programme-mapping-contact = Say where the contact’s e-mail address (email) or id (external_id) stands.
programme-mapping-header = Give the name of a header, such as X-Signature.
programme-mapping-many = There can be at most { $most } conditions and attributes.
programme-mapping-needed = Say what stands where.
programme-mapping-only = Only another system needs a mapping; leave it empty.
programme-mapping-system = There is no system called { $system }.
programme-mapping-json = The JSON isn’t right at line { $line }, character { $column }: “{ $what }”.
