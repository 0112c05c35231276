theme-question = Opmerkingen bij
theme-theme = Thema
theme-themes = Thema's
theme-new = Nieuw thema
theme-undo = Ongedaan maken
theme-back = Waar opmerkingen over gaan
theme-comments = Opmerkingen
theme-said-saved = Het thema is opgeslagen.
theme-said-removed = Het thema is verwijderd.
theme-said-restored = Het thema is terug, met alles wat erover gezegd was.
theme-said-coded = Opgeslagen. Hier zijn de volgende.

theme-no-question-title = Geen vraag voor opmerkingen
theme-no-question = Voeg een vraag toe die mensen in hun eigen woorden beantwoorden, zoals “Wat is de belangrijkste reden van uw score?”
theme-empty-title = Nog geen opmerkingen
theme-empty = Zodra iemand een opmerking schrijft, staat hier waar opmerkingen over gaan.
theme-empty-filtered = Binnen dit filter heeft niemand een opmerking geschreven.
theme-hidden-filtered = Wat mensen hier schreven is alleen van iedereen samen te zien, zodat niemand herkend wordt. Haal het filter weg om het te zien.
theme-hidden-few = Te weinig mensen schreven iets, dus er is niets te zien: niemand mag herkend worden.
theme-employees-why = Alleen aandelen van thema's zijn te zien, waar genoeg mensen een thema noemen en genoeg niet. Geen scores, geen losse opmerkingen: niemand mag herkend worden.
theme-truncated = Alleen de nieuwste { $n } opmerkingen zijn gelezen.
theme-sample = De vragenlijst is heel groot: van de { $of } antwoorden binnen het filter is een steekproef van { $n } gelezen, steeds dezelfde; aantallen opmerkingen en klanten zijn van die steekproef.
theme-counted = { $count ->
    [one] { $n } opmerking
   *[other] { $n } opmerkingen
}
theme-counted-customers = { $count ->
    [one] { $n } opmerking
   *[other] { $n } opmerkingen
} van { $customers } klanten

theme-finding-costs = “{ $name }” kost het meest: zonder de opmerkingen erover zou de NPS { $points } hoger zijn, tussen { $low } en { $high }, als dit de oorzaak is.
theme-finding-value = Achter “{ $name }” { $count ->
    [one] staat { $n } klant
   *[other] staan { $n } klanten
} met { $amount } { $value }: { $share } van allen die schreven.
theme-finding-loud = Let op: van de { $all } opmerkingen over “{ $name }” schreef één klant er { $most }.
theme-finding-lifts = “{ $name }” brengt het meest: zonder de opmerkingen erover zou de NPS { $points } lager zijn, tussen { $low } en { $high }, als dit de oorzaak is.
theme-finding-nothing = Geen thema beweegt de NPS meer dan toeval.
theme-finding-no-themes = Er zijn nog geen thema's. Hieronder staan woorden die veel klanten gebruiken: maak een thema van wat ertoe doet.
theme-finding-words = { $low_side } schrijven vaker { $low }; { $high_side } { $high }.
theme-finding-words-low = { $low_side } schrijven vaker { $low }.
theme-finding-words-high = { $high_first } schrijven vaker { $high }.

