programme-list-title = Programma’s
programme-list-lead = Een programma vraagt de juiste mensen op het juiste moment, namens een persoon, in hun taal, en laat hen verder met rust.
programme-places = Programma’s, kalender, budget, gebeurtenissen
programme-place-programmes = Alle programma’s
programme-place-calendar = Kalender
programme-place-outreach = Brieven buiten programma’s
programme-place-budget = Contactbudget en stille uren
programme-place-sources = Bronnen van gebeurtenissen
programme-name = Naam
programme-kind = Soort
programme-kind-relational = bij toerbeurt
programme-kind-transactional = na een gebeurtenis
programme-kind-employee = medewerkers
programme-survey = Vragenlijst
programme-survey-hint = Wat er gevraagd wordt. De eerste vraag met een schaal staat in de mail.
programme-survey-draft = Deze vragenlijst is een concept. Ze wordt samen met het programma gepubliceerd.
programme-survey-closed = Deze vragenlijst is gesloten: er gaat niets uit tot ze weer open is.
programme-status = Stand
programme-status-draft = concept
programme-status-running = loopt
programme-status-paused = gepauzeerd
programme-status-ended = beëindigd
programme-status-why-draft = Er wordt nog niemand gevraagd. Lees de mail en start dan.
programme-status-why-running = Mensen worden gevraagd zoals hier beschreven.
programme-status-why-paused = Er wordt nu niemand gevraagd. Links die uitgingen, nemen nog antwoorden aan.
programme-status-why-ended = Voorgoed voorbij. Antwoorden en cijfers blijven.
programme-next = Volgende verzending
programme-next-none = niets in de komende weken
programme-next-draft = niet gestart
programme-next-paused = gepauzeerd
programme-next-ended = beëindigd
programme-next-event = na de volgende gebeurtenis
programme-next-on = { $n ->
    [one] { $day }: 1 mail
   *[other] { $day }: { $n } mails
}
programme-sent = Verstuurd
programme-answered = Beantwoord
programme-anonymous = anoniem
programme-new = Begin met een sjabloon
programme-new-first = Begin met een van deze
programme-new-why = Eén klik maakt een concept met vragenlijst en mails in het Nederlands en Engels. Er gaat niets uit voordat u start.
programme-new-do = Dit programma maken
programme-template-relational-nps = Halfjaarlijkse klantvraag (NPS)
programme-template-why-relational-nps = Vraagt ieder contact twee keer per jaar hoe waarschijnlijk een aanbeveling is, en wat daarachter zit. Eerst iedereen tegelijk als nulmeting, daarna verspreid over de werkdagen, met één herinnering na 7 dagen.
programme-template-ticket-ces = Na een gesloten ticket (CES)
programme-template-why-ticket-ces = Een uur nadat een ticket is gesloten: was het gemakkelijk? Vervalt als het ticket heropent; na 3 dagen niet meer gevraagd; nooit aan medewerkers of aan wie het oploste.
programme-template-employee-enps = Medewerkers elk kwartaal (eNPS)
programme-template-why-employee-enps = Vraagt iedere medewerker hoe het is om hier te werken, met stellingen. Anoniem, en nooit getoond onder vijf antwoorden.
programme-template-article-csat = Na een artikel uit de kennisbank (CSAT)
programme-template-why-article-csat = Een kwartier nadat iemand een artikel las: had hij er iets aan?
programme-template-onboarding-ces = Na een afgeronde onboarding (CES)
programme-template-why-onboarding-ces = De dag nadat iemand is begonnen: was het gemakkelijk? Met één herinnering.
programme-always = Altijd aan
programme-always-why = Een link, een QR-code, of een widget in een webpagina of kennisbank. U vindt ze bij de vragenlijst:
programme-always-do = Maak eerst een vragenlijst
programme-empty = Er zijn nog geen programma’s
programme-empty-viewer = Een beheerder of programmamanager kan ze hier maken.
programme-tabs = Dit programma
programme-tab-overview = Overzicht
programme-tab-edit = Bewerken
programme-tab-preview = Voorbeeld
programme-tab-contacts = Contacten
programme-tab-report = Verslag
programme-aside = Stand en vragenlijst
programme-more = Meer
programme-no-mail = Er is nog geen mailserver ingesteld; er wordt dus niets verstuurd. Wat aan de beurt is, wacht.
programme-no-mail-do = Mail instellen
programme-said-created = Het concept is gemaakt, met de vragenlijst. Bekijk de mail voordat u start.
programme-said-saved = Bewaard.
programme-said-started = Het programma loopt.
programme-said-paused = Gepauzeerd. Er wordt niemand gevraagd tot u hervat.
programme-said-resumed = Het programma loopt weer.
programme-said-ended = Het programma is voorbij.
programme-said-tested = De testmail is naar u onderweg.
programme-said-removed = Verwijderd.
programme-do-start = Starten
programme-do-pause = Pauzeren
programme-do-resume = Hervatten
programme-do-end = Beëindigen
programme-do-save = Opslaan
programme-do-remove = Verwijderen
programme-do-why-end = Een beëindigd programma vraagt nooit meer iets, ook geen herinneringen. De antwoorden blijven.
programme-do-why-remove = Het concept verdwijnt; de vragenlijst blijft.
programme-not-started = Niet gestart: dit ontbreekt nog

