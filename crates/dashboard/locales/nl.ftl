dashboard-overview-title = Begrijpen
dashboard-overview-empty-title = Nog niets te begrijpen
dashboard-overview-empty = Zodra een vragenlijst openstaat, staan de cijfers hier.
dashboard-overview-empty-do = Maak een vragenlijst
dashboard-overview-movement = Zie wat er bewoog in alle open vragenlijsten
dashboard-metric-nps = NPS
dashboard-metric-enps = eNPS
dashboard-metric-ces = CES
dashboard-metric-csat = CSAT
dashboard-metric-cas = CAS
dashboard-between = tussen { $low } en { $high }
dashboard-points = { $count ->
    [one] { $n } punt
   *[other] { $n } punten
}
dashboard-percentage-points = { $count ->
    [one] { $n } procentpunt
   *[other] { $n } procentpunten
}
dashboard-n = { $count ->
    [one] { $n } antwoord
   *[other] { $n } antwoorden
}
dashboard-responses = { $count ->
    [0] Nog geen respons
    [one] { $n } respons
   *[other] { $n } responsen
}
dashboard-few = weinig
dashboard-figure-line = { $metric } { $value }, { $between }, n = { $n }
dashboard-figure-alone = { $value }, n = { $n }
dashboard-no-answers = Geen antwoorden
dashboard-no-value = (geen waarde)
dashboard-all = Alle
dashboard-everybody = alle

dashboard-finding-level = { $metric } is { $value }, { $between } (n = { $n }).
dashboard-finding-level-few = { $metric } ligt ergens { $between }: { $count ->
    [one] { $n } antwoord is
   *[other] { $n } antwoorden zijn
} te weinig om meer te zeggen.
dashboard-finding-rose = Van { $before } naar { $after } steeg de score { $points }.
dashboard-finding-fell = Van { $before } naar { $after } daalde de score { $points }.
dashboard-finding-chance = Tussen { $before } en { $after } bewoog de score niet meer dan toeval.
dashboard-finding-few = Te weinig antwoorden om { $after } met { $before } te vergelijken: nog { $n } nodig.
dashboard-finding-anew = Sinds de vraag anders luidt ({ $after }) is niets te vergelijken met wat ervoor kwam.
dashboard-finding-gain = De meeste winst zit bij “{ $name }”: tussen { $low } en { $high } NPS-punten, als het verband oorzakelijk is.
dashboard-finding-beside = { $count ->
    [one] { $others } is daar niet van te onderscheiden.
   *[other] Niet daarvan te onderscheiden: { $others }.
}
dashboard-finding-worst = “{ $name }” scoort het laagst ({ $agree } is het eens), maar daar zit niet de meeste winst.
dashboard-finding-no-gain = Geen driver toont winst die meer is dan toeval.
dashboard-finding-few-drivers = Te weinig antwoorden om drivers te vergelijken: nog { $n } nodig.
dashboard-told = Nieuwe antwoorden. { $finding }

dashboard-verdict-rose = { $points } gestegen
dashboard-verdict-fell = { $points } gedaald
dashboard-verdict-chance = niet meer dan toeval
dashboard-verdict-first = niets ervoor om mee te vergelijken
dashboard-verdict-anew = anders gevraagd: niet te vergelijken met ervoor
dashboard-verdict-few = te weinig antwoorden: nog { $n } nodig
dashboard-verdict-since = { $verdict } sinds { $before }
dashboard-verdict-more-to-gain = meer te winnen dan eerst
dashboard-verdict-less-to-gain = minder te winnen dan eerst
dashboard-rest-above = boven de rest
dashboard-rest-below = onder de rest
dashboard-against-rest = Tegenover alle anderen

