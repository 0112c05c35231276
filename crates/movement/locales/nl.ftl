movement-empty = Zodra er antwoorden in twee perioden zijn, vertelt deze pagina wat er bewoog.
movement-finding = Wat bewoog
movement-finding-quiet = In { $after } bewoog niets meer dan toeval.
movement-finding-nothing-yet = Er is nog geen hele periode met een eerdere om mee te vergelijken.
movement-finding-few = Te weinig antwoorden om een beweging te beoordelen: { $count ->
    [one] er is er nog { $n } nodig.
   *[other] er zijn er nog { $n } nodig.
} Langere stappen kunnen helpen.
movement-looked-at = { $count ->
    [one] In { $after } is { $n } cijfer bekeken.
   *[other] In { $after } zijn { $n } cijfers bekeken.
}
movement-looked-at-alarms = { $count ->
    [one] In { $after } bewoog { $alarms } van { $n } cijfer meer dan toeval.
   *[other] In { $after } bewoog { $alarms } van { $n } cijfers meer dan toeval.
}
movement-running = { $step } loopt nog en wordt niet beoordeeld.
movement-step = Stappen
movement-step-auto = automatisch ({ $by })

movement-name-further = { $metric } (“{ $question }”)
movement-name-driver = instemming met “{ $question }”
movement-name-segment = { $metric } van { $segment }

movement-lead-rose = { $name } steeg { $points }, naar { $to } in { $after }.
movement-lead-fell = { $name } daalde { $points }, naar { $to } in { $after }.
movement-lead-rose-drift = { $name } is hoger sinds ongeveer { $since }: recente perioden zijn gemiddeld { $to }, { $points } meer dan gewoon.
movement-lead-fell-drift = { $name } is lager sinds ongeveer { $since }: recente perioden zijn gemiddeld { $to }, { $points } minder dan gewoon.
movement-rose-previous = { $name } steeg { $points }: van { $from } in { $before } naar { $to } in { $after }.
movement-fell-previous = { $name } daalde { $points }: van { $from } in { $before } naar { $to } in { $after }.
movement-rose-baseline = { $name } steeg { $points }: van { $from } in alle eerdere perioden samen naar { $to } in { $after }.
movement-fell-baseline = { $name } daalde { $points }: van { $from } in alle eerdere perioden samen naar { $to } in { $after }.
movement-rose-drift = { $name } is hoger sinds ongeveer { $since }: het gemiddelde van recente perioden ging van { $from } naar { $to }.
movement-fell-drift = { $name } is lager sinds ongeveer { $since }: het gemiddelde van recente perioden ging van { $from } naar { $to }.
movement-since = Dat begon ongeveer in { $since }.
movement-difference = Verschil { $difference }, tussen { $low } en { $high }.
movement-sure = { $count ->
    [one] Met { $n } bekeken cijfer doet toeval alleen dit eens in de { $times } keer.
   *[other] Met { $n } bekeken cijfers doet toeval alleen dit eens in de { $times } keer.
}
movement-sure-very = { $count ->
    [one] Met { $n } bekeken cijfer doet toeval alleen dit minder dan eens in de { $times } keer.
   *[other] Met { $n } bekeken cijfers doet toeval alleen dit minder dan eens in de { $times } keer.
}
movement-sure-watch = { $count ->
    [one] Met { $n } bekeken cijfer is dit niet zeker genoeg voor een alarm.
   *[other] Met { $n } bekeken cijfers is dit niet zeker genoeg voor een alarm.
}
movement-place-one = Vooral bij { $dim } { $values }: van { $from } naar { $to }. Dat maakt { $part } van de { $whole }.
movement-place-many = Vooral bij { $dim } { $values }. Samen maken zij { $part } van de { $whole }.
movement-place-mix = Vooral doordat andere mensen antwoordden: de delen per { $dim } veranderden. Dat maakt { $part } van de { $whole }.
movement-place-drift = Tussen de perioden vóór { $since } en die sindsdien scheelt het { $points }.
movement-place-quiet = De verandering zelf is niet meer dan toeval; haar delen zeggen dus weinig.
movement-place-none = Het bewoog overal ongeveer gelijk: geen kenmerk maakt meer verschil dan toeval.

