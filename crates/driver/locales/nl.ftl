driver-quoted = “{ $name }”
driver-and = { $first } en { $last }
driver-see = Waar iets te doen valt, en wat als: alles over drivers
driver-empty = Zodra mensen hebben geantwoord, zegt deze pagina wat het cijfer drijft.
driver-no-recommend-title = Drivers vragen om een aanbeveelvraag
driver-no-recommend = De driveranalyse zoekt wat mensen laat aanbevelen. Deze vragenlijst vraagt niet of zij dat zouden doen, dus er is niets te verklaren.
driver-no-drivers-title = Deze vragenlijst heeft geen stellingen
driver-no-drivers = De driveranalyse vergelijkt stellingen waar mensen het mee eens of oneens zijn. Voeg stellingen toe en merk ze aan als driver.

driver-find-act = Doe iets aan { $name }: als iedereen het ermee eens was en er verder niets veranderde, was de NPS { $points } punten hoger ({ $between }).
driver-find-perhaps = Doe misschien iets aan { $name }: als iedereen het ermee eens was en er verder niets veranderde, was de NPS { $points } punten hoger, maar zeker is dat niet ({ $between }).
driver-find-overlap = Geen enkele driver is een zekere plek om iets te doen: wat elk lijkt op te leveren, kunnen de andere verklaren.
driver-find-nothing = Geen enkele driver laat winst zien die meer is dan toeval.
driver-find-no-what-if = Te weinig volledige antwoorden om te zeggen wat een verbetering zou opleveren.
driver-further = Ook de moeite waard: { $names }.
driver-further-one = { $name } ({ $points } punten, { $between })
driver-leading-one = Op zichzelf valt op { $name } het meeste te winnen: wie het ermee eens is, staat { $gain } NPS-punten boven allen, en in { $chance } van de trekkingen valt nergens meer te winnen.
driver-leading-one-quick = Op zichzelf valt op { $name } het meeste te winnen: wie het ermee eens is, staat { $gain } NPS-punten boven allen.
driver-leading-many = Op zichzelf zijn deze { $n } niet van elkaar te onderscheiden als plek met de meeste winst: { $names }. Tussen haakjes: hoe vaak elk in trekkingen op één kwam.
driver-leading-many-quick = Op zichzelf zijn deze { $n } niet van elkaar te onderscheiden als plek met de meeste winst: { $names }.
driver-leading-more = Op zichzelf zijn { $n } drivers niet van elkaar te onderscheiden als plek met de meeste winst, waaronder { $names }. Tussen haakjes: hoe vaak elk in trekkingen op één kwam.
driver-leading-more-quick = Op zichzelf zijn { $n } drivers niet van elkaar te onderscheiden als plek met de meeste winst, waaronder { $names }.
driver-overlapping = Van wat { $name } lijkt op te leveren, kunnen de andere drivers veel verklaren: met hun antwoorden zoals ze zijn blijven er { $points } punten over, { $between }.
driver-strongest = { $name } hangt het sterkst samen met aanbevelen: { $part } van wat de drivers verklaren ({ $between }), op één in { $chance } van de trekkingen.
driver-strongest-quick = { $name } hangt het sterkst samen met aanbevelen: { $part } van wat de drivers verklaren.
driver-explained = Samen verklaren de drivers { $part } van de verschillen tussen scores; de rest heeft andere redenen.
driver-waiting = Een deel van de intervallen wordt nog berekend en verschijnt hier vanzelf.
driver-waiting-again = Toon opnieuw
driver-waiting-done = De intervallen zijn er.

driver-none-nobody = Nog niemand heeft de aanbeveelvraag beantwoord.
driver-none-no-drivers = Er is geen driver met verschillende antwoorden.
driver-none-no-variance = Iedereen gaf hetzelfde cijfer: daar kan niets mee samenhangen.
driver-none-too-few = Te weinig antwoorden om de drivers tegen elkaar af te wegen. Wat elk op zichzelf laat zien, staat hieronder.
driver-none-not-determined = Met deze antwoorden zijn de drivers niet tegen elkaar af te wegen. Wat elk op zichzelf laat zien, staat hieronder.