programme-does-relational-spread = Vraagt { $who } elke { $months } maanden, gelijkmatig verspreid over de werkdagen vanaf { $start }.
programme-does-relational-wave = Vraagt { $who } elke { $months } maanden, allemaal op één dag, vanaf { $start }.
programme-does-baseline = De eerste keer iedereen tegelijk, als nulmeting.
programme-does-event = Vraagt { $who } { $delay } na { $events }; na { $days ->
    [one] 1 dag
   *[other] { $days } dagen
} niet meer.
programme-does-cancel = Niet als { $events } ertussen komt.
programme-does-reminders = { $n ->
    [0] Geen herinneringen.
    [one] Eén herinnering na { $days } dagen zonder antwoord.
   *[other] Hoogstens { $n } herinneringen, met { $days } dagen ertussen.
}
programme-who-customers = ieder contact
programme-who-employees = iedere medewerker
programme-who-customers-segment = ieder contact met { $segment }
programme-who-employees-segment = iedere medewerker met { $segment }
programme-who-events = het betrokken contact
programme-who-events-segment = het betrokken contact, mits met { $segment },
programme-or = of
programme-and = en
programme-at-once = direct
programme-minutes = { $n ->
    [one] 1 minuut
   *[other] { $n } minuten
}
programme-hours = { $n } uur
programme-days-n = { $n ->
    [one] 1 dag
   *[other] { $n } dagen
}

programme-days = Wat er de komende dagen uitgaat
programme-days-title = De komende twee weken
programme-days-why = Zoals het gaat als niemand antwoordt en er niets gebeurt. Gebeurtenissen die nog moeten komen, staan er niet in.
programme-days-all = Alle programma’s in de kalender
programme-days-draft = Niets: het programma is een concept.
programme-days-running = De komende twee weken is niemand aan de beurt.
programme-days-paused = Niets: het programma is gepauzeerd.
programme-days-ended = Niets: het programma is beëindigd.
programme-day = Dag
programme-day-nothing = niets
programme-day-off = vrije dag
programme-programme = Programma
programme-invitations = Uitnodigingen
programme-reminders = Herinneringen
programme-bar = Hoeveel
programme-waits = Uitgesteld of overgeslagen
programme-waits-n = { $n } uitgesteld: { $why }
programme-out-n = { $n } overgeslagen: { $why }
programme-weekday-0 = ma
programme-weekday-1 = di
programme-weekday-2 = wo
programme-weekday-3 = do
programme-weekday-4 = vr
programme-weekday-5 = za
programme-weekday-6 = zo
programme-week-0 = maandag
programme-week-1 = dinsdag
programme-week-2 = woensdag
programme-week-3 = donderdag
programme-week-4 = vrijdag
programme-week-5 = zaterdag
programme-week-6 = zondag

programme-decisions = Laatste besluiten
programme-decisions-none = Er is nog niets besloten.
programme-decisions-all = Alle contacten
programme-decisions-anonymous = Dit programma is anoniem: wie wanneer gevraagd is, staat niet naast de antwoorden.
programme-contact = Contact
programme-contact-gone = verwijderd contact
programme-state = Stand
programme-state-invited = uitgenodigd
programme-state-deferred = uitgesteld
programme-state-left-out = overgeslagen
programme-reason = Waarom
programme-when = Wanneer
programme-occasion = Waarover
programme-occasion-round = Ronde { $n }
programme-so-far = Tot nu toe
programme-so-far-more = Het hele verslag

