//! The form of a programme: its fields become a definition, and a definition its fields. Pure.
//!
//! The page shows what is in the fields, also when no definition can be made of them: nothing that
//! was typed is lost.

use std::collections::BTreeMap;

use contact::segment::Segment;
use platform::web::{FormData, Problem};
use policy::relational::{Every, Shape};
use policy::reminder::Reminders;
use policy::transactional::Transactional;
use policy::{Audience, Day};

use crate::letter::{self, PARTS, Wording, Wordings};
use crate::model::{Definition, Programme, Relational, Schedule, Sender};
use crate::rules;

/// Conditions of a segment in one form.
pub(super) const CONDITIONS_MAX: usize = 20;
/// Fields there is one of.
const FIELDS: [&str; 27] = [
    "action",
    "revision",
    "name",
    "survey_id",
    "kind",
    "audience",
    "needs_consent",
    "start",
    "every",
    "shape",
    "baseline",
    "window_days",
    "settle_days",
    "triggers",
    "cancels",
    "delay",
    "delay_unit",
    "expires_days",
    "closes",
    "sender_responsible",
    "sender_name",
    "sender_email",
    "reminders",
    "spacing_days",
    "open_days",
    "priority",
    "per_day",
];

/// A mistake in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The field.
    pub(super) field: String,
    /// The message that says it.
    pub(super) key: String,
    /// What the message names.
    pub(super) args: Vec<(&'static str, String)>,
}

impl Fault {
    /// A mistake whose message needs nothing more.
    pub(super) fn new(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            key: key.into(),
            args: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// What a form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Revision the form was made from.
    pub(super) revision: i64,
    /// Name of the programme.
    pub(super) name: String,
    /// Survey it asks with.
    pub(super) survey_id: String,
    /// The rest.
    pub(super) definition: Definition,
}

/// Whether a form may have a field of this name.
fn is_known(name: &str) -> bool {
    let mut parts = name.split('/');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(one), None, None, None) => {
            FIELDS.contains(&one) || ["languages", "attributes", "attributes_mode"].contains(&one)
        }
        (Some("segment"), Some(at), Some("name" | "values"), None) => {
            at.parse::<usize>().is_ok_and(|at| at < CONDITIONS_MAX)
        }
        (Some("wording"), Some(language), Some(part), None) => {
            !language.is_empty() && PARTS.contains(&part)
        }
        _ => false,
    }
}

/// The fields of a stored programme.
pub(super) fn fields(programme: &Programme) -> FormData {
    let definition = &programme.definition;
    let mut fields = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    put("revision", programme.revision.to_string());
    put("name", programme.name.clone());
    put("survey_id", programme.survey_id.clone());
    let is_employee = definition.audience == Audience::Employees;
    put(
        "audience",
        if is_employee {
            "employees"
        } else {
            "customers"
        }
        .to_owned(),
    );
    for (index, (name, values)) in definition.segment.0.iter().enumerate() {
        put(&format!("segment/{index}/name"), name.clone());
        put(&format!("segment/{index}/values"), values.join("\n"));
    }
    if definition.needs_consent {
        put("needs_consent", "on".to_owned());
    }
    put_schedule(&definition.schedule, &mut put);
    let closes = definition.closes.map(|day| day.date().to_string());
    put("closes", closes.unwrap_or_default());
    put("reminders", definition.reminders.number.to_string());
    put(
        "spacing_days",
        definition.reminders.spacing_days.to_string(),
    );
    put("open_days", definition.reminders.open_days.to_string());
    put("priority", definition.priority.to_string());
    let per_day = definition.per_day.map(|most| most.to_string());
    put("per_day", per_day.unwrap_or_default());
    if definition.sender.responsible {
        put("sender_responsible", "on".to_owned());
    }
    put("sender_name", definition.sender.name.clone());
    put("sender_email", definition.sender.email.clone());
    let mode = if definition.attributes.is_some() {
        "some"
    } else {
        "usual"
    };
    put("attributes_mode", mode.to_owned());
    let picked = definition.attributes.clone().unwrap_or_default();
    put("attributes", picked.join("\n"));
    let languages: Vec<&str> = definition.wording.keys().map(String::as_str).collect();
    put("languages", languages.join(", "));
    for (language, wording) in &definition.wording {
        for (part, text) in wording.texts() {
            put(&format!("wording/{language}/{part}"), text.to_owned());
        }
    }
    FormData(fields)
}

