//! The form of a rule: its fields become a definition, and a definition its fields. Pure.
//!
//! Fields are named by their place: `when/GROUP/ROW/FIELD`, `then/PLACE/FIELD`. What can't be read
//! is kept as it was typed, with what is wrong beside it.

use std::collections::BTreeMap;

use platform::web::{FormData, Problem};

use super::consequence;
use super::leaf;
use super::rows::{self, GROUPS_MAX, ROWS_MAX, Row};
use crate::model::{CONSEQUENCES_MAX, Days, Definition, Moment, Rule};

/// Fields there is one of.
const FIELDS: [&str; 8] = [
    "action",
    "revision",
    "name",
    "on",
    "days",
    "json",
    "add_condition",
    "add_consequence",
];

/// What a form says: a rule when all of it can be read.
#[derive(Debug)]
pub(super) struct Said {
    /// Revision the form was made from.
    pub(super) revision: i64,
    /// Name of the rule.
    pub(super) name: String,
    /// The rest, when nothing was unreadable.
    pub(super) definition: Definition,
    /// What is wrong: field and words' key.
    pub(super) faults: Vec<Fault>,
}

/// A mistake in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The field.
    pub(super) field: String,
    /// The key of the words that say it, or the sentence itself.
    pub(super) says: Says,
}

/// How a mistake is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// By words of the page.
    Key(&'static str),
    /// As the rules say it.
    Detail(String),
}

impl Fault {
    pub(super) fn new(field: impl Into<String>, key: &'static str) -> Self {
        Self {
            field: field.into(),
            says: Says::Key(key),
        }
    }
}

/// Fields of a group of names, by what follows their place.
pub(super) type Fields = BTreeMap<String, Vec<String>>;

/// The parts of a form: groups of rows, and consequences, each by its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Group → row → fields.
    pub(super) when: BTreeMap<usize, BTreeMap<usize, Fields>>,
    /// Consequence → fields.
    pub(super) then: BTreeMap<usize, Fields>,
}

/// Cuts a form into its parts. A field nobody knows is refused.
pub(super) fn parts(form: &FormData) -> Result<Parts, Problem> {
    let mut parts = Parts::default();
    for (name, value) in &form.0 {
        let pieces: Vec<&str> = name.splitn(4, '/').collect();
        let number = |text: &str, max: usize| text.parse::<usize>().ok().filter(|n| *n < max);
        let fields = match pieces.as_slice() {
            [one] if FIELDS.contains(one) => continue,
            ["when", group, row, field] if leaf::FIELDS.contains(field) => {
                number(group, GROUPS_MAX)
                    .zip(number(row, ROWS_MAX))
                    .map(|(group, row)| {
                        let rows = parts.when.entry(group).or_default();
                        (rows.entry(row).or_default(), (*field).to_owned())
                    })
            }
            ["when", group, "group"] => {
                if let Some(group) = number(group, GROUPS_MAX) {
                    parts.when.entry(group).or_default();
                    continue;
                }
                None
            }
            ["then", place, rest @ ..] => {
                let field = rest.join("/");
                number(place, CONSEQUENCES_MAX)
                    .filter(|_| consequence::is_field(&field))
                    .map(|place| (parts.then.entry(place).or_default(), field))
            }
            _ => None,
        };
        let Some((fields, field)) = fields else {
            return Err(Problem::BadRequest(format!("unknown field {name:?}")));
        };
        fields.entry(field).or_default().push(value.clone());
    }
    Ok(parts)
}