movement-verdict-rose = gestegen
movement-verdict-fell = gedaald
movement-verdict-watch = in het oog houden

movement-alarms = Wat meer bewoog dan toeval
movement-watch = In het oog houden
movement-rest-title = Al het andere
movement-rest = { $count ->
    [one] { $n } ander cijfer bewoog niet meer dan toeval.
   *[other] { $n } andere cijfers bewogen niet meer dan toeval.
}
movement-rest-all = { $count ->
    [one] { $n } cijfer is bekeken. Het bewoog niet meer dan toeval.
   *[other] { $n } cijfers zijn bekeken. Geen ervan bewoog meer dan toeval.
}
movement-rest-few = { $count ->
    [one] { $n } cijfer had aan een kant minder dan 30 antwoorden en wordt niet beoordeeld. Langere stappen kunnen helpen.
   *[other] { $n } cijfers hadden aan een kant minder dan 30 antwoorden en worden niet beoordeeld. Langere stappen kunnen helpen.
}
movement-all = Alle cijfers die bekeken zijn
movement-figure = Cijfer
movement-change = Verschil
movement-verdict = Oordeel
movement-before = Ervoor
movement-after = Erna
movement-to-chart = Grafiek, en waar het bewoog
movement-to-results = Resultaten van die periode

movement-chart-title = { $name } per { $by }
movement-usual = gewoon { $value }
movement-limit = grens
movement-average = gemiddelde
movement-value = Cijfer
movement-limit-low = ondergrens
movement-limit-high = bovengrens
movement-signals = Valt op
movement-signal-limits = voorbij een grens
movement-signal-ewma = verschoven
movement-signal-cusum = lang verschoven
movement-runs = loopt nog
movement-swings = Van periode tot periode schommelt dit cijfer { $times } keer zo ver als de antwoorden verklaren. De grenzen zijn zoveel ruimer.
movement-no-limits-few = { $count ->
    [one] Grenzen vragen 8 eerdere perioden met antwoorden: nog { $n }.
   *[other] Grenzen vragen 8 eerdere perioden met antwoorden: nog { $n }.
}
movement-no-limits-spread = Er zijn geen grenzen: er veranderde nooit iets.

movement-where = Waar het bewoog
movement-where-title = Waar het bewoog: { $name } per { $dim }
movement-where-by = Splitsen naar
movement-where-nothing = Geen kenmerk heeft twee waarden met antwoorden aan beide kanten.
movement-where-groups = Waar kleine groepen verborgen zijn, wordt geen groep binnen een groep getoond.
movement-all-before = alle eerdere perioden
movement-before-since = vóór { $since }
movement-after-since = sinds { $since }
movement-others = { $count ->
    [one] { $n } andere waarde
   *[other] { $n } andere waarden
}
movement-hidden-row = groepen te klein om te tonen
movement-mix = Wie er antwoordde
movement-mix-note = delen van de groepen veranderden
movement-part-note = { $from } → { $to }, { $before } → { $after } van de antwoorden
movement-sum = Samen
movement-sum-told = { $within } binnen de groepen en { $mix } door wie er antwoordde maken { $whole }.
movement-unit-points = punten
movement-unit-mean = op de schaal
movement-unit-share = %-punten
movement-n-before = n ervoor
movement-n-after = n erna
movement-share-before = Deel ervoor
movement-share-after = Deel erna
movement-within = Binnen de groep
movement-mix-part = Door het deel

movement-everywhere-title = Wat overal bewoog
movement-everywhere-link = Wat bewoog in alle open vragenlijsten
movement-everywhere-quiet = In geen open vragenlijst bewoog iets meer dan toeval.
movement-everywhere-moved = { $count ->
    [one] In { $n } vragenlijst bewoog iets meer dan toeval.
   *[other] In { $n } vragenlijsten bewoog iets meer dan toeval.
}
movement-everywhere-others = Niets bewoog meer dan toeval
movement-everywhere-few = te weinig antwoorden om te beoordelen