dashboard-filter = Filter
dashboard-period = Periode
dashboard-period-all = alles
dashboard-period-from = vanaf { $from }
dashboard-period-to = tot en met { $to }
dashboard-period-30 = laatste 30 dagen
dashboard-period-90 = laatste 90 dagen
dashboard-period-this-month = deze maand
dashboard-period-last-month = vorige maand
dashboard-period-months = Waar kleine groepen verborgen zijn, zijn periodes hele maanden.
dashboard-period-widened = Geteld: { $period }. Waar kleine groepen verborgen zijn, zijn periodes hele maanden.
dashboard-period-this-year = dit jaar
dashboard-period-last-year = vorig jaar
dashboard-from = Eerste dag
dashboard-to = Laatste dag
dashboard-complete-only = alleen wat verstuurd is
dashboard-show = Tonen
dashboard-clear = Alles tonen
dashboard-remove = { $what } weghalen
dashboard-many-values = Er zijn te veel waarden om hier te kiezen; kies er een bij een antwoord.
dashboard-split = Uitsplitsen
dashboard-split-label = Uitsplitsen naar
dashboard-split-none = niet uitsplitsen
dashboard-split-by = uitgesplitst naar { $by }
dashboard-trend-label = Stappen van de trend
dashboard-trend-auto = automatisch
dashboard-trend-by = per { $by }
dashboard-count = { $count ->
    [one] { $all } respons
   *[other] { $all } responsen
}
dashboard-count-of = { $count ->
    [one] { $some } van { $n } respons
   *[other] { $some } van { $n } responsen
}
dashboard-by-week = week
dashboard-by-month = maand
dashboard-by-quarter = kwartaal
dashboard-by-year = jaar
dashboard-by-language = taal
dashboard-by-channel = kanaal
dashboard-by-version = versie
dashboard-quarter = K{ $quarter } { $year }
dashboard-version = versie { $version }
dashboard-channel-link = openbare link
dashboard-channel-personal = persoonlijke link
dashboard-channel-widget = widget op een webpagina
dashboard-channel-api = API
dashboard-channel-import = import
dashboard-language-en = Engels
dashboard-language-nl = Nederlands
dashboard-language-de = Duits
dashboard-language-fr = Frans

dashboard-responses-title = Respons
dashboard-all-complete = alles verstuurd
dashboard-complete-partial = { $complete } verstuurd, { $partial } alleen begonnen
dashboard-without-score = { $n } zonder cijfer ({ $kind })
dashboard-completion = Voltooid
dashboard-completion-why = van wie begon, heeft verstuurd
dashboard-missing-blank = opengelaten
dashboard-missing-dont-know = weet niet
dashboard-missing-not-applicable = niet van toepassing
dashboard-missing-not-asked = niet gevraagd
dashboard-earlier-scale = { $count ->
    [one] { $n } antwoord op een eerdere schaal telt niet mee in deze cijfers.
   *[other] { $n } antwoorden op een eerdere schaal tellen niet mee in deze cijfers.
}

dashboard-doubt = { $count ->
    [one] { $n } stem is in twijfel en telt niet mee in deze cijfers.
   *[other] { $n } stemmen zijn in twijfel en tellen niet mee in deze cijfers.
}
dashboard-doubt-suspect = { $count ->
    [one] { $n } daarvan lijkt van een mailscanner te komen.
   *[other] { $n } daarvan lijken van een mailscanner te komen.
}
dashboard-doubt-filter = Ze zijn geteld over de periode; de rest van het filter is er niet op toe te passen.
dashboard-doubt-see = Bekijk de stemmen en de regel

dashboard-distribution-title = Hoe de antwoorden achter { $metric } zich spreiden
dashboard-classes = Hoeveel er in elke klasse zitten
dashboard-class = Klasse
dashboard-answer = Antwoord
dashboard-number = Aantal
dashboard-share = Aandeel
dashboard-class-nps-detractor = Criticasters
dashboard-class-nps-passive = Passieven
dashboard-class-nps-promoter = Promotors
dashboard-class-csat-detractor = Ontevreden
dashboard-class-csat-passive = Neutraal
dashboard-class-csat-promoter = Tevreden
dashboard-class-ces-detractor = Veel moeite
dashboard-class-ces-passive = Ertussenin
dashboard-class-ces-promoter = Weinig moeite
dashboard-class-cas-detractor = Oneens
dashboard-class-cas-passive = Neutraal
dashboard-class-cas-promoter = Eens

