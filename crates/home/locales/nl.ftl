home-title-company = Hoe het met ons gaat
home-title-team = Hoe het met uw team gaat
home-title-person = Wat uw klanten zeggen
home-person-lead = Dit zijn uw eigen resultaten, om van te leren. Alleen u ziet ze, en op uw coachingpagina uw leidinggevende. Ze worden met die van niemand vergeleken.
home-finding-empty = Er heeft nog niemand geantwoord. Wat klanten zeggen, en wat eruit volgt, komt hier bij elkaar.
home-finding-quiet = Geen cijfer bewoog meer dan toeval, geen doel ligt achter en geen zaak is te laat.
home-finding-moved = { $count ->
    [one] Eén cijfer bewoog meer dan toeval.
   *[other] { $n } cijfers bewogen meer dan toeval.
}
home-finding-behind = { $count ->
    [one] Eén doel ligt achter.
   *[other] { $n } doelen liggen achter.
}
home-finding-overdue = { $count ->
    [one] Eén zaak is te laat.
   *[other] { $n } zaken zijn te laat.
}
home-running = Wat er loopt
home-trouble-none = Er is niets aan de hand.
home-trouble-mails = { $count ->
    [one] Van één mail weet niemand of hij weg is: hij wacht op uw besluit.
   *[other] Van { $n } mails weet niemand of ze weg zijn: ze wachten op uw besluit.
}
home-trouble-connections = { $count ->
    [one] De laatste keer ophalen mislukte bij één koppeling.
   *[other] De laatste keer ophalen mislukte bij { $n } koppelingen.
}
home-trouble-calls = { $count ->
    [one] Eén bericht aan een ander systeem was onbestelbaar.
   *[other] { $n } berichten aan andere systemen waren onbestelbaar.
}
home-runs-surveys = { $n ->
    [one] Er is één vragenlijst open,
   *[other] Er zijn { $n } vragenlijsten open,
}
home-runs-programmes = { $n ->
    [one] één programma vraagt,
   *[other] { $n } programma’s vragen,
}
home-runs-rules = { $n ->
    [one] één regel staat aan,
   *[other] { $n } regels staan aan,
}
home-runs-connections = { $n ->
    [one] één koppeling staat aan.
   *[other] { $n } koppelingen staan aan.
}
home-targets = Doelen
home-targets-see = Alle doelen
home-targets-none = Nog geen doel
home-targets-none-why = Zeg welk cijfer wanneer waar moet staan, en lees hier of het op koers ligt.
home-targets-set = Stel een doel
home-targets-team = Doelen van uw teams
home-targets-team-none = Op dit moment geldt er geen doel van uw teams.
home-figures = Cijfers
home-figures-none = Nog geen antwoorden
home-figures-none-why = Publiceer een vragenlijst en verstuur de link, of importeer antwoorden die u hebt. Dan staat het cijfer hier.
home-figures-do = Naar de vragenlijsten
home-touchpoints = Contactpunten van uw team
home-touchpoints-none = Nog geen antwoorden die u mag zien
home-touchpoints-none-why = Hier staan de antwoorden van klanten die door mensen van uw team geholpen zijn: als ze zeggen wie hen hielp, of als ze van een klant zijn waarvoor iemand van uw team verantwoordelijk is.
home-moved = Wat echt bewoog
home-moved-none = Niets bewoog meer dan toeval, gecorrigeerd voor alles waar naar gekeken is.
home-moved-see = Zie waar naar gekeken is
home-gains = Waar het meest te winnen is
home-gains-why = NPS-punten die te winnen zijn als iedereen antwoordde zoals wie het eens is, als het verband oorzakelijk is. Wat samen genoemd wordt is niet uit elkaar te houden.
home-gains-none = Nog geen driver met een aantoonbare winst.
home-gains-more = { $n ->
    [one] Eén andere is hier niet van te onderscheiden.
   *[other] { $n } andere zijn hier niet van te onderscheiden.
}
home-driver = Stelling
home-gain = Te winnen
home-answers = Antwoorden
home-interval = Interval
home-cases = Zaken
home-cases-open = { $n ->
    [one] Er is één zaak open.
   *[other] Er zijn { $n } zaken open.
}
home-cases-overdue = { $n ->
    [one] Eén is te laat.
   *[other] { $n } zijn te laat.
}
home-cases-none-overdue = Geen ervan is te laat.
home-cases-unowned = { $n ->
    [one] Eén is van niemand.
   *[other] { $n } zijn van niemand.
}
home-cases-none = Er is geen zaak open. Regels openen er een als een antwoord daarom vraagt.
home-cases-see = Alle zaken
home-improved = Verbeteringen, laatste 90 dagen
home-improved-actions = { $n ->
    [one] Eén actie is gedaan.
   *[other] { $n } acties zijn gedaan.
}
home-improved-closed = { $n ->
    [one] Eén verbetering is afgerond.
   *[other] { $n } verbeteringen zijn afgerond.
}
home-improved-none = In de laatste 90 dagen werd niets afgerond. Een actie begint bij een thema, een driver of een zaak.
home-improved-see = Naar de acties
home-leaders = Leidinggevenden spreken klanten
home-leaders-none = Er is nog geen gesprek met een klant genoteerd. Noteer er een bij een zaak, een klant of een contact.
home-leaders-see = Helpt het?
home-month = Maand vanaf
home-by-leaders = Door leidinggevenden
home-customers = Met klanten
home-by-all = Door iedereen
home-comments = Wat klanten deze week schreven
home-comments-none = In de laatste zeven dagen schreef niemand iets.
home-coaching = Coaching
home-coaching-open = Open een pagina
home-coaching-none = Nog niemand werkt onder uw leiding. Wie dat doet staat in de instellingen van medewerkers en teams.
home-coaching-own = Coaching
home-coaching-own-none = Nog niemand geeft leiding aan u. Wie dat doet staat in de instellingen van medewerkers en teams.
home-compliments = Complimenten
home-todo = Op te volgen
home-todo-see = Mijn werk
home-todo-more = { $n ->
    [one] Er staat er nog één in uw werk.
   *[other] Er staan er nog { $n } in uw werk.
}
home-todo-none = Er wacht niets op u.
home-overdue-since = te laat sinds
home-due = uiterlijk
home-own = Uw resultaten
home-own-none = Nog geen antwoorden