driver-act = Waar iets te doen valt
driver-act-why = Beide moeten kloppen: wie het eens is, staat meer dan toevallig boven de rest, en er blijft winst over met alle andere antwoorden zoals ze zijn.
driver-act-none = Zeker is nog niets; meer antwoorden zouden helpen.
driver-act-perhaps = { $count ->
    [one] { $n } andere levert misschien iets op, niet zeker
   *[other] { $n } andere leveren misschien iets op, niet zeker
}
driver-meaning = Wat deze cijfers betekenen, en hoe ze zijn berekend
driver-act-gain = NPS { $gain } als iedereen het eens was en er verder niets veranderde, { $between }
driver-act-beside = { $agree } is het eens · { $gain } op zichzelf · { $part } van het belang
driver-behind = wie het oneens is

driver-picture-title = Hoe goed, en hoe sterk
driver-picture-performance = hoe goed: aandeel dat het eens is
driver-picture-importance = hoe sterk: deel van wat de drivers verklaren
driver-picture-equal = alle gelijk
driver-picture-act = hier iets doen
driver-picture-detail = { $name }: { $agree } is het eens ({ $agree_range }), { $part } van het belang ({ $part_range }).
driver-picture-across = Van links naar rechts: het aandeel dat het eens is. Wat links staat, is laag gewaardeerd.
driver-picture-up = Van onder naar boven: hoeveel de driver uitmaakt voor het aanbevelen. Op de stippellijn zouden alle drivers staan als ze evenveel uitmaakten.
driver-picture-cross = Het kruis is waar de echte plek ligt, in elke richting met 95 % zekerheid. Drivers waarvan de kruisen overlappen, kunnen ook andersom staan.

driver-table-title = Drie vragen per driver
driver-table-why = Het is niet één rangorde: een driver kan laag gewaardeerd zijn en weinig uitmaken, of veel uitmaken zonder dat er nog iets te winnen valt.
driver-well = Hoe goed?
driver-strongly = Hoe sterk?
driver-to-gain = Hoeveel te winnen?
driver-mean = gemiddelde
driver-mean-long = gemiddeld antwoord
driver-importance = belang
driver-pearson = correlatie
driver-spearman = rangcorrelatie van Spearman
driver-tau = tau-b van Kendall
driver-gamma = gamma
driver-lmg = deel van R² (LMG)
driver-johnson = gewicht van Johnson
driver-vif = VIF
driver-kss = KSS
driver-kss-long = KSS
driver-kss-adjusted = gecorrigeerde KSS
driver-gain = te winnen op zichzelf
driver-what-if = wat-als
driver-what-if-long = wat-als, andere zoals ze zijn
driver-population = over alle klanten
driver-moved = nog niet eens
driver-based-on = mensen achter de wat-als
driver-rank = meeste winst in trekkingen
driver-ranks = plaats in trekkingen, naar KSS
driver-place = { $place }: { $share }
driver-lmg-rank = belangrijkste in trekkingen
driver-answered = beantwoordde beide
driver-coverage = aandeel van wie een cijfer gaf
driver-works = werkt
driver-works-bottom = onderaan: het voorkomt criticasters
driver-works-top = bovenaan: het maakt promotors
driver-works-both = aan beide kanten gelijk
driver-further-figures = Alle cijfers
driver-unit-respondents = mensen
driver-unit-accounts = accounts
driver-unit-blocks = willekeurige groepen mensen

driver-lift-title = Wat als het beter werd?
driver-lift-why = Schuif een driver: van wie het nog niet eens is, zou zo’n deel het eens zijn. Alle andere antwoorden blijven zoals ze zijn. Dit geldt voor zover het verband oorzakelijk is; dat kunnen cijfers niet bewijzen.
driver-lift-agree-now = nu { $agree } eens
driver-lift-yes-now = nu { $yes } ja
driver-lift-do = Toon wat er gebeurt
driver-lift-reset = Alles terug naar 0
driver-lift-nothing = De NPS is { $before } volgens het model. Schuif een driver om te zien wat er gebeurt.
driver-lift-one = NPS van { $before } naar { $after }: { $gain }, { $between }.
driver-lift-small = { $gain }, { $between }
driver-lift-joint = Samen: NPS van { $before } naar { $after }: { $gain }, { $between }.
driver-lift-sum = Elk op zichzelf zouden ze { $sum } maken, samen { $gain }: winst telt niet op, want wat de ene driver brengt hangt af van waar mensen op de andere staan.
driver-lift-joint-interval = Het interval van meerdere tegelijk is dat van het model zelf en iets te smal.
driver-lift-cannot = Te weinig volledige antwoorden om dit te zeggen.

