# De dagelijkse of wekelijkse mail aan elke medewerker, en alarmen meteen.
digest-title = Wat u per mail hoort
digest-intro = Een overzichtsmail vertelt wat er binnenkwam, wat meer dan toeval bewoog, en wat op u wacht: alleen wat u mag zien. Is er niets te vertellen, dan komt er geen mail.
digest-often = Overzichtsmail
digest-off = Geen
digest-daily = Elke werkdag
digest-weekly = Elke maandag, over de week ervoor
digest-hour = Tijd
digest-alarms = Alarmen
digest-alarms-at-once = Een mail zodra een cijfer meer dan toeval bewoog
digest-alarms-what = Elke beweging wordt één keer gemeld. Dat naar veel cijfers wordt gekeken, is meegerekend.
digest-save = Opslaan
digest-next = De volgende komt op
digest-send-me = Stuur mij er nu een
digest-said-saved = Opgeslagen.
digest-said-sent = De overzichtsmail is naar u onderweg.
digest-said-nothing = Er is nu niets te vertellen, dus er gaat geen mail uit.
digest-no-mail = Er is geen mailserver ingesteld, dus er wordt niets verstuurd. Een beheerder kan die instellen.
digest-subject = Wat klanten zeiden: { $period }
digest-answers = { $count ->
    [one] { $count } nieuw antwoord
   *[other] { $count } nieuwe antwoorden
}
digest-own = { $metric }: ongeveer { $value }, { $between } ({ $n }).
digest-answers-months = { $count ->
    [one] { $count } antwoord
   *[other] { $count } antwoorden
}
digest-further = { $count ->
    [one] Nog { $count } vragenlijst heeft nieuwe antwoorden.
   *[other] Nog { $count } vragenlijsten hebben nieuwe antwoorden.
}
digest-moved = Wat bewoog
digest-targets = Doelen
digest-cases = Opvolging
digest-mine = { $count ->
    [one] { $count } open zaak van u
   *[other] { $count } open zaken van u
}
digest-mine-overdue = { $count ->
    [one] { $count } daarvan is te laat
   *[other] { $count } daarvan zijn te laat
}
digest-overdue = { $count ->
    [one] { $count } zaak die u ziet is te laat
   *[other] { $count } zaken die u ziet zijn te laat
}
digest-work = Naar mijn werk
digest-open = Luister openen
digest-why = U krijgt deze overzichtsmail omdat u met Luister werkt.
digest-change = Wijzigen of beëindigen
digest-alarm-subject = { $count ->
    [one] Er bewoog iets meer dan toeval
   *[other] { $count } dingen bewogen meer dan toeval
}
digest-alarm-sure = Dat naar zoveel cijfers wordt gekeken, is meegerekend: dit is geen toeval onder veel.
digest-alarm-why = U hoort van elke beweging één keer.
