//! The form of the settings all programmes share: budget, calendar, `e`. Pure.

use std::collections::BTreeSet;

use platform::Problem;
use platform::web::FormData;
use policy::{Budget, CalendarSettings, Counts, Day, Holidays, Hours, Liberation, Rule, Scope};

use super::form::Fault;
use crate::model::AskSettings;
use crate::rules::{RULES_MAX, check_settings};

/// Most mails a rule can allow.
const MAX: u16 = 1000;
const FIELDS: [&str; 13] = [
    "action",
    "zone",
    "working_days",
    "quiet_on",
    "quiet_from",
    "quiet_to",
    "office_from",
    "office_to",
    "dutch",
    "good_friday",
    "liberation",
    "own",
    "e",
];

fn is_known(name: &str) -> bool {
    let mut parts = name.split('/');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(one), None, None, None) => FIELDS.contains(&one),
        (Some("rule"), Some(at), Some("max" | "days" | "scope" | "counts"), None) => {
            at.parse::<usize>().is_ok_and(|at| at < RULES_MAX)
        }
        _ => false,
    }
}

/// The fields of stored settings.
pub(super) fn fields(settings: &AskSettings) -> FormData {
    let mut fields = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    for (at, rule) in settings.budget.rules.iter().enumerate() {
        let scope = match rule.scope {
            Scope::Person => "person",
            Scope::Account => "account",
        };
        let counts = match rule.counts {
            Counts::Invitations => "invitations",
            Counts::Mails => "mails",
        };
        put(&format!("rule/{at}/max"), rule.max.to_string());
        put(&format!("rule/{at}/days"), rule.days.to_string());
        put(&format!("rule/{at}/scope"), scope.to_owned());
        put(&format!("rule/{at}/counts"), counts.to_owned());
    }
    let calendar = &settings.calendar;
    put("zone", calendar.zone.clone());
    for (day, works) in calendar.working_days.iter().enumerate() {
        if *works {
            put("working_days", day.to_string());
        }
    }
    if calendar.quiet.is_some() {
        put("quiet_on", "on".to_owned());
    }
    let quiet = calendar.quiet.unwrap_or(Hours {
        from: 20 * 60,
        to: 8 * 60,
    });
    put("quiet_from", clock(quiet.from));
    put("quiet_to", clock(quiet.to));
    put("office_from", clock(calendar.office.from));
    put("office_to", clock(calendar.office.to));
    if calendar.holidays.dutch {
        put("dutch", "on".to_owned());
    }
    if calendar.holidays.good_friday {
        put("good_friday", "on".to_owned());
    }
    let liberation = match calendar.holidays.liberation {
        Liberation::Never => "never",
        Liberation::EveryFiveYears => "every_five_years",
        Liberation::EveryYear => "every_year",
    };
    put("liberation", liberation.to_owned());
    let own = calendar.holidays.own.iter();
    let own: Vec<String> = own.map(|day| day.date().to_string()).collect();
    put("own", own.join("\n"));
    put("e", settings.e.to_string());
    FormData(fields)
}

/// Minutes since midnight as `08:30`.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `8:30` as minutes since midnight; `24:00` is the next midnight.
fn minutes(text: &str) -> Option<u16> {
    let (hours, rest) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let (hours, rest): (u16, u16) = (hours.parse().ok()?, rest.parse().ok()?);
    let minutes = hours.checked_mul(60)?.checked_add(rest)?;
    (rest < 60 && minutes <= 24 * 60).then_some(minutes)
}

/// Reads a form; with what is wrong in it, in the order of the page.
pub(super) fn read(form: &FormData) -> Result<(AskSettings, Vec<Fault>), Problem> {
    form.only(is_known)?;
    let mut faults = Vec::new();
    let rules = rules(form, &mut faults)?;
    let calendar = calendar(form, &mut faults)?;
    let e = form.text("e").replace(',', ".").parse().unwrap_or(-1.0);
    let settings = AskSettings {
        budget: Budget { rules },
        calendar,
        e,
    };
    for error in check_settings(&settings) {
        let (field, key) = match error.pointer.as_str() {
            "/calendar/zone" => ("zone".to_owned(), "programme-wrong-zone"),
            "/calendar/working_days" => ("working_days".to_owned(), "programme-wrong-working-days"),
            "/calendar/quiet" => ("quiet_from".to_owned(), "programme-wrong-quiet"),
            "/e" => ("e".to_owned(), "programme-wrong-e"),
            // Days of rules were looked at above, by their place in the form.
            place if place.starts_with("/budget/") => continue,
            _ => ("zone".to_owned(), "programme-wrong-other"),
        };
        if !faults.iter().any(|known: &Fault| known.field == field) {
            faults.push(Fault {
                field,
                key: key.to_owned(),
                args: vec![("detail", error.detail)],
            });
        }
    }
    Ok((settings, faults))
}

