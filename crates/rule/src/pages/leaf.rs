//! One condition as fields of a form.

use platform::Problem;
use policy::trigger::{Class, Compare, Condition, Drop, Metric, Score, Theme};

use super::form::{Fault, Fields, all, text};
use super::rows::Row;

/// Kinds a form offers, in their order.
pub(super) const KINDS: [&str; 10] = [
    "class", "score", "drop", "words", "theme", "account", "contact", "has_role", "survey",
    "language",
];
/// Fields of a condition.
pub(super) const FIELDS: [&str; 15] = [
    "kind", "not", "class", "metric", "at_least", "at_most", "points", "words", "theme", "name",
    "test", "value", "role", "survey", "language",
];
/// What an attribute can be asked.
pub(super) const TESTS: [&str; 5] = ["one_of", "at_least", "at_most", "within_days", "past_days"];

/// The fields of a new condition of a kind.
pub(super) fn fresh(kind: &str) -> Result<Fields, Problem> {
    if !KINDS.contains(&kind) {
        return Err(Problem::BadRequest(format!("unknown condition {kind:?}")));
    }
    Ok(Fields::from([("kind".to_owned(), vec![kind.to_owned()])]))
}

/// The fields of a condition.
pub(super) fn fields(row: &Row) -> Vec<(&'static str, String)> {
    let mut fields = vec![("kind", row.leaf.name().to_owned())];
    if row.not {
        fields.push(("not", "on".to_owned()));
    }
    match &row.leaf {
        Condition::Class(classes) => {
            fields.extend(classes.iter().map(|c| ("class", c.as_str().to_owned())));
        }
        Condition::Score(score) => {
            fields.push(("metric", score.metric.as_str().to_owned()));
            fields.extend(score.at_least.map(|n| ("at_least", n.to_string())));
            fields.extend(score.at_most.map(|n| ("at_most", n.to_string())));
        }
        Condition::Drop(drop) => fields.push(("points", drop.points.to_string())),
        Condition::Words(words) => fields.push(("words", words.clone())),
        Condition::Theme(theme) => {
            fields.push(("theme", format!("{}:{}", theme.survey_id, theme.theme_id)));
        }
        Condition::Account(compare) | Condition::Contact(compare) => {
            fields.push(("name", compare.name.clone()));
            let (test, value) = tested(compare);
            fields.push(("test", test.to_owned()));
            fields.push(("value", value));
        }
        Condition::HasRole(role) => fields.push(("role", role.clone())),
        Condition::Survey(ids) => fields.extend(ids.iter().map(|id| ("survey", id.clone()))),
        Condition::Language(codes) => fields.push(("language", codes.join(", "))),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
    }
    fields
}

/// The one test of an attribute that a form shows, with its value.
fn tested(compare: &Compare) -> (&'static str, String) {
    if let Some(least) = compare.at_least {
        return ("at_least", number_text(least));
    }
    if let Some(most) = compare.at_most {
        return ("at_most", number_text(most));
    }
    if let Some(days) = compare.within_days {
        return ("within_days", days.to_string());
    }
    if let Some(days) = compare.past_days {
        return ("past_days", days.to_string());
    }
    ("one_of", compare.one_of.join(", "))
}

/// Whether a form can show all that an attribute is asked.
pub(super) fn is_simple(condition: &Condition) -> bool {
    let (Condition::Account(compare) | Condition::Contact(compare)) = condition else {
        return true;
    };
    let tests = [
        !compare.one_of.is_empty(),
        compare.at_least.is_some(),
        compare.at_most.is_some(),
        compare.within_days.is_some(),
        compare.past_days.is_some(),
    ];
    let one = tests.into_iter().filter(|is_given| *is_given).count() == 1;
    one && compare
        .one_of
        .iter()
        .all(|v| !v.contains([',', '\n', '\r']) && v.trim() == v)
}

