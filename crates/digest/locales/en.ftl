# The daily or weekly mail to each person, and alarms at once.
digest-title = What you hear by mail
digest-intro = A digest tells what came in, what moved more than chance, and what waits for you: only what you may see. When there is nothing to tell, no mail comes.
digest-often = Digest
digest-off = None
digest-daily = Every working day
digest-weekly = Every Monday, about the week before
digest-hour = Time
digest-alarms = Alarms
digest-alarms-at-once = A mail as soon as a figure moved more than chance
digest-alarms-what = Each movement is told once. Looking at many figures is accounted for.
digest-save = Save
digest-next = The next one comes on
digest-send-me = Send me one now
digest-said-saved = Saved.
digest-said-sent = The digest is on its way to you.
digest-said-nothing = There is nothing to tell now, so no mail is sent.
digest-no-mail = No mail server is set up, so nothing is sent. An administrator can set it up.
digest-subject = What customers said: { $period }
digest-answers = { $count ->
    [one] { $count } new answer
   *[other] { $count } new answers
}
digest-own = { $metric }: about { $value }, { $between } ({ $n }).
digest-answers-months = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
digest-further = { $count ->
    [one] { $count } more survey has new answers.
   *[other] { $count } more surveys have new answers.
}
digest-moved = What moved
digest-targets = Targets
digest-cases = Following up
digest-mine = { $count ->
    [one] { $count } open case of yours
   *[other] { $count } open cases of yours
}
digest-mine-overdue = { $count ->
    [one] { $count } of them is overdue
   *[other] { $count } of them are overdue
}
digest-overdue = { $count ->
    [one] { $count } overdue case that you see
   *[other] { $count } overdue cases that you see
}
digest-work = To my work
digest-open = Open Luister
digest-why = You get this digest as someone who works with Luister.
digest-change = Change or end it
digest-alarm-subject = { $count ->
    [one] Something moved more than chance
   *[other] { $count } things moved more than chance
}
digest-alarm-sure = That so many figures are looked at is accounted for: this is not chance among many.
digest-alarm-why = You hear of each movement once.
