//! Pages from templates: strict about unknown variables, escaping all values, with the words and
//! number formats of the reader's language.

use axum::response::Html;
use fluent_bundle::FluentValue;
use jiff::tz::TimeZone;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::sync::Arc;

use super::assets::Assets;
use super::{Frame, Problem};
use crate::clock;
use crate::inert;
use crate::slice::Slice;
use crate::words::{Language, Words};

/// All templates of all slices.
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Reads the templates of `slices`.
    pub fn new(slices: &[&Slice], words: Arc<Words>, assets: &Assets) -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.set_formatter(|out, state, value| match value.as_str() {
            // Words of a customer turn no words of ours around.
            Some(text) if inert::has_turns(text) => {
                let still = inert::without_turns(text);
                let still = if value.is_safe() {
                    Value::from_safe_string(still)
                } else {
                    Value::from(still)
                };
                minijinja::escape_formatter(out, state, &still)
            }
            _ => minijinja::escape_formatter(out, state, value),
        });
        for slice in slices {
            for (name, text) in slice.templates {
                environment.add_template(name, text)?;
            }
        }
        let urls = assets.urls();
        environment.add_function("asset", move |name: &str| -> Result<String, Error> {
            urls.get(name).cloned().ok_or_else(|| {
                Error::new(
                    ErrorKind::InvalidOperation,
                    format!("there is no asset {name}"),
                )
            })
        });
        environment.add_function(
            "t",
            move |state: &State<'_, '_>, key: &str, args: Kwargs| -> Result<String, Error> {
                let values = arguments(&args)?;
                let borrowed: Vec<_> = values.iter().map(|(n, v)| (*n, v.clone())).collect();
                Ok(words.say(language(state), key, &borrowed))
            },
        );
        environment.add_filter("number", number);
        environment.add_filter("percent", percent);
        environment.add_filter("date", date);
        environment.add_filter("datetime", datetime);
        Ok(Self { environment })
    }

    /// The page `name` for `frame`, with `values` as its variables.
    pub fn page(
        &self,
        name: &str,
        frame: &Frame,
        values: impl Serialize,
    ) -> Result<Html<String>, Problem> {
        Ok(Html(self.text(name, frame, values)?))
    }

    /// As [`Templates::page`], as text.
    pub fn text(
        &self,
        name: &str,
        frame: &Frame,
        values: impl Serialize,
    ) -> Result<String, Problem> {
        let template = self.environment.get_template(name)?;
        let values = Value::from_serialize(values);
        Ok(template.render(context! { frame => frame, ..values })?)
    }

    /// The names of all templates, for the test that renders each.
    pub fn names(&self) -> Vec<String> {
        self.environment
            .templates()
            .map(|(name, _)| name.to_owned())
            .collect()
    }
}

fn language(state: &State<'_, '_>) -> Language {
    state
        .lookup("frame")
        .and_then(|frame| frame.get_attr("language").ok())
        .and_then(|code| Language::from_code(code.as_str()?))
        .unwrap_or_default()
}

fn arguments(args: &Kwargs) -> Result<Vec<(&str, FluentValue<'static>)>, Error> {
    args.args()
        .map(|name| {
            let value: Value = args.get(name)?;
            let fluent = if value.is_number() {
                FluentValue::from(args.get::<f64>(name)?)
            } else {
                FluentValue::from(value.to_string())
            };
            Ok((name, fluent))
        })
        .collect()
}

/// `number` with `decimals` digits after a point or comma, and a real minus sign.
pub fn format_number(language: Language, number: f64, decimals: usize) -> String {
    let mut text = format!("{number:.decimals$}");
    if text
        .trim_start_matches('-')
        .bytes()
        .all(|b| b == b'0' || b == b'.')
    {
        text = text.trim_start_matches('-').to_owned();
    }
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |d| ("\u{2212}", d));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (group, point) = match language {
        Language::En => (',', "."),
        Language::Nl => ('.', ","),
    };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { point };
    format!("{sign}{grouped}{point}{fraction}")
}

