# Acties en verbeteringen.
action-places = Acties en verbeteringen
action-place-actions = Acties
action-place-improvements = Verbeteringen
action-place-heard = De openbare pagina
action-lead = Wat wij veranderen door wat klanten en medewerkers zeiden. Elke actie heeft een eigenaar en een dag; wat die niet heeft, blijft hier staan tot het zover is.
action-filter = Kies welke
action-show-current = Te doen
action-show-mine = Van mij
action-show-overdue = Te laat
action-show-unowned = Zonder eigenaar
action-show-done = Klaar
action-show-dropped = Vervallen
action-one-source = Eén aanleiding
action-new = Nieuwe actie
action-edit = Wijzigen
action-save = Opslaan
action-not-now = Nu niet
action-more = Meer
action-none = Geen acties
action-none-why = Maak er een vanuit een zaak, een thema of een driver: die onthoudt dan wiens antwoorden de aanleiding waren.
action-export = Download als CSV
action-export-excel = Download voor Excel
action-title = Wat
action-title-hint = In enkele woorden: wat wordt er anders.
action-detail = Meer hierover
action-level = Niveau
action-level-customer = klant
action-level-employee = medewerker
action-level-process = proces
action-level-organisation = organisatie
action-level-hint-customer = voor deze ene klant
action-level-hint-employee = leren, hulpmiddelen of tijd voor wie het werk doet
action-level-hint-process = hoe het werk gaat; hier liggen de meeste oorzaken
action-level-hint-organisation = wat wij kiezen te zijn
action-owner = Eigenaar
action-nobody = niemand
action-nobody-yet = Nog niemand
action-due = Uiterlijk
action-overdue = te laat
action-status = Status
action-status-open = open
action-status-doing = bezig
action-status-done = klaar
action-status-dropped = vervallen
action-progress = Voortgang
action-progress-percent = Voortgang, in procenten
action-source = Aanleiding
action-source-case = Zaak
action-source-theme = Thema
action-source-driver = Driver
action-improvement = Verbetering
action-no-improvement = Geen
action-made = Gemaakt
action-because = Aanleiding:
action-period = Wiens antwoorden
action-period-hint = Leeg: alle antwoorden tot nu toe. Wie ze gaf, kan later horen wat er gedaan is.
action-from = Van
action-to = Tot en met
action-step = Hoe het ervoor staat
action-note = Notitie
action-log = Wat er gebeurde
action-log-created = Gemaakt.
action-log-status = Is nu: { $value }.
action-log-progress = { $value } % klaar.
action-log-owner = { $value } zorgt ervoor.
action-log-no-owner = Niemand zorgt ervoor.
action-log-due = Uiterlijk op { $value }.
action-log-no-due = Niet meer aan een dag gebonden.
action-log-improvement = Hoort bij: { $value }.
action-log-no-improvement = Hoort niet meer bij een verbetering.
action-log-changed = De tekst of het niveau is gewijzigd.
action-log-voices = De antwoorden die de aanleiding waren, zijn opnieuw geteld: { $value }.
action-raised = De aanleiding
action-raised-answers = { $n ->
    [0] Geen antwoorden
    [one] Eén antwoord
   *[other] { $n } antwoorden
 }
action-raised-employees = Medewerkers zijn anoniem: niemand krijgt hierover een mail. Wat er gedaan is, kan op de openbare pagina staan of in een overleg verteld worden.
action-recount = Tel de antwoorden opnieuw
action-is-overdue = Dit had al klaar moeten zijn.
action-is-unowned = Niemand zorgt hiervoor. Geef het een eigenaar.
action-form-wrong = Dit kan nog niet worden opgeslagen.
action-said-created = De actie is gemaakt.
action-said-saved = Opgeslagen.
action-said-noted = De notitie staat erbij.
action-said-recounted = De antwoorden zijn opnieuw geteld.
action-said-closed = Afgesloten.
action-said-told = Zij krijgen het te horen.
action-said-reopened = Weer geopend.
action-said-published = Het staat op de openbare pagina.
action-said-unpublished = Het staat niet meer op de openbare pagina.
action-wrong-empty = Dit is nodig.
action-wrong-too-long = Hooguit { $max } tekens.
action-wrong-not-one-line = Houd dit op één regel.
action-wrong-control = Hierin staat een teken dat niet getoond kan worden.
action-wrong-day = Geef een dag, zoals 2026-12-01.
action-wrong-reversed = De laatste dag ligt voor de eerste.
action-wrong-person = Deze persoon werkt hier niet meer.
action-wrong-improvement = Deze verbetering is er niet, of is afgesloten.
action-wrong-progress = Van 0 tot en met 100.
action-wrong-language = De openbare pagina is er in het Nederlands en het Engels, niet in “{ $given }”.
action-wrong-choice = Kies een van { $listed }.
action-improvement-new = Nieuwe verbetering
action-improvement-edit = De verbetering wijzigen
action-improvement-lead = Enkele acties die samen één ding beter maken. Is het zover, dan horen precies de mensen die de aanleiding gaven wat er is gedaan.
action-improvement-show-open = Onderweg
action-improvement-show-closed = Afgesloten
action-improvement-none = Geen verbeteringen
action-improvement-none-why = Maak er een voor wat klanten gaan merken, en zet de acties erin.
action-improvement-done = Acties klaar
action-improvement-done-n = { $n } van { $all }
action-improvement-public = Openbare pagina
action-improvement-is-public = ja
action-improvement-changed = Gewijzigd
action-improvement-title = Wat wordt er beter
action-improvement-title-hint = Voor onszelf. Klanten lezen de woorden hieronder.
action-improvement-why = Waarom
action-improvement-why-hint = Ook voor onszelf.
action-improvement-no-actions = Nog geen acties.
action-improvement-heard = U zei, wij deden: de openbare pagina
action-improvement-heard-hint = Iedereen kan dit lezen zonder in te loggen. Noem niemand. Een taal die leeg blijft, wordt niet aangeboden; lezers krijgen dan de andere.
action-improvement-heard-none = Voor de openbare pagina is nog niets geschreven.
action-improvement-heard-title = Kop
action-improvement-heard-said = U zei
action-improvement-heard-did = Wij deden
action-improvement-in-nl = In het Nederlands
action-improvement-in-en = In het Engels
action-improvement-letter = De brief aan wie de aanleiding gaf
action-improvement-letter-hint = { "{subject}" }, { "{said}" } en { "{did}" } worden wat er op de openbare pagina in die taal staat: de kop, wat klanten zeiden, wat er gedaan is. Er zijn:
action-improvement-letter-closing = Afsluiting
action-improvement-told = Vertellen aan wie de aanleiding gaf
action-improvement-voices = { $n ->
    [0] Geen antwoorden van klanten waren de aanleiding.
    [one] Eén antwoord van een klant was de aanleiding.
   *[other] { $n } antwoorden van klanten waren de aanleiding.
 }