programme-reason-quiet-hours = stille uren
programme-reason-day-off = geen werkdag
programme-reason-holiday = { $detail }
programme-reason-budget = contactbudget: { $detail }
programme-reason-budget-gone = contactbudget
programme-reason-reserved = vrijgehouden voor { $detail }
programme-reason-reserved-gone = vrijgehouden voor een programma dat voorgaat
programme-reason-delay = de wachttijd van het programma na de gebeurtenis
programme-reason-per-day = het programma verstuurde die dag genoeg
programme-reason-no-address = geen adres
programme-reason-bounced = het adres stuurde een mail terug
programme-reason-opted-out = afgemeld
programme-reason-complained = klacht: meldde een mail als ongewenst
programme-reason-do-not-contact = staat op de lijst niet benaderen
programme-reason-employee = is medewerker
programme-reason-not-an-employee = is geen medewerker
programme-reason-solver = loste het zelf op
programme-reason-window-ended = te laat; wachtte op: { $detail }
programme-reason-window-ended-gone = te laat: de tijd was om
programme-reason-no-consent = gaf geen toestemming
programme-reason-not-in-segment = zit niet meer in het segment
programme-reason-ended = het programma is beëindigd
programme-reason-removed = het contact is verwijderd
programme-reason-survey-closed = de vragenlijst neemt geen antwoorden aan
programme-reason-cancelled = vervallen: het is ongedaan gemaakt
programme-reason-withdrawn = teruggetrokken
programme-reason-new = wordt zo bekeken
programme-reason-answered = intussen beantwoord
programme-reason-no-wording = de mail heeft nog geen tekst
programme-because-baseline = nulmeting
programme-because-wave = meetronde
programme-because-spread = aan de beurt
programme-because-event = een gebeurtenis

programme-holiday-new-year = Nieuwjaarsdag
programme-holiday-good-friday = Goede Vrijdag
programme-holiday-easter-sunday = Eerste Paasdag
programme-holiday-easter-monday = Tweede Paasdag
programme-holiday-kings-day = Koningsdag
programme-holiday-liberation-day = Bevrijdingsdag
programme-holiday-ascension = Hemelvaartsdag
programme-holiday-whit-sunday = Eerste Pinksterdag
programme-holiday-whit-monday = Tweede Pinksterdag
programme-holiday-christmas-day = Eerste Kerstdag
programme-holiday-second-christmas-day = Tweede Kerstdag
programme-holiday-own = eigen vrije dag
programme-rule-person-invitations = hoogstens { $max ->
    [one] 1 uitnodiging
   *[other] { $max } uitnodigingen
} per persoon in { $days } dagen
programme-rule-person-mails = hoogstens { $max ->
    [one] 1 mail
   *[other] { $max } mails
} per persoon in { $days } dagen
programme-rule-account-invitations = hoogstens { $max ->
    [one] 1 uitnodiging
   *[other] { $max } uitnodigingen
} per klant in { $days } dagen
programme-rule-account-mails = hoogstens { $max ->
    [one] 1 mail
   *[other] { $max } mails
} per klant in { $days } dagen