driver-attributes = Kenmerken als drivers
driver-attributes-why = Wat van mensen bekend is, kan het cijfer ook drijven. Wat u aanvinkt, doet hierboven mee, op gelijke voet met de stellingen.
driver-attributes-do = Analyseer met deze
driver-attribute-importance = { $name } heeft { $part } van het belang, { $between }.
driver-attribute-importance-quick = { $name } heeft { $part } van het belang.
driver-attribute-eta = Op zichzelf verklaart het { $part } van de verschillen tussen scores (η²).
driver-attribute-r = De correlatie met het cijfer is { $r }.
driver-attribute-yes = Als het voor iedereen ja was: { $gain } NPS-punten, { $between }.
driver-attribute-coverage = Bekend van { $part } van wie een cijfer gaf.
driver-levels-of = { $name }: cijfers per waarde
driver-level-rare = { $count ->
    [one] { $n } zeldzame waarde
   *[other] { $n } zeldzame waarden samen
}
driver-interval = interval
driver-mean-score = gemiddeld cijfer
driver-withheld = “{ $name }” doet niet mee: het heeft een groep die te klein is om te tonen, of een die zo’n groep zou verraden.

driver-careful = Waar u op moet letten
driver-warning-nobody = Niemand heeft de aanbeveelvraag beantwoord.
driver-warning-outcome-constant = Iedereen gaf hetzelfde cijfer, dus daar kan niets mee samenhangen.
driver-warning-constant = Iedereen gaf hetzelfde antwoord op { $name }; die doet niet mee.
driver-warning-too-few = { $n } antwoorden zijn te weinig om drivers tegen elkaar af te wegen: er zijn er { $need } nodig.
driver-warning-too-few-one = { $n } antwoorden op { $name } zijn te weinig om die tegen de andere af te wegen: er zijn er { $need } nodig.
driver-warning-few-for-ranks = De volgorde van het belang is onzeker: { $n } antwoorden, en voor een volgorde zijn er { $need } nodig.
driver-warning-too-few-for-what-if = Maar { $n } mensen beantwoordden elke driver, te weinig voor de wat-als: er zijn er { $need } nodig.
driver-warning-linear-what-if = Maar { $n } mensen beantwoordden elke driver; voor het gewone model zijn er { $need } nodig. De wat-als volgt daarom een rechte lijn door alle antwoorden, wat aan de einden van de schaal minder precies is.
driver-warning-correlated = { $name } gaan nauw samen (r = { $r }). Wat ze samen uitmaken is betrouwbaar, de verdeling tussen beide niet: overweeg er één te vragen, of lees ze als één.
driver-warning-collinear = De andere drivers voorspellen { $name } bijna (VIF { $vif }); het eigen belang en de wat-als zijn onbetrouwbaar.
driver-warning-aliased = De antwoorden op { $name } volgen volledig uit andere drivers, zoals die van een kopie. Wat elk op zichzelf doet is niet te zeggen; daarom is er geen wat-als van.
driver-warning-outcome-like = { $name } gaat veel meer met het cijfer samen dan de andere (r = { $r }, de volgende { $next }). Het kan een uitkomst zijn in plaats van een driver, en slokt dan het belang van alle andere op: overweeg die weg te laten.
driver-warning-much-missing = { $share } van wie een cijfer gaf, gaf geen antwoord op { $name }.
driver-warning-reversed = { $name } is omgekeerd: wie het eens is, beveelt minder aan. Kijk hoe de stelling geformuleerd is.
driver-warning-proportional-odds = { $name } werkt aan de twee einden van de schaal verschillend (p = { $p }); zie de cijfers ervan.
driver-warning-not-positive-definite = De onvolledige antwoorden geven geen bruikbaar model; alleen volledige antwoorden zijn gebruikt.
driver-warning-not-determined = Het gewone wat-als-model was met deze antwoorden niet te berekenen.
driver-warning-sampled = Er zijn { $of } mensen; wat drivers vergelijkt, komt uit een willekeurige steekproef van { $n }.
driver-warning-rare-levels = { $levels } zeldzame waarden van { $name } ({ $n } mensen) zijn samengenomen.
driver-warning-few-units = Er zijn er maar { $units } om uit te trekken: intervallen uit trekkingen zeggen weinig.
driver-warning-many-drivers = Er zijn { $n } drivers. Exact belang kan tot { $most }; dit zijn relatieve gewichten van Johnson, die er dicht bij komen.
driver-warning-not-determined-one = Hoever de wat-als van { $name } ernaast kan zitten, is niet te zeggen: de antwoorden laten geen spreiding over om het uit af te leiden.
driver-warning-approximate-limits = Er zijn { $n } drivers. Hun belang is exact; de grenzen ervan zijn dat tot { $most }, en volgen hier hoe de relatieve gewichten van Johnson bewegen.
driver-warning-few-replicates = { $n } trekkingen zijn te weinig voor grenzen: er zijn er { $need } nodig.
driver-warning-few-resamples = Het belang van { $name } heeft geen grenzen: te veel trekkingen bepaalden het niet.
driver-warning-uneven-weights = Gewichten verschillen zoveel dat { $n } mensen niet meer zeggen dan { $effective } zouden doen; dat aantal bepaalt of het er genoeg zijn.

