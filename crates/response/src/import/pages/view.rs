//! What the templates of an import show.

use platform::web::format_number;
use serde_json::{Value, json};
use survey::{Definition, Survey};
use tabular::Format;

use super::form::{CODE_FIELDS, ROLES, WAVE, role_of, target_value};
use crate::import::draft::Roles;
use crate::import::mapping::{Mapping, Target};
use crate::import::profile::{Column, Profile};
use crate::import::row::Prepared;
use crate::import::run::Summary;
use crate::import::words::Say;

/// Values shown of a column.
const EXAMPLES: usize = 3;
/// Values off the scale shown of a column.
const OFF: usize = 6;
/// Characters shown of a value.
const SHOWN: usize = 40;

/// The survey as the head of its pages needs it.
pub(super) fn survey(survey: &Survey, say: Say<'_>) -> Value {
    let definition = &survey.definition;
    json!({
        "id": survey.survey_id,
        "title": definition.say(&definition.title, say.language.code()),
        "status": survey.status,
        "responses": survey.response_count,
    })
}

/// What was detected of a file.
pub(super) fn file(profile: &Profile, name: &str, say: Say<'_>) -> Value {
    let format = match &profile.detected.format {
        Format::Csv {
            separator,
            encoding,
            bom,
            ..
        } => say.say(
            if *bom {
                "import-format-csv-bom"
            } else {
                "import-format-csv"
            },
            &[
                ("separator", &say.separator(*separator)),
                ("encoding", &encoding.to_string()),
            ],
        ),
        Format::Xlsx { sheet, .. } => say.say("import-format-xlsx", &[("sheet", sheet)]),
    };
    json!({
        "name": name,
        "format": format,
        "rows": profile.rows,
        "columns": profile.columns.len(),
        "is_sheet": matches!(profile.detected.format, Format::Xlsx { .. }),
    })
}

/// The form with what every column becomes.
pub(super) fn mapping(
    profile: &Profile,
    mapping: &Mapping,
    definition: &Definition,
    say: Say<'_>,
) -> Value {
    let columns: Vec<Value> = profile
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let target = mapping.target(&column.name);
            let range = match target {
                Target::Question(key) => definition.question(key).and_then(|q| q.kind.range()),
                _ => None,
            };
            json!({
                "index": index,
                "name": column.name,
                "target": target_value(target),
                "examples": examples(column, profile, index),
                "off": range.map_or_else(String::new, |range| off_scale(column, range, say)),
            })
        })
        .collect();
    let questions: Vec<Value> = definition
        .questions
        .iter()
        .map(|q| json!({ "key": q.key, "text": definition.say(&q.text, say.language.code()) }))
        .collect();
    let lists = [
        &mapping.score.blank,
        &mapping.statements.blank,
        &mapping.statements.dont_know,
        &mapping.statements.not_applicable,
    ];
    let codes: Vec<Value> = CODE_FIELDS
        .iter()
        .zip(lists)
        .map(|(name, list)| json!({ "name": name, "value": list.join(", ") }))
        .collect();
    json!({
        "columns": columns,
        "questions": questions,
        "codes": codes,
        "answered_on": mapping.answered_on.clone().unwrap_or_default(),
        "wave": mapping.constants.get(WAVE).cloned().unwrap_or_default(),
        "sheet": mapping.sheet.clone().unwrap_or_default(),
        "is_own": mapping.own_export,
    })
}

/// The form of a new survey.
pub(super) fn new_survey(profile: &Profile, roles: &Roles) -> Value {
    let columns = profile.columns.iter().enumerate().map(|(index, column)| {
        json!({
            "index": index,
            "name": column.name,
            "role": role_of(roles, &column.name),
            "examples": examples(column, profile, index),
        })
    });
    json!({ "columns": columns.collect::<Vec<_>>(), "roles": ROLES })
}

