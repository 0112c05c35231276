sample-empty = Zodra er mensen antwoorden, staat hier hoe zeker het cijfer is. Wat u nu al kunt plannen staat hieronder.
sample-no-metric = Wie er antwoordde doet ertoe voor een cijfer, en deze vragenlijst vraagt er geen: voeg een vraag toe over aanbevelen, moeite, tevredenheid of klantbelang.
sample-same = hetzelfde
sample-higher = { $points } hoger
sample-lower = { $points } lager
sample-more-than-chance = meer dan toeval
sample-read-some = Van { $of } responsen zijn er { $read } een voor een bekeken, een aselecte steekproef; het cijfer zelf telt ze allemaal.

sample-ways-title = Dezelfde antwoorden, op verschillende manieren geteld
sample-ways-one = De { $metric } zoals iedereen die antwoordde hem gaf; ieder telt even zwaar.
sample-ways-several = Elke manier beantwoordt een andere vraag. Waar de intervallen uit elkaar liggen, doet het ertoe welke vraag u bedoelt.
sample-ways-picture = { $metric } op verschillende manieren geteld
sample-way = Manier van tellen
sample-way-remark = Opmerking
sample-way-plain = Iedereen even zwaar
sample-way-weighted = Gewogen
sample-way-people = Per persoon, met accounts
sample-way-accounts = Per account
sample-way-customers = Alleen van deze klanten
sample-way-worth = { $n } antwoorden, waard als { $effective }
sample-way-than-unweighted = { $moved } ten opzichte van ongewogen
sample-way-of-accounts = { $count ->
    [one] van { $n } account
   *[other] van { $n } accounts
}
sample-way-of-size = { $n } van { $size } klanten
sample-way-few-accounts = te weinig accounts om te vergelijken
sample-accounts-n = { $count ->
    [one] { $n } account
   *[other] { $n } accounts
}

sample-weights-title = Gewichten
sample-weights-shown = Gewogen met “{ $attribute }” is de { $metric } { $value }, { $between }; ongewogen is hij { $plain }. Ongelijke gewichten kosten zekerheid: { $n } antwoorden zeggen evenveel als { $effective } die even zwaar tellen.
sample-weights-equal = Alle gewichten in “{ $attribute }” zijn gelijk, dus ze veranderen niets.
sample-weights-none = Niemand heeft hier een bruikbaar gewicht in “{ $attribute }”. Een gewicht is een getal groter dan 0.
sample-weights-hidden = Het gewogen cijfer wordt niet getoond: zo weinig mensen hebben geen gewicht in “{ $attribute }” dat hun antwoorden te herleiden zouden zijn.
sample-weights-unusable = { $count ->
    [one] { $n } persoon van wie het gewicht geen getal groter dan 0 is, telt niet mee in het gewogen cijfer.
   *[other] { $n } mensen van wie het gewicht geen getal groter dan 0 is, tellen niet mee in het gewogen cijfer.
}
sample-weights-range = Het lichtste antwoord telt voor { $low }, het zwaarste voor { $high } gemiddelde antwoorden.

sample-accounts-title = Accounts
sample-accounts-shown = Deze { $n } mensen horen bij { $accounts } accounts, en binnen een account lijken de antwoorden op elkaar. De { $metric } is { $value }, { $between }; stond ieder antwoord los van de andere, dan was het { $strangers }. Ze zeggen evenveel als { $effective } losse antwoorden.
sample-accounts-free = Deze { $n } mensen horen bij { $accounts } accounts, en binnen een account lijken de antwoorden niet meer op elkaar dan daarbuiten: het interval is { $between }, en dat mensen bij elkaar horen kost niets.
sample-accounts-different = Geen twee mensen horen bij hetzelfde account in “{ $attribute }”: ieder antwoord staat los van de andere, en er verandert niets.
sample-accounts-none = Er zijn te weinig accounts in “{ $attribute }”, of er is geen verschil tussen accounts: een interval is niet te geven.
sample-accounts-hidden = Accounts worden niet getoond: in “{ $attribute }” is er een met te weinig mensen.
sample-accounts-beside = Per account, ieder één keer geteld, is de { $metric } { $value }, { $between }: { $moved } vergeleken met per persoon ({ $verdict }).
sample-accounts-sizes = Accounts met meer antwoorden dan gemiddeld ({ $large_n } mensen van { $large }) geven { $metric } { $large_value }; de andere ({ $small_n } mensen van { $small }) geven { $small_value }. Per persoon wegen de grote zwaarder, per account niet.
sample-accounts-likeness = Gelijkenis binnen accounts { $likeness } (1 is allemaal hetzelfde, 0 is geen); er zijn { $effect } keer zoveel antwoorden nodig als wanneer ieder antwoord los stond.
sample-accounts-few = Met minder dan 20 accounts is het interval een ruwe schatting.
sample-accounts-too-few = { $count ->
    [0] te weinig antwoorden om te vergelijken
    [one] te weinig accounts om te vergelijken: nog { $n } nodig
   *[other] te weinig accounts om te vergelijken: nog { $n } nodig
}
sample-accounts-without = { $count ->
    [one] { $n } persoon zonder account telt als een eigen account.
   *[other] { $n } mensen zonder account tellen ieder als een eigen account.
}