driver-method = Hoe dit is berekend
driver-method-missing = Als antwoorden ontbreken
driver-method-choose-em = gebruik allen met een cijfer
driver-method-choose-listwise = alleen volledige antwoorden
driver-method-em = Drivers zijn vergeleken over alle { $n } mensen die een cijfer gaven, ook als een deel van hun antwoorden ontbreekt (EM). { $complete } van hen beantwoordden alles.
driver-method-listwise = Drivers zijn vergeleken over de { $complete } mensen die alles beantwoordden.
driver-method-r2 = R² is { $r2 }; bij wie alles beantwoordde { $listwise }.
driver-method-lmg = Het belang is exact: elke volgorde waarin drivers kunnen worden toegevoegd telt mee (LMG).
driver-method-johnson = Het belang is volgens de relatieve gewichten van Johnson, omdat er veel drivers zijn.
driver-method-what-if = De wat-als berust op { $n } mensen.
driver-method-bootstrap = Intervallen van belang, wat-als en plaatsen komen uit { $replicates } trekkingen van { $units } { $unit }, startgetal { $seed }: dezelfde antwoorden en hetzelfde startgetal geven overal dezelfde grenzen.
driver-method-no-bootstrap = Zonder trekkingen zijn er geen intervallen van het belang, en die van de wat-als zijn die van het model zelf.
driver-method-lmg-interval = Met zoveel drivers volgen de intervallen van het belang hoe de gewichten van Johnson in trekkingen bewegen.
driver-method-weight = Mensen tellen mee naar “{ $name }”, het gewicht dat bij Wie antwoordde is ingesteld.
driver-method-account = Trekkingen nemen hele accounts (“{ $name }”, zie Wie antwoordde), omdat mensen van één account op elkaar lijken.
driver-method-rotated = Elke respondent krijgt { $some } van { $all } stellingen. Een stelling heeft dus antwoorden van { $answers } van de respondenten en een paar van { $pairs }; intervallen zijn ongeveer { $factor } keer zo breed als wanneer iedereen alles krijgt.