programme-edit-what = Wat
programme-edit-who = Wie
programme-edit-when = Wanneer
programme-edit-mail = Mail
programme-edit-limits = Grenzen
programme-edit-running = Dit programma loopt: wat u bewaart, geldt vanaf de volgende mail.
programme-save = Bewaren
programme-save-preview = Bewaren en de mail bekijken
programme-errors = { $n ->
    [one] Eén ding klopt nog niet
   *[other] { $n } dingen kloppen nog niet
}
programme-conflict-title = Iemand anders bewaarde dit programma intussen
programme-conflict = Wat u typte, staat er nog. Bewaart u nog eens, dan gaat het over dat van de ander heen.
programme-conflict-look = Bekijk wat nu bewaard is
programme-audience = Voor wie
programme-audience-customers = Contacten van klanten, nooit medewerkers
programme-audience-employees = Alleen medewerkers
programme-audience-hint = Een programma voor medewerkers heeft een vragenlijst voor medewerkers nodig: de antwoorden zijn anoniem.
programme-audience-events = Vraagt wie de gebeurtenis noemt; nooit medewerkers, en nooit wie het oploste.
programme-segment = Alleen sommigen van hen
programme-segment-hint = Elke voorwaarde moet gelden, met een van haar waarden. Zonder voorwaarden wordt iedereen gevraagd. Namen: language, account, account.NAAM, of een kenmerk van het contact.
programme-segment-name = Kenmerk { $n }
programme-segment-values = Waarden { $n }, één per regel
programme-segment-more = Voorwaarde toevoegen
programme-consent = Alleen wie toestemming gaf
programme-consent-hint = Anders wordt iedereen gevraagd die geen bezwaar maakte.
programme-every = Hoe vaak
programme-every-3 = Elke 3 maanden
programme-every-6 = Elke 6 maanden
programme-every-12 = Eén keer per jaar
programme-shape = Hoe een ronde gaat
programme-shape-spread = Gelijkmatig verspreid over de werkdagen: een gestage stroom antwoorden
programme-shape-wave = Allemaal op één dag, als golf
programme-baseline = Eerst een nulmeting: iedereen tegelijk in de eerste ronde
programme-start = Eerste dag
programme-start-hint = Vanaf hier tellen de rondes.
programme-window = Dagen waarin ze nog uit mag gaan
programme-window-hint = Zo lang mag een uitnodiging op haar beurt in het contactbudget wachten.
programme-settle = Dagen rust voor een nieuw contact
programme-settle-hint = Wie er na de eerste dag bij komt, heeft nog niets te zeggen.
programme-triggers = Gebeurtenissen die een vraag geven
programme-triggers-hint = Eén per regel, zoals ticket.closed
programme-cancels = Gebeurtenissen die haar laten vervallen
programme-cancels-hint = Zoals ticket.reopened
programme-delay = Wachten
programme-delay-unit = Eenheid
programme-unit-minutes = minuten
programme-unit-hours = uren
programme-unit-days = dagen
programme-expires = Dagen tot het te laat is
programme-expires-hint = Daarna weet niemand het nog.
programme-events-hint = Gebeurtenissen komen via de API of ondertekende webhooks.
programme-closes = Laatste dag
programme-closes-hint = Leeg: tot u het beëindigt.
programme-sender-responsible = Namens wie verantwoordelijk is voor de klant
programme-sender-hint = Is dat niemand, dan geldt de naam hieronder. Het adres moet onder uw eigen domein vallen; leeg: het adres van de mailinstellingen.
programme-sender-name = Naam van de afzender
programme-sender-email = Adres van de afzender
programme-languages = Talen van de mail
programme-languages-hint = Codes zoals nl, en. Contacten lezen hun eigen taal; is die er niet, dan die van de vragenlijst.
programme-languages-do = Deze talen tonen
programme-placeholders = Invulplekken die u kunt gebruiken
programme-placeholders-hint = Na een streepje staat wat er komt als het niet bekend is: {"{"}first_name|klant{"}"}.
programme-placeholder-first-name = voornaam van het contact
programme-placeholder-name = hele naam van het contact
programme-placeholder-account = naam van de klant waar het contact bij hoort
programme-placeholder-sender = naam van de afzender
programme-placeholder-company = naam van uw bedrijf
programme-placeholder-survey = titel van de vragenlijst
programme-placeholder-subject = waar de gebeurtenis over ging, zoals de titel van een ticket
programme-placeholder-attribute = een kenmerk van het contact, zoals {"{"}attribute.plaats{"}"}
programme-wording-in = Mail in het { $language }
programme-wording-subject = Onderwerp
programme-wording-greeting = Aanhef
programme-wording-body = Tekst
programme-wording-closing = Onder de vraag
programme-wording-reminder-subject = Onderwerp van de herinnering
programme-wording-reminder-body = Tekst van de herinnering
programme-wording-same = Leeg: zoals in de uitnodiging.
programme-wording-no-language = Noem minstens één taal, met een onderwerp en een tekst.
programme-wording-too-many-languages = Hoogstens 20 talen.
programme-wording-language-form = “{ $given }” is geen taalcode zoals nl of en.
programme-wording-empty = Dit is nodig: onderwerp en tekst van elke taal.
programme-wording-too-long = Hoogstens { $max } tekens.
programme-wording-not-one-line = Houd dit op één regel.
programme-wording-unknown-placeholder = Er is geen invulplek { $name }. Er zijn { $listed }.
programme-wording-unclosed = Een accolade is niet gesloten: { $text }
programme-reminders-hint = Ze stoppen zodra iemand antwoordt of zich afmeldt, of het adres een mail terugstuurt.
programme-reminders-number = Hoeveel hoogstens
programme-reminders-spacing = Dagen tussen mails
programme-reminders-open = Dagen dat de link antwoorden aanneemt
programme-priority = Voorrang, 0 tot 100
programme-priority-hint = Hoger gaat voor en kan lagere laten wachten.
programme-per-day = Mails per dag hoogstens
programme-per-day-hint = Leeg: geen grens, maar bij gespreide rondes hoogstens tweemaal het dagelijkse deel, zodat er na stilstand geen golf komt.
programme-limits-hint = Wat een persoon en een klant over alle programma’s krijgen, staat in
programme-attributes = Wat van het contact met het antwoord meegaat
programme-attributes-usual = Van klanten alles wat bekend is, van medewerkers niets
programme-attributes-some = Alleen deze:
programme-attributes-names = Kenmerken
programme-attributes-hint = Eén per regel; account is de naam van de klant, account.NAAM een kenmerk ervan.