/// The fields of a stored rule.
pub(super) fn fields(rule: &Rule) -> FormData {
    let mut form = FormData::default();
    let mut add = |name: String, value: String| form.0.push((name, value));
    let definition = &rule.definition;
    add("revision".to_owned(), rule.revision.to_string());
    add("name".to_owned(), rule.name.clone());
    add("on".to_owned(), definition.on.as_str().to_owned());
    let days = definition.on.days().unwrap_or(90);
    add("days".to_owned(), days.to_string());
    match rows::rows(&definition.when) {
        Some(groups) => {
            for (group, rows) in groups.iter().enumerate() {
                add(format!("when/{group}/group"), String::new());
                for (place, row) in rows.iter().enumerate() {
                    for (field, value) in leaf::fields(row) {
                        add(format!("when/{group}/{place}/{field}"), value);
                    }
                }
            }
        }
        None => {
            let json = serde_json::to_string_pretty(&definition.when).unwrap_or_default();
            add("json".to_owned(), json);
        }
    }
    for (place, then) in definition.then.iter().enumerate() {
        for (field, value) in consequence::fields(then) {
            add(format!("then/{place}/{field}"), value);
        }
    }
    form
}

/// Reads a form.
pub(super) fn read(form: &FormData) -> Result<Said, Problem> {
    let parts = parts(form)?;
    let mut faults = Vec::new();
    let revision = form.text("revision");
    let revision = revision
        .parse()
        .map_err(|_| Problem::BadRequest("revision is a number".to_owned()))?;
    let when = match form.get("json") {
        Some(json) => serde_json::from_str(json).unwrap_or_else(|error| {
            faults.push(Fault {
                field: "json".to_owned(),
                says: Says::Detail(error.to_string()),
            });
            policy::trigger::Condition::All(Vec::new())
        }),
        None => rows::condition(read_rows(&parts, &mut faults)?),
    };
    let mut then = Vec::new();
    for (place, fields) in &parts.then {
        let read = consequence::read(fields, &format!("then/{place}"), &mut faults)?;
        then.extend(read);
    }
    let definition = Definition {
        on: read_on(form, &mut faults)?,
        when,
        then,
    };
    Ok(Said {
        revision,
        name: form.text("name").to_owned(),
        definition,
        faults,
    })
}

fn read_rows(parts: &Parts, faults: &mut Vec<Fault>) -> Result<Vec<Vec<Row>>, Problem> {
    let mut groups = Vec::new();
    for (group, rows) in &parts.when {
        let mut read = Vec::new();
        for (row, fields) in rows {
            read.extend(leaf::read(fields, &format!("when/{group}/{row}"), faults)?);
        }
        groups.push(read);
    }
    Ok(groups)
}

fn read_on(form: &FormData, faults: &mut Vec<Fault>) -> Result<Moment, Problem> {
    let days = || {
        form.text("days")
            .parse::<u16>()
            .ok()
            .map(|days| Days { days })
    };
    let on = form.text("on");
    let with_days = |days: Option<Days>| match on {
        "silence" => days.map(Moment::Silence),
        _ => days.map(Moment::NoAnswer),
    };
    match on {
        "" | "answer" => Ok(Moment::Answer),
        "silence" | "no_answer" => Ok(with_days(days()).unwrap_or_else(|| {
            faults.push(Fault::new("days", "rule-wrong-number"));
            Moment::Answer
        })),
        other => Err(Problem::BadRequest(format!("unknown moment {other:?}"))),
    }
}