/// A day (since 1970) as people write it: `21 Nov 2026`, `21 nov 2026`.
pub fn format_date(language: Language, day: i32) -> String {
    const EN: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const NL: [&str; 12] = [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ];
    let date = clock::date_of_day(day);
    let months = match language {
        Language::En => EN,
        Language::Nl => NL,
    };
    let month = months[(date.month() - 1).unsigned_abs() as usize];
    format!("{} {month} {}", date.day(), date.year())
}

/// A moment as people read it on the clock of `zone`: `21 Nov 2026 16:05`. In UTC it says so, because
/// hardly anybody's clock shows that.
pub fn format_moment(language: Language, zone: &TimeZone, at_us: i64) -> String {
    let date = format_date(language, clock::day_in(zone, at_us));
    let time = clock::time_in(zone, at_us);
    let is_utc = zone.iana_name().is_none_or(|name| name.ends_with("UTC"));
    let named = if is_utc { " UTC" } else { "" };
    format!("{date} {time}{named}")
}

fn number(state: &State<'_, '_>, value: f64, decimals: Option<usize>) -> String {
    format_number(language(state), value, decimals.unwrap_or(0))
}

fn percent(state: &State<'_, '_>, share: f64, decimals: Option<usize>) -> String {
    format!(
        "{} %",
        format_number(language(state), share * 100.0, decimals.unwrap_or(0))
    )
}

fn date(state: &State<'_, '_>, day: i64) -> String {
    format_date(language(state), i32::try_from(day).unwrap_or_default())
}

/// In the zone of whoever looks; in UTC, and saying so, for nobody in particular.
fn datetime(state: &State<'_, '_>, at_us: i64) -> String {
    let person = state
        .lookup("frame")
        .and_then(|f| f.get_attr("person").ok());
    let name = person.and_then(|person| person.get_attr("zone").ok());
    let zone = name.and_then(|name| TimeZone::get(name.as_str()?).ok());
    format_moment(language(state), &zone.unwrap_or(TimeZone::UTC), at_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_customers_turn_nothing_around() {
        static SLICE: Slice = Slice {
            name: "say",
            templates: &[("say.html", "<p>{{ said }} – {{ mark | safe }}</p>")],
            words: crate::slice::Words { en: "", nl: "" },
            migrations: &[],
        };
        let words = Arc::new(Words::new(&[&SLICE]).expect("no words"));
        let assets = Assets::new(&[]);
        let templates = Templates::new(&[&SLICE], words, &assets).expect("a template");
        let frame = Frame {
            language: Language::En,
            person: None,
            here: String::new(),
        };
        let values = context! { said => "\u{202e}gnp.<exe>\u{2066}", mark => "<b>\u{202d}x</b>" };
        let page = templates.text("say.html", &frame, values).expect("a page");
        assert_eq!(page, "<p>gnp.&lt;exe&gt; – <b>x</b></p>");
    }

    #[test]
    fn a_moment_is_told_on_the_readers_clock() {
        // 2026-10-24T23:30:00Z: summer time ends in Amsterdam that night.
        let at_us = 1_792_884_600_000_000;
        for (zone, language, told) in [
            ("Europe/Amsterdam", Language::Nl, "25 okt 2026 01:30"),
            ("America/New_York", Language::En, "24 Oct 2026 19:30"),
            ("UTC", Language::En, "24 Oct 2026 23:30 UTC"),
            ("Etc/UTC", Language::En, "24 Oct 2026 23:30 UTC"),
        ] {
            let zone = TimeZone::get(zone).expect("bundled");
            assert_eq!(format_moment(language, &zone, at_us), told);
        }
        assert_eq!(
            format_moment(Language::En, &TimeZone::UTC, at_us),
            "24 Oct 2026 23:30 UTC"
        );
    }
}