theme-none-yet = Een thema bestaat uit woorden en zinsdelen: wie er een van schrijft, schrijft over het thema. Begin met een voorstel hieronder of met uw eigen woorden.
theme-gain-title = Te winnen punten per thema
theme-gain = Te winnen punten
theme-gain-zero = niets te winnen
theme-effect = Wat het doet
theme-effect-costs = kost { $points }
theme-effect-lifts = brengt { $points }
theme-effect-few = te weinig opmerkingen: { $count ->
    [one] nog { $n } nodig
   *[other] nog { $n } nodig
}
theme-effect-few-others = te weinig opmerkingen om mee te vergelijken
theme-share = Aandeel opmerkingen
theme-customers = Klanten
theme-value = Erachter: { $name }
theme-value-by = Wat klanten waard zijn
theme-value-share = { $share } van allen die schreven
theme-value-without = { $count ->
    [one] { $n } klant zonder waarde
   *[other] { $n } klanten zonder waarde
}
theme-value-all = { $name } van alle klanten die schreven: { $amount }
theme-voices-loud-named = één luide stem: { $name } schreef { $most } van { $all }
theme-voices-loud = één luide stem: { $n } klant schreef { $most } van { $all }
theme-voices-few = weinig stemmen: { $n } klanten schreven { $most } van { $all }
theme-voices-quiet = stille stemmen: { $n } klanten, { $all } opmerkingen
theme-figure = { $metric } van wie het noemt
theme-mean = Gemiddelde score
theme-agreement = Overeenkomst met mensen
theme-coding = Met de hand coderen
theme-without = { $count ->
    [one] { $n } opmerking heeft geen thema ({ $share })
   *[other] { $n } opmerkingen hebben geen thema ({ $share })
}
theme-kappa = Kappa
theme-kappa-none = nog niet met de hand gecodeerd
theme-kappa-same = { $count ->
    [one] { $n } opmerking gecodeerd: regels en mensen zeggen altijd hetzelfde, er is nog niets te onderscheiden
   *[other] { $n } opmerkingen gecodeerd: regels en mensen zeggen altijd hetzelfde, er is nog niets te onderscheiden
}
theme-kappa-between = tussen { $low } en { $high }, { $count ->
    [one] { $n } opmerking gecodeerd
   *[other] { $n } opmerkingen gecodeerd
}
theme-kappa-few = tussen { $low } en { $high }: { $count ->
    [one] { $n } gecodeerde opmerking is
   *[other] { $n } gecodeerde opmerkingen zijn
} te weinig
theme-kappa-one-sided = { $count ->
    [one] { $n } opmerking gecodeerd
   *[other] { $n } opmerkingen gecodeerd
}: slechts een van beide ziet dit thema ooit

theme-words-title = Woorden die hen onderscheiden
theme-words-of = { $side }
theme-words-n = { $count ->
    [one] { $n } opmerking
   *[other] { $n } opmerkingen
} van { $customers } klanten
theme-words-none = Geen woord dat deze kant vaker gebruikt dan toeval.
theme-word = Woord of zinsdeel
theme-z = Hoe duidelijk
theme-others = Anderen
theme-times = { $times } ×, { $customers } klanten

theme-suggestions = Voorgestelde thema's
theme-suggestions-why = Woorden die veel klanten schrijven en die nog in geen thema zitten. Bekijk de opmerkingen en bewaar, hernoem of verander wat bruikbaar is.
theme-suggestion-n = { $count ->
    [one] { $n } klant, { $comments } opmerkingen
   *[other] { $n } klanten, { $comments } opmerkingen
}
theme-suggestion-look = Bekijken en maken

theme-comments-count = { $count ->
    [0] Geen opmerkingen
    [one] { $n } opmerking
   *[other] { $n } opmerkingen
}
theme-comments-none = Geen opmerking past hierbij. Haal hierboven iets weg.
theme-chip = over “{ $name }”
theme-chip-none = zonder thema
theme-chip-search = gezocht: { $text }
theme-newer = Nieuwere

theme-name = Naam
theme-rules = Woorden en zinsdelen
theme-rules-hint = Een per regel. Een opmerking waar er een in staat, gaat over dit thema.
theme-save = Opslaan
theme-try = Proberen zonder op te slaan
theme-remove = Dit thema verwijderen
theme-faults = Het thema is niet opgeslagen
theme-tried = Dit is wat hier nu staat; het is niet opgeslagen.
theme-per-rule = Wat elke regel vindt
theme-rule = Regel
theme-all-comments = Alle opmerkingen over dit thema
theme-without-any = Opmerkingen zonder thema
theme-missed = Volgens mensen gaan deze over het thema, volgens de regels niet
theme-wrong = Volgens de regels gaan deze over het thema, volgens mensen niet
theme-newest = De nieuwste opmerkingen die het vindt
theme-found = { $count ->
    [0] Geen van de { $all } opmerkingen gaat hierover.
    [one] { $n } van de { $all } opmerkingen gaat hierover ({ $share }), van { $customers } klant.
   *[other] { $n } van de { $all } opmerkingen gaan hierover ({ $share }), van { $customers } klanten.
}
theme-found-hidden = Te weinig mensen schrijven dit, of te weinig niet, om te laten zien hoeveel.