/// The most frequent values of a column, or the first ones.
fn examples(column: &Column, profile: &Profile, index: usize) -> String {
    let values: Vec<String> = if column.many {
        let cells = profile.first.iter().filter_map(|row| row.get(index));
        cells
            .filter(|cell| !cell.trim().is_empty())
            .take(EXAMPLES)
            .map(|c| cut(c))
            .collect()
    } else {
        column
            .values
            .iter()
            .take(EXAMPLES)
            .map(|(value, _)| cut(value))
            .collect()
    };
    values.join(" · ")
}

/// Values that are not on the scale, with how often they occur.
fn off_scale(column: &Column, (low, high): (u8, u8), say: Say<'_>) -> String {
    let count = |n: u64| format_number(say.language, n as f64, 0);
    let off: Vec<String> = column
        .off(low.into(), high.into())
        .take(OFF)
        .map(|(value, times)| format!("{} ({}×)", cut(value), count(*times)))
        .collect();
    if off.is_empty() {
        return String::new();
    }
    let values = [
        ("low", low.to_string()),
        ("high", high.to_string()),
        ("values", off.join(", ")),
    ];
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    say.say("import-off-scale", &values)
}

/// What storing the rows did or would do.
pub(super) fn summary(summary: &Summary, say: Say<'_>) -> Value {
    let mut reasons: Vec<_> = summary.reasons.iter().collect();
    reasons.sort_by_key(|(_, met)| std::cmp::Reverse(met.count));
    let reasons: Vec<Value> = reasons
        .into_iter()
        .map(|((column, reason), met)| {
            let values: Vec<String> = met
                .values
                .iter()
                .filter(|v| !v.is_empty())
                .map(|v| cut(v))
                .collect();
            json!({
                "column": column,
                "reason": say.reason(reason),
                "count": met.count,
                "values": values.join(", "),
            })
        })
        .collect();
    let lines: Vec<String> = summary
        .examples
        .iter()
        .map(|r| r.line.to_string())
        .collect();
    json!({
        "rows": summary.rows,
        "good": summary.rows - summary.rejected,
        "created": summary.created,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "erased": summary.erased,
        "rejected": summary.rejected,
        "short": summary.short,
        "reasons": reasons,
        "lines": lines.join(", "),
    })
}

/// The first rows as they are stored: names, and cells for each row.
pub(super) fn preview(summary: &Summary, definition: &Definition, say: Say<'_>) -> Value {
    let samples = &summary.samples;
    let mut attributes: Vec<&String> = Vec::new();
    for name in samples.iter().flat_map(|s| s.attributes.keys()) {
        if !attributes.contains(&name) {
            attributes.push(name);
        }
    }
    let keys: Vec<&str> = definition
        .questions
        .iter()
        .map(|q| q.key.as_str())
        .filter(|key| samples.iter().any(|s| s.answers.contains_key(*key)))
        .collect();
    let own = [
        "import-target-external-id",
        "import-target-answered-at",
        "import-target-language",
    ];
    let names: Vec<String> = own
        .iter()
        .map(|key| say.say(key, &[]))
        .chain(attributes.iter().map(|name| (*name).clone()))
        .chain(keys.iter().map(|key| (*key).to_owned()))
        .collect();
    let rows: Vec<Vec<String>> = samples
        .iter()
        .map(|sample| {
            let attribute = |name: &&String| cut(sample.attributes.get(*name).map_or("", |v| v));
            own_cells(sample, say)
                .into_iter()
                .chain(attributes.iter().map(attribute))
                .chain(keys.iter().map(|key| answer(sample.answers.get(*key), say)))
                .collect()
        })
        .collect();
    json!({ "names": names, "rows": rows })
}

fn own_cells(sample: &Prepared, say: Say<'_>) -> [String; 3] {
    let answered = sample.answered.map_or_else(
        || say.say("import-preview-now", &[]),
        |moment| platform::web::format_date(say.language, moment.day),
    );
    let language = sample.language.clone().unwrap_or_default();
    [cut(&sample.external_id), answered, language]
}

fn answer(value: Option<&Value>, say: Say<'_>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(word)) if survey::answers::MISSING.contains(&word.as_str()) => {
            say.say(&format!("import-missing-{}", word.replace('_', "-")), &[])
        }
        Some(Value::String(text)) => cut(text),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        Some(other) => other.to_string(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
