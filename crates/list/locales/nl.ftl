list-any = Alle
list-yes = Ja
list-no = Nee
list-n = (n = { $n })
list-from = { $name } vanaf
list-to = { $name } tot en met
list-columns = Kolommen
list-choose = Kiezen
list-choose-one = Kies { $name }
list-filter-more = Meer filters
list-filter-do = Tonen
list-filter-clear = Wissen
list-csv = CSV
list-xlsx = Excel
list-first-page = Eerste pagina
list-more = Meer
list-back = Terug naar de lijst
list-views = Bewaarde weergaven
list-view-shared = gedeeld
list-view-name = Naam van deze weergave
list-view-share = Iedereen ziet hem
list-view-keep = Weergave bewaren
list-view-forget = Verwijderen
list-done-kept = De weergave is bewaard.
list-done-forgotten = De weergave is verwijderd.
list-edit-hint = Vink regels van de lijst aan. U ziet wat er verandert voordat er iets wordt opgeslagen.
list-edit-all = Alles van deze lijst, niet alleen wat op deze pagina staat
list-edit-what = Wat verandert
list-edit-attribute = Een kenmerk
list-edit-attribute-name = Kenmerk
list-edit-attribute-value = Waarde; leeg haalt hem weg
list-edit-preview = Bekijk wat verandert
list-edit-would = { $changed } van { $meant } veranderen.
list-edit-applied = { $changed } van { $meant } zijn gewijzigd.
list-edit-refused = { $n } kunnen niet wijzigen; de reden staat hieronder.
list-edit-apply = { $n ->
    [one] Wijzig 1 regel
   *[other] Wijzig { $n } regels
}
list-edit-nobody = Vink ten minste één regel aan.
list-edit-no-name = Geef het kenmerk een naam van 1 tot 64 tekens.
