//! The forms that say what the columns are.

use std::collections::BTreeMap;

use platform::Problem;
use platform::web::FormData;

use crate::import::draft::Roles;
use crate::import::mapping::{Codes, Mapping, Target};
use crate::import::profile::Profile;
use crate::import::propose::ATTRIBUTE_PREFIX;

/// Fields of the mapping beside those of the columns.
pub(super) const CODE_FIELDS: [&str; 4] = [
    "score_blank",
    "statements_blank",
    "statements_dont_know",
    "statements_not_applicable",
];
const MAPPING_FIELDS: [&str; 3] = ["answered_on", "wave", "sheet"];

/// The attribute every row gets from the field for it.
pub(super) const WAVE: &str = "wave";

/// What a target is called in a form.
pub(super) fn target_value(target: &Target) -> String {
    match target {
        Target::Question(key) => format!("question:{key}"),
        Target::Attribute(_) => "attribute".to_owned(),
        Target::ExternalId => "external_id".to_owned(),
        Target::ResponseId => "response_id".to_owned(),
        Target::AnsweredAt => "answered_at".to_owned(),
        Target::Language => "language".to_owned(),
        Target::State => "state".to_owned(),
        Target::Ignore => "ignore".to_owned(),
    }
}

fn read_target(value: &str, column: &str, own_export: bool) -> Option<Target> {
    Some(match value {
        "ignore" => Target::Ignore,
        "attribute" => {
            let name = column.strip_prefix(ATTRIBUTE_PREFIX).filter(|_| own_export);
            Target::Attribute(name.unwrap_or(column).to_owned())
        }
        "external_id" => Target::ExternalId,
        "response_id" => Target::ResponseId,
        "answered_at" => Target::AnsweredAt,
        "language" => Target::Language,
        "state" => Target::State,
        other => Target::Question(other.strip_prefix("question:")?.to_owned()),
    })
}

fn column_field(name: &str, columns: usize) -> bool {
    let index = name
        .strip_prefix("column_")
        .and_then(|n| n.parse::<usize>().ok());
    index.is_some_and(|index| index < columns)
}

/// The mapping a form says; `before` is the one it was made from.
pub(super) fn mapping(
    form: &FormData,
    profile: &Profile,
    before: &Mapping,
) -> Result<Mapping, Problem> {
    form.only(|name| {
        CODE_FIELDS.contains(&name)
            || MAPPING_FIELDS.contains(&name)
            || column_field(name, profile.columns.len())
    })?;
    let mut columns = BTreeMap::new();
    for (index, column) in profile.columns.iter().enumerate() {
        let field = format!("column_{index}");
        let value = form.get(&field).unwrap_or("ignore");
        let target = read_target(value, &column.name, before.own_export)
            .ok_or_else(|| Problem::invalid(field, "nothing a column can become"))?;
        if target != Target::Ignore {
            columns.insert(column.name.clone(), target);
        }
    }
    let text = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    Ok(Mapping {
        columns,
        sheet: text("sheet"),
        score: Codes {
            blank: codes(form, "score_blank"),
            ..Codes::default()
        },
        statements: Codes {
            blank: codes(form, "statements_blank"),
            dont_know: codes(form, "statements_dont_know"),
            not_applicable: codes(form, "statements_not_applicable"),
        },
        answered_on: text("answered_on"),
        constants: text(WAVE)
            .map(|wave| (WAVE.to_owned(), wave))
            .into_iter()
            .collect(),
        own_export: before.own_export,
    })
}

/// Codes with commas between them.
fn codes(form: &FormData, field: &str) -> Vec<String> {
    let codes = form.text(field).split(',').map(str::trim);
    codes
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a form for a new survey says.
#[derive(Clone, Debug, Default)]
pub(super) struct NewForm {
    pub(super) title: String,
    pub(super) language: String,
    pub(super) roles: Roles,
    /// A column that was named for something only one column can be.
    pub(super) twice: Option<String>,
}

/// The roles a column can have, as they are called in a form.
pub(super) const ROLES: [&str; 8] = [
    "ignore",
    "score",
    "driver",
    "comment",
    "attribute",
    "external_id",
    "answered_at",
    "language",
];

/// Reads the form for a new survey.
pub(super) fn new_survey(form: &FormData, profile: &Profile) -> Result<NewForm, Problem> {
    form.only(|name| {
        ["title", "language", "sheet"].contains(&name) || column_field(name, profile.columns.len())
    })?;
    let mut said = NewForm {
        title: form.text("title").to_owned(),
        language: form.text("language").to_owned(),
        ..NewForm::default()
    };
    for (index, column) in profile.columns.iter().enumerate() {
        let (roles, name) = (&mut said.roles, column.name.clone());
        let field = format!("column_{index}");
        let single = match form.get(&field).unwrap_or("ignore") {
            "ignore" => continue,
            "driver" => {
                roles.drivers.push(name);
                continue;
            }
            "comment" => {
                roles.comments.push((name, None));
                continue;
            }
            "attribute" => {
                roles.attributes.push(name);
                continue;
            }
            "score" => &mut roles.score,
            "external_id" => &mut roles.external_id,
            "answered_at" => &mut roles.answered_at,
            "language" => &mut roles.language,
            _ => return Err(Problem::invalid(field, "nothing a column can be")),
        };
        if single.is_some() {
            said.twice = Some(name);
        } else {
            *single = Some(name);
        }
    }
    Ok(said)
}

/// The role of a column, as it is called in a form.
pub(super) fn role_of(roles: &Roles, column: &str) -> &'static str {
    let is = |role: &Option<String>| role.as_deref() == Some(column);
    let among = |names: &[String]| names.iter().any(|name| name == column);
    if is(&roles.score) {
        "score"
    } else if among(&roles.drivers) {
        "driver"
    } else if roles.comments.iter().any(|(name, _)| name == column) {
        "comment"
    } else if among(&roles.attributes) {
        "attribute"
    } else if is(&roles.external_id) {
        "external_id"
    } else if is(&roles.answered_at) {
        "answered_at"
    } else if is(&roles.language) {
        "language"
    } else {
        "ignore"
    }
}