sample-population-title = Een klein klantenbestand
sample-population-shown = { $n } van alle { $size } klanten antwoordden, dus alleen over de anderen is nog iets onzeker. Van deze { $size } klanten is de { $metric } { $between }, in plaats van { $plain }.
sample-population-everybody = Alle { $size } klanten antwoordden: over wat zij vinden blijft niets aan het toeval over. Voor een vergelijking in de tijd geldt het gewone interval nog steeds, { $plain }.
sample-population-more = { $n } antwoorden maar slechts { $size } klanten: dat kan niet. Of het aantal klanten klopt niet (verbeter het hieronder), of sommigen antwoordden vaker dan één keer (kies één periode).
sample-population-filtered = Het aantal klanten, { $size }, is van allemaal en niet van dit deel: zonder dit filter staat hier het gecorrigeerde interval.
sample-population-waves = Klanten kunnen in meer golven hebben geantwoord: kies één golf of één periode om het interval gecorrigeerd voor { $size } klanten te zien.
sample-population-nobody = Geen van de { $size } klanten heeft hier al geantwoord.

sample-late-title = Wie niet antwoordden
sample-late-chance = Het laatste derde dat antwoordde geeft { $metric } { $late }, het eerste derde { $early }: niet meer dan toeval (een verschil van { $low } tot { $high }). Niets wijst er hier op dat wie niet antwoordden er anders over denken, en niets bewijst dat zij dat niet doen.
sample-late-fell = Het laatste derde dat antwoordde geeft { $metric } { $late }, { $moved } dan het eerste derde ({ $early }). Wie helemaal niet antwoordden zijn mogelijk nog kritischer.
sample-late-rose = Het laatste derde dat antwoordde geeft { $metric } { $late }, { $moved } dan het eerste derde ({ $early }). Wie helemaal niet antwoordden zijn mogelijk nog tevredener.
sample-late-few = Te weinig antwoorden om late met vroege te vergelijken: nog { $n } nodig in elk derde deel. Tot nu toe is de { $metric } { $early } in het eerste derde en { $late } in het laatste.
sample-late-no-order = Vroeg en laat zijn hier niet te onderscheiden: alle antwoorden van een ronde zijn van dezelfde dag, of er zijn er nauwelijks.
sample-late-hidden = Vroeg en laat worden niet vergeleken: er zijn te weinig mensen.
sample-late-line = Van de eerste tot de laatste die antwoordde wordt de score langs een rechte lijn { $moved }; die lijn eindigt bij { $silent }.
sample-late-no-line = In de volgorde van antwoorden stijgt of daalt de score niet meer dan toeval.
sample-late-all = Waren wie niet antwoordden als de laatsten die dat wel deden ({ $silent }), dan zou de { $metric } van alle { $invited } uitgenodigden ongeveer { $all } zijn.
sample-late-caution = Dit is een waarschuwing, geen correctie: niemand weet wat mensen vinden die niets zeggen.
sample-late-by-delay = Vroeg en laat volgens de tijd tussen uitnodiging en antwoord.
sample-late-by-wave = Vroeg en laat volgens de dag van het antwoord binnen elke golf. Met persoonlijke links zou het de tijd sinds de uitnodiging zijn; die zegt meer.
sample-late-by-period = Vroeg en laat volgens de dag van het antwoord binnen elke periode: wanneer ieder gevraagd is weet hier niemand, dus dit zegt weinig. Met persoonlijke links zou u het weten.
sample-late-left-out = { $count ->
    [one] { $n } antwoord telt hier niet mee: niets zegt hoe laat het is.
   *[other] { $n } antwoorden tellen hier niet mee: niets zegt hoe laat ze zijn.
}
sample-thirds-title = { $metric } van vroege en late antwoorden
sample-third = Derde deel
sample-third-first = Eerste derde
sample-third-middle = Middelste derde
sample-third-last = Laatste derde