dashboard-trend-title = { $metric } per { $by }
dashboard-trend-start = begin: { $value }
dashboard-trend-break = anders verwoord
dashboard-latest-steps = De laatste stappen met hun oordeel
dashboard-since-previous = Sinds de vorige
dashboard-low = van
dashboard-high = tot

dashboard-drivers-title = Wat het cijfer drijft
dashboard-drivers-kss = KSS is 100 min de NPS-punten die te winnen zijn als iedereen een stelling beantwoordde zoals wie het ermee eens is. Lager betekent meer te winnen.
dashboard-drivers-interval = De lijn is waar de echte waarde met 95 % zekerheid ligt. Wat de haak bijeenhoudt, is niet van elkaar te onderscheiden.
dashboard-drivers-overlap = Drivers overlappen, dus tel hun punten niet op; en dat ze samengaan bewijst niet dat het ene het andere veroorzaakt.
dashboard-driver = Stelling
dashboard-agree = eens
dashboard-neutral = neutraal
dashboard-disagree = oneens
dashboard-agree-promoter = eens en beveelt aan
dashboard-disagree-detractor = oneens en beveelt niet aan
dashboard-to-gain = punten te winnen
dashboard-most-to-gain = meest te winnen
dashboard-nothing-to-gain = niets te winnen
dashboard-worst-rated = laagst gewaardeerd
dashboard-worst-and-most = laagst gewaardeerd en meest te winnen
dashboard-behind = Erachter
dashboard-status = Opmerking
dashboard-driver-cells = { $against } is het oneens en beveelt niet aan, { $for } is het eens en beveelt aan.
dashboard-status-interval-only = Te weinig antwoorden voor een getal; alleen het interval.
dashboard-status-suppressed = Minder dan vijf zijn het eens: niet getoond.
dashboard-status-not-estimable = Niemand is het eens: niet te schatten.
dashboard-status-no-gain = Geen aantoonbare winst.
dashboard-status-reversed = Omgekeerd: wie het eens is, beveelt minder aan.
dashboard-opportunity-title = Tevredenheid en punten te winnen
dashboard-opportunity-another = De laagste waardering is niet waar de meeste winst zit
dashboard-opportunity-same = De laagste waardering is ook waar de meeste winst zit
dashboard-opportunity-across = Naar links is een kleiner deel het eens, naar rechts een groter.
dashboard-opportunity-up = Naar boven zijn er meer NPS-punten te winnen. Wat hoog staat verdient het eerst aandacht, waar het ook staat van links naar rechts.
dashboard-opportunity-satisfaction = tevredenheid: aandeel dat het eens is
dashboard-opportunity-gain = NPS-punten te winnen
dashboard-opportunity-detail = { $name }: { $agree } is het eens, tussen { $low } en { $high } punten te winnen
dashboard-waves-title = Drivers naast elkaar in de tijd
dashboard-waves-why = KSS per stelling; lager betekent meer te winnen. De woorden zeggen of de laatste stap meer is dan toeval.
dashboard-split-title = { $metric } per { $by }
dashboard-split-nothing = Geen groep verschilt meer dan toeval van alle andere.
dashboard-split-outstanding = { $count ->
    [one] { $names } verschilt meer dan toeval van alle andere.
   *[other] Deze verschillen meer dan toeval van alle andere: { $names }.
}

dashboard-named-moment = Moment
dashboard-named-elsewhere = Plek
dashboard-named-by = genoemd door
dashboard-named-of = van
dashboard-named-people = ({ $n })
dashboard-named-own = In eigen woorden
dashboard-named-n = { $count ->
    [one] { $n } mens beantwoordde dit.
   *[other] { $n } mensen beantwoordden dit.
}
dashboard-named-several = Er kon meer dan één worden genoemd, dus samen is het meer dan 100 %.
dashboard-named-most = Het vaakst genoemd: “{ $name }”, door { $share } (tussen { $low } en { $high }).
dashboard-named-beside = { $count ->
    [one] Het is niet te onderscheiden van { $others }.
   *[other] Het is niet te onderscheiden van { $others }.
}
dashboard-named-nothing = Geen van de keuzes is genoemd.
dashboard-named-above = Wie “{ $name }” noemt, heeft een hogere { $metric } dan de anderen.
dashboard-named-below = Wie “{ $name }” noemt, heeft een lagere { $metric } dan de anderen.
dashboard-named-scores = { $metric } van wie het noemde
dashboard-named-against = Tegenover wie het niet noemde
dashboard-named-chip = Genoemd: { $name }