programme-wrong-name = Geef een naam van 1 tot 100 tekens.
programme-wrong-survey-id = Kies een vragenlijst.
programme-wrong-date = Geef een datum, zoals 2026-12-01.
programme-wrong-number = Geef een heel getal.
programme-wrong-priority = 0 tot 100.
programme-wrong-per-day = Minstens 1, of laat het leeg voor geen grens.
programme-wrong-reminders = 0 tot 5 herinneringen.
programme-wrong-spacing-days = 1 tot { $max } dagen.
programme-wrong-open-days = 1 tot { $max } dagen.
programme-wrong-window-days = 1 tot { $max } dagen, zodat rondes niet in elkaar overlopen.
programme-wrong-settle-days = 0 tot { $max } dagen.
programme-wrong-audience = Over gebeurtenissen worden medewerkers nooit gevraagd.
programme-wrong-triggers = Geef minstens één soort gebeurtenis, zoals ticket.closed: kleine letters, cijfers, punten.
programme-wrong-cancels = Soorten gebeurtenissen zoals ticket.reopened; één soort kan niet zowel vragen als laten vervallen.
programme-wrong-delay = Hoogstens 60 dagen.
programme-wrong-expires-days = 1 tot { $max } dagen.
programme-wrong-sender-name = Hoogstens 100 tekens.
programme-wrong-sender-email = Geef een adres zoals feedback@voorbeeld.nl.
programme-wrong-attributes = Hoogstens 50 namen van kenmerken.
programme-wrong-segment = Geef de naam van een kenmerk en minstens één waarde.
programme-wrong-max = Geef een heel getal van 0 tot 1000.
programme-wrong-days = 1 tot { $max } dagen.
programme-wrong-zone = Geen tijdzone heet zo; een ervan is Europe/Amsterdam.
programme-wrong-working-days = Minstens één dag van de week.
programme-wrong-quiet = Tijden zoals 20:00, en een deel van de dag moet open blijven.
programme-wrong-own = Datums zoals 2026-12-24, één per regel.
programme-wrong-e = Een aandeel van 0 tot 1.
programme-refused-over = Dit programma is afgelopen. Maak een nieuw.
programme-refused-survey = De vragenlijst neemt geen antwoorden aan. Publiceer of heropen hem eerst.
programme-refused-publish = De vragenlijst kan nog niet worden gepubliceerd. Op zijn pagina staat wat er ontbreekt.
programme-refused-many = Er lopen hoogstens { $max } programma's tegelijk. Beëindig er eerst een.
programme-refused-other = Er klopt iets niet in de instellingen. Open en bewaar ze: daar staat wat er niet klopt.
programme-wrong-other = { $detail }

programme-preview-language = Taal
programme-preview-which = Mail
programme-preview-invitation = uitnodiging
programme-preview-reminder = herinnering
programme-preview-contact = Zoals dit contact hem krijgt (adres)
programme-preview-do = Tonen
programme-preview-unknown = Geen contact heeft het adres “{ $given }”: dit is een voorbeeld.
programme-preview-faults = Dit klopt nog niet in de mail:
programme-preview-from = Van
programme-preview-to = Aan
programme-preview-subject = Onderwerp
programme-preview-inert = De links van dit voorbeeld leiden nergens heen.
programme-preview-wide = Op een computer
programme-preview-phone = Op een telefoon
programme-preview-text = Platte tekst
programme-preview-example-name = Anna de Wit
programme-preview-example-first = Anna
programme-preview-example-account = Bakkerij Zon
programme-preview-example-subject = 4711: mijn printer zit vast
programme-test = Testmail aan uzelf
programme-test-why = Stuurt deze mail naar { $address }. De links leiden nergens heen; hij telt nergens mee.
programme-test-do = Stuur mij deze mail

programme-calendar-lead = Wat er de komende { $weeks } weken over alle programma’s uitgaat, op welke dagen niets, en wie overgeslagen zou worden.
programme-calendar-partial = Berekend met de eerste { $n } contacten.
programme-calendar-weeks = Hoe ver vooruit
programme-calendar-n = { $n } weken
programme-calendar-none = Er loopt nog niets
programme-calendar-none-why = Start een programma en zijn dagen verschijnen hier.
programme-calendar-finding = De komende { $weeks } weken { $n ->
    [0] gaat er niets uit.
    [one] gaat er 1 mail uit.
   *[other] gaan er { $n } mails uit, de meeste op { $day } ({ $most }).
}
programme-calendar-out = Uitgesteld en overgeslagen
programme-calendar-out-none = Niemand hoeft te wachten, niemand wordt overgeslagen.
programme-calendar-out-more = En nog { $n }.

programme-contacts-lead = Iedereen over wie dit programma besloot: gevraagd, uitgesteld of overgeslagen, met de reden.
programme-contacts-anonymous = Dit programma is anoniem: u ziet hier wie aangeschreven is, nooit wie antwoordde.
programme-contacts-filter = Stand
programme-contacts-invited = uitgenodigd
programme-contacts-deferred = uitgesteld
programme-contacts-left-out = overgeslagen
programme-contacts-reasons = Redenen
programme-contacts-none = Nog niemand.
programme-contacts-pages = Pagina’s
programme-contacts-next = Verder