fn put_schedule(schedule: &Schedule, put: &mut impl FnMut(&str, String)) {
    match schedule {
        Schedule::Relational(own) => {
            put("kind", "relational".to_owned());
            put("start", own.start.date().to_string());
            put("every", own.every.months().to_string());
            let shape = match own.shape {
                Shape::Wave => "wave",
                Shape::Spread => "spread",
            };
            put("shape", shape.to_owned());
            if own.baseline {
                put("baseline", "on".to_owned());
            }
            put("window_days", own.window_days.to_string());
            put("settle_days", own.settle_days.to_string());
        }
        Schedule::Transactional(own) => {
            put("kind", "transactional".to_owned());
            put("triggers", own.triggers.join("\n"));
            put("cancels", own.cancels.join("\n"));
            let (delay, unit) = match own.delay_minutes {
                minutes if minutes > 0 && minutes % (24 * 60) == 0 => (minutes / (24 * 60), "days"),
                minutes if minutes > 0 && minutes % 60 == 0 => (minutes / 60, "hours"),
                minutes => (minutes, "minutes"),
            };
            put("delay", delay.to_string());
            put("delay_unit", unit.to_owned());
            put("expires_days", own.expires_days.to_string());
        }
    }
}

/// The languages a form has fields for.
pub(super) fn languages(form: &FormData) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for code in form.text("languages").split([',', ';', ' ']) {
        if !code.is_empty() && !languages.iter().any(|own| own == code) {
            languages.push(code.to_owned());
        }
    }
    languages
}