dashboard-comments = Wat mensen zeiden
dashboard-comments-by = Opmerkingen per klasse
dashboard-comments-none = Niemand liet hier een opmerking achter.
dashboard-comments-shuffled = Door elkaar, en zonder cijfer, dag of groep, zodat niemand te herkennen is. Zoeken en filteren kan hier niet.
dashboard-comments-shuffled-some = { $shown } van { $all } staan hier.
dashboard-comments-filtered = Wat mensen hier schreven staat alleen bij elkaar, zodat niemand te herkennen is: zonder filter.
dashboard-comments-few = Minder dan { $least } mensen schreven iets: dat staat hier niet, zodat niemand te herkennen is.
dashboard-comments-none-found = Geen opmerking past bij deze zoekopdracht.
dashboard-search = Zoek in de opmerkingen
dashboard-search-do = Zoek
dashboard-looked-further = Geen onder de laatste 20.000 responsen. Er kunnen oudere zijn.
dashboard-older = Oudere

dashboard-as-table = Tabel
dashboard-table-of = Tabel: { $title }
dashboard-take = Neem het mee
dashboard-see-answers = Bekijk alle antwoorden
dashboard-back = Terug naar de resultaten
dashboard-answers-title = Antwoorden
dashboard-answers-none = Hier past geen antwoord. Haal hierboven iets weg om meer te zien.
dashboard-answers-end = Dat was alles.
dashboard-answer-n = Antwoord { $n }
dashboard-answered-at = Beantwoord
dashboard-state = Stand
dashboard-state-complete = verstuurd
dashboard-state-partial = begonnen, niet verstuurd
dashboard-partial = niet verstuurd
dashboard-external-id = Extern id
dashboard-statements = Antwoorden op de stellingen, in de volgorde van de vragenlijst
dashboard-score-chip = { $metric }-antwoord { $scores }
dashboard-of = { $n } van { $highest }
dashboard-employees-why = Antwoorden van medewerkers worden nooit een voor een getoond.
dashboard-answers-why = Van deze vragenlijst ziet u geen losse antwoorden: alleen groepen van { $least } mensen en meer.

dashboard-hidden = niet getoond: een groep is te klein
dashboard-hidden-title = Te weinig antwoorden om te tonen
dashboard-hidden-why = Groepen van minder mensen dan deze vragenlijst toont zijn verborgen, en ook elke andere die er een zou verraden.
dashboard-empty-title = Nog geen antwoorden
dashboard-empty = Deel de link: het eerste antwoord verschijnt hier vanzelf.
dashboard-empty-do = Deel de vragenlijst
dashboard-empty-import = of importeer antwoorden die u al hebt
dashboard-empty-draft = Deze vragenlijst is nog een concept. Publiceer hem en deel dan de link.
dashboard-empty-draft-do = Naar de vragen
dashboard-nothing-title = Geen antwoorden passen bij dit filter
dashboard-nothing = Er is niets mis: niemand past bij alles tegelijk. Haal een deel van het filter weg.
dashboard-no-scores-title = Nog geen cijfers
dashboard-no-scores = Er is respons, maar niemand heeft een cijfer gegeven.
dashboard-no-metric-title = Deze vragenlijst heeft geen cijfer
dashboard-no-metric = Cijfers vragen om een vraag over aanbevelen, moeite, tevredenheid of belangen. De antwoorden zelf staan hier.

## Wat de cijfers betekenen, en hoe ze zijn berekend

