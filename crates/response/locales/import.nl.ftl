import-title = Importeren en exporteren
import-in-title = Antwoorden binnenhalen
import-in-why = Antwoorden die u in een bestand hebt, worden responsen op deze vragenlijst. U ziet eerst wat er zou worden opgeslagen; er wordt niets opgeslagen voordat u dat zegt.
import-out-title = Antwoorden meenemen
import-out-why = { $count ->
    [0] Er zijn nog geen responsen.
    [one] Eén respons, met de kenmerken en het antwoord op elke vraag van elke versie.
   *[other] { $count } responsen, met hun kenmerken en hun antwoorden op elke vraag van elke versie.
}
import-out-xlsx = Rekenblad (XLSX)
import-out-xlsx-hint = voor Excel en andere programma's
import-out-excel-nl = CSV voor Excel in het Nederlands
import-out-excel-nl-hint = puntkomma's, decimale komma, dd-mm-jjjj
import-out-data = CSV voor programma's
import-out-data-hint = komma's, decimale punt, ISO-datums; kan opnieuw worden geïmporteerd
import-upload-file = Bestand
import-upload-hint = CSV (met elk scheidingsteken) of XLSX, met de namen van de kolommen in de eerste rij, hoogstens { $megabytes } MB. Gebruik voor grotere bestanden de opdracht luister import.
import-upload-do = Uploaden en bekijken
import-new-title = Nieuwe vragenlijst uit een bestand
import-new-why = Een bestand met resultaten van een ander onderzoek wordt een eigen vragenlijst: één kolom bevat het cijfer van 0 tot 10, andere de stellingen van 1 tot 5.
import-new-survey = Naam van de vragenlijst
import-new-language = Taal van de vragen
import-new-columns = Wat de kolommen zijn
import-new-columns-why = Hier lijken ze op. Vragen heten zoals hun kolom; u kunt ze later verwoorden.
import-new-closed = De vragenlijst is eerst gesloten, omdat de antwoorden van vroeger zijn. U kunt hem heropenen.
import-new-do = Vragenlijst maken en rijen controleren
import-role-ignore = weglaten
import-role-score = het cijfer, 0–10
import-role-driver = een stelling, 1–5
import-role-comment = een toelichting
import-role-attribute = een kenmerk
import-role-external-id = uw eigen id
import-role-answered-at = wanneer het is ingevuld
import-role-language = de taal
import-file = Bestand
import-detected = { $format }; { $rows } rijen, { $columns } kolommen.
import-format-csv = CSV met { $separator }, { $encoding }
import-format-csv-bom = CSV met { $separator }, { $encoding } met byte order mark
import-separator-comma = komma's
import-separator-semicolon = puntkomma's
import-separator-tab = tabs
import-separator-pipe = verticale strepen
import-format-xlsx = Rekenblad, werkblad { $sheet }
import-own-export = Dit is een export van Luister; de eigen kolommen zijn herkend.
import-column = Kolom
import-column-empty = leeg
import-columns-title = Wat de kolommen worden
import-columns-why = Dit is een voorstel. Kolommen die u weglaat, worden niet opgeslagen.
import-target-ignore = weglaten
import-target-questions = Antwoord op
import-target-others = Anders
import-target-attribute = een kenmerk met deze naam
import-target-external-id = uw eigen id
import-target-response-id = id van Luister
import-target-answered-at = wanneer het is ingevuld
import-target-language = de taal
import-target-state = volledig of gedeeltelijk
import-off-scale = Niet op de schaal { $low }–{ $high }: { $values }. Noem ze hieronder als het codes zijn.
import-codes-title = Codes die geen antwoord zijn
import-codes-why = Met komma's ertussen, zoals 0, Blank. Een lege cel is altijd een open gelaten vraag; rijen met andere waarden die niet op de schaal staan, worden afgewezen.
import-codes-score-blank = Cijfer: open gelaten
import-codes-statements-blank = Stellingen en keuzes: open gelaten
import-codes-statements-dont-know = Stellingen: weet niet
import-codes-statements-not-applicable = Stellingen: niet van toepassing
import-answered-on = Ingevuld op
import-answered-on-hint = Voor rijen die niet zeggen wanneer, zoals 2026-11-21. Leeg: nu.
import-wave = Golf
import-wave-hint = Elke rij krijgt dit als het kenmerk "wave".
import-sheet = Werkblad
import-sheet-hint = Leeg: het eerste. Bij een ander werkblad worden de kolommen opnieuw bekeken.
import-check = Opnieuw controleren
import-again = Ander bestand kiezen
import-preview-title = Wat er zou worden opgeslagen
import-preview-finding = { $rejected ->
    [0] { $good ->
        [one] De enige rij kan worden opgeslagen.
       *[other] Alle { $good } rijen kunnen worden opgeslagen.
    }
   *[other] { $good } rijen kunnen worden opgeslagen, { $rejected } niet.
}
import-preview-caption = De eerste rijen zoals ze zouden worden opgeslagen
import-preview-now = nu
import-run = { $count ->
    [one] Eén rij importeren
   *[other] { $count } rijen importeren
}
import-run-hint = Hetzelfde bestand nog eens importeren verandert niets.
import-missing-dont-know = weet niet
import-missing-not-applicable = niet van toepassing
import-missing-not-asked = niet gevraagd
import-rejected-caption = { $count ->
    [one] Eén rij kan niet worden opgeslagen
   *[other] { $count } rijen kunnen niet worden opgeslagen
}
import-rejected-reason = Waarom
import-rejected-count = Keer
import-rejected-values = Zoals
import-rejected-row = de rij
import-rejected-lines = De eerste staan op de regels { $lines }.
import-short = { $count ->
    [one] Eén rij is korter dan de kopregel; de rest ervan telt als leeg.
   *[other] { $count } rijen zijn korter dan de kopregel; de rest ervan telt als leeg.
}
import-doing-look = Het bestand wordt bekeken
import-doing-check = De rijen worden gecontroleerd
import-doing-import = Er wordt geïmporteerd
import-progress = { $percent } %: { $rows } rijen gelezen, { $rejected } afgewezen
import-progress-hint = Deze pagina kijkt vanzelf opnieuw. U mag haar sluiten; het werk gaat door.
import-stopped = Dit is niet gelukt
import-done-title = Geïmporteerd
import-done-finding = { $count ->
    [one] Eén rij van { $name } is opgeslagen.
   *[other] { $count } rijen van { $name } zijn opgeslagen.
}
import-done-created = Nieuwe responsen
import-done-updated = Gewijzigde responsen
import-done-unchanged = Waren er al, hetzelfde
import-done-rejected = Afgewezen rijen
import-done-erased = Eerder gewist, en dat blijft zo
import-done-results = Resultaten bekijken
import-done-file = Afgewezen rijen met redenen (CSV)
import-reason-off-scale = Geen heel getal van { $low } tot { $high }, en geen code voor een ontbrekend antwoord
import-reason-no-choice = Geen van de keuzes: { $choices }
import-reason-too-long = Langer dan { $max } tekens
import-reason-no-date = Geen leesbare datum, zoals 2026-11-21
import-reason-out-of-time = Vóór 1990 of in de toekomst
import-reason-control = Een id moet op één regel staan
import-reason-no-language = Geen code van een taal, zoals nl
import-reason-no-state = Geen complete of partial
import-reason-id-twice = Hetzelfde id staat ook op een eerdere regel
import-reason-too-many-cells = Meer cellen dan de kopregel
import-reason-unreadable = Tekens die niet leesbaar zijn
import-reason-nothing-answered = Geen enkele vraag is beantwoord
import-reason-other = De vragenlijst neemt het niet aan
import-wrong-no-file = Kies een bestand dat niet leeg is.
import-wrong-title = Geef de vragenlijst een naam.
import-wrong-single = Dat kan maar één kolom zijn; { $column } is de tweede.
import-wrong-twice = { $first } en { $second } kunnen niet allebei hetzelfde worden.
import-wrong-code-twice = De code { $code } is voor twee redenen genoemd; een code heeft één betekenis.
import-wrong-no-question = Zeg in welke kolom het cijfer staat, of ten minste één andere vraag.
import-wrong-attribute = { $name } kan geen naam van een kenmerk zijn: hoogstens 64 tekens op één regel.
import-wrong-attributes = Een respons heeft hoogstens 50 kenmerken; laat kolommen weg.
import-wrong-date = { $text } is geen datum van 1990 tot vandaag; schrijf hem als 2026-11-21.
import-wrong-unknown = { $name } is er niet (meer). Kijk na wat de kolommen worden.
import-wrong-changed = De vragenlijst is tijdens het importeren gewijzigd. Wat is opgeslagen, blijft; importeer opnieuw voor de rest.
import-wrong-stopped = Het importeren is voortijdig gestopt. Wat is opgeslagen, blijft; importeer opnieuw voor de rest.
import-table-empty = Het bestand is leeg.
import-table-none = Dit is geen tabel: er wordt CSV of XLSX verwacht.
import-table-double = Namen van kolommen moeten verschillen; meer dan eens komen voor: { $names }.
import-table-wide = Regel { $line } heeft meer kolommen dan enige tabel. Is het het goede bestand?
import-table-long = De rij die op regel { $line } begint, is te lang. Ontbreekt er een aanhalingsteken?
import-table-quote = Het aanhalingsteken dat op regel { $line } opent, wordt nergens gesloten.
import-table-sheet = Er is geen werkblad { $name }; er zijn: { $names }.
import-table-big = Het rekenblad is te groot; sla het op als CSV.
import-table-cell = Cel { $column }{ $row } van het blad “{ $sheet }” kan niet worden gelezen. Sla het rekenblad nog eens op, of sla het op als CSV.
import-table-broken = Het rekenblad kan niet worden gelezen. Sla het nog eens op, of sla het op als CSV.
import-table-gone = Het bestand is er niet meer; upload het opnieuw.
