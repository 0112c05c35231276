# Actions and improvements.
action-places = Actions and improvements
action-place-actions = Actions
action-place-improvements = Improvements
action-place-heard = The public page
action-lead = What we change because of what customers and employees said. Every action has an owner and a day; what has none is listed here until it does.
action-filter = Choose which
action-show-current = To do
action-show-mine = Mine
action-show-overdue = Overdue
action-show-unowned = Without owner
action-show-done = Done
action-show-dropped = Dropped
action-one-source = One cause
action-new = New action
action-edit = Change
action-save = Save
action-not-now = Not now
action-more = More
action-none = No actions here
action-none-why = Make one from a case, a theme or a driver: it then remembers whose answers raised it.
action-export = Download as CSV
action-export-excel = Download for Excel
action-title = What
action-title-hint = In a few words: what will be different.
action-detail = More about it
action-level = Level
action-level-customer = customer
action-level-employee = employee
action-level-process = process
action-level-organisation = organisation
action-level-hint-customer = for this one customer
action-level-hint-employee = learning, tools or time for those who do the work
action-level-hint-process = how the work is done; most causes are here
action-level-hint-organisation = what we choose to be
action-owner = Owner
action-nobody = nobody
action-nobody-yet = Nobody yet
action-due = Due
action-overdue = overdue
action-status = Status
action-status-open = open
action-status-doing = being done
action-status-done = done
action-status-dropped = dropped
action-progress = Progress
action-progress-percent = Progress, in percent
action-source = Because of
action-source-case = Case
action-source-theme = Theme
action-source-driver = Driver
action-improvement = Improvement
action-no-improvement = None
action-made = Made
action-because = Because of
action-period = Whose answers
action-period-hint = Empty: all answers until now. Those who gave them can be told later what was done.
action-from = From
action-to = Up to and including
action-step = Where it stands
action-note = Note
action-log = What happened
action-log-created = Made.
action-log-status = Is now: { $value }.
action-log-progress = { $value } % done.
action-log-owner = { $value } sees to it.
action-log-no-owner = Nobody sees to it.
action-log-due = Due on { $value }.
action-log-no-due = No longer due on a day.
action-log-improvement = Part of: { $value }.
action-log-no-improvement = No longer part of an improvement.
action-log-changed = The words or the level were changed.
action-log-voices = The answers that raised it were counted again: { $value }.
action-raised = What raised it
action-raised-answers = { $n ->
    [0] No answers
    [one] One answer
   *[other] { $n } answers
 }
action-raised-employees = Employees are anonymous: nobody is written to about this. What is done can be told on the public page or in a meeting.
action-recount = Count the answers again
action-is-overdue = This should have been done by now.
action-is-unowned = Nobody sees to this. Give it an owner.
action-form-wrong = This can’t be saved yet.
action-said-created = The action is there.
action-said-saved = Saved.
action-said-noted = The note is in the log.
action-said-recounted = The answers are counted again.
action-said-closed = Closed.
action-said-told = They will be told.
action-said-reopened = Opened again.
action-said-published = It is on the public page.
action-said-unpublished = It is no longer on the public page.
action-wrong-empty = This is needed.
action-wrong-too-long = At most { $max } characters.
action-wrong-not-one-line = Keep this on one line.
action-wrong-control = There is a character in this that can’t be shown.
action-wrong-day = Give a day, such as 2026-12-01.
action-wrong-reversed = The last day is before the first.
action-wrong-person = This person no longer works here.
action-wrong-improvement = This improvement is not there, or closed.
action-wrong-progress = From 0 to 100.
action-wrong-language = The public page is in Dutch and English, not in “{ $given }”.
action-wrong-choice = Choose one of { $listed }.
action-improvement-new = New improvement
action-improvement-edit = Change the improvement
action-improvement-lead = Several actions that make one thing better. When it is done, exactly those whose answers raised it hear so.
action-improvement-show-open = Under way
action-improvement-show-closed = Closed
action-improvement-none = No improvements here
action-improvement-none-why = Make one for what customers will notice, and put the actions into it.
action-improvement-done = Actions done
action-improvement-done-n = { $n } of { $all }
action-improvement-public = Public page
action-improvement-is-public = yes
action-improvement-changed = Changed
action-improvement-title = What gets better
action-improvement-title-hint = For ourselves. Customers read the words below.
action-improvement-why = Why
action-improvement-why-hint = For ourselves too.
action-improvement-no-actions = No actions yet.
action-improvement-heard = You said, we did: the public page
action-improvement-heard-hint = Everybody can read this without logging in. Name nobody. A language left empty is not offered; readers then get the other one.
action-improvement-heard-none = Nothing is written for the public page yet.
action-improvement-heard-title = Headline
action-improvement-heard-said = You said
action-improvement-heard-did = We did
action-improvement-in-nl = In Dutch
action-improvement-in-en = In English
action-improvement-letter = The letter to those who raised it
action-improvement-letter-hint = { "{subject}" }, { "{said}" } and { "{did}" } become what stands on the public page in that language: the headline, what customers said, what was done. There are:
action-improvement-letter-closing = Closing
action-improvement-told = Telling those who raised it
action-improvement-voices = { $n ->
    [0] No answers of customers raised this.
    [one] One answer of a customer raised this.
   *[other] { $n } answers of customers raised this.
 }