theme-fault-no-name = Geef het thema een naam.
theme-fault-wrong-name = Een naam heeft hoogstens { $max } tekens, op één regel.
theme-fault-name-taken = Een ander thema heet al zo.
theme-fault-long-rules = Dit zijn te veel regels voor één thema.
theme-fault-rule = Regel { $line }, “{ $text }”: { $what }
theme-mistake-no-letters = hier moet een woord staan.
theme-mistake-character = woorden hebben alleen letters, geen “{ $character }”.
theme-mistake-short-prefix = vóór * staan minstens twee letters.
theme-mistake-star = * staat alleen aan het eind van een woord, en niet samen met ~.
theme-mistake-quote = er ontbreekt een aanhalingsteken, zoals in "op tijd".
theme-mistake-gap = .. staat tussen twee woorden.
theme-mistake-long = de regel is langer dan 120 tekens.
theme-mistake-many = een thema heeft hoogstens 300 regels.
theme-mistake-nothing-included = Geef minstens één woord of zinsdeel waar het thema over gaat.

theme-rules-how = Hoe regels geschreven worden
theme-rules-word-example = prijs
theme-rules-word = dit woord
theme-rules-prefix-example = prij*
theme-rules-prefix = alle woorden die zo beginnen: prijs, prijzen, prijzig
theme-rules-forms-example = ~wachten
theme-rules-forms = alle vormen van een woord: wacht, wachtte, wachten, in het Nederlands en Engels
theme-rules-phrase-example = "op tijd"
theme-rules-phrase = deze woorden achter elkaar; elk mag ook * of ~ hebben
theme-rules-gap-example = "wachten .. telefoon"
theme-rules-gap = met hoogstens drie andere woorden ertussen
theme-rules-not-here-example = !"goede prijs"
theme-rules-not-here = waar dit staat telt niets: “prijs” wel, “prijs” in “goede prijs” niet
theme-rules-negation-example = !"niet .. duur"
theme-rules-negation = zo valt een ontkenning weg: “duur” telt, “niet zo duur” niet
theme-rules-not-comment-example = !!test
theme-rules-not-comment = opmerkingen met dit woord tellen helemaal niet mee
theme-rules-note-example = # een notitie
theme-rules-note = voor mensen; vindt niets

theme-coding-why = Zeg van elke opmerking over welke thema's zij gaat. De opmerkingen zijn geloot, en wat de regels zeggen blijft verborgen, zodat de overeenkomst eerlijk is.
theme-coding-done = { $count ->
    [one] { $n } opmerking gecodeerd; { $enough } geven een goed beeld
   *[other] { $n } opmerkingen gecodeerd; { $enough } geven een goed beeld
}
theme-coding-no-themes = Maak eerst een thema.
theme-coding-all = Alle opmerkingen zijn gecodeerd.
theme-coding-save = Opslaan en verder
theme-both = Beide
theme-hand-only = Alleen mensen
theme-rules-only = Alleen regels
theme-neither = Geen van beide

