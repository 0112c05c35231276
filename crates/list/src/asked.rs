//! A list's page: what it is asked for, and what every such page shows.

use platform::Problem;
use platform::web::QueryPairs;
use serde_json::{Value, json};

use crate::address;
use crate::column::{Column, Own};
use crate::order::{Named, Order};

/// What a list's page is asked for.
#[derive(Clone, Debug)]
pub struct Asked<L, C> {
    /// The list.
    pub list: L,
    /// The columns that are shown.
    pub columns: Vec<Column<C>>,
    /// The pairs of the list, without where it goes on.
    pub pairs: Vec<(String, String)>,
    /// Where it goes on.
    pub after: Option<String>,
    /// What was just done.
    pub done: String,
    /// The view that is looked at.
    pub view: String,
}

impl<L, C: Own> Asked<L, C> {
    /// Reads the parameters of a page; `ours` are those of the list, which `read` reads and gives
    /// the others back.
    pub fn read(
        query: &QueryPairs,
        ours: &[&str],
        read: impl FnOnce(
            &[(String, String)],
            &mut dyn FnMut(&str, &str) -> Result<(), Problem>,
        ) -> Result<L, Problem>,
    ) -> Result<Self, Problem> {
        let (mut after, mut columns) = (None, Vec::new());
        let (mut done, mut view) = (String::new(), String::new());
        let list = read(&query.0, &mut |name, value| {
            match name {
                "after" => after = Some(value.to_owned()),
                "done" => value.clone_into(&mut done),
                "view" => value.clone_into(&mut view),
                "column" => columns.extend(Column::read(value)),
                _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
            }
            Ok(())
        })?;
        Ok(Self {
            list,
            columns: Column::or_usual(columns),
            pairs: address::of_list(query, ours),
            after,
            done,
            view,
        })
    }

    /// The list's own query, as it is kept and sent on.
    pub fn query(&self) -> String {
        address::written(&self.pairs)
    }

    /// The value of a parameter, or nothing.
    pub fn value(&self, name: &str) -> &str {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Attributes that are filtered by without being defined: they stay in the form.
    pub fn undefined(&self, is_defined: impl Fn(&str) -> bool) -> Vec<Value> {
        self.pairs
            .iter()
            .filter_map(|(key, value)| {
                let name = key.strip_prefix("attribute.")?;
                (!is_defined(name)).then(|| json!({ "name": name, "value": value }))
            })
            .collect()
    }

    /// What every page of a list shows around its lines. `defined` are the attributes that can be
    /// columns, each with whether its values have an order.
    pub fn page<S: Named>(
        &self,
        path: &str,
        order: &Order<S>,
        (next, defined): (Option<&str>, &[(String, bool)]),
    ) -> Value {
        let query = self.query();
        let and = if query.is_empty() { "" } else { "&" };
        let is_ordered = |name: &str| defined.iter().any(|(known, has)| known == name && *has);
        let heads: Vec<Value> = self
            .columns
            .iter()
            .map(|column| {
                let mut head = column.head(is_ordered);
                let sort = column.sort(is_ordered);
                head["sorted"] = json!(sort.as_deref() == Some(&order.sort.written()));
                head["href"] = json!(sort.map(|sort| self.sort_href(path, order, &sort)));
                head
            })
            .collect();
        let own = C::ALL.iter().copied().map(Column::Own);
        let attributes = defined
            .iter()
            .map(|(name, _)| Column::Attribute(name.clone()));
        let columns: Vec<Value> = own
            .chain(attributes)
            .map(|column| {
                let mut shown = column.head(is_ordered);
                shown["chosen"] = json!(self.columns.contains(&column));
                shown
            })
            .collect();
        json!({
            "path": path,
            "query": query,
            "heads": heads,
            "columns": columns,
            "next": next.map(|after| format!("{path}?{query}{and}after={after}")),
            "first": format!("{path}?{query}"),
            "is_first": self.after.is_none(),
            "done": self.done,
            "sort": self.value("sort"),
            "order": self.value("order"),
            "is_descending": order.descending,
            "name_sort": self.sort_href(path, order, "name"),
            "is_by_name": order.sort.written() == "name",
        })
    }

    /// The same list in another order; again the same one, the other way round.
    fn sort_href<S: Named>(&self, path: &str, order: &Order<S>, sort: &str) -> String {
        let is_same = order.sort.written() == sort;
        // Numbers and moments begin with the largest, names with A.
        let descending = if is_same {
            !order.descending
        } else {
            sort != "name"
        };
        let kept = self.pairs.iter();
        let kept = kept.filter(|(name, _)| name != "sort" && name != "order");
        let mut pairs: Vec<(String, String)> = kept.cloned().collect();
        pairs.push(("sort".to_owned(), sort.to_owned()));
        let direction = if descending { "desc" } else { "asc" };
        pairs.push(("order".to_owned(), direction.to_owned()));
        format!("{path}?{}", address::written(&pairs))
    }
}
