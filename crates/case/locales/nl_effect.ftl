case-effect-lead = Of klanten die ontevreden waren dat niet meer zijn als iemand met hen heeft gesproken.
case-effect-metric = Gemeten aan
case-effect-metric-recommend = Aanbevelen (0–10)
case-effect-metric-satisfaction = Tevredenheid (1–5)
case-effect-metric-effort = Moeite (5 is makkelijk)
case-effect-metric-effort-high = Moeite (5 is veel)
case-effect-metric-advocacy = Handelt in mijn belang (1–5)
case-effect-period = Periode
case-effect-days = de laatste { $n } dagen
case-effect-show = Tonen
case-effect-nobody = Niemand was ontevreden
case-effect-nobody-why = In deze periode gaf geen bekend contact een laag antwoord op deze vraag. Antwoorden via een open link hebben geen contact en staan hier niet.
case-effect-rose = Van wie is opgevolgd is { $points } procentpunt méér niet langer ontevreden ({ $low } tot { $high }).
case-effect-fell = Van wie is opgevolgd is { $points } procentpunt minder niet langer ontevreden.
case-effect-chance = Het verschil tussen wie is opgevolgd en de anderen is niet meer dan toeval ({ $low } tot { $high } procentpunt).
case-effect-too-few = Te weinig klanten antwoordden opnieuw om iets te kunnen zeggen: er zijn er { $n } meer nodig aan de kleinste kant.
case-effect-no-difference = Er is nog niets te vergelijken: aan een van beide kanten antwoordde geen klant opnieuw.
case-effect-customers = { $n ->
    [one] Eén ontevreden klant
   *[other] { $n } ontevreden klanten
 } met { $answers ->
    [one] één laag antwoord
   *[other] { $answers } lage antwoorden
 } van { $from } tot { $to }. In de vergelijking telt ieder één keer, met het laatste lage antwoord waarna opnieuw is geantwoord.
case-effect-called-back = Na { $share } daarvan is teruggebeld ({ $low } tot { $high }).
case-effect-not-due = { $n ->
    [one] Nog één wacht binnen de beloofde tijd.
   *[other] Nog { $n } wachten binnen de beloofde tijd.
 }
case-effect-in-time = Na { $share } van { $n } binnen de beloofde tijd.
case-effect-hours = De helft binnen { $median } uur; het snelste kwart binnen { $low }, driekwart binnen { $high }.
case-effect-caution = Dit is een vergelijking, geen proef. Wie wordt teruggebeld kan anders zijn dan wie dat niet wordt, en op heel lage antwoorden volgen vaak vanzelf minder lage. Daarom staan beide groepen naast elkaar.
case-effect-groups = Voor en na
case-effect-group = Klanten
case-effect-followed = Opgevolgd
case-effect-others = Niet opgevolgd
case-effect-n = Ontevreden
case-effect-again = Antwoordde opnieuw
case-effect-recovered = Niet langer ontevreden
case-effect-before = Score voor
case-effect-after = Score na
case-effect-rise = Verschil
case-effect-leaders = Hoe vaak leidinggevenden klanten spreken
case-effect-no-conversations = De laatste twaalf maanden zijn geen gesprekken genoteerd. Noteer ze in een zaak of op de pagina van een klant.
case-effect-month = Maand vanaf
case-effect-conversations = Gesprekken
case-effect-by-leaders = Door leidinggevenden
case-effect-leaders-n = Leidinggevenden
case-effect-leaders-customers = Klanten die zij spraken
explain-recovered = Niet langer ontevreden: van wie opnieuw antwoordde, hoeveel er niet meer bij de ontevredenen horen.
explain-recovered-how = Ontevreden is 0–6 van 0–10 en de twee slechtste van 1–5. Opgevolgd: iemand sprak de klant tussen beide antwoorden. Deel met het interval van Wilson; verschil van beide delen met dat van Newcombe, en pas een oordeel vanaf 30 aan elke kant; verschil van de score: gemiddelde van ieders eigen verschil, interval met Student’s t.
explain-called-back = Teruggebeld: wie iemand na het lage antwoord sprak, zonder wie de beloofde tijd nog loopt.
explain-called-back-how = Lage antwoorden waarna de klant gesproken is / (alle − niet gesproken en nog niet te laat), interval van Wilson. Uren lopen van het antwoord tot het eerste gesprek waarin de klant bereikt is, op de klok.