/// The form with one of its parts added or taken away, as a button asks; `None` when the button
/// isn't one of these. Later parts move up.
pub(super) fn edited(form: &FormData, action: &str) -> Result<Option<FormData>, Problem> {
    let mut parts = parts(form)?;
    let mut pieces = action.split(':');
    let (verb, places) = (pieces.next().unwrap_or_default(), pieces);
    let places: Vec<usize> = places.filter_map(|place| place.parse().ok()).collect();
    match (verb, places.as_slice()) {
        ("refresh", []) => {}
        ("add-condition", [group]) => {
            // Each group has a list of its own to choose from; what was chosen is its value.
            let kind = form
                .all("add_condition")
                .nth(place_of(&parts, *group))
                .unwrap_or_default();
            let rows = parts.when.entry(*group).or_default();
            let next = rows.keys().last().map_or(0, |last| last + 1);
            if next < ROWS_MAX {
                rows.insert(next, leaf::fresh(kind)?);
            }
        }
        ("remove-condition", [group, row]) => {
            if let Some(rows) = parts.when.get_mut(group) {
                rows.remove(row);
            }
        }
        ("add-group", []) => {
            let next = parts.when.keys().last().map_or(0, |last| last + 1);
            if next < GROUPS_MAX {
                parts.when.insert(next, BTreeMap::new());
            }
        }
        ("remove-group", [group]) => {
            parts.when.remove(group);
        }
        ("add-consequence", []) => {
            let next = parts.then.keys().last().map_or(0, |last| last + 1);
            if next < CONSEQUENCES_MAX {
                let kind = form.text("add_consequence");
                parts.then.insert(next, consequence::fresh(kind)?);
            }
        }
        ("remove-consequence", [place]) => {
            parts.then.remove(place);
        }
        _ => return Ok(None),
    }
    Ok(Some(put_together(form, parts)))
}

/// Which of the groups in the form this one is.
fn place_of(parts: &Parts, group: usize) -> usize {
    parts
        .when
        .keys()
        .position(|key| *key == group)
        .unwrap_or_default()
}

fn put_together(form: &FormData, parts: Parts) -> FormData {
    let kept = form.0.iter().filter(|(name, _)| {
        FIELDS.contains(&name.as_str()) && name != "add_condition" && name != "add_consequence"
    });
    let mut made = FormData(kept.cloned().collect());
    for (group, (_, rows)) in parts.when.into_iter().enumerate() {
        made.0.push((format!("when/{group}/group"), String::new()));
        for (row, (_, fields)) in rows.into_iter().enumerate() {
            push(&mut made, &format!("when/{group}/{row}"), fields);
        }
    }
    for (place, (_, fields)) in parts.then.into_iter().enumerate() {
        push(&mut made, &format!("then/{place}"), fields);
    }
    made
}

fn push(form: &mut FormData, place: &str, fields: Fields) {
    for (field, values) in fields {
        for value in values {
            form.0.push((format!("{place}/{field}"), value));
        }
    }
}

/// The first value of a field, without white space at its ends.
pub(super) fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields
        .get(name)
        .and_then(|values| values.first())
        .map_or("", |value| value.trim())
}

/// All values of a field.
pub(super) fn all(fields: &Fields, name: &str) -> Vec<String> {
    let values = fields.get(name).cloned().unwrap_or_default();
    values
        .into_iter()
        .filter(|v| !v.trim().is_empty())
        .collect()
}

/// Consequences as the form offers them.
pub(super) const CONSEQUENCES: [&str; 4] = ["open_case", "notify", "tell", "reach_out"];

/// The field a mistake that only the rules find is beside.
pub(super) fn field_of(definition: &Definition, pointer: &str) -> String {
    let Some(rest) = pointer.strip_prefix("/definition") else {
        return "name".to_owned();
    };
    if rest.starts_with("/on") {
        return "days".to_owned();
    }
    if let Some(when) = rest.strip_prefix("/when") {
        let Some((group, row, rest)) = rows::place(&definition.when, when) else {
            return "add-group".to_owned();
        };
        return format!("when/{group}/{row}/{}", leaf::field_of(rest));
    }
    let mut pieces = rest
        .trim_start_matches("/then")
        .trim_start_matches('/')
        .splitn(3, '/');
    let place = pieces.next().unwrap_or_default();
    let field = pieces.nth(1).unwrap_or_default();
    let then = place
        .parse::<usize>()
        .ok()
        .and_then(|place| definition.then.get(place));
    match then {
        Some(then) => format!("then/{place}/{}", consequence::field_of(then, field)),
        None => "add_consequence".to_owned(),
    }
}

#[cfg(test)]
mod tests;
