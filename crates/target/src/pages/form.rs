//! The form of a target: from what is stored to fields, from fields to what is wanted.

use jiff::ToSpan;
use jiff::civil::Date;
use platform::Problem;
use platform::clock::{date_of_day, days_since_1970};
use platform::web::FormData;
use platform::words::Language;
use serde_json::{Map, Value, json};

use crate::model::{Measured, RESPONSE_RATE, Scope, Target};
use crate::rules::{Mistake, Wrong};
use crate::service::{Of, Wanted};

/// The fields.
const FIELDS: [&str; 8] = [
    "measure",
    "scope",
    "attribute",
    "value",
    "from",
    "to",
    "start",
    "aim",
];
/// The choice of a group by an attribute.
const GROUP: &str = "group";
const COMPANY: &str = "company";

/// Pairs of name and value, as forms send them.
pub(super) type Fields = Vec<(String, String)>;

/// The choice of a question of a survey.
pub(super) fn question(survey_id: &str, key: &str) -> String {
    format!("q:{survey_id}:{key}")
}

/// The choice of a survey's response rate.
pub(super) fn rate(survey_id: &str) -> String {
    format!("r:{survey_id}")
}

/// The choice of a team.
pub(super) fn team(team_id: &str) -> String {
    format!("team:{team_id}")
}

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// A new target: from tomorrow on, for a year.
pub(super) fn empty(today: i32) -> Fields {
    let from = date_of_day(today + 1);
    let to = from.saturating_add(1.year()).saturating_sub(1.day());
    vec![
        pair("scope", COMPANY),
        pair("from", from.to_string()),
        pair("to", to.to_string()),
    ]
}

/// A target as fields.
pub(super) fn of(target: &Target, language: Language) -> Fields {
    let draft = &target.draft;
    let number = |value: f64| {
        let shown = match draft.measured.range() {
            [_, high] if high <= 1.0 => value * 100.0,
            _ => value,
        };
        let text = ((shown * 100.0).round() / 100.0).to_string();
        match language {
            Language::Nl => text.replace('.', ","),
            Language::En => text,
        }
    };
    let measure = match &draft.measured {
        Measured::Question { key, .. } => question(&draft.survey_id, key),
        Measured::ResponseRate => rate(&draft.survey_id),
    };
    let mut fields = vec![
        pair("measure", measure),
        pair("from", date_of_day(draft.from_day).to_string()),
        pair("to", date_of_day(draft.to_day).to_string()),
        pair("start", number(draft.start.value)),
        pair("aim", number(draft.aim)),
    ];
    if draft.start.n.is_some() {
        // Left empty it is measured again.
        fields.retain(|(name, _)| name != "start");
    }
    match &draft.scope {
        Scope::Company => fields.push(pair("scope", COMPANY)),
        Scope::Team(id) => fields.push(pair("scope", team(id))),
        Scope::Group { attribute, value } => {
            fields.push(pair("scope", GROUP));
            fields.push(pair("attribute", attribute));
            fields.push(pair("value", value));
        }
    }
    fields
}

/// Fields as the template takes them: by name, with what is wrong.
pub(super) fn fields(
    given: &Fields,
    found: &[Mistake],
    words: impl Fn(&Mistake) -> String,
) -> Map<String, Value> {
    let one = |name: &&str| {
        let value = given.iter().find(|(own, _)| own == name);
        let mistake = found.iter().find(|mistake| field(mistake.pointer) == *name);
        let kind = if ["from", "to"].contains(name) {
            "date"
        } else {
            ""
        };
        let value = json!({
            "name": name,
            "value": value.map_or("", |(_, value)| value.as_str()),
            "error": mistake.map(&words),
            "kind": kind,
        });
        ((*name).to_owned(), value)
    };
    FIELDS.iter().map(one).collect()
}

/// The field a mistake is at.
pub(super) fn field(pointer: &str) -> &str {
    match pointer.trim_start_matches('/') {
        "survey_id" | "metric" | "question" => "measure",
        "team_id" => "scope",
        name => name,
    }
}

/// Leaves one mistake per field.
pub(super) fn at_fields(found: &mut Vec<Mistake>) {
    let mut seen: Vec<String> = Vec::new();
    found.retain(|mistake| {
        let name = field(mistake.pointer).to_owned();
        let is_new = !seen.contains(&name);
        seen.push(name);
        is_new
    });
}