action-improvement-letters = Letters: { $sent } sent, { $deferred } waiting, { $left_out } left out.
action-improvement-letters-see = See which wait, and why
action-improvement-unfinished = { $n ->
    [one] One action is neither done nor dropped. Finish it first.
   *[other] { $n } actions are neither done nor dropped. Finish them first.
 }
action-improvement-nothing-done = It can be closed when an action is done.
action-improvement-close = Close and tell
action-improvement-closed = Closed on
action-improvement-on-page = See it on the public page
action-improvement-tell-rest = Tell { $n } more
action-improvement-publish = Put it on the public page
action-improvement-unpublish = Take it off the public page
action-improvement-reopen = Open again
action-improvement-close-finding = { $n ->
    [0] Nobody can be told by mail.
    [one] One contact is told, of { $answers } answers that raised this.
   *[other] { $n } contacts are told, of { $answers } answers that raised this.
 }
action-improvement-close-how = Close it
action-improvement-close-do = Close
action-improvement-publish-too = Put it on the public page
action-improvement-publish-hint = As written for the public page; it can be taken off again.
action-improvement-publish-not-ready = Nothing is written for the public page yet.
action-improvement-write-heard = Write it
action-improvement-write-letter = Change the letter
action-improvement-tell-too = { $n ->
    [0] Tell nobody by mail
    [one] Send one letter
   *[other] Send { $n } letters
 }
action-improvement-tell-hint = Within the contact budget and outside quiet hours, so a letter may wait. Everybody gets it once; it can’t be taken back.
action-improvement-may-not-tell = An administrator, a director or a lead closes improvements and tells customers.
action-improvement-reached = { $n ->
    [0] Nobody is told
    [one] One contact is told
   *[other] { $n } contacts are told
 }
action-improvement-unreached = Who is not told, and why
action-improvement-more-n = And { $n } more.
action-improvement-why-told = was told before
action-improvement-why-no-address = no address
action-improvement-why-bounced = the address returned a mail
action-improvement-why-opted-out = unsubscribed
action-improvement-why-complained = reported a mail as unwanted
action-improvement-why-do-not-contact = on the do-not-contact list
action-improvement-why-employee = is an employee
action-improvement-why-removed = the contact was removed
action-improvement-why-anonymous = answered without being known
action-improvement-why-gone = the answer was removed, or doesn’t count
action-improvement-said-created = The improvement is there. Put actions into it.
action-improvement-said-saved = Saved.
action-improvement-said-noted = Saved.
action-improvement-said-recounted = Counted again.
action-improvement-said-closed = The improvement is closed.
action-improvement-said-told = The letters go out as soon as the contact budget and the hours allow.
action-improvement-said-reopened = The improvement is open again, and off the public page.
action-improvement-said-published = It is on the public page.
action-improvement-said-unpublished = It is no longer on the public page.
action-heard-title = You said, we did
action-heard-lead = What { $company } changed because of what customers said.
action-heard-none = Nothing has been published yet.
action-heard-said = You said
action-heard-did = We did
action-heard-more = Earlier
action-heard-all = All that we did