sample-rate-title = Hoeveel er antwoordden
sample-rate-shown = { $complete } van { $invited } uitgenodigden antwoordden: { $rate }, tussen { $low } en { $high }.
sample-rate-partial = { $count ->
    [one] Nog { $n } begon en verzond het niet.
   *[other] Nog { $n } begonnen en verzonden het niet.
}
sample-rate-lower = { $count ->
    [one] Naar { $attribute } antwoordden er minder dan elders bij { $names }: deze antwoorden zeggen het minst over wie zwijgen.
   *[other] Naar { $attribute } antwoordden er minder dan elders bij { $names }: deze antwoorden zeggen het minst over wie zwijgen.
}
sample-rate-by = Hoeveel er antwoordden naar { $attribute }
sample-rate-rate = Geantwoord
sample-rate-answered = antwoorden
sample-rate-invited = uitgenodigd
sample-rate-few = { $count ->
    [one] te weinig uitgenodigd: nog { $n } nodig
   *[other] te weinig uitgenodigd: nog { $n } nodig
}
sample-rate-filtered = Voor dit filter is het responspercentage niet bekend: taal, kanaal en versie horen bij antwoorden, niet bij uitnodigingen.
sample-rate-too-many = Er zijn meer uitnodigingen dan hier geteld worden.
sample-rate-hidden = Het responspercentage wordt niet getoond: er zijn te weinig mensen.

sample-rotated-title = Stellingen die een deel te zien krijgt
sample-rotated-shown = Iedere respondent krijgt { $k } van { $of } stellingen. Een stelling wordt gezien door { $share } van hen, dus het interval ervan is { $factor } keer zo breed als wanneer iedereen ze alle kreeg.
sample-rotated-pairs = Twee bepaalde stellingen worden samen gezien door { $share } van de respondenten, tot nu toe ongeveer { $n }: daarop rust wat over meer drivers tegelijk wordt gezegd.
sample-rotated-each = Antwoorden per stelling
sample-rotated-asked = gevraagd
sample-rotated-answered = met een mening

sample-plan-title = Hoeveel heb ik er nodig
sample-plan-label = Verandering die u wilt zien
sample-unit-nps = in NPS-punten
sample-unit-percentage = in procentpunten
sample-unit-scale = in punten van de schaal van 1 tot 5
sample-plan-do = Reken uit
sample-points-nps = { $count ->
    [one] { $written } punt
   *[other] { $written } punten
}
sample-points-percentage = { $count ->
    [one] { $written } procentpunt
   *[other] { $written } procentpunten
}
sample-points-scale = { $written } op de schaal
sample-plan-needed = Om een verandering van { $points } te zien hebt u in elk van beide perioden ongeveer { $needed } antwoorden nodig.
sample-plan-needed-months = Om een verandering van { $points } te zien hebt u ongeveer { $needed } antwoorden per periode nodig. Deze vragenlijst krijgt er { $n } per maand: dat duurt { $months } voor elke periode.
sample-plan-needed-waves = Om een verandering van { $points } te zien hebt u ongeveer { $needed } antwoorden per golf nodig. Deze vragenlijst krijgt er { $n } per golf; in dit tempo duren zoveel antwoorden { $months }.
sample-plan-impossible = Een verandering van { $points } kan niet: daar heeft de schaal geen ruimte voor.
sample-plan-visible = Met wat er per { $period } binnenkomt ({ $n } antwoorden) kunt u veranderingen zien vanaf { $points }.
sample-plan-nothing-visible = Met wat er per { $period } binnenkomt ({ $n } antwoorden) is geen verandering te zien.
sample-period-month = maand
sample-period-quarter = kwartaal
sample-period-year = jaar
sample-period-wave = golf
sample-plan-target = Het doel van { $target } is kleiner dan er te zien is: daarvoor zijn ongeveer { $needed } antwoorden per { $period } nodig, en er komen er { $n } binnen. Niemand zou kunnen zeggen of het gehaald is.
sample-plan-effect = Dat is { $effect } keer zoveel als van losse antwoorden die even zwaar tellen: door gewichten, en doordat antwoorden binnen een account op elkaar lijken. Meer accounts helpen meer dan meer mensen van dezelfde; en antwoorden dezelfde accounts in beide perioden, dan zijn er wat minder nodig.
sample-plan-usual-nps = Er zijn minder dan 30 antwoorden, of alle zijn gelijk. Tot dan wordt gerekend met gebruikelijke waarden: { $promoters } promotors en { $detractors } criticasters.
sample-plan-usual-share = Er zijn minder dan 30 antwoorden, of alle zijn gelijk. Tot dan wordt gerekend met een gebruikelijke waarde: een aandeel van { $share }.
sample-plan-usual-mean = Er zijn minder dan 30 antwoorden, of alle zijn gelijk. Tot dan wordt gerekend met een gebruikelijke waarde: antwoorden die gemiddeld { $sd } verschillen (standaardafwijking).
sample-plan-no-pace = Hoeveel er per maand binnenkomen is nog niet bekend; daarvoor zijn antwoorden over twee weken of meer nodig.
sample-plan-customers = Dat is meer dan er klanten zijn: zo’n verandering is niet te zien, ook niet als iedereen antwoordt.
sample-plan-table = Wat elke verandering vraagt, per periode
sample-plan-change = Verandering
sample-plan-answers = antwoorden
sample-plan-takes = dat duurt
sample-months-less = minder dan een maand
sample-months = { $count ->
    [one] { $n } maand
   *[other] { $n } maanden
}
sample-years = { $years } jaar