/// Reads the form, or says what is wrong with it.
pub(super) fn read(form: &FormData) -> Result<Result<Wanted, Vec<Mistake>>, Problem> {
    form.only(|name| FIELDS.contains(&name) || name == "revision")?;
    let mut found = Vec::new();
    let (survey_id, of) = measure(form.text("measure")).unwrap_or_else(|| {
        found.push(Mistake::new("/survey_id", Wrong::Metric));
        (String::new(), Of::default())
    });
    let is_share = form.text("measure").starts_with("r:");
    let mut day = |name: &'static str, pointer: &'static str| match form.text(name).parse::<Date>()
    {
        Ok(date) => days_since_1970(date),
        Err(_) => {
            found.push(Mistake::new(pointer, Wrong::Day));
            0
        }
    };
    let days = [day("from", "/from"), day("to", "/to")];
    let scope = match form.text("scope") {
        COMPANY => Scope::Company,
        GROUP => Scope::Group {
            attribute: form.text("attribute").to_owned(),
            value: form.text("value").to_owned(),
        },
        other => match other.strip_prefix("team:") {
            Some(id) => Scope::Team(id.to_owned()),
            None => {
                found.push(Mistake::new("/scope", Wrong::Scope));
                Scope::Company
            }
        },
    };
    let mut number = |name: &'static str, pointer: &'static str| {
        let read = number(form.text(name), is_share);
        if read.is_none() {
            found.push(Mistake::new(pointer, Wrong::Number));
        }
        read
    };
    let start = match form.text("start") {
        "" => None,
        _ => number("start", "/start"),
    };
    let aim = number("aim", "/aim");
    match aim.filter(|_| found.is_empty()) {
        None => Ok(Err(found)),
        Some(aim) => Ok(Ok(Wanted {
            survey_id,
            of,
            scope,
            days,
            start,
            aim,
        })),
    }
}

fn measure(text: &str) -> Option<(String, Of)> {
    if let Some(survey_id) = text.strip_prefix("r:") {
        let of = Of {
            metric: Some(RESPONSE_RATE.to_owned()),
            question: None,
        };
        return Some((survey_id.to_owned(), of));
    }
    let (survey_id, key) = text.strip_prefix("q:")?.split_once(':')?;
    let of = Of {
        metric: None,
        question: Some(key.to_owned()),
    };
    Some((survey_id.to_owned(), of))
}

/// A number with a point or a comma; with a percent sign, or as a share, it is of a hundred.
fn number(text: &str, is_share: bool) -> Option<f64> {
    let bare = text.trim_end_matches(['%', ' ']);
    let is_share = is_share || bare.len() < text.len();
    let plain = bare.replace(',', ".").replace('\u{2212}', "-");
    let number: f64 = plain.parse().ok()?;
    let number = if is_share { number / 100.0 } else { number };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormData {
        FormData(pairs.iter().map(|(n, v)| pair(n, *v)).collect())
    }

    const GOOD: [(&str, &str); 6] = [
        ("measure", "q:s1:recommend"),
        ("scope", "company"),
        ("from", "2026-01-01"),
        ("to", "2026-12-31"),
        ("start", ""),
        ("aim", "44,5"),
    ];

    #[test]
    fn a_form_is_read_as_it_is_meant() {
        let wanted = read(&form(&GOOD)).unwrap().unwrap();
        assert_eq!(wanted.survey_id, "s1");
        assert_eq!(wanted.of.question.as_deref(), Some("recommend"));
        assert_eq!((wanted.start, wanted.aim), (None, 44.5));
        assert_eq!(wanted.days[1] - wanted.days[0], 364);
        let mut rate = GOOD;
        rate[0].1 = "r:s1";
        rate[5].1 = "30";
        let wanted = read(&form(&rate)).unwrap().unwrap();
        assert_eq!(wanted.of.metric.as_deref(), Some(RESPONSE_RATE));
        assert!((wanted.aim - 0.3).abs() < 1e-12);
        assert_eq!(number("85 %", false), Some(0.85));
        assert_eq!(number("\u{2212}12.5", false), Some(-12.5));
        assert_eq!(number("inf", false), None);
    }

    #[test]
    fn each_mistake_is_at_its_field_once() {
        let mut bad = GOOD;
        bad[0].1 = "x";
        bad[1].1 = "everybody";
        bad[2].1 = "yesterday";
        bad[4].1 = "much";
        bad[5].1 = "";
        let mut found = read(&form(&bad)).unwrap().unwrap_err();
        at_fields(&mut found);
        let names: Vec<&str> = found.iter().map(|own| field(own.pointer)).collect();
        assert_eq!(names, ["measure", "from", "scope", "start", "aim"]);
        assert!(read(&form(&[("more", "1")])).is_err());
    }
}
