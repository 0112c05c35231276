survey-list-title = Vragenlijsten
survey-new = Nieuwe vragenlijst
survey-new-what = Wat wilt u weten?
survey-new-title-hint = Respondenten zien de titel boven de vragen. Laat dit leeg voor een passende titel; alles is daarna nog te wijzigen.
survey-new-languages-hint = De eerste is voor respondenten wier taal de vragenlijst niet heeft. Andere talen voegt u daarna toe.
survey-new-do = Vragenlijst maken
survey-new-not = Nu niet
survey-languages-nl-en = Nederlands en Engels, Nederlands eerst
survey-languages-en-nl = Nederlands en Engels, Engels eerst
survey-languages-nl = Nederlands
survey-languages-en = Engels
survey-language-nl = Nederlands
survey-language-en = Engels
survey-language-de = Duits
survey-language-fr = Frans
survey-language-es = Spaans
survey-template-relational-nps = Loyaliteit en wat die bepaalt (NPS)
survey-template-why-relational-nps = Zouden klanten u aanbevelen, waarom, en waar hangt dat van af? Voor alle klanten, een of een paar keer per jaar.
survey-template-ces = Gemak na een contact (CES)
survey-template-why-ces = Hoe gemakkelijk was het om een vraag beantwoord te krijgen? Direct na een contact. Op vijf punten, 5 = heel gemakkelijk.
survey-template-csat = Tevredenheid over één ding (CSAT)
survey-template-why-csat = Hoe tevreden zijn klanten over één aspect van uw product of dienst? Het deel dat een 4 of 5 geeft, op vijf punten.
survey-template-cas = In het belang van de klant (CAS)
survey-template-why-cas = Vinden klanten dat u doet wat het beste is voor hen? Het deel dat een 4 of 5 geeft, op vijf punten.
survey-template-enps = Medewerkers (eNPS)
survey-template-why-enps = Zouden medewerkers u aanbevelen als werkgever, waarom, en waar hangt dat van af?
survey-template-empty = Leeg
survey-template-why-empty = Maak alle vragen zelf.
survey-empty-title = Vraag uw klanten iets
survey-empty-why = Begin met de vraag die het meeste zegt: zouden zij u aanbevelen, en waarom? De vragenlijst staat er in twee minuten; u deelt hem met een link of een QR-code en ziet de antwoorden meteen.
survey-empty-do = Loyaliteitsonderzoek maken
survey-empty-ces = Of vraag hoe gemakkelijk een contact was
survey-empty-other = iets anders kiezen
survey-empty-viewer = Een beheerder kan een vragenlijst maken.
survey-column-responses = Responsen
survey-column-made = Gemaakt
survey-tabs = Onderdelen van deze vragenlijst
survey-tab-questions = Vragen
survey-tab-share = Delen
survey-tab-results = Resultaten
survey-tab-preview = Voorbeeld
survey-status = Status
survey-status-draft = concept
survey-status-open = open
survey-status-closed = gesloten
survey-status-why-draft = Nog niemand kan antwoorden. Publiceer de vragenlijst als hij klaar is.
survey-status-why-open = Iedereen met de link kan antwoorden.
survey-status-why-closed = Er kan niet meer worden geantwoord. Wat geantwoord is, blijft.
survey-responses = { $n ->
    [0] nog geen responsen
    [one] { $n } respons
   *[other] { $n } responsen
}
survey-version-n = versie { $n }
survey-versions = Versies
survey-version-from = sinds { $when }
survey-version-wording = andere formulering: { $keys }
survey-version-scale = andere schaal: { $keys }
survey-said-created = Uw vragenlijst is gemaakt. Lees hem door, wijzig wat u wilt en publiceer hem.
survey-said-saved = Opgeslagen.
survey-said-version = Opgeslagen. Vanaf nu horen antwoorden bij een nieuwe versie; de trend krijgt een breuklijn waar formulering of schaal is gewijzigd.
survey-said-published = Gepubliceerd. Deel de link of de QR-code: antwoorden ziet u meteen.
survey-said-closed = Gesloten. Wat geantwoord is, blijft; u kunt de vragenlijst weer openen.
survey-said-reopened = Weer open.
survey-conflict-title = Iemand anders heeft deze vragenlijst gewijzigd terwijl u ermee bezig was.
survey-conflict = Van uw wijzigingen is nog niets opgeslagen; alles staat hier nog. Bekijk wat de ander ervan maakte. Als u nu opslaat, komt uw versie daarvoor in de plaats.
survey-conflict-look = Bekijk wat nu is opgeslagen (in een nieuw tabblad)
survey-errors = { $n ->
    [one] Eén ding klopt nog niet. Er is niets opgeslagen; wat u invulde, staat er nog.
   *[other] { $n } dingen kloppen nog niet. Er is niets opgeslagen; wat u invulde, staat er nog.
}
survey-unsaved = U hebt wijzigingen die nog niet zijn opgeslagen.
survey-makes-version = { $n ->
    [one] Er is één antwoord: als u dit opslaat, begint versie { $version }. Cijfers mengen nooit schalen, en de trend krijgt een breuklijn waar de formulering is gewijzigd.
   *[other] Er zijn { $n } antwoorden: als u dit opslaat, begint versie { $version }. Cijfers mengen nooit schalen, en de trend krijgt een breuklijn waar de formulering is gewijzigd.
}
survey-would-make-version = { $n ->
    [one] Er is één antwoord: met een andere formulering of schaal begint versie { $version } en krijgt de trend een breuklijn. Met nieuwe vertalingen en pagina's niet.
   *[other] Er zijn { $n } antwoorden: met een andere formulering of schaal begint versie { $version } en krijgt de trend een breuklijn. Met nieuwe vertalingen en pagina's niet.
}
survey-texts = Rond de vragen
survey-languages = Talen
survey-languages-hint = Codes met een komma ertussen, de standaardtaal eerst, zoals nl, en, de.
survey-languages-do = Velden tonen
survey-title = Titel
survey-intro = Waarom u dit vraagt, in één zin
survey-thanks = Dank: wat er met het antwoord gebeurt
survey-employees = Gesteld aan medewerkers
survey-employees-hint = De aanbevelingsscore heet dan eNPS.
survey-missing-here = Nog niet vertaald: respondenten lezen hier de standaardtaal.
survey-no-questions = Er zijn nog geen vragen. Voeg er hieronder een toe.
survey-question-n = Vraag { $n }
survey-question-text = Formulering
survey-question-changed = Gewijzigd sinds de laatste keer opslaan.
survey-kind-recommend = Aanbevelen, 0 tot en met 10
survey-kind-agree = Stelling, oneens tot eens (1 tot en met 5) of weet niet
survey-kind-effort = Moeite, 1 tot en met 5
survey-kind-satisfaction = Tevredenheid, 1 tot en met 5
survey-kind-advocacy = In mijn belang, 1 tot en met 5
survey-kind-open-text = Open vraag
survey-kind-single-choice = Eén van meer keuzes
survey-kind-multiple-choice = Meer keuzes mogelijk
survey-direction = Welke kant is goed?
survey-direction-easy-high = 5 = heel gemakkelijk: "het was gemakkelijk voor mij …"
survey-direction-effort-high = 5 = heel veel moeite: "hoeveel moeite kostte het u …"
survey-choices = Keuzes
survey-choice-n = Keuze { $n }
survey-choice-add = Keuze toevoegen
survey-choice-remove = Verwijderen
survey-choice-remove-n = Keuze { $n } verwijderen
survey-required = Moet worden beantwoord
survey-driver = Driver: onderzoek hoe dit samenhangt met de score
survey-driver-short = driver
survey-new-page = Begint op een nieuwe pagina
survey-more = Sleutel en contactpunt
survey-key = Sleutel
survey-key-hint = Zo heet het antwoord in exports en in de API. Laat dit leeg, dan wordt de sleutel van de formulering gemaakt.
survey-key-fixed-hint = Zo heet het antwoord in exports en in de API. Er zijn antwoorden onder deze sleutel, dus hij blijft.
survey-touchpoint = Contactpunt
survey-touchpoint-hint = Het moment van contact waarover de vraag gaat, zoals "onboarding".
survey-move-up = Vraag { $n } naar boven
survey-move-down = Vraag { $n } naar beneden
survey-remove = Vraag { $n } verwijderen
survey-removed = Er is een vraag verwijderd. Na het opslaan is hij weg.
survey-undo = Terugzetten
survey-add-kind = Soort vraag
survey-add = Vraag toevoegen
survey-save = Opslaan
survey-save-publish = Opslaan en publiceren
survey-publish = Publiceren
survey-close = Vragenlijst sluiten
survey-reopen = Weer openen
survey-remove-draft = Dit concept verwijderen
survey-remove-draft-why = Het concept verdwijnt voorgoed. Er zijn geen antwoorden op.
survey-remove-draft-do = Concept verwijderen
survey-aside = Over deze vragenlijst
survey-length = Lengte
survey-seconds = Ongeveer { $n } seconden om te beantwoorden.
survey-long = Dat is meer dan een minuut: hoe langer de lijst, hoe minder mensen het einde halen. Welke vragen kunnen weg?
survey-missing = { $n ->
    [one] Eén tekst is nog niet vertaald.
   *[other] { $n } teksten zijn nog niet vertaald.
}
survey-share-draft = Deze vragenlijst is een concept: de link toont niets totdat u hem publiceert.
survey-share-closed = Deze vragenlijst is gesloten: de link zegt dat en neemt geen antwoorden aan.
survey-share-link = Openbare link
survey-share-link-why = Iedereen met deze link kan antwoorden.
survey-share-copy = Link kopiëren
survey-share-copied = Gekopieerd
survey-share-qr = QR-code
survey-share-qr-why = Voor papier, een scherm of een balie. De code blijft scherp op elk formaat.
survey-share-qr-alt = QR-code van { $url }
survey-share-qr-do = QR-code downloaden (SVG)
survey-fault-key-form = Een sleutel heeft kleine letters, cijfers en _, begint met een letter en heeft hoogstens 40 tekens.
survey-fault-key-twice = Deze sleutel komt twee keer voor; elke sleutel is uniek.
survey-fault-key-reserved = Deze sleutel heeft een eigen betekenis in exports; kies een andere.
survey-fault-no-text = Hier is een tekst nodig ({ $language }).
survey-fault-text-too-long = Hoogstens { $max } tekens.
survey-fault-control-character = Er staan stuurtekens in deze tekst.
survey-fault-no-language = Noem minstens één taal.
survey-fault-language-form = "{ $given }" is geen taalcode zoals nl, en of pt-BR.
survey-fault-language-twice = De taal "{ $given }" staat er twee keer.
survey-fault-language-not-offered = Er is een tekst in "{ $language }", maar de vragenlijst wordt niet in die taal aangeboden.
survey-fault-too-many-languages = Hoogstens { $max } talen.
survey-fault-too-many-questions = Hoogstens { $max } vragen.
survey-fault-no-questions = Zonder vraag is er niets te publiceren.
survey-fault-needs-direction = Zeg welke kant van de schaal goed is: easy_high of effort_high.
survey-fault-takes-no-direction = Alleen een vraag naar moeite heeft een richting.
survey-fault-driver-must-agree = Alleen een stelling (soort agree) kan een driver zijn.
survey-fault-few-choices = Geef minstens twee keuzes.
survey-fault-too-many-choices = Hoogstens { $max } keuzes.
survey-fault-takes-no-choices = Alleen keuzevragen hebben keuzes.
survey-fault-no-template = Er is geen sjabloon "{ $given }"; er zijn { $all }.