sample-settings-title = Wat er bekend is van wie gevraagd worden
sample-settings-do = Bewaar
sample-settings-saved = Bewaard. De cijfers hierboven rekenen ermee.
sample-settings-wrong = Er is nog niets bewaard: kijk naar wat gemarkeerd is.
sample-settings-guessed = Wat als gok gemarkeerd is, is op zijn naam gekozen; bewaar om het te bevestigen, of kies iets anders.
sample-settings-unknown = “{ $name }” is ingesteld, maar geen antwoord heeft het: er wordt niet mee gerekend.
sample-settings-viewer = Een beheerder of programmamanager kan dit wijzigen.
sample-field-none = geen
sample-field-guess = gok
sample-field-weight_attribute = Gewicht
sample-hint-weight_attribute = Het kenmerk dat zegt voor hoeveel klanten een antwoord staat.
sample-field-account_attribute = Account
sample-hint-account_attribute = Het kenmerk dat zegt bij welke klant (bedrijf, organisatie) iemand hoort.
sample-field-population_size = Aantal klanten
sample-hint-population_size = Alleen voor een klein, gesloten bestand: hoeveel mensen er in totaal gevraagd kunnen worden, gevraagd of niet.
sample-field-target_change = Doel
sample-hint-target_change = De verandering die u nastreeft van de ene periode op de andere, in punten.
sample-wrong-attribute = Geen antwoord heeft dit kenmerk: kies er een uit de lijst.
sample-wrong-same = Eén kenmerk kan niet zowel het gewicht als het account zijn.
sample-wrong-population = Geef een geheel getal vanaf 1, of laat het leeg.
sample-wrong-change = Geef een getal groter dan 0 en hoogstens 200, of laat het leeg.