/// Reads a condition; `None` with a fault when it can't be.
pub(super) fn read(
    fields: &Fields,
    place: &str,
    faults: &mut Vec<Fault>,
) -> Result<Option<Row>, Problem> {
    let mut wrong = |field: &str, key| {
        faults.push(Fault::new(format!("{place}/{field}"), key));
        None
    };
    let kind = text(fields, "kind");
    let leaf = match kind {
        "class" => {
            let classes = all(fields, "class");
            let known = Class::ALL.into_iter();
            let classes: Vec<Class> = known
                .filter(|class| classes.iter().any(|text| text == class.as_str()))
                .collect();
            if classes.is_empty() {
                wrong("class", "rule-wrong-class")
            } else {
                Some(Condition::Class(classes))
            }
        }
        "score" => match score(fields) {
            Ok(score) => Some(Condition::Score(score)),
            Err(field) => wrong(field, "rule-wrong-number"),
        },
        "drop" => match text(fields, "points").parse() {
            Ok(points) => Some(Condition::Drop(Drop { points })),
            Err(_) => wrong("points", "rule-wrong-number"),
        },
        "words" => match text(fields, "words") {
            "" => wrong("words", "rule-wrong-empty"),
            // As it was typed, line by line.
            words => Some(Condition::Words(words.replace("\r\n", "\n"))),
        },
        "theme" => match text(fields, "theme").split_once(':') {
            Some((survey_id, theme_id)) => Some(Condition::Theme(Theme {
                survey_id: survey_id.to_owned(),
                theme_id: theme_id.to_owned(),
            })),
            None => wrong("theme", "rule-wrong-choose"),
        },
        "account" | "contact" => match compare(fields) {
            Ok(compare) if kind == "account" => Some(Condition::Account(compare)),
            Ok(compare) => Some(Condition::Contact(compare)),
            Err((field, key)) => wrong(field, key),
        },
        "has_role" => match text(fields, "role") {
            "" => wrong("role", "rule-wrong-choose"),
            role => Some(Condition::HasRole(role.to_owned())),
        },
        "survey" => match all(fields, "survey") {
            ids if ids.is_empty() => wrong("survey", "rule-wrong-choose"),
            ids => Some(Condition::Survey(ids)),
        },
        "language" => match listed(text(fields, "language")) {
            codes if codes.is_empty() => wrong("language", "rule-wrong-empty"),
            codes => Some(Condition::Language(codes)),
        },
        other => return Err(Problem::BadRequest(format!("unknown condition {other:?}"))),
    };
    let not = fields.contains_key("not");
    Ok(leaf.map(|leaf| Row { not, leaf }))
}

fn score(fields: &Fields) -> Result<Score, &'static str> {
    let metric = text(fields, "metric");
    let metric = Metric::ALL.into_iter().find(|m| m.as_str() == metric);
    let limit = |name: &'static str| match text(fields, name) {
        "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| name),
    };
    Ok(Score {
        metric: metric.ok_or("metric")?,
        at_least: limit("at_least")?,
        at_most: limit("at_most")?,
    })
}

fn compare(fields: &Fields) -> Result<Compare, (&'static str, &'static str)> {
    let name = text(fields, "name").to_owned();
    if name.is_empty() {
        return Err(("name", "rule-wrong-empty"));
    }
    let value = text(fields, "value");
    let number = || plain_number(value).ok_or(("value", "rule-wrong-number"));
    let days = || value.parse().map_err(|_| ("value", "rule-wrong-number"));
    let mut compare = Compare {
        name,
        ..Compare::default()
    };
    match text(fields, "test") {
        "at_least" => compare.at_least = Some(number()?),
        "at_most" => compare.at_most = Some(number()?),
        "within_days" => compare.within_days = Some(days()?),
        "past_days" => compare.past_days = Some(days()?),
        "one_of" | "" => {
            compare.one_of = listed(value);
            if compare.one_of.is_empty() {
                return Err(("value", "rule-wrong-empty"));
            }
        }
        _ => return Err(("test", "rule-wrong-choose")),
    }
    Ok(compare)
}

/// A number as people here type it: a comma or a point for the fraction.
fn plain_number(text: &str) -> Option<f64> {
    let number: f64 = text.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// What commas or lines part.
fn listed(text: &str) -> Vec<String> {
    let pieces = text.split([',', '\n']).map(str::trim);
    pieces
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The field a mistake at this place of a condition is beside.
pub(super) fn field_of(pointer: &str) -> &'static str {
    let mut pieces = pointer.trim_start_matches('/').split('/');
    let (kind, field) = (pieces.next().unwrap_or_default(), pieces.next());
    match (kind, field) {
        ("class", _) => "class",
        ("score", Some("at_least")) => "at_least",
        ("score", _) => "at_most",
        ("drop", _) => "points",
        ("words", _) => "words",
        ("theme", _) => "theme",
        ("account" | "contact", Some("name")) => "name",
        ("account" | "contact", _) => "value",
        ("has_role", _) => "role",
        ("survey", _) => "survey",
        ("language", _) => "language",
        _ => "kind",
    }
}

/// A number as it is typed: without an exponent, and without a fraction where there is none.
pub(super) fn number_text(number: f64) -> String {
    format!("{number}")
}