explain-movement = Wat wordt vergeleken: de laatste hele periode met die ervoor, en met alles ervoor.
explain-movement-how = Een kant heeft minstens 30 antwoorden nodig. NPS: z = verschil van de aangepaste waarden / wortel van de som van hun gekwadrateerde standaardfouten. Aandelen: samengenomen z van twee steekproeven, interval volgens Newcombe. Gemiddelden: t van Welch. Als een cijfer van periode tot periode meer schommelt dan de antwoorden verklaren (σz boven 1), wordt de standaardfout met σz vermenigvuldigd. Vanaf 8 eerdere perioden wordt ook het lopend gemiddelde getoetst. De kans van een cijfer is de kleinste hiervan, maal hun aantal. Cijfers zijn: de uitkomst, elke andere maat, het aandeel dat het eens is (4 en 5) met elke stelling, en de uitkomst van elke waarde van elk kenmerk met hoogstens 200 waarden.
explain-movement-alarm = Een alarm: zo’n grote beweging is meer dan toeval, ook als zoveel cijfers zijn bekeken.
explain-movement-alarm-how = De periode ligt voorbij haar grenzen of verschilt van die ervoor, en de gecorrigeerde kans ligt onder 5 %. Gecorrigeerd volgens Holm: van m cijfers wordt de kleinste kans met m vermenigvuldigd, de volgende met m − 1, enzovoort, elk minstens zo groot als die ervoor. Zo is er in 19 van 20 perioden waarin niets beweegt helemaal geen alarm.
explain-movement-watch = In het oog houden: misschien iets, misschien toeval; ongeveer een op de tien die hier staan is toeval.
explain-movement-watch-how = Gecorrigeerd volgens Benjamini en Hochberg: de k-de kleinste van m kansen wordt met m / k vermenigvuldigd; wat onder 10 % blijft en geen alarm is, staat hier.
explain-movement-chart = Grenzen: hoe ver toeval alleen een periode brengt. Daarbuiten is er iets gebeurd.
explain-movement-chart-how = Midden: alle antwoorden voor de laatste hele periode, V. Grenzen: V ± 3 σ σz / √n, met n de antwoorden van de periode. σ van één antwoord: aandelen √(p(1 − p)); NPS 100 √(P + D − (P − D)²) met P promotors en D criticasters; gemiddelden hun standaarddeviatie. Perioden met meer antwoorden hebben nauwere grenzen.
explain-movement-drift = Gemiddelde: volgt het cijfer langzaam, zodat kleine verschuivingen in één richting optellen.
explain-movement-drift-how = Lopend gemiddelde: y = 0,2 × deze periode + 0,8 × y ervoor, beginnend in het midden; het is verschoven als het 3 van zijn standaardfouten weg is. Zijn standaardfout is √v, met v = 0,04 se² + 0,64 × v ervoor en se = σ σz / √n; het interval van hoe ver het ging is ± 1,96 daarvan. Lang verschoven: de afwijkingen z, elk min 0,5, tellen op tot meer dan 5 (cumulatieve som). Het begin is de periode vanaf welke alle afwijkingen samen het meest opvallen: waar (som van z)² / aantal perioden het grootst is.
explain-movement-swings = σz: hoeveel meer een cijfer van periode tot periode schommelt dan de antwoorden verklaren.
explain-movement-swings-how = σz = gemiddelde van |zᵢ − zᵢ₋₁| / 1,128 over de perioden voor de laatste, met z = (cijfer − V) / (σ / √n) (Laney). Onder 1 telt het als 1.
explain-movement-where = Waar het bewoog: wat de verandering binnen elke groep aan het geheel toevoegde. De delen tellen precies op.
explain-movement-where-how = Binnen de groep = (cijfer erna − cijfer ervoor) × gemiddelde van haar delen van de antwoorden. Het interval is dat van de eigen verandering van de groep, maal hetzelfde. Een groep wordt genoemd als zij meer dan toeval anders bewoog dan alle andere samen (z van het verschil tussen beide veranderingen, Holm over de groepen) en in de richting van het geheel. Groepen met aan een kant minder dan 30 antwoorden staan samen.
explain-movement-mix = Wie er antwoordde: het geheel beweegt ook als groepen die hoog of laag scoren een groter deel nemen.
explain-movement-mix-how = Door het deel = (deel erna − deel ervoor) × (gemiddelde van de twee cijfers van de groep − gemiddelde van de twee cijfers van allen), opgeteld over de groepen. Het interval neemt de cijfers zoals ze zijn en de delen als twee steekproeven.