explain-sample-weighted = Gewogen: het cijfer zoals het zou zijn als elke soort klant er in de juiste verhouding was.
explain-sample-weighted-how = Waarde = Σ w·z / Σ w, met z = +100 voor een promotor, 0 voor een passief, −100 voor een criticaster (bij moeite het antwoord zelf, bij een aandeel 1 of 0). Standaardfout, gelineariseerd: √( n/(n−1) · Σ w²·(z − waarde)² ) / Σ w; het interval is 1,96 daarvan naar beide kanten (bij een aandeel dat van Wilson, van zoveel antwoorden als die fout waard is). Evenveel antwoorden die even zwaar tellen: (Σ w)² / Σ w² (Kish 1965).
explain-sample-clustered = Per persoon, met accounts: ieder telt één keer, en het interval gaat uit van de verschillen tussen accounts.
explain-sample-clustered-how = SE² = G/(G−1) · Σ over accounts van ( Σ w·(z − waarde) binnen het account )² / (Σ w)², met G accounts. Het interval corrigeert voor weinig en ongelijke accounts: het kwadraat van elk account wordt gedeeld door 1 − zijn deel van het gewicht, en Student’s t krijgt zoveel vrijheidsgraden als er dan overblijven (Bell & McCaffrey 2002), G − 1 als alle even groot zijn. Waard als zoveel losse antwoorden: n gedeeld door hoeveel keer groter SE² is dan die van n losse antwoorden.
explain-sample-by-accounts = Per account: elk account telt één keer, hoeveel van zijn mensen ook antwoordden.
explain-sample-by-accounts-how = Het gemiddelde over accounts van ieders eigen cijfer, bij de NPS zijn promotors min zijn criticasters in procenten, zodat geen account door afronden promotor wordt. SE = standaardafwijking van de cijfers van de accounts / √G, Student’s t met G − 1 vrijheidsgraden. Of het verschilt van het cijfer per persoon wordt beoordeeld aan wat elk account met beide doet.
explain-sample-intraclass = Gelijkenis binnen accounts: hoeveel meer de antwoorden van één account op elkaar lijken dan die van verschillende accounts.
explain-sample-intraclass-how = Intraklassecorrelatie = (MSB − MSW) / (MSB + (n₀ − 1)·MSW), met MSB en MSW de gemiddelde kwadraten tussen en binnen accounts en n₀ = (n − Σ n_g²/n)/(G − 1). Antwoorden nodig, als veelvoud: SE² van het cijfer met accounts gedeeld door die van n losse antwoorden.
explain-sample-population = Van een klein klantenbestand blijft weinig aan het toeval over als de meesten antwoordden.
explain-sample-population-how = De afstand van het interval tot de waarde wordt vermenigvuldigd met √( (N − n)/(N − 1) ), met n antwoorden van N klanten; 0 als iedereen antwoordde (Cochran 1977). Het gaat om wat deze klanten nu vinden; of een verandering meer is dan toeval wordt zonder deze correctie beoordeeld.
explain-sample-late = Vroeg tegen laat: wie laat antwoorden lijken meer dan de snelle op wie nooit antwoorden.
explain-sample-late-how = Alle antwoorden in volgorde van hoe laat ze kwamen, elke golf of periode over de andere gelegd; het laatste derde tegen het eerste, met dezelfde toets als elke verandering van het cijfer. Antwoorden van één moment staan in een volgorde die niets met hun inhoud te maken heeft.
explain-sample-silent = De laatsten die antwoordden: waar een rechte lijn door de antwoorden in hun volgorde eindigt.
explain-sample-silent-how = Kleinste kwadraten van z op de plaats in de volgorde; de waarde bij het laatste antwoord is de “theoretisch laatste respondent” (Armstrong & Overton 1977). Alle uitgenodigden = (n · waarde + zwijgers · einde van de lijn) / (n + zwijgers).
explain-sample-rate = Responspercentage: wie een antwoord verzond, van iedereen die uitgenodigd is.
explain-sample-rate-how = Compleet / uitgenodigd met een link die werkt of gebruikt is (RR1 van AAPOR, met alle uitgenodigden als doelgroep), interval van Wilson. Een filter op de periode gaat over de dag van de uitnodiging. Groepen worden met alle andere samen vergeleken, gecorrigeerd voor het kijken naar meer groepen (Holm).
explain-sample-rotated = Ieder een deel van de stellingen tonen houdt een vragenlijst kort, en kost precisie per stelling.
explain-sample-rotated-how = k van K stellingen voor ieder: een stelling krijgt het deel k/K van de respondenten, een paar k·(k−1) / (K·(K−1)); een interval gaat met 1/√n, dus het is √(K/k) keer zo breed.
explain-sample-plan = Hoeveel antwoorden er nodig zijn om 80 van 100 echte veranderingen van deze grootte als gestegen of gedaald te melden.
explain-sample-plan-how = n per periode = (1,96 + 0,84)² · (σ₁² + σ₂²) / d² · ontwerpeffect, minstens 30; d is de verandering, σ² = 100²·(P + D − (P − D)²) bij aandelen P promotors en D criticasters (bij een aandeel p·(1 − p) ervoor en erna, bij een gemiddelde de variantie van de antwoorden). Wat er te zien is volgt uit dezelfde formule, opgelost naar d. Het tempo is dat van het laatste jaar met antwoorden, of van de golven.