action-improvement-letters = Brieven: { $sent } verstuurd, { $deferred } wachten, { $left_out } overgeslagen.
action-improvement-letters-see = Bekijk welke wachten, en waarom
action-improvement-unfinished = { $n ->
    [one] Eén actie is niet klaar en niet vervallen. Maak die eerst af.
   *[other] { $n } acties zijn niet klaar en niet vervallen. Maak die eerst af.
 }
action-improvement-nothing-done = Afsluiten kan als er een actie klaar is.
action-improvement-close = Afsluiten en vertellen
action-improvement-closed = Afgesloten op
action-improvement-on-page = Bekijk het op de openbare pagina
action-improvement-tell-rest = Vertel het nog { $n } contacten
action-improvement-publish = Zet het op de openbare pagina
action-improvement-unpublish = Haal het van de openbare pagina
action-improvement-reopen = Weer openen
action-improvement-close-finding = { $n ->
    [0] Niemand kan het per mail horen.
    [one] Eén contact hoort het, bij { $answers } antwoorden die de aanleiding waren.
   *[other] { $n } contacten horen het, bij { $answers } antwoorden die de aanleiding waren.
 }
action-improvement-close-how = Sluit het af
action-improvement-close-do = Afsluiten
action-improvement-publish-too = Zet het op de openbare pagina
action-improvement-publish-hint = Zoals geschreven voor de openbare pagina; het kan er weer af.
action-improvement-publish-not-ready = Voor de openbare pagina is nog niets geschreven.
action-improvement-write-heard = Schrijf het
action-improvement-write-letter = Wijzig de brief
action-improvement-tell-too = { $n ->
    [0] Niemand een brief sturen
    [one] Verstuur één brief
   *[other] Verstuur { $n } brieven
 }
action-improvement-tell-hint = Binnen het contactbudget en buiten stille uren, dus een brief kan wachten. Iedereen krijgt hem één keer; hij kan niet worden teruggenomen.
action-improvement-may-not-tell = Een beheerder, directeur of leidinggevende sluit verbeteringen af en vertelt het klanten.
action-improvement-reached = { $n ->
    [0] Niemand hoort het
    [one] Eén contact hoort het
   *[other] { $n } contacten horen het
 }
action-improvement-unreached = Wie het niet hoort, en waarom
action-improvement-more-n = En nog { $n }.
action-improvement-why-told = hoorde het al
action-improvement-why-no-address = geen adres
action-improvement-why-bounced = het adres stuurde een mail terug
action-improvement-why-opted-out = afgemeld
action-improvement-why-complained = meldde een mail als ongewenst
action-improvement-why-do-not-contact = staat op de lijst niet benaderen
action-improvement-why-employee = is medewerker
action-improvement-why-removed = het contact is verwijderd
action-improvement-why-anonymous = antwoordde zonder bekend te zijn
action-improvement-why-gone = het antwoord is verwijderd, of telt niet mee
action-improvement-said-created = De verbetering is gemaakt. Zet er acties in.
action-improvement-said-saved = Opgeslagen.
action-improvement-said-noted = Opgeslagen.
action-improvement-said-recounted = Opnieuw geteld.
action-improvement-said-closed = De verbetering is afgesloten.
action-improvement-said-told = De brieven gaan weg zodra het contactbudget en de tijd het toelaten.
action-improvement-said-reopened = De verbetering is weer open, en van de openbare pagina af.
action-improvement-said-published = Het staat op de openbare pagina.
action-improvement-said-unpublished = Het staat niet meer op de openbare pagina.
action-heard-title = U zei, wij deden
action-heard-lead = Wat { $company } veranderde door wat klanten zeiden.
action-heard-none = Er is nog niets gepubliceerd.
action-heard-said = U zei
action-heard-did = Wij deden
action-heard-more = Eerder
action-heard-all = Alles wat wij deden