explain-theme-share = Hoeveel van de opmerkingen, en van de klanten die er een schreven, het thema noemen.
explain-theme-share-how = Opmerkingen waarin een van de regels van het thema gevonden is ÷ alle opmerkingen binnen het filter, met een Wilson-interval van 95 %. Klanten tellen één keer, hoeveel zij ook schrijven; zij worden onderscheiden naar hun account als de antwoorden dat hebben, anders is elke respondent er een.
explain-theme-voices = Of een thema één luide stem is of veel stille: klanten tellen, geen berichten.
explain-theme-voices-how = Eén luide stem: één klant schreef minstens 3 opmerkingen en meer dan 30 % van die over het thema. Weinig stemmen: hoogstens drie klanten schreven meer dan de helft, gemiddeld 3 of meer elk. Stille stemmen: minstens vijf klanten, gemiddeld minder dan 1,5 opmerking elk, niemand luid.
explain-theme-value = Wat de klanten die het thema noemen samen waard zijn, naar het kenmerk dat u kiest.
explain-theme-value-how = Som over de klanten die het thema noemen, elk één keer, naar het laatste antwoord binnen het filter dat het kenmerk heeft, met of zonder opmerking; het aandeel is dat in de som over alle klanten die schreven. Klanten zonder waarde tellen voor niets en staan erbij. 1.250,50, 1,250.50 en 1250 zijn getallen; waar punt of komma beide kan zijn, beslissen de andere waarden, anders zijn drie cijfers erachter duizendtallen. Een kenmerk is te kiezen als al zijn waarden getallen zijn. Geen aandeel als iemands waarde onder 0 is.
explain-theme-figure = Hoe wie het thema noemt scoort.
explain-theme-figure-how = Hetzelfde cijfer als op de pagina met resultaten, van alleen degenen wier opmerking het thema noemt. Het gemiddelde is dat van hun scores.
explain-theme-gain = Wat er te winnen is als het thema verdwijnt: hoeveel hoger de NPS is van wie het niet noemt.
explain-theme-gain-how = NPS van de opmerkingen zonder het thema − NPS van alle opmerkingen met een score = p × (NPS zonder − NPS met), p het aandeel dat het noemt. Interval: ± 1,96 × √(gemiddelde(f²) ÷ n) met f = [zonder] × (z − NPS zonder) ÷ (1 − p) − (z − NPS alle), z = −100, 0 of 100 per persoon, zoals bij KSS. Onder 0: wie het noemt is tevredener, dus het thema brengt punten. Het heet alleen “kost” of “brengt” als het meer dan toeval is, rekening houdend met het aantal thema's (Benjamini–Hochberg, 5 %). Thema's overlappen: tel ze niet op. Een verband is nog geen oorzaak.
explain-theme-kappa = Hoe ver regels en mensen het eens zijn over welke opmerkingen het thema noemen: 1 is altijd, 0 is wat toeval geeft.
explain-theme-kappa-how = Cohens kappa = (overeenkomst − overeenkomst bij toeval) ÷ (1 − overeenkomst bij toeval), over de opmerkingen die met de hand gecodeerd zijn; interval van 95 % volgens Fleiss, Cohen en Everitt.
explain-theme-words = Welke woorden en zinsdelen ontevreden klanten vaker gebruiken dan tevreden, en andersom. Er is niets weggelaten: “niet”, “geen” en “maar” zeggen het meest.
explain-theme-words-how = Verschil van log-odds met een prior uit alle tekst samen: δ = ln((y + a) ÷ (n + A − y − a)) van de ene kant − hetzelfde van de andere, met y hoe vaak het voorkomt, n alle woorden van een kant, A = 500 en a = A × zijn aandeel in alle tekst; duidelijkheid z = δ ÷ √(1 ÷ (y₁ + a) + 1 ÷ (y₂ + a)) (Monroe, Colaresi en Quinn 2008). Te zien als het minstens 10 keer voorkomt, minstens 5 klanten van die kant het gebruiken en het meer dan toeval is onder alle bekeken woorden (Benjamini–Hochberg, 5 %). De percentages zijn klanten die het gebruiken.
explain-theme-suggestion = Woorden die minstens vijf klanten schrijven in opmerkingen zonder thema; woorden die samengaan zijn één voorstel.
explain-theme-suggestion-how = Alle vormen van een woord tellen als één. Kleine woorden, en lof en afkeuring die overal bij passen, worden niet voorgesteld. Twee woorden gaan samen als de correlatie φ van hun voorkomen in dezelfde opmerkingen minstens 0,25 is. Niets wordt vanzelf een thema.
theme-make-action = Maak een actie
theme-block-title = Waar opmerkingen over gaan
theme-block-no-question = Deze vragenlijst heeft geen vraag waarop mensen in eigen woorden antwoorden.
theme-block-no-comments = Nog niemand heeft iets geschreven.
theme-block-no-themes = Er is nog geen thema gemaakt. Thema’s zeggen welke woorden bij elkaar horen.
theme-beside-few = Aan een van de twee kanten schreven zo weinig mensen iets dat er niets te zien is: niemand mag herkend worden.
theme-block-none = Geen enkel thema wordt genoemd.
theme-block-most = Het meest genoemd: { $name }, in { $share } van de opmerkingen (tussen { $low } en { $high }).
theme-block-beside = { $count ->
    [one] Eén ander thema is daarvan niet te onderscheiden.
   *[other] { $n } andere thema’s zijn daarvan niet te onderscheiden.
}
