list-any = Any
list-yes = Yes
list-no = No
list-n = (n = { $n })
list-from = { $name } from
list-to = { $name } to
list-columns = Columns
list-choose = Choose
list-choose-one = Choose { $name }
list-filter-more = More filters
list-filter-do = Show
list-filter-clear = Clear
list-csv = CSV
list-xlsx = Excel
list-first-page = First page
list-more = More
list-back = Back to the list
list-views = Saved views
list-view-shared = shared
list-view-name = Name of this view
list-view-share = Everybody sees it
list-view-keep = Keep this view
list-view-forget = Remove
list-done-kept = The view is kept.
list-done-forgotten = The view is removed.
list-edit-hint = Tick lines of the list. You see what changes before anything is stored.
list-edit-all = All of this list, not only those on this page
list-edit-what = What changes
list-edit-attribute = An attribute
list-edit-attribute-name = Attribute
list-edit-attribute-value = Value; empty takes it away
list-edit-preview = See what changes
list-edit-would = { $changed } of { $meant } will change.
list-edit-applied = { $changed } of { $meant } are changed.
list-edit-refused = { $n } can’t change; the reason is given below.
list-edit-apply = { $n ->
    [one] Change 1 line
   *[other] Change { $n } lines
}
list-edit-nobody = Tick at least one line.
list-edit-no-name = Give the attribute a name of 1 to 64 characters.
