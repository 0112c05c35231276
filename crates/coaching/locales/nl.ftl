coaching-title = Coaching
coaching-lead = Een pagina die twee mensen delen: om te zien wat klanten zeggen, ervan te leren en af te spreken wat er te proberen valt. Niemand anders ziet haar.
coaching-none = Nog niemand om mee te coachen
coaching-none-why = Zodra iemand onder uw leiding werkt, of u onder die van een ander, kunt u samen een pagina openen. Wie onder wie werkt staat in de instellingen van medewerkers en teams.
coaching-led = Mensen aan wie u leiding geeft
coaching-leads = Met uw leidinggevende
coaching-kept = Pagina’s met eerdere leidinggevenden
coaching-kept-why = Ze zijn van u. U beslist of uw huidige leidinggevende ze mag lezen.
coaching-shared = Eerdere pagina’s die u mag lezen
coaching-open = Open een pagina
coaching-with = Met { $name }
coaching-page = Coachingpagina van { $name }
coaching-of-with = { $name }, met { $lead }
coaching-who = { $employee } en { $lead } zien deze pagina en niemand anders: geen directeur en geen beheerder. { $employee } ziet altijd alles, ook wie er gekeken heeft.
coaching-former = { $lead } geeft hier geen leiding meer en ziet deze pagina niet meer. Ze blijft zoals ze is.
coaching-share = Wie haar mag lezen
coaching-share-is = { $name } mag deze pagina lezen.
coaching-share-not = Alleen u kunt deze pagina lezen.
coaching-share-with = Laat { $name } haar lezen
coaching-share-nobody = Alleen u kunt deze pagina lezen; op dit moment geeft niemand leiding aan u.
coaching-unshare = Laat niemand anders haar lezen
coaching-agreements = Afspraken
coaching-agreements-none = Nog niets afgesproken. Eén klein ding om te proberen, met een datum, is genoeg.
coaching-agree = Spreek iets af
coaching-what = Wat
coaching-until = Tot en met (mag open blijven)
coaching-due = tot en met
coaching-overdue = datum voorbij
coaching-done = Gedaan
coaching-not-done = Toch niet gedaan
coaching-done-at = gedaan
coaching-save = Opslaan
coaching-remove = Weghalen
coaching-removed = Weggehaald door { $name },
coaching-answers = Gekozen antwoorden
coaching-answers-none = Nog geen antwoord gekozen. Kies er een dat het bespreken waard is.
coaching-answer-gone = Dit antwoord is er niet meer.
coaching-choose = Kies een antwoord
coaching-chosen-by = gekozen door { $name }
coaching-unchoose = van de pagina halen
coaching-notes = Notities
coaching-notes-none = Nog geen notities.
coaching-note = Schrijf een notitie
coaching-note-hint = U leest haar allebei. Schrijf geen namen of adressen van klanten op.
coaching-form-wrong = Nog niet alles klopt:
coaching-own-mine = Wat uw klanten zeggen
coaching-own-of = Wat klanten van { $name } zeggen
coaching-own-none = Nog geen antwoorden van klanten. Een antwoord telt hier als het zegt wie de klant geholpen heeft, of als het van een klant is waarvoor iemand verantwoordelijk is.
coaching-own-n = { $count ->
    [one] { $n } antwoord in een jaar
   *[other] { $n } antwoorden in een jaar
}
coaching-own-about = ongeveer { $value }
coaching-own-no-comments = Nog niemand schreef iets.
coaching-own-no-figure = Deze vragenlijst heeft geen cijfer.
coaching-own-few = { $count ->
    [one] Een cijfer is er vanaf tien antwoorden: nog één te gaan.
   *[other] Een cijfer is er vanaf tien antwoorden: nog { $n } te gaan.
}
coaching-own-alone = Uit de eigen antwoorden alleen: te weinig collega’s hebben antwoorden om te weten wat gewoon is.
coaching-own-shrunken = Van weinig antwoorden is veel toeval, daarom is dit naar wat hier gewoon is getrokken: de eigen antwoorden bepalen { $part } ervan.
coaching-trend-none = Er is nog geen eigen verleden om mee te vergelijken.
coaching-trend-rose = Vergeleken met de eigen negentig dagen ervoor steeg het met { $points }.
coaching-trend-fell = Vergeleken met de eigen negentig dagen ervoor daalde het met { $points }.
coaching-trend-chance = Vergeleken met de eigen negentig dagen ervoor bewoog het niet meer dan toeval.
coaching-trend-rose-months = Tegenover evenveel eigen maanden ervoor steeg het { $points }. Waar kleine groepen verborgen zijn, zijn periodes hele maanden.
coaching-trend-fell-months = Tegenover evenveel eigen maanden ervoor daalde het { $points }. Waar kleine groepen verborgen zijn, zijn periodes hele maanden.
coaching-trend-chance-months = Tegenover evenveel eigen maanden ervoor bewoog het niet meer dan toeval. Waar kleine groepen verborgen zijn, zijn periodes hele maanden.
coaching-trend-few = { $count ->
    [one] Er is nog één antwoord nodig om met het eigen verleden te vergelijken.
   *[other] Er zijn nog { $n } antwoorden nodig om met het eigen verleden te vergelijken.
}
coaching-no-score = geen score
coaching-no-words = Niets geschreven
coaching-looks = Wie er gekeken heeft
coaching-looks-why = { $n ->
    [one] Elke keer kijken wordt bewaard en aan beiden getoond. Tot nu toe één keer.
   *[other] Elke keer kijken wordt bewaard en aan beiden getoond. Tot nu toe { $n } keer; de laatste honderd staan hier.
}
coaching-choose-title = Kies een antwoord
coaching-choose-lead = Antwoorden van klanten die { $name } geholpen heeft, de nieuwste eerst.
coaching-choose-none = Er valt niets te kiezen
coaching-choose-none-why = Hier staan antwoorden als klanten zeggen wie hen geholpen heeft, of als ze van een klant zijn waarvoor iemand verantwoordelijk is.
coaching-choose-this = op de pagina zetten
coaching-is-chosen = staat op de pagina
coaching-wrong-empty = Schrijf iets.
coaching-wrong-long = Schrijf hooguit 4.000 tekens.
coaching-wrong-control = Laat tekens weg die niet te schrijven zijn.
coaching-wrong-day = Geef een datum.
