coaching-title = Coaching
coaching-lead = A page two people share: to look at what customers say, to learn from it and to agree on what to try. Nobody else sees it.
coaching-none = Nobody to coach with yet
coaching-none-why = As soon as somebody reports to you, or you to somebody, you can open a page together. Who reports to whom is set in the settings of people and teams.
coaching-led = People who report to you
coaching-leads = With your lead
coaching-kept = Pages with earlier leads
coaching-kept-why = They are yours. You decide whether your present lead may read them.
coaching-shared = Pages of before that you may read
coaching-open = Open a page
coaching-with = With { $name }
coaching-page = Coaching page of { $name }
coaching-of-with = { $name }, with { $lead }
coaching-who = { $employee } and { $lead } see this page, and nobody else: no director and no administrator. { $employee } always sees all of it, and who looked.
coaching-former = { $lead } doesn’t lead here any more and no longer sees this page. It is kept as it is.
coaching-share = Who may read it
coaching-share-is = { $name } may read this page.
coaching-share-not = Only you can read this page.
coaching-share-with = Let { $name } read it
coaching-share-nobody = Only you can read this page; nobody leads you at the moment.
coaching-unshare = Let nobody else read it
coaching-agreements = Agreements
coaching-agreements-none = Nothing agreed yet. One small thing to try, with a date, is enough.
coaching-agree = Agree on something
coaching-what = What
coaching-until = Until (may be left open)
coaching-due = until
coaching-overdue = past its date
coaching-done = Done
coaching-not-done = Not done after all
coaching-done-at = done
coaching-save = Save
coaching-remove = Take away
coaching-removed = Taken away by { $name },
coaching-answers = Chosen answers
coaching-answers-none = No answer chosen yet. Choose one that is worth talking about.
coaching-answer-gone = This answer isn’t there any more.
coaching-choose = Choose an answer
coaching-chosen-by = chosen by { $name }
coaching-unchoose = take off the page
coaching-notes = Notes
coaching-notes-none = No notes yet.
coaching-note = Write a note
coaching-note-hint = Both of you read it. Don’t write customers’ names or addresses.
coaching-form-wrong = Some of it is not right yet:
coaching-own-mine = What your customers say
coaching-own-of = What customers of { $name } say
coaching-own-none = No answers of customers yet. An answer counts here when it names who helped the customer, or when it is of an account one is responsible for.
coaching-own-n = { $count ->
    [one] { $n } answer in a year
   *[other] { $n } answers in a year
}
coaching-own-about = about { $value }
coaching-own-no-comments = Nobody wrote anything yet.
coaching-own-no-figure = This survey has no figure.
coaching-own-few = { $count ->
    [one] A figure is shown from ten answers on: one more is needed.
   *[other] A figure is shown from ten answers on: { $n } more are needed.
}
coaching-own-alone = From the own answers alone: too few colleagues have answers to know what is usual.
coaching-own-shrunken = Of few answers much is chance, so this is drawn towards what is usual here: the own answers decide { $part } of it.
coaching-trend-none = There is no own past to compare with yet.
coaching-trend-rose = Against the own ninety days before it rose by { $points }.
coaching-trend-fell = Against the own ninety days before it fell by { $points }.
coaching-trend-chance = Against the own ninety days before it did not move more than chance.
coaching-trend-rose-months = Against as many own months before it rose by { $points }. Where small groups are hidden, periods are whole months.
coaching-trend-fell-months = Against as many own months before it fell by { $points }. Where small groups are hidden, periods are whole months.
coaching-trend-chance-months = Against as many own months before it did not move more than chance. Where small groups are hidden, periods are whole months.
coaching-trend-few = { $count ->
    [one] One more answer is needed to compare with the own past.
   *[other] { $n } more answers are needed to compare with the own past.
}
coaching-no-score = no score
coaching-no-words = Nothing written
coaching-looks = Who looked
coaching-looks-why = { $n ->
    [one] Each look is kept and shown to both. One so far.
   *[other] Each look is kept and shown to both. { $n } so far; the latest hundred are listed.
}
coaching-choose-title = Choose an answer
coaching-choose-lead = Answers of customers whom { $name } helped, the latest first.
coaching-choose-none = There is nothing to choose from
coaching-choose-none-why = Answers appear here when customers name who helped them, or when they are of an account somebody is responsible for.
coaching-choose-this = put on the page
coaching-is-chosen = on the page
coaching-wrong-empty = Write something.
coaching-wrong-long = Write at most 4,000 characters.
coaching-wrong-control = Leave out characters that can’t be written.
coaching-wrong-day = Give a date.