explain-nps = NPS: het deel dat zou aanbevelen min het deel dat dat niet zou doen, van −100 tot 100.
explain-nps-how = NPS = % promotors (9, 10) − % criticasters (0 tot en met 6), van wie een score gaf. Standaardfout: 100 √((P + D − (P − D)²) / n), met P en D de aandelen promotors en criticasters. Interval: aangepaste Wald, alsof drie mensen meer hadden geantwoord (¾ promotor, ¾ criticaster, 1½ passief).
explain-enps = eNPS: de NPS van medewerkers, gevraagd of zij aanbevelen hier te werken.
explain-enps-how = eNPS = % promotors (9, 10) − % criticasters (0 tot en met 6), van de medewerkers die een score gaven; interval als bij de NPS (aangepaste Wald). Te kleine groepen zijn verborgen, en andere die hen zouden verraden.
explain-ces = CES: hoeveel moeite het klanten kostte, het gemiddelde van 1 tot 5. De vraag zegt welk einde goed is.
explain-ces-how = CES = som van de antwoorden / n. Interval: gemiddelde ± t · sd / √n, met Students t van n − 1 vrijheidsgraden. Schalen en richtingen staan nooit door elkaar in één cijfer.
explain-csat = CSAT: het deel van de klanten dat tevreden is (4 of 5 op 1 tot 5).
explain-csat-how = CSAT = aantal antwoorden 4 en 5 / aantal antwoorden. Interval: Wilson, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), z = 1,96.
explain-cas = CAS: het deel van de klanten dat zegt dat het bedrijf in hun belang handelt (4 of 5 op 1 tot 5).
explain-cas-how = CAS = aantal antwoorden 4 en 5 / aantal antwoorden. Interval: Wilson, als bij CSAT.
explain-between = Tussen: waren andere klanten gevraagd, op dezelfde manier gekozen, dan was het cijfer iets anders geweest.
explain-between-how = Een 95 %-interval: van 100 zulke vragenlijsten bevatten ongeveer 95 intervallen wat alle klanten samen zouden zeggen. Meer antwoorden maken het smaller: vier keer zoveel, half zo breed.
explain-verdict = Steeg, daalde, of niet meer dan toeval: of een verschil meer is dan het toeval van wie antwoordde.
explain-verdict-how = Verschil van de twee cijfers met zijn 95 %-interval (scores uit promotors en criticasters: z op de aangepaste waarden; aandelen: Newcombe; gemiddelden: Welch’ t). Steeg of daalde als 0 buiten het interval ligt. Met minder dan 30 antwoorden aan een kant wordt niets gezegd, behalve hoeveel er nog nodig zijn. Groepen naast elkaar worden elk met alle andere vergeleken, gecorrigeerd voor hoeveel er zijn bekeken (Holm).
explain-kss = KSS: 100 min de NPS-punten die er op een stelling te winnen zijn. Lager betekent meer te winnen.
explain-kss-how = KSS = 100 − (NPS van wie het eens is − NPS van allen), over wie beide beantwoordde. Standaardfout: √((s² + s²A (1/pA − 2)) / n), met s² en s²A de varianties van −100, 0 en 100 over allen en onder wie het eens is, en pA het deel dat het eens is. Het zegt wat er zou zijn als het verband oorzakelijk was; drivers overlappen, dus tel ze niet op.
explain-named = Genoemd door: het deel van wie de vraag beantwoordde dat dit noemde, en hoe zij scoren.
explain-named-how = Deel = mensen die het noemden / mensen die antwoordden en het konden noemen; interval: Wilson. De score is die van wie het noemde, met een eigen interval; het oordeel vergelijkt met wie antwoordde en het niet noemde, gecorrigeerd voor hoeveel er is bekeken (Holm). Dat ze samengaan, bewijst niet dat het ene het andere veroorzaakt.
explain-doubt = In twijfel: klikken in een mail waarvan nog niet zeker is dat een mens ze deed.
explain-doubt-how = Ook mailscanners volgen links. Een stem met één klik telt mee zodra er een teken van een mens is, volgens de regel die de beheerder koos; tot dan is hij voorlopig, en lijkt hij van een scanner (seconden na aflevering, meer links tegelijk, de link die niemand ziet), dan is hij verdacht. Geen van beide staat in een cijfer, lijst of export. Verandert de regel, dan worden eerdere klikken opnieuw beoordeeld.
dashboard-explained = Wat deze cijfers betekenen
dashboard-take-regularly = Regelmatig versturen
dashboard-take-answers = Elk antwoord apart:
