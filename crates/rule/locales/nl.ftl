rule-list-title = Regels
rule-list-lead = Een regel zorgt dat een antwoord dat ertoe doet meteen bij de juiste persoon komt.
rule-new = Nieuwe regel
rule-new-name = Nieuwe regel
rule-new-why = Begin met een regel die anderen als eerste afspreken. U kunt alles wijzigen, en de regel op het verleden proberen voor u hem aanzet.
rule-new-choose = Regels om mee te beginnen
rule-new-do = Deze regel gebruiken
rule-empty = Nog geen regels
rule-empty-viewer = Beheerders en programmamanagers maken regels. Zodra er regels zijn, ziet u hier wat ze doen.
rule-none-draft = Geen concepten
rule-none-on = Geen regels die aan staan
rule-none-off = Geen regels die uit staan
rule-none-archived = Geen regels opgeborgen
rule-archived-show = Opgeborgen regels
rule-all-show = Alle regels
rule-template-detractor-callback = Elke score van 0 tot en met 6 wordt een zaak voor de successmanager: binnen twee werkdagen bellen.
rule-template-promoter-thanks = Wie een 9 of 10 geeft en bij een klant met veel omzet hoort, krijgt een bedankbrief; de accountmanager hoort het.
rule-template-score-drop = Wie ten minste drie punten lager scoort dan de vorige keer, krijgt binnen een werkdag aandacht.
rule-template-silent-contact = Een beslisser van wie een half jaar niets is gehoord: de accountmanager neemt contact op.
rule-template-no-answer = Een uitnodiging aan een belangrijke klant die twee weken blijft liggen, zegt ook iets.
rule-template-passive-large = Zevens en achten van grote klanten: vraag wat er een 9 van maakt.
rule-template-promoter-reference = Vraag promotors één keer of u hen als referentie mag noemen.
rule-template-improve-together = Nodig wie iets te verbeteren ziet uit voor een sessie waarin u het samen uitwerkt.
rule-template-empty-title = Een eigen regel
rule-template-empty = Begin met niets dan een zaak.
rule-name = Naam
rule-state = Stand
rule-alert-trouble = { $n ->
    [one] Eén regel die aan staat, kan niet alles doen wat hij zegt: iets wat hij noemt, is weg of uitgeschakeld.
   *[other] { $n } regels die aan staan, kunnen niet alles doen wat ze zeggen: iets wat ze noemen, is weg of uitgeschakeld.
}
rule-state-draft = concept
rule-state-on = aan
rule-state-off = uit
rule-state-archived = opgeborgen
rule-state-why-draft = Hij doet nog niets. Probeer hem op het verleden en zet hem dan aan.
rule-state-why-on = Hij kijkt naar elk antwoord sinds hij aan staat, niet naar geïmporteerde antwoorden.
rule-state-why-off = Hij doet nu niets. Wat hij deed, blijft.
rule-state-why-archived = Hij doet niets en staat niet in de lijst. Wat hij deed, blijft.
rule-active-since = Aan sinds { $at }.
rule-fired = Afgegaan
rule-last-fired = Laatst
rule-never = nooit
rule-said-created = De regel is gemaakt, als concept. Loop hem na en sla hem op.
rule-said-saved = Opgeslagen.
rule-said-on = Aangezet. Hij kijkt vanaf nu naar antwoorden.
rule-said-off = Uitgezet.
rule-said-archived = Opgeborgen.
rule-said-removed = Het concept is verwijderd.
rule-said-applied = De open zaken lopen gelijk met de regel. Elke zaak zegt het in haar geschiedenis.
rule-when = Als
rule-then = Dan
rule-say-on-answer = Er komt een antwoord binnen
rule-say-on-silence = Een contact heeft { $days } dagen niet geantwoord en niet gesproken
rule-say-on-no-answer = Een uitnodiging is { $days } dagen niet beantwoord
rule-say-and = en
rule-say-or = of
rule-say-not = niet: { $what }
rule-say-always = Geen voorwaarden: altijd.
rule-say-class = de respondent is { $what }
rule-say-score-at-least = { $metric } is { $least } of hoger
rule-say-score-at-most = { $metric } is { $most } of lager
rule-say-score-between = { $metric } is { $least } tot en met { $most }
rule-say-drop = de score is ten minste { $n ->
    [one] één punt
   *[other] { $n } punten
 } slechter dan de vorige van dit contact
rule-say-words = de opmerking zegt: { $what }
rule-say-theme = de opmerking gaat over “{ $what }”
rule-say-account-one-of = { $name } van de klant is { $value }
rule-say-account-at-least = { $name } van de klant is ten minste { $value }
rule-say-account-at-most = { $name } van de klant is ten hoogste { $value }
rule-say-account-within-days = { $name } van de klant ligt binnen { $value } dagen vanaf nu
rule-say-account-past-days = { $name } van de klant ligt in de afgelopen { $value } dagen
rule-say-contact-one-of = { $name } van het contact is { $value }
rule-say-contact-at-least = { $name } van het contact is ten minste { $value }
rule-say-contact-at-most = { $name } van het contact is ten hoogste { $value }
rule-say-contact-within-days = { $name } van het contact ligt binnen { $value } dagen vanaf nu
rule-say-contact-past-days = { $name } van het contact ligt in de afgelopen { $value } dagen
rule-say-has-role = de klant heeft een { $what }
rule-say-survey = de vragenlijst is { $what }
rule-say-language = de taal is { $what }
rule-say-open-case-contact = Open een zaak voor: { $who }. Eerste contact binnen { $within }.
rule-say-open-case-end = Open een zaak voor: { $who }. Afgerond binnen { $within }.
rule-say-notify = Bericht per mail aan: { $who }
rule-say-tell = Bericht in kanaal { $who }
rule-say-reach-thank = Bedank het contact per mail
rule-say-reach-reference = Vraag het contact per mail om als referentie te dienen
rule-say-reach-panel = Nodig het contact per mail uit voor het panel
rule-say-reach-session = Nodig het contact per mail uit voor een sessie
rule-within-hours = { $n ->
    [one] één kantooruur
   *[other] { $n } kantooruren
 }
rule-within-days = { $n ->
    [one] één werkdag
   *[other] { $n } werkdagen
 }
rule-gone = niet meer aanwezig
rule-nobody = nog niemand
rule-role-responsible = verantwoordelijke
rule-role-success-manager = successmanager
rule-role-consultant = consultant
rule-role-account-manager = accountmanager
rule-class-detractor = criticaster (0–6)
rule-class-passive = passief (7–8)
rule-class-promoter = promotor (9–10)
rule-metric = Wat er gevraagd is
rule-metric-recommend = Aanbeveling (0–10)
rule-metric-effort = Moeite (1–5)
rule-metric-satisfaction = Tevredenheid (1–5)
rule-metric-advocacy = In mijn belang (1–5)
rule-edit = Regel wijzigen
rule-edit-on = Deze regel staat aan: wat u opslaat, geldt meteen. U ziet wat het betekent voor zaken die open staan.
rule-conflict-title = Iemand anders heeft deze regel opgeslagen
rule-conflict = Wat u typte, staat hier nog. Nogmaals opslaan vervangt wat de ander opsloeg.
rule-conflict-look = Bekijk wat er nu staat
rule-errors = { $n ->
    [one] Er staat één ding in de weg
   *[other] Er staan { $n } dingen in de weg
 }
rule-on = Waar hij naar kijkt
rule-on-answer = antwoorden zodra ze binnenkomen
rule-on-silence = contacten van wie niets wordt gehoord
rule-on-no-answer = uitnodigingen die niemand beantwoordt
rule-days = Na hoeveel dagen
rule-days-hint = Voor stilte en uitnodigingen.
rule-json = Voorwaarden
rule-json-hint = Deze voorwaarden zijn door een programma geschreven en passen niet in het formulier. Wijzig ze als JSON.
rule-or-when = of als
rule-not = niet: het mag niet zo zijn
rule-add-condition-label = Nog een voorwaarde
rule-add-condition = Voorwaarde toevoegen
rule-remove-condition = Voorwaarde weghalen
rule-add-group = ‘Of als’ toevoegen
rule-remove-group = Deze voorwaarden weghalen
rule-add-consequence-label = Nog een gevolg
rule-add-consequence = Gevolg toevoegen
rule-remove-consequence = Gevolg weghalen
rule-kind-class = Promotor, passief, criticaster
rule-kind-score = Score
rule-kind-drop = Slechter dan de vorige keer
rule-kind-words = Woorden in de opmerking
rule-kind-theme = Thema van de opmerking
rule-kind-account = Kenmerk van de klant
rule-kind-contact = Kenmerk van het contact
rule-kind-has-role = Iemand heeft een rol
rule-kind-survey = Vragenlijst
rule-kind-language = Taal
rule-at-least = Ten minste
rule-at-most = Ten hoogste
rule-points = Punten slechter, ten minste
rule-points-hint = Vergeleken met het vorige antwoord van hetzelfde contact op dezelfde vraag. Zonder eerder antwoord doet de regel niets.
rule-words = Woorden
rule-words-hint = Eén per regel, zoals bij thema’s: prijs, prij*, ~wachten voor alle vormen, "klant service", !"niet duur" waar het niet telt.
rule-theme = Thema
rule-choose = Kies
rule-attribute = Kenmerk
rule-test = Is
rule-value = Waarde
rule-test-one-of = een van (komma’s ertussen)
rule-test-at-least = een getal van ten minste
rule-test-at-most = een getal van ten hoogste
rule-test-within-days = een datum binnen zoveel dagen vanaf nu
rule-test-past-days = een datum in de afgelopen zoveel dagen
rule-role = Rol
rule-roles = Rollen voor de klant
rule-people = Mensen
rule-languages = Talen
rule-languages-hint = Codes met komma’s ertussen: nl, en
rule-then-open-case = Een zaak openen
rule-then-notify = Mensen per mail berichten
rule-then-tell = Een kanaal of ander systeem berichten
rule-then-reach-out = Het contact schrijven
rule-owner = Voor
rule-owner-hint = Wie de rol heeft voor de klant, of voor de klant erboven. Wie afwezig is, heeft een vervanger. Is er niemand, dan staat de zaak bij zaken van niemand.
rule-title = Titel van de zaak
rule-title-hint = Ingevuld wordt: {"{account}"} {"{contact}"} {"{score}"} {"{before}"} {"{survey}"} {"{rule}"} {"{days}"}. Met woorden voor als het niet bekend is: {"{contact|klant}"}
rule-within = Binnen
rule-unit = Eenheid
rule-unit-days = werkdagen
rule-unit-hours = kantooruren
rule-case-priority = Prioriteit
rule-priority-low = laag
rule-priority-normal = gewoon
rule-priority-high = hoog
rule-priority-urgent = dringend
rule-first-contact = Dan is met de klant gesproken (anders: dan is de zaak afgerond)
rule-notify-owner = De eigenaar per mail berichten
rule-channel = Kanaal
rule-channel-hint = Slack, Teams of een webhook.
rule-channel-do = Kanalen beheren
rule-reach-hint = Gaat uit binnen het contactbudget en buiten stille uren. Wat nog niet kan, wacht. Bedankt wordt voor elk antwoord; een vraag of uitnodiging gaat één keer uit.
rule-why = Waarom
rule-why-thank = om te bedanken
rule-why-reference = om een referentie te vragen
rule-why-panel = om uit te nodigen voor het panel
rule-why-session = om uit te nodigen om samen iets te verbeteren
rule-letter-in = In het { $language }
rule-letter-subject = Onderwerp
rule-letter-greeting = Aanhef
rule-letter-body = Tekst
rule-letter-closing = Slot
rule-save = Regel opslaan
rule-cancel = Terug zonder op te slaan
rule-back = Terug naar de regel
rule-switch-on = Aanzetten
rule-switch-off = Uitzetten
rule-archive = Opbergen
rule-take-back = Terughalen
rule-remove = Concept verwijderen
rule-wrong-class = Kies er ten minste één.
rule-wrong-number = Geef een getal.
rule-wrong-empty = Dit is nodig.
rule-wrong-choose = Kies er een.
rule-trial-title = Proberen op het verleden
rule-trial-days = Van
rule-trial-time = de laatste { $n } dagen
rule-trial-do = Proberen
rule-trial-why = Zie wat deze regel gedaan zou hebben. Niemand krijgt bericht en er wordt niets opgeslagen.
rule-trial-cases = { $n ->
    [0] Deze regel zou in de laatste { $days } dagen geen zaak hebben geopend.
    [one] Deze regel zou in de laatste { $days } dagen één zaak hebben geopend.
   *[other] Deze regel zou in de laatste { $days } dagen { $n } zaken hebben geopend.
 }
rule-trial-times = { $n ->
    [0] Deze regel zou in de laatste { $days } dagen niet zijn afgegaan.
    [one] Deze regel zou in de laatste { $days } dagen één keer zijn afgegaan.
   *[other] Deze regel zou in de laatste { $days } dagen { $n } keer zijn afgegaan.
 }
rule-trial-silence-cases = { $n ->
    [0] Niemand is nu zo lang stil: aanzetten opent geen zaak.
    [one] Eén contact is nu zo lang stil: aanzetten opent meteen één zaak.
   *[other] { $n } contacten zijn nu zo lang stil: aanzetten opent meteen { $n } zaken.
 }
rule-trial-silence-times = { $n ->
    [0] Niemand is nu zo lang stil.
    [one] Eén contact is nu zo lang stil: aanzetten laat de regel meteen afgaan.
   *[other] { $n } contacten zijn nu zo lang stil: aanzetten laat de regel meteen voor allen afgaan.
 }
rule-trial-looked-answer = { $n ->
    [one] Er is naar één antwoord gekeken.
   *[other] Er is naar { $n } antwoorden gekeken.
 }
rule-trial-looked-silence = { $n ->
    [one] Er is naar één contact gekeken.
   *[other] Er is naar { $n } contacten gekeken.
 }
rule-trial-looked-no-answer = { $n ->
    [one] Er is naar één uitnodiging zonder antwoord gekeken.
   *[other] Er is naar { $n } uitnodigingen zonder antwoord gekeken.
 }
rule-trial-partial = Er zijn er meer dan waar hier naar gekeken wordt: het aantal gaat alleen over deze.
rule-trial-note = Antwoorden zijn zoals ze nu zijn, kenmerken en thema’s ook.
rule-trial-months = Per maand
rule-trial-examples = De nieuwste
rule-trial-more = { $n ->
    [one] En nog één.
   *[other] En nog { $n }.
 }
rule-has-fired = afgegaan
rule-at = Wanneer
rule-comment = Opmerking
rule-history = Wat hij deed
rule-history-empty = Hij is nog niet afgegaan.
rule-newest = Nieuwste
rule-older = Ouder
rule-changed = Laatst gewijzigd door { $by }, { $at }.
rule-told-account = Organisatie
rule-told-contact = Klant
rule-told-score = Score
rule-told-survey = Vragenlijst
rule-told-case = Zaak openen
rule-told-answer = Antwoord openen
rule-told-open-contact = Contact openen
rule-mail-fits = Dit past bij een regel:
rule-mail-why = U krijgt deze mail omdat een regel in Luister u of uw rol noemt.
rule-trouble-no-channel = kanaal weg of uit
rule-trouble-no-receiver = niemand om te berichten
rule-trouble-no-contact = contact niet bekend
rule-trouble-no-survey = vragenlijst weg
rule-trouble-no-theme = thema weg
rule-trouble-no-role = rol weg
rule-trouble-no-person = medewerker werkt hier niet meer
rule-trouble-now = Deze regel kan niet alles doen wat er staat:
rule-cases-title = Open zaken van deze regel
rule-cases-lead = { $n ->
    [0] Deze regel heeft geen open zaken.
    [one] Eén open zaak is vergeleken met de regel zoals hij nu is.
   *[other] { $n } open zaken zijn vergeleken met de regel zoals hij nu is.
 }
rule-cases-note = Wie een zaak overnam, houdt haar; een tijd die iemand verzette, blijft. Een zaak die de regel niet meer zou openen, blijft open: er wacht iemand op ons.
rule-cases-apply = { $n ->
    [one] Eén open zaak wijzigen
   *[other] { $n } open zaken wijzigen
 }
rule-cases-leave = Laten zoals ze zijn
rule-cases-same = Alle open zaken zijn zoals de regel ze zou maken
rule-cases-differ = { $n ->
    [one] Eén open zaak is niet zoals deze regel haar nu zou maken.
   *[other] { $n } open zaken zijn niet zoals deze regel ze nu zou maken.
 }
rule-cases-next = Latere zaken
rule-cases-look = Bekijk wat er verschilt
rule-case = Zaak
rule-case-due = Uiterlijk
rule-case-owner = Eigenaar
rule-case-no-longer = de regel zou haar niet meer openen
rule-month-1 = januari
rule-month-2 = februari
rule-month-3 = maart
rule-month-4 = april
rule-month-5 = mei
rule-month-6 = juni
rule-month-7 = juli
rule-month-8 = augustus
rule-month-9 = september
rule-month-10 = oktober
rule-month-11 = november
rule-month-12 = december
rule-wrong-detail-group = Geef minstens één voorwaarde in elke groep.
rule-wrong-detail-deep = Voorwaarden liggen te diep in elkaar.
rule-wrong-detail-count = Een regel heeft hooguit 60 voorwaarden.
rule-wrong-detail-answer = Dit gaat over een antwoord, en de regel gaat erover dat er geen kwam.
rule-wrong-detail-class = Kies promotors, passieven of criticasters.
rule-wrong-detail-points = Geef 1 tot 10 punten.
rule-wrong-detail-days = Geef minder dagen.
rule-wrong-detail-number = Geef een getal.
rule-wrong-detail-both = Geen getal is zo hoog en zo laag.
rule-wrong-detail-score-both = Geen score is zo hoog en zo laag.
rule-wrong-detail-limits = Geef een laagste score, een hoogste score, of beide.
rule-wrong-detail-what = Zeg wat het moet zijn.
rule-wrong-detail-one = Geef er minstens één.
rule-wrong-detail-values = Dat zijn te veel waarden.
rule-wrong-detail-consequences = Geef 1 tot 10 gevolgen.
rule-wrong-detail-receivers = Geef 1 tot 20 mensen en rollen.
rule-wrong-detail-name = Geef een naam van één regel, hooguit 120 tekens.
rule-wrong-detail-line = Geef één regel, hooguit 200 tekens.
rule-wrong-detail-range = Dit getal is te klein of te groot.
rule-wrong-detail-score = Geef 0 tot 10.
rule-wrong-detail-case = Een regel opent één zaak.
rule-wrong-detail-whose = Kies een rol of een persoon, niet allebei.
rule-wrong-detail-survey = Deze vragenlijst voor klanten is er niet. Antwoorden van medewerkers zijn van niemand.
rule-wrong-detail-theme = Dit thema is er niet meer.
rule-wrong-detail-written = Schrijf het als { $kept }.
rule-wrong-detail-choice = { $name } heeft deze keuze niet. Er zijn: { $listed }.
rule-wrong-detail-value = { $name } kan deze waarde niet hebben.
rule-wrong-detail-no-number = { $name } is geen getal.
rule-wrong-detail-no-day = { $name } is geen dag.
rule-wrong-detail-role = Deze rol is er niet meer.
rule-wrong-detail-person = Deze persoon werkt hier niet meer.
rule-wrong-detail-channel = Dit kanaal is weg, of uitgeschakeld.
rule-wrong-detail-title = Geef een titel.
rule-wrong-detail-title-long = Dit is te lang.
rule-wrong-detail-title-line = Geef één regel.
rule-wrong-detail-placeholder = Er is geen invulwoord met deze naam.
rule-wrong-detail-brace = Een accolade is niet gesloten.
rule-wrong-detail-away = Deze regel is opgeborgen. Haal hem eerst terug.
rule-wrong-detail-drafts = Alleen concepten worden verwijderd. Berg deze regel op.
rule-wrong-detail-late = Iemand anders heeft deze regel intussen veranderd. Bekijk hem opnieuw.
rule-wrong-detail-draft = Een regel die aan stond kan uit, maar wordt geen concept meer.
rule-wrong-detail-many = Er zijn 200 regels, meer kan niet. Berg er eerst een op.