explain-driver-priority = Waar iets te doen valt: op zichzelf zeker, en er blijft iets over met de andere zoals ze zijn.
explain-driver-priority-how = Een driver staat op de lijst als het hele 95 %-interval van 100 − KSS boven 0 ligt en de winst van de wat-als boven 0 ligt. Drivers waarvan ook het interval van de wat-als boven 0 ligt komen eerst; binnen beide groepen naar winst.
explain-driver-leading = Niet te onderscheiden: drivers waarvan de KSS niet meer dan toevallig van de laagste verschilt.
explain-driver-leading-how = Elk wordt over dezelfde mensen met de laagste vergeleken: verschil in KSS / standaardfout uit de verschillen van hun invloedswaarden, tot en met 1,96 delen ze de plaats. Hoe vaak een driver op één komt, is in trekkingen geteld.
explain-driver-agree = Eens: het aandeel dat 4 of 5 antwoordt, met het interval van dat aandeel.
explain-driver-agree-how = Van wie zowel de stelling als de aanbeveelvraag beantwoordde: eens is 4 en 5, neutraal 3, oneens 1 en 2. Interval van Wilson: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1,96.
explain-driver-coverage = Van wie een cijfer gaf: hoeveel van hen deze stelling beantwoordden.
explain-driver-coverage-how = Beantwoordde beide / beantwoordde de aanbeveelvraag. De anderen worden uit elkaar gehouden: weet niet, niet van toepassing, niet gevraagd (met opzet weggelaten) en opengelaten. Geen daarvan telt als antwoord.
explain-driver-importance = Belang: hoeveel van de verschillen tussen cijfers met deze driver samengaat, eerlijk verdeeld over drivers die overlappen.
explain-driver-importance-how = LMG (Lindeman, Merenda en Gold 1980; Shapley): hoeveel R² stijgt als de driver wordt toegevoegd, gemiddeld over elke volgorde waarin drivers kunnen worden toegevoegd. De delen tellen op tot R²; het aandeel is deel / R². Interval: 2,5 en 97,5 % van de trekkingen, iets breder bij weinig mensen. Kleine delen vallen in trekkingen te hoog uit; een belang kan niet onder 0 liggen.
explain-driver-johnson = Gewicht van Johnson: een benadering van het belang, voor veel drivers.
explain-driver-johnson-how = Van de drivers worden de dichtstbijzijnde ongecorreleerde gemaakt, Z; gewicht = Σ (lading van de driver op Z)² · (correlatie van Z met het cijfer)² (Johnson 2000). Boven 20 drivers staat het in de plaats van LMG.
explain-driver-association = Correlatie: hoe ver cijfer en antwoord samen stijgen, −1 tot 1; op vier manieren gemeten.
explain-driver-association-how = Pearson: covariantie / product van de standaardafwijkingen, interval met Fishers z. Spearman: hetzelfde van rangen. Tau-b van Kendall: (concordante − discordante paren) / √(paren zonder gelijken bij de een · paren zonder gelijken bij de ander). Gamma: (concordant − discordant) / (concordant + discordant). Alle over wie beide beantwoordde.
explain-driver-vif = VIF: hoe ver de andere drivers deze al voorspellen. Boven 5 zijn de eigen cijfers onbetrouwbaar.
explain-driver-vif-how = 1 / (1 − R² van deze driver uit alle andere). 1 betekent: niets gemeen.
explain-driver-works = Werkt onderaan of bovenaan: voorkomt criticasters, of maakt promotors.
explain-driver-works-how = Likelihood-ratiotoets van het proportional-oddsmodel: mag het effect van de driver verschillen tussen criticaster | passief en passief | promotor? Gecorrigeerd volgens Holm voor het aantal drivers. Als het verschilt, noemt het grootste effect de kant.
explain-driver-kss = KSS: 100 min de NPS-punten die wie het eens is boven allen staat. Lager betekent meer te winnen.
explain-driver-kss-how = KSS = 100 − (NPS van wie het eens is − NPS van allen), over wie beide beantwoordde. Standaardfout: √((s² + s²A (1/pA − 2)) / n). Het kijkt naar één driver tegelijk; drivers die overlappen delen punten: tel ze niet op.
explain-driver-what-if = Wat-als: NPS-punten erbij als iedereen het met deze stelling eens was en er verder niets veranderde.
explain-driver-what-if-how = Proportional-oddsmodel van criticaster, passief, promotor op alle drivers. Elk antwoord dat niet eens is, gaat naar het dichtstbijzijnde dat wel eens is, de andere antwoorden blijven; winst = gemiddelde van de verwachte NPS daarna − daarvoor. Interval: 2,5 en 97,5 % van de trekkingen, iets breder bij weinig mensen; het model is in elke opnieuw geschat. “Daarvoor” is de NPS van het model, die iets kan afwijken van de gemeten NPS. Op een deel van de weg hetzelfde deel van de winst. Gecorrigeerde KSS = 100 − winst.
explain-driver-population = Over alle klanten: de wat-als alleen geteld voor wie de stelling geldt.
explain-driver-population-how = Winst van de wat-als × (beantwoord / gevraagd): wie gevraagd is en geen mening gaf, zoals “niet van toepassing”, is er niet mee te winnen. Wie niet gevraagd is, wordt geacht als de anderen te zijn.
explain-driver-rank = Plaats in trekkingen: hoe vaak de driver eerste, tweede, derde werd als toeval de mensen opnieuw trekt.
explain-driver-rank-how = In elke trekking worden drivers op volgorde van KSS gezet; het aandeel trekkingen per plaats. Een driver die in 60 % op één komt is de beste gok, geen zekerheid.
explain-driver-joint = Samen: meerdere drivers tegelijk verschoven worden als één berekend, niet opgeteld.
explain-driver-joint-how = De verwachte NPS van het model met alle gekozen antwoorden verbeterd. Als maar een deel van de mensen wordt bereikt, zijn het op elke driver dezelfde mensen. Het interval komt alleen uit de parameters van het model.
explain-driver-attribute = η² en belang van een kenmerk: hoe ver cijfers tussen de waarden verschillen, alleen en naast de stellingen.
explain-driver-attribute-how = η² = kwadratensom tussen de waarden / totale kwadratensom. In het model telt een getal zoals het is, ja en nee als 1 en 0, al het andere als één indicator per waarde behalve de meest voorkomende; hun belang telt samen (gegroepeerde LMG). Waarden met minder dan 10 mensen worden samengenomen.
explain-driver-em = Allen met een cijfer: een ontbrekend antwoord wordt niet ingevuld; wat wel van de persoon bekend is, telt mee.
explain-driver-em-how = EM (Dempster, Laird en Rubin 1977) vindt de gemiddelden en covarianties waarbij de gegeven antwoorden het aannemelijkst zijn, voor een gezamenlijke normale verdeling. Het klopt als wat ontbreekt alleen afhangt van antwoorden die er zijn. Alleen volledige antwoorden is de eenvoudiger weg, en verliest meer mensen naarmate er meer stellingen zijn.
explain-driver-bootstrap = Trekkingen: de mensen worden duizenden keren opnieuw getrokken, om te zien hoe ver cijfers door toeval zouden bewegen.
explain-driver-bootstrap-how = Net zoveel als er zijn, met teruglegging, elk cijfer opnieuw berekend; het interval loopt van het 2,5e tot het 97,5e percentiel (Efron), iets verder bij weinig mensen (naar Hesterberg 2015): de grenzen liggen √(n/(n−1)) · t / 1,96 keer zo ver van de middelste trekking. Met het startgetal is het te herhalen.
explain-driver-cause = Een verband is geen oorzaak: wie toch al tevreden is, kan het met alles eens zijn.
explain-driver-cause-how = Alle cijfers hier vergelijken mensen met elkaar op één moment. Of het cijfer stijgt als een driver beter wordt, blijkt pas als het gebeurt: vergelijk voor en na bij Beweging.
driver-make-action = Maak een actie
driver-block-few = Minder dan twee drijfveren hebben een cijfer dat getekend kan worden: er zijn meer antwoorden nodig.
driver-block-hidden = Te weinig mensen hebben geantwoord om dit te tonen.
driver-block-no-recommend = Deze vragenlijst vraagt niet of mensen ons zouden aanbevelen, dus er is niets te verklaren.
driver-block-no-drivers = Deze vragenlijst heeft geen stellingen die drijfveer kunnen zijn.
driver-beside-difference = verschil
driver-beside-verdict = oordeel
driver-beside-higher = { $points } hoger
driver-beside-lower = { $points } lager
