home-title-company = How we are doing
home-title-team = How your team is doing
home-title-person = What your customers say
home-person-lead = These are your own results, to learn from. Only you see them, and on your coaching page your lead. They are compared with nobody’s.
home-finding-empty = Nobody has answered yet. What customers say, and what follows from it, comes together here.
home-finding-quiet = No figure moved more than chance, no target is behind and no case is overdue.
home-finding-moved = { $count ->
    [one] One figure moved more than chance.
   *[other] { $n } figures moved more than chance.
}
home-finding-behind = { $count ->
    [one] One target is behind.
   *[other] { $n } targets are behind.
}
home-finding-overdue = { $count ->
    [one] One case is overdue.
   *[other] { $n } cases are overdue.
}
home-running = What runs
home-trouble-none = Nothing is in trouble.
home-trouble-mails = { $count ->
    [one] Of one mail nobody knows whether it went: it waits for your decision.
   *[other] Of { $n } mails nobody knows whether they went: they wait for your decision.
}
home-trouble-connections = { $count ->
    [one] The last run of one connection failed.
   *[other] The last runs of { $n } connections failed.
}
home-trouble-calls = { $count ->
    [one] One message to another system could not be delivered.
   *[other] { $n } messages to other systems could not be delivered.
}
home-runs-surveys = { $n ->
    [one] One survey is open,
   *[other] { $n } surveys are open,
}
home-runs-programmes = { $n ->
    [one] one programme asks,
   *[other] { $n } programmes ask,
}
home-runs-rules = { $n ->
    [one] one rule is on,
   *[other] { $n } rules are on,
}
home-runs-connections = { $n ->
    [one] one connection is on.
   *[other] { $n } connections are on.
}
home-targets = Targets
home-targets-see = All targets
home-targets-none = No target yet
home-targets-none-why = Say which figure is to be where by when, and read here whether it is on course.
home-targets-set = Set a target
home-targets-team = Targets of your teams
home-targets-team-none = No target of your teams holds at the moment.
home-figures = Figures
home-figures-none = No answers yet
home-figures-none-why = Publish a survey and send its link, or import answers you have. Its figure then stands here.
home-figures-do = To the surveys
home-touchpoints = Touchpoints of your team
home-touchpoints-none = No answers within your sight yet
home-touchpoints-none-why = Answers of customers whom people of your team helped stand here: when they name who helped them, or when they are of an account somebody of your team is responsible for.
home-moved = What really moved
home-moved-none = Nothing moved more than chance, corrected for all that was looked at.
home-moved-see = Look at what was looked at
home-gains = Where most is to be gained
home-gains-why = NPS points there are to gain if everybody answered like those who agree, if the link is causal. Those named together can’t be told apart.
home-gains-none = No driver has a demonstrable gain yet.
home-gains-more = { $n ->
    [one] One more can’t be told apart from these.
   *[other] { $n } more can’t be told apart from these.
}
home-driver = Statement
home-gain = To gain
home-answers = Answers
home-interval = Interval
home-cases = Cases
home-cases-open = { $n ->
    [one] One case is open.
   *[other] { $n } cases are open.
}
home-cases-overdue = { $n ->
    [one] One is overdue.
   *[other] { $n } are overdue.
}
home-cases-none-overdue = None is overdue.
home-cases-unowned = { $n ->
    [one] One is nobody’s.
   *[other] { $n } are nobody’s.
}
home-cases-none = No case is open. Rules open one when an answer asks for it.
home-cases-see = All cases
home-improved = Improvements, last 90 days
home-improved-actions = { $n ->
    [one] One action is done.
   *[other] { $n } actions are done.
}
home-improved-closed = { $n ->
    [one] One improvement is closed.
   *[other] { $n } improvements are closed.
}
home-improved-none = Nothing was finished in the last 90 days. An action can be made from a theme, a driver or a case.
home-improved-see = To the actions
home-leaders = Leaders speak with customers
home-leaders-none = No conversation with a customer was noted yet. Note one at a case, an account or a contact.
home-leaders-see = Does it help?
home-month = Month from
home-by-leaders = By leaders
home-customers = With customers
home-by-all = By everybody
home-comments = What customers wrote this week
home-comments-none = Nobody wrote anything in the last seven days.
home-coaching = Coaching
home-coaching-open = Open a page
home-coaching-none = Nobody reports to you yet. Who does is set in the settings of people and teams.
home-coaching-own = Coaching
home-coaching-own-none = Nobody leads you yet. Who does is set in the settings of people and teams.
home-compliments = Compliments
home-todo = To follow up
home-todo-see = My work
home-todo-more = { $n ->
    [one] One more is in your work.
   *[other] { $n } more are in your work.
}
home-todo-none = Nothing is waiting for you.
home-overdue-since = overdue since
home-due = due
home-own = Your results
home-own-none = No answers yet