programme-report-finding = { $n ->
    [0] Er is nog niemand gevraagd.
    [one] 1 persoon is gevraagd, { $complete } antwoordden: respons { $rate } (RR1).
   *[other] { $n } personen zijn gevraagd, { $complete } antwoordden: respons { $rate } (RR1).
}
programme-report-finding-anonymous = { $n ->
    [0] Er is nog niemand gevraagd.
    [one] 1 medewerker is gevraagd.
   *[other] { $n } medewerkers zijn gevraagd.
}
programme-report-funnel = Van contact tot antwoord
programme-report-funnel-why = Uitnodigingen, geen personen: wie elk halfjaar gevraagd wordt, telt elke keer.
programme-report-step = Stap
programme-report-n = Aantal
programme-report-means = Wat het betekent
programme-report-step-invited = Uitgenodigd
programme-report-step-why-invited = besloten hen te vragen
programme-report-step-handed-over = Afgegeven
programme-report-step-why-handed-over = de mailserver nam de mail aan
programme-report-step-reminded = Herinneringen
programme-report-step-why-reminded = mails na de eerste
programme-report-step-opened = Geopend
programme-report-step-why-opened = een mens begon aan de vragenlijst of opende haar
programme-report-step-complete = Beantwoord
programme-report-step-why-complete = ingestuurd
programme-report-rates = Responscijfers
programme-report-rates-why = Volgens de Standard Definitions van AAPOR, zodat u ze kunt vergelijken. Wie overgeslagen is, is nooit gevraagd en telt in geen cijfer. Van wie misschien niet bij de gevraagden hoort, telt in RR3 en RR4 een aandeel e van { $e } mee.
programme-report-rate = Cijfer
programme-report-share = Aandeel
programme-report-dispositions = Wat er van elke uitnodiging werd
programme-report-dispositions-why = Elke uitnodiging heeft één einduitkomst; de letters zijn die van AAPOR.
programme-report-disposition = Uitkomst
programme-report-letter = Letter
programme-report-anonymous = Dit programma is van opzet anoniem: wie antwoordde, wordt niet bewaard, dus er zijn geen uitkomsten per uitnodiging. Het aantal antwoorden staat bij de resultaten van de vragenlijst, vanaf vijf.
programme-report-coverage = Dekking
programme-report-coverage-why = Van iedereen in het segment: hoeveel zijn er überhaupt gevraagd. Een groep die nauwelijks gevraagd wordt, wordt nauwelijks gehoord.
programme-report-coverage-rates = RR1 en beantwoord van bezorgd tellen uitnodigingen, zoals hierboven; wie geen contact meer is, staat in geen groep.
programme-report-of-delivered = Beantwoord van bezorgd
programme-report-by = Splitsen naar
programme-report-by-none = niets
programme-report-by-do = Tonen
programme-report-all = Allen
programme-report-no-value = zonder
programme-report-eligible = In het segment
programme-report-invited = Gevraagd
programme-report-covered = Dekking
programme-report-coverage-none = Er zit niemand in het segment.
programme-rate-rr1 = minimum: ingestuurd, van iedereen die gevraagd is
programme-rate-rr2 = hetzelfde, half ingevulde vragenlijsten inbegrepen
programme-rate-rr3 = als RR1, met maar een aandeel e van wie niets bekend is
programme-rate-rr4 = als RR2, met maar een aandeel e van wie niets bekend is
programme-rate-rr5 = maximum: ingestuurd, van wie iets bekend is
programme-rate-rr6 = hetzelfde, half ingevulde vragenlijsten inbegrepen
programme-rate-coop1 = medewerking: ingestuurd, van wie bereikt is
programme-rate-ref1 = weigering: weigerde of brak af, van iedereen die gevraagd is
programme-rate-con1 = contact: bereikt, van iedereen die gevraagd is
programme-rate-delivered = wat leveranciers vaak respons noemen: beantwoord, van mails die aankwamen
programme-disposition-complete = Ingestuurd
programme-disposition-partial = Minstens half beantwoord
programme-disposition-refusal = Geweigerd: afgemeld of klacht
programme-disposition-break-off = Geopend of begonnen, gestopt voor de helft
programme-disposition-non-contact = De hele tijd afwezig
programme-disposition-other = Kon niet antwoorden
programme-disposition-unknown-reach = Niet bekend of ze aankwam
programme-disposition-undelivered = Teruggekomen
programme-disposition-nothing-returned = Er kwam niets terug
programme-disposition-not-eligible = Hoorde niet bij de gevraagden; telt in geen cijfer