/// Lines or parts between commas, without white space, none of them empty.
fn items(text: &str, between: &[char]) -> Vec<String> {
    text.split(between)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Reads a form; with what is wrong in it, in the order of the page.
pub(super) fn read(form: &FormData) -> Result<(Said, Vec<Fault>), Problem> {
    form.only(is_known)?;
    let mut reader = Reader {
        form,
        faults: Vec::new(),
    };
    let definition = reader.definition()?;
    let said = Said {
        revision: form
            .text("revision")
            .parse()
            .map_err(|_| Problem::BadRequest("revision is a number".to_owned()))?,
        name: form.text("name").to_owned(),
        survey_id: form.text("survey_id").to_owned(),
        definition,
    };
    let mut faults = reader.faults;
    for error in rules::check(&said.name, &said.definition) {
        let fault = fault_at(&error.pointer, &said.definition);
        // What can't be read has been said already.
        if !faults.iter().any(|known| known.field == fault.field) {
            faults.push(fault);
        }
    }
    faults.extend(
        letter::check(&said.definition.wording)
            .iter()
            .map(of_wording),
    );
    Ok((said, faults))
}

/// The field and the words of a mistake that the rules found.
fn fault_at(pointer: &str, definition: &Definition) -> Fault {
    let place = pointer
        .trim_start_matches("/definition")
        .trim_start_matches('/');
    if let Some(name) = place.strip_prefix("segment/") {
        let name = name.replace("~1", "/").replace("~0", "~");
        let at = definition.segment.0.keys().position(|own| *own == name);
        let field = format!("segment/{}/name", at.unwrap_or(0));
        return Fault::new(field, "programme-wrong-segment");
    }
    let field = match place {
        "segment" => "segment/0/name",
        "reminders/number" => "reminders",
        "sender/name" => "sender_name",
        "sender/email" => "sender_email",
        "schedule/transactional/delay_minutes" => "delay",
        other => other.rsplit('/').next().unwrap_or(other),
    };
    let word = field.split('/').next().unwrap_or(field).replace('_', "-");
    let max = match &definition.schedule {
        Schedule::Relational(own) if field == "window_days" => {
            policy::relational::Relational::window_max(own.every)
        }
        _ => rules::DAYS_MAX,
    };
    Fault::new(field, format!("programme-wrong-{word}")).with("max", max)
}

pub(super) fn of_wording(fault: &letter::Fault) -> Fault {
    let field = match fault.pointer.as_str() {
        pointer if pointer.matches('/').count() == 2 => format!("wording{pointer}"),
        _ => "languages".to_owned(),
    };
    let said = Fault::new(field, fault.wrong.word());
    match &fault.wrong {
        letter::Wrong::TooLong(max) => said.with("max", max),
        letter::Wrong::UnknownPlaceholder(name) => said.with("name", format!("{{{name}}}")),
        letter::Wrong::Unclosed(text) => said.with("text", text),
        letter::Wrong::LanguageForm => said.with("given", fault.pointer.trim_start_matches('/')),
        _ => said,
    }
}

struct Reader<'a> {
    form: &'a FormData,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn definition(&mut self) -> Result<Definition, Problem> {
        let form = self.form;
        let audience = match form.text("audience") {
            "employees" => Audience::Employees,
            "customers" => Audience::Customers,
            other => return Err(unknown("audience", other)),
        };
        let schedule = match form.text("kind") {
            "relational" => Schedule::Relational(self.relational()?),
            "transactional" => Schedule::Transactional(self.transactional()?),
            other => return Err(unknown("kind", other)),
        };
        let attributes = match form.text("attributes_mode") {
            "usual" => None,
            "some" => Some(items(form.text("attributes"), &['\n'])),
            other => return Err(unknown("attributes_mode", other)),
        };
        let closes = match form.text("closes") {
            "" => None,
            _ => self.day("closes"),
        };
        Ok(Definition {
            audience,
            segment: self.segment(),
            schedule,
            reminders: Reminders {
                number: self.number("reminders"),
                spacing_days: self.number("spacing_days"),
                open_days: self.number("open_days"),
            },
            priority: self.number("priority"),
            per_day: match form.text("per_day") {
                "" => None,
                _ => Some(self.number("per_day")),
            },
            closes,
            needs_consent: self.is_on("needs_consent"),
            sender: Sender {
                name: form.text("sender_name").to_owned(),
                email: form.text("sender_email").to_owned(),
                responsible: self.is_on("sender_responsible"),
            },
            attributes,
            wording: self.wording(),
        })
    }

    fn relational(&mut self) -> Result<Relational, Problem> {
        let every = match self.form.text("every") {
            "3" => Every::Quarter,
            "6" => Every::HalfYear,
            "12" => Every::Year,
            other => return Err(unknown("every", other)),
        };
        let shape = match self.form.text("shape") {
            "wave" => Shape::Wave,
            "spread" => Shape::Spread,
            other => return Err(unknown("shape", other)),
        };
        Ok(Relational {
            start: self.day("start").unwrap_or_default(),
            every,
            shape,
            baseline: self.is_on("baseline"),
            window_days: self.number("window_days"),
            settle_days: self.number("settle_days"),
        })
    }

    fn transactional(&mut self) -> Result<Transactional, Problem> {
        let minutes = match self.form.text("delay_unit") {
            "minutes" => 1,
            "hours" => 60,
            "days" => 24 * 60,
            other => return Err(unknown("delay_unit", other)),
        };
        let delay: u32 = self.number("delay");
        let types = |name: &str| items(self.form.text(name), &['\n', ',', ' ']);
        Ok(Transactional {
            triggers: types("triggers"),
            cancels: types("cancels"),
            delay_minutes: delay.saturating_mul(minutes),
            expires_days: self.number("expires_days"),
        })
    }

    /// Rows without a name are none; two of the same name are one condition.
    fn segment(&self) -> Segment {
        let mut conditions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for index in 0..CONDITIONS_MAX {
            let name = self.form.text(&format!("segment/{index}/name"));
            let values = items(self.form.text(&format!("segment/{index}/values")), &['\n']);
            if !name.is_empty() {
                conditions
                    .entry(name.to_owned())
                    .or_default()
                    .extend(values);
            }
        }
        Segment(conditions)
    }

    fn wording(&self) -> Wordings {
        let one = |language: String| {
            let said = |part: &str| self.form.text(&format!("wording/{language}/{part}"));
            let wording = Wording::of_form(|part| said(part).to_owned());
            (language, wording)
        };
        languages(self.form).into_iter().map(one).collect()
    }

    fn is_on(&self, name: &str) -> bool {
        self.form.get(name).is_some()
    }

    fn day(&mut self, name: &str) -> Option<Day> {
        let read = self.form.text(name).parse().ok().map(Day::of);
        if read.is_none() {
            self.faults.push(Fault::new(name, "programme-wrong-date"));
        }
        read
    }

    /// A whole number; a fault where there is none.
    fn number<N: std::str::FromStr + Default>(&mut self, name: &str) -> N {
        self.form.text(name).parse().unwrap_or_else(|_| {
            self.faults.push(Fault::new(name, "programme-wrong-number"));
            N::default()
        })
    }
}

fn unknown(field: &str, given: &str) -> Problem {
    Problem::BadRequest(format!("{field}: {given:?} is none of its values"))
}

#[cfg(test)]
mod tests;