/// The rules of which a number is filled in.
fn rules(form: &FormData, faults: &mut Vec<Fault>) -> Result<Vec<Rule>, Problem> {
    let mut rules = Vec::new();
    for at in 0..RULES_MAX {
        let text = |what: &str| form.text(&format!("rule/{at}/{what}"));
        if text("max").is_empty() && text("days").is_empty() {
            continue;
        }
        let max = text("max").parse().ok().filter(|max: &u16| *max <= MAX);
        if max.is_none() {
            faults.push(Fault::new(format!("rule/{at}/max"), "programme-wrong-max"));
        }
        let days = text("days").parse().ok();
        let days = days.filter(|days| (1..=crate::rules::DAYS_MAX).contains(days));
        if days.is_none() {
            let mut fault = Fault::new(format!("rule/{at}/days"), "programme-wrong-days");
            fault.args.push(("max", crate::rules::DAYS_MAX.to_string()));
            faults.push(fault);
        }
        rules.push(Rule {
            max: max.unwrap_or_default(),
            days: days.unwrap_or(1),
            scope: match text("scope") {
                "person" => Scope::Person,
                "account" => Scope::Account,
                other => return Err(unknown("scope", other)),
            },
            counts: match text("counts") {
                "invitations" => Counts::Invitations,
                "mails" => Counts::Mails,
                other => return Err(unknown("counts", other)),
            },
        });
    }
    Ok(rules)
}

fn calendar(form: &FormData, faults: &mut Vec<Fault>) -> Result<CalendarSettings, Problem> {
    let mut working_days = [false; 7];
    for day in form.all("working_days") {
        let day = day
            .parse()
            .ok()
            .and_then(|day: usize| working_days.get_mut(day));
        *day.ok_or_else(|| unknown("working_days", "a day"))? = true;
    }
    let mut time = |name: &str, is_needed: bool| {
        let read = minutes(form.text(name));
        if read.is_none() && is_needed {
            faults.push(Fault::new(name, "programme-wrong-quiet"));
        }
        read.unwrap_or_default()
    };
    let is_quiet = form.get("quiet_on").is_some();
    let quiet = Hours {
        from: time("quiet_from", is_quiet),
        to: time("quiet_to", is_quiet),
    };
    let office = Hours {
        from: time("office_from", true),
        to: time("office_to", true),
    };
    let mut own = BTreeSet::new();
    for line in form
        .text("own")
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
    {
        match line.parse() {
            Ok(date) => {
                own.insert(Day::of(date));
            }
            Err(_) => {
                faults.push(Fault::new("own", "programme-wrong-own"));
                break;
            }
        }
    }
    Ok(CalendarSettings {
        zone: form.text("zone").to_owned(),
        working_days,
        holidays: Holidays {
            dutch: form.get("dutch").is_some(),
            good_friday: form.get("good_friday").is_some(),
            liberation: match form.text("liberation") {
                "never" => Liberation::Never,
                "every_five_years" => Liberation::EveryFiveYears,
                "every_year" => Liberation::EveryYear,
                other => return Err(unknown("liberation", other)),
            },
            own,
        },
        quiet: is_quiet.then_some(quiet),
        office,
    })
}

fn unknown(field: &str, given: &str) -> Problem {
    Problem::BadRequest(format!("{field}: {given:?} is none of its values"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_from_their_form() {
        let mut settings = AskSettings::default_in("Europe/Amsterdam");
        settings.calendar.holidays.own.insert(Day(20_800));
        settings.e = 0.75;
        let (read, faults) = read(&fields(&settings)).expect("a form");
        assert_eq!((read, faults), (settings, vec![]));
        let mut without = AskSettings::default_in("Europe/London");
        without.calendar.quiet = None;
        without.budget.rules.clear();
        let (read, faults) = super::read(&fields(&without)).expect("a form");
        assert_eq!((read, faults), (without, vec![]));
    }

    #[test]
    fn mistakes_are_said_at_their_fields() {
        for (name, value, field) in [
            ("rule/0/max", "many", "rule/0/max"),
            ("rule/1/days", "0", "rule/1/days"),
            ("zone", "Mars/Base", "zone"),
            ("quiet_from", "25:00", "quiet_from"),
            ("own", "soon", "own"),
            ("e", "2", "e"),
        ] {
            let mut form = fields(&AskSettings::default_in("Europe/Amsterdam"));
            form.set(name, value);
            let (_, faults) = read(&form).expect("a form");
            let places: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
            assert_eq!(places, [field], "{name}={value}");
        }
        let mut form = fields(&AskSettings::default_in("Europe/Amsterdam"));
        form.0.retain(|(name, _)| name != "working_days");
        let (_, faults) = read(&form).expect("a form");
        assert_eq!(faults[0].field, "working_days");
    }

    #[test]
    fn a_rule_without_numbers_goes() {
        let mut form = fields(&AskSettings::default_in("Europe/Amsterdam"));
        form.set("rule/0/max", "");
        form.set("rule/0/days", "");
        let (read, faults) = read(&form).expect("a form");
        assert_eq!((read.budget.rules.len(), faults), (2, vec![]));
    }

    #[test]
    fn times_of_day_are_read_as_people_write_them() {
        for (text, expected) in [
            ("08:30", Some(510)),
            ("8.30", Some(510)),
            ("20", Some(1200)),
            ("24:00", Some(1440)),
            ("24:01", None),
            ("7:60", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