programme-budget-lead = Eén stel regels over alle programma’s beschermt mensen: hoeveel mails, op welke dagen, op welke uren. Wat niet past, wacht; het vervalt niet.
programme-budget-rules = Contactbudget
programme-budget-rules-why = Alle regels moeten gelden. Een herinnering telt als mail, niet als uitnodiging.
programme-budget-rule = Regel { $n }
programme-budget-max = Hoogstens
programme-budget-counts = Van
programme-budget-counts-invitations = uitnodigingen
programme-budget-counts-mails = mails, herinneringen inbegrepen
programme-budget-scope = Per
programme-budget-scope-person = persoon
programme-budget-scope-account = klant
programme-budget-days = In hoeveel dagen
programme-budget-empty = Maak beide getallen van een regel leeg om hem te verwijderen.
programme-budget-more = Regel toevoegen
programme-budget-calendar = Dagen en uren
programme-budget-calendar-why = In de eigen tijdzone van het contact waar die bekend is, anders in deze.
programme-budget-zone = Tijdzone
programme-budget-zone-hint = Zoals Europe/Amsterdam
programme-budget-working = Dagen waarop mail uitgaat
programme-budget-quiet = Stille uren
programme-budget-quiet-on = Op deze uren gaat er niets uit
programme-budget-from = Van
programme-budget-to = Tot
programme-budget-holidays = Feestdagen
programme-budget-dutch = Nederlandse feestdagen
programme-budget-good-friday = Ook Goede Vrijdag
programme-budget-liberation = Bevrijdingsdag, 5 mei
programme-budget-liberation-never = nooit
programme-budget-liberation-every-five-years = elke vijf jaar
programme-budget-liberation-every-year = elk jaar
programme-budget-own = Eigen vrije dagen
programme-budget-own-hint = Eén datum per regel, zoals 2026-12-24
programme-budget-next = Hierna:
programme-budget-e-title = Responscijfers
programme-budget-e = Aandeel e
programme-budget-e-hint = Van 0 tot 1: het aandeel van wie niets bekend is, dat geacht wordt bij de gevraagden te horen. 1 geeft de laagste cijfers.

programme-sources-lead = Uw ticketsysteem, kennisbank of andere software vertelt hier wat er gebeurde, ondertekend zodat niemand anders dat kan.
programme-sources-made = { $name } is gemaakt
programme-sources-once = Kopieer deze twee nu. Het geheim wordt alleen deze keer getoond.
programme-sources-url = Adres
programme-sources-secret = Geheim
programme-sources-since = Gemaakt
programme-sources-last = Laatst gehoord
programme-sources-never = nog nooit
programme-sources-none = Er zijn nog geen bronnen. Gebeurtenissen kunnen ook via de API komen.
programme-sources-new = Nieuwe bron
programme-sources-name-hint = Zoals de naam van uw ticketsysteem
programme-sources-do = De bron maken
programme-sources-how = Hoe u ondertekent
programme-sources-how-time = De tijd mag hoogstens vijf minuten afwijken.
programme-sources-how-id = Hetzelfde id is dezelfde gebeurtenis: nog eens sturen doet niets.
programme-sources-how-cancel = Late, dubbele en verwisselde bezorging loopt gelijk af: wat telt, is wanneer het gebeurde.
programme-sources-how-solver = Noem wie het oploste; die wordt nooit over eigen werk gevraagd.
programme-sources-secret-later = Geef dit adres aan het systeem; dat toont dan een geheim. Vul dat hieronder in: tot dan wordt elke aanroep geweigerd.
programme-sources-system = Systeem
programme-sources-no-secret = wacht op het geheim
programme-sources-their-secret = Geheim dat het systeem maakt
programme-sources-their-secret-hint = Alleen als het systeem er zelf een maakt. Laat het anders leeg: u krijgt er een.
programme-sources-mapping = Vertaling
programme-sources-mapping-hint = Alleen voor een ander systeem: waar in de JSON wat staat. Een voorbeeld staat hieronder.
programme-system-standard = Eigen software (Standard Webhooks)
programme-system-zendesk = Zendesk
programme-system-freshdesk = Freshdesk
programme-system-zammad = Zammad
programme-system-request-tracker = Request Tracker
programme-system-mapped = Een ander systeem, met een vertaling
programme-sources-how-standard = Zoals in Standard Webhooks: de handtekening is een HMAC-SHA256 met het geheim over het kenmerk, de tijd en de inhoud, met punten ertussen.
programme-sources-how-zendesk = Maak een webhook met dit adres: abonneer hem op de gebeurtenis ‘ticket status changed’, of laat een trigger de inhoud hieronder sturen, die ook adressen kent. Zendesk toont dan een signing secret: vul dat hier in.
programme-sources-how-freshdesk = Maak een automatisering voor gewijzigde tickets met een webhook (POST, JSON, geavanceerd) die de inhoud hieronder stuurt. Freshdesk ondertekent niets: voeg de header X-Luister-Secret met het geheim toe.
programme-sources-how-zammad = Maak een webhook met dit adres en het geheim als HMAC SHA1 signature token, en een trigger voor gewijzigde statussen die hem gebruikt. Van de persoonsgegevens die het stuurt wordt alleen bewaard wat nodig is.
programme-sources-how-request-tracker = Maak een scrip voor wijzigingen van de status met dit als actie, en vul adres en geheim in.
programme-sources-how-mapped = Plaatsen zijn JSON-pointers. Het bewijs is standard, hmac (sha256 of sha1, hex of base64, met een voorvoegsel als dat er is) of secret (het geheim zelf in een header).
programme-wrong-mapping = Deze vertaling kan niet gebruikt worden:
programme-wrong-secret = Geef 16 tot 200 letters, cijfers en tekens zonder spaties; voor eigen software whsec_ en base 64.
programme-sources-latest = Laatste gebeurtenissen
programme-sources-no-events = Er kwam nog niets binnen.
programme-sources-type = Soort
programme-sources-subject = Waarover
programme-sources-source = Bron
programme-sources-nobody = niemand die wij kennen
programme-wrong-fixed = Dit kan niet meer wijzigen als het programma heeft gelopen. Beëindig het en maak een nieuw.
programme-wrong-survey-fits = Medewerkers krijgen een vragenlijst voor medewerkers, klanten een voor klanten.
programme-wrong-past = Ligt in het verleden: kies vandaag of later.
programme-report-deferred = Uitgesteld
programme-report-left-out = Overgeslagen

