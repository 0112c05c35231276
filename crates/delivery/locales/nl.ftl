delivery-title = Mail
delivery-none = Er is geen mailserver ingesteld, dus er wordt niets verstuurd.
delivery-none-do = Wie deze installatie beheert, zet dit in luister.toml in de gegevensmap, of in de omgeving, en start opnieuw:
delivery-paused = Er wordt sinds { $since } niets verstuurd: de mailserver neemt onze mail niet aan.
delivery-paused-alert = Dit blijft zo tot iemand de instellingen hieronder (gebruiker, wachtwoord, TLS) of de mailserver in orde maakt. Daarna gaat mail vanzelf weer uit. Geen enkel contact is hierdoor als onbereikbaar aangemerkt.
delivery-paused-wait = Luister probeert het vanzelf opnieuw. Er gaat niets verloren, en geen enkel contact is hierdoor als onbereikbaar aangemerkt.
delivery-finding = { $sent ->
    [one] Vandaag ging er 1 mail uit
   *[other] Vandaag gingen er { $sent } mails uit
 }, { $waiting ->
    [0] er wacht er geen.
    [one] er wacht er 1.
   *[other] er wachten er { $waiting }.
 }
delivery-sent-today = Vandaag verstuurd
delivery-waiting = Wachtend
delivery-in-doubt = In twijfel
delivery-bounced = Geweigerd of teruggekomen
delivery-failed = Opgegeven
delivery-test-do = Stuur mijzelf een testmail
delivery-test-subject = Testmail van Luister
delivery-test-text = Dit is een testmail. Als u dit kunt lezen, komt de mail van Luister aan.
delivery-test-hint = Let op de afzender, en of de mail in de postbus zelf kwam of bij de ongewenste mail.
delivery-said-test = Er is een testmail onderweg naar uw eigen adres. Die hoort binnen een minuut aan te komen.
delivery-said-again = De mail wordt nog eens verstuurd.
delivery-said-arrived = De mail telt als verstuurd.
delivery-in-doubt-title = { $count ->
    [one] 1 mail in twijfel
   *[other] { $count } mails in twijfel
 }
delivery-in-doubt-why = De verbinding of de server stopte precies toen deze mails werden overgedragen; niemand weet dus of ze zijn aangekomen. Een uitnodiging gaat nooit vanzelf twee keer uit: kijk in het logboek van de mailserver, of vraag het na, en beslis hier.
delivery-to = Aan
delivery-kind = Mail
delivery-what = Wat
delivery-when = Wanneer
delivery-reason = Reden
delivery-decide = Beslissen
delivery-arrived = Is aangekomen
delivery-send-again = Nog eens versturen
delivery-more = Dit zijn de oudste { $count }.
delivery-returns = Wat er terugkwam
delivery-returns-none = Er kwam nog niets terug.
delivery-return-bounce = Teruggekomen: het adres deugt niet
delivery-return-soft = Voorlopig niet bezorgd
delivery-return-complaint = Gemeld als ongewenst
delivery-return-auto-reply = Automatisch antwoord
delivery-kind-invitation = uitnodiging
delivery-kind-reminder = herinnering
delivery-kind-password-reset = nieuw wachtwoord
delivery-kind-test = testmail
delivery-kind-test-invitation = test van een uitnodiging
delivery-kind-alarm = alarm
delivery-kind-case-due = herinnering aan een zaak
delivery-kind-case-escalated = zaak die te laat is
delivery-kind-case-handed-over = overgedragen zaak
delivery-kind-case-opened = nieuwe zaak
delivery-kind-case-unowned = zaak van niemand
delivery-kind-digest = overzichtsmail
delivery-kind-outreach = brief aan een contact
delivery-kind-report = rapport
delivery-kind-rule-told = bericht van een regel
delivery-kind-webhook-trouble = webhook met problemen
delivery-set-up = Zo is het ingesteld
delivery-set-up-where = De instellingen staan in luister.toml in de gegevensmap, of in de omgeving. Wachtwoorden worden hier niet getoond.
delivery-server = Mailserver
delivery-security-starttls = versleuteld (STARTTLS)
delivery-security-tls = versleuteld (TLS)
delivery-security-none = niet versleuteld
delivery-from = Afzender
delivery-signed = Handtekening (DKIM)
delivery-signed-yes = elke mail is ondertekend
delivery-signed-no = geen; veel ontvangers willen er een
delivery-bounce = Adres voor teruggekomen mail
delivery-bounce-none = geen; teruggekomen mail gaat naar de afzender en wordt niet opgemerkt
delivery-speed = Snelheid
delivery-speed-is = hoogstens { $count } per minuut naar één domein
delivery-inbox = Postbus voor teruggekomen mail
delivery-inbox-none = geen; teruggekomen mail wordt alleen opgemerkt als een provider die meldt via de API
delivery-inbox-error = De postbus kan niet worden gelezen.
delivery-inbox-error-do = Mail gaat gewoon uit, maar wat terugkomt wordt niet opgemerkt. Luister probeert het vanzelf opnieuw. Controleer server, gebruiker, wachtwoord en map in de instellingen.
delivery-inbox-read = Laatst gelezen { $at }. { $counted } berichten telden, { $ignored } zijn genegeerd omdat ze niet over onze mail gaan.
delivery-inbox-never = Nog niet gelezen.
delivery-unsubscribe-title-ask = Geen vragen meer per mail?
delivery-unsubscribe-why-ask = { $company } stuurt u dan geen uitnodigingen voor vragenlijsten meer.
delivery-unsubscribe-title-done = U krijgt geen vragen meer per mail
delivery-unsubscribe-why-done = { $company } stuurt u geen uitnodigingen voor vragenlijsten meer. Was dat niet de bedoeling?
delivery-unsubscribe-title-ended = U krijgt geen vragen per mail
delivery-unsubscribe-why-ended = { $company } stuurt u geen uitnodigingen voor vragenlijsten. Wilt u uw mening weer geven?
delivery-unsubscribe-title-undone = Fijn dat u er weer bent
delivery-unsubscribe-why-undone = { $company } mag u af en toe weer per mail om uw mening vragen.
delivery-unsubscribe-title-nobody = U krijgt hier geen mail van
delivery-unsubscribe-why-nobody = Deze mail was een test, of { $company } kent u niet meer. Er valt niets te beëindigen.
delivery-unsubscribe-do = Geen mails meer
delivery-unsubscribe-undo = Stuur mij toch mails
delivery-unsubscribe-done = U krijgt geen vragen meer per mail.