programme-outreach-lead = Bedankjes, vragen om een referentie, uitnodigingen voor een panel, en wat er gedaan is met wat klanten zeiden. Ze tellen mee voor hetzelfde contactbudget als programma’s, wachten op dezelfde stille uren en gaan nooit naar wie zich afmeldde.
programme-outreach-state-deferred = Wachten
programme-outreach-state-sent = Verstuurd
programme-outreach-state-left-out = Overgeslagen
programme-outreach-all = Toon alle brieven
programme-outreach-none = Hier staan geen brieven.
programme-outreach-letter = Brief
programme-outreach-about = Over
programme-outreach-until = Niet voor
programme-outreach-soon = zo snel mogelijk
programme-outreach-kind-thank = bedankje
programme-outreach-kind-reference = vraag om een referentie
programme-outreach-kind-panel = uitnodiging voor een panel
programme-outreach-kind-told = u zei, wij deden
programme-outreach-going = is onderweg naar de mailserver
programme-outreach-gone = de mailserver nam hem aan
programme-outreach-unknown = niet bekend of de mailserver hem aannam
programme-outreach-waiting = { $n ->
    [one] Eén brief buiten programma’s wacht.
   *[other] { $n } brieven buiten programma’s wachten.
 }
programme-outreach-see = Bekijk welke, en waarom

programme-event-line = Geef 1 tot { $most } tekens op één regel.
programme-event-type = Een soort is een naam zoals ticket.closed, hoogstens 60 tekens.
programme-event-moment = Een tijd wordt geschreven als 2026-12-01T09:30:00Z.
programme-event-ahead = Dit ligt meer dan een dag in de toekomst.
programme-event-solver = Noem wie het oploste met een e-mailadres of met een extern id.
programme-event-contact = Geef een e-mailadres of een extern id, zodat het contact te vinden is.
programme-event-attributes = Er zijn hoogstens { $most } kenmerken mogelijk.
programme-event-value = Geef een tekst, een getal, waar of onwaar.
programme-event-long = Een naam heeft 1 tot { $name } tekens, een waarde hoogstens { $value }.
programme-event-whom = Een programma vraagt naar deze soort: zeg wie het overkwam.
programme-mapping-place = Een plaats is een JSON-pointer zoals /ticket/id.
programme-mapping-contact = Zeg waar het e-mailadres (email) of het id (external_id) van het contact staat.
programme-mapping-header = Geef de naam van een header, zoals X-Signature.
programme-mapping-many = Er zijn hoogstens { $most } voorwaarden en kenmerken mogelijk.
programme-mapping-needed = Zeg waar wat staat.
programme-mapping-only = Alleen een ander systeem heeft een vertaling nodig; laat die leeg.
programme-mapping-system = Er is geen systeem dat { $system } heet.
programme-mapping-json = De JSON klopt niet bij regel { $line }, teken { $column }: “{ $what }”.
