//! The filter of a dashboard, as it stands in the address: for all its blocks at once, whatever
//! survey they are about. So attributes are only names here; each survey says whether it knows them.

use dashboard::filter::address;
use dashboard::months::{months_before, whole_months};
use jiff::ToSpan;
use jiff::civil::Date;
use platform::Problem;
use platform::clock::{date_of_day, days_since_1970};
use platform::id::is_id;
use platform::web::QueryPairs;

/// Most values a filter can name.
const MEMBERS_MAX: usize = 100;
/// Longest name and value together, in characters.
const MEMBER_MAX: usize = 1_000;

/// Built-in properties of answers that can be filtered by.
const BUILT_IN: [&str; 3] = ["language", "channel", "version"];

/// A period that moves along with the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// The last so many days, today among them.
    Days(i32),
    /// The last so many whole months before this one.
    Months(i32),
    /// From the first day of this month, quarter or year.
    This(Unit),
    /// The month, quarter or year before.
    Last(Unit),
}

/// A part of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// The relative periods with their names in addresses, in the order the bar offers them.
pub const RELATIVE: [(&str, Relative); 10] = [
    ("last-7-days", Relative::Days(7)),
    ("last-30-days", Relative::Days(30)),
    ("last-90-days", Relative::Days(90)),
    ("last-12-months", Relative::Months(12)),
    ("this-month", Relative::This(Unit::Month)),
    ("last-month", Relative::Last(Unit::Month)),
    ("this-quarter", Relative::This(Unit::Quarter)),
    ("last-quarter", Relative::Last(Unit::Quarter)),
    ("this-year", Relative::This(Unit::Year)),
    ("last-year", Relative::Last(Unit::Year)),
];

/// With what the dashboard is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// The period of the same length before.
    Before,
    /// The same period a year earlier.
    Year,
    /// Another value of an attribute: `name:value`.
    Group(String),
}

impl Compare {
    /// As in addresses.
    pub fn text(&self) -> &str {
        match self {
            Self::Before => "before",
            Self::Year => "year",
            Self::Group(member) => member,
        }
    }
}

/// What is asked of a dashboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// A relative period, by its name.
    pub period: Option<&'static str>,
    /// First day, when no relative period is set.
    pub from: Option<i32>,
    /// Last day.
    pub to: Option<i32>,
    /// `name:value` of attributes.
    pub attributes: Vec<String>,
    /// Name and value of built-in properties.
    pub built_in: Vec<(&'static str, String)>,
    /// Only what was sent in.
    pub complete: bool,
    /// Only blocks about these surveys.
    pub surveys: Vec<String>,
    /// Only what these teams and the teams below them did.
    pub teams: Vec<String>,
    /// Beside what.
    pub compare: Option<Compare>,
    /// Its days are whole months: of a survey that hides small groups. Not part of the address.
    pub months: bool,
}

/// The parameters a dashboard's address may have.
pub const NAMES: [&str; 11] = [
    "period",
    "from",
    "to",
    "attribute",
    "language",
    "channel",
    "version",
    "complete",
    "survey",
    "team",
    "compare",
];

impl View {
    /// Reads an address. An unknown parameter is refused, never ignored; empty values are what
    /// forms send for fields left alone. `others` are the page's own.
    pub fn read(query: &QueryPairs, others: &[&str]) -> Result<Self, Problem> {
        let mut view = Self::default();
        for name in NAMES.iter().chain(others) {
            let once = ![
                "attribute",
                "language",
                "channel",
                "version",
                "survey",
                "team",
                "have",
            ]
            .contains(name);
            if once && query.all(name).filter(|value| !value.is_empty()).count() > 1 {
                return Err(Problem::BadRequest(format!("{name} is given twice")));
            }
        }
        for (name, value) in &query.0 {
            match name.as_str() {
                known if others.contains(&known) => {}
                known if NAMES.contains(&known) && value.is_empty() => {}
                known => view.set(known, value)?,
            }
        }
        view.check()?;
        Ok(view)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let bad = |text: String| Err(Problem::BadRequest(format!("{name}: {text}")));
        match name {
            "period" => match RELATIVE.iter().find(|(known, _)| *known == value) {
                Some((known, _)) => self.period = Some(known),
                None => {
                    let names: Vec<&str> = RELATIVE.iter().map(|(name, _)| *name).collect();
                    return bad(format!("{value:?} is none of {}", names.join(", ")));
                }
            },
            "from" => self.from = Some(day(name, value)?),
            "to" => self.to = Some(day(name, value)?),
            "attribute" => push(&mut self.attributes, member(name, value)?),
            "complete" if ["0", "1"].contains(&value) => self.complete = value == "1",
            "complete" => return bad(format!("1 or 0, not {value:?}")),
            "survey" if is_id(value) => push(&mut self.surveys, value.to_owned()),
            "survey" => return bad(format!("{value:?} is no id of a survey")),
            "team" if is_id(value) => push(&mut self.teams, value.to_owned()),
            "team" => return bad(format!("{value:?} is no id of a team")),
            "compare" => {
                self.compare = Some(match value {
                    "before" => Compare::Before,
                    "year" => Compare::Year,
                    _ => Compare::Group(member(name, value)?),
                });
            }
            _ => match BUILT_IN.iter().find(|known| **known == name) {
                Some(known) => push(&mut self.built_in, (*known, value.to_owned())),
                None => {
                    return Err(Problem::BadRequest(format!(
                        "unknown parameter {name:?}; allowed: {}",
                        NAMES.join(", ")
                    )));
                }
            },
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Problem> {
        let bad = |text: &str| Err(Problem::BadRequest(text.to_owned()));
        if self.period.is_some() && (self.from.is_some() || self.to.is_some()) {
            return bad("give either period, or from and to");
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return bad("from is after to");
        }
        if self.members() > MEMBERS_MAX {
            return bad("too many values at once");
        }
        Ok(())
    }

    /// How many values are named.
    fn members(&self) -> usize {
        self.attributes.len() + self.built_in.len() + self.surveys.len() + self.teams.len()
    }

    /// Reads a filter as it is stored: a query without its question mark.
    pub fn of_text(text: &str) -> Result<Self, Problem> {
        let pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
        Self::read(&QueryPairs(pairs.collect()), &[])
    }

    /// As it is stored.
    pub fn text(&self) -> String {
        address("", &self.pairs())
            .trim_start_matches('?')
            .to_owned()
    }

    /// As parameters, in a fixed order.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut push = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
        if let Some(period) = self.period {
            push("period", period);
        }
        for (name, day) in [("from", self.from), ("to", self.to)] {
            if let Some(day) = day {
                push(name, &date_of_day(day).to_string());
            }
        }
        for attribute in &self.attributes {
            push("attribute", attribute);
        }
        for (name, value) in &self.built_in {
            push(name, value);
        }
        if self.complete {
            push("complete", "1");
        }
        for survey in &self.surveys {
            push("survey", survey);
        }
        for team in &self.teams {
            push("team", team);
        }
        if let Some(compare) = &self.compare {
            push("compare", compare.text());
        }
        pairs
    }

    /// Whether anything is left out.
    pub fn is_filtered(&self) -> bool {
        *self
            != Self {
                compare: self.compare.clone(),
                months: self.months,
                ..Self::default()
            }
    }

    /// The same in whole months.
    #[must_use]
    pub fn in_months(&self) -> Self {
        Self {
            months: true,
            ..self.clone()
        }
    }

    /// Whether its days in whole months are others than those that were asked for.
    pub fn is_widened(&self, today: i32) -> bool {
        let asked = Self {
            months: false,
            ..self.clone()
        };
        self.months && asked.days(today) != self.days(today)
    }

    /// Whether answers are left out by more than their day.
    pub fn picks_answers(&self) -> bool {
        !self.attributes.is_empty() || !self.built_in.is_empty() || self.complete
    }

    /// First and last day that count, when today is `today`.
    pub fn days(&self, today: i32) -> (Option<i32>, Option<i32>) {
        let named = self.period.and_then(|period| {
            let found = RELATIVE.iter().find(|(name, _)| *name == period);
            found.map(|(_, relative)| relative.days(today))
        });
        let asked = match named {
            Some((from, to)) => (Some(from), Some(to)),
            None => (self.from, self.to),
        };
        if self.months {
            whole_months(asked)
        } else {
            asked
        }
    }

    /// The parameters for the answers of one survey that knows these attributes; or the names it
    /// doesn't know.
    pub fn of_survey(
        &self,
        known: &[String],
        today: i32,
    ) -> Result<Vec<(String, String)>, Vec<String>> {
        let is_known = |member: &String| {
            let mut names = known.iter();
            names.any(|name| {
                member
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.starts_with(':'))
            })
        };
        let unknown: Vec<String> = self
            .attributes
            .iter()
            .filter(|m| !is_known(m))
            .cloned()
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let (from, to) = self.days(today);
        let here = Self {
            period: None,
            from,
            to,
            surveys: Vec::new(),
            teams: Vec::new(),
            compare: None,
            ..self.clone()
        };
        Ok(here.pairs())
    }

    /// The attributes that are filtered by, of those that are known, each with the values that count.
    pub fn members_of(&self, known: &[String]) -> Vec<(String, Vec<String>)> {
        let mut all: Vec<(String, Vec<String>)> = Vec::new();
        for member in &self.attributes {
            let value = |name: &String| {
                let rest = member.strip_prefix(name.as_str())?.strip_prefix(':')?;
                Some((name.clone(), rest.to_owned()))
            };
            let found = known.iter().filter_map(value);
            let Some((name, value)) = found.max_by_key(|(name, _)| name.len()) else {
                continue;
            };
            match all.iter_mut().find(|(other, _)| *other == name) {
                Some((_, values)) => values.push(value),
                None => all.push((name, vec![value])),
            }
        }
        all
    }

    /// The other side of a comparison; none when nothing is compared, or when a period is compared
    /// that has no beginning, or a group with one that may have people in common with it.
    pub fn other(&self, today: i32) -> Option<Self> {
        let (from, to) = self.days(today);
        let shifted = |from: i32, to: i32| Self {
            period: None,
            from: Some(from),
            to: Some(to),
            compare: None,
            ..self.clone()
        };
        match self.compare.as_ref()? {
            Compare::Before => {
                let (from, to) = (from?, to.unwrap_or(today));
                let (from, to) = if self.months {
                    months_before((from, to))
                } else {
                    (from - (to - from) - 1, from - 1)
                };
                Some(shifted(from, to))
            }
            Compare::Year => {
                let earlier = |day: i32| {
                    let date = date_of_day(day).saturating_sub(1.year());
                    days_since_1970(date)
                };
                Some(shifted(earlier(from?), earlier(to.unwrap_or(today))))
            }
            Compare::Group(member) => {
                let (name, _) = member.split_once(':')?;
                let same = format!("{name}:");
                let mut attributes = self.attributes.clone();
                // Two sides with people in common can't be told apart by chance.
                if attributes.contains(member) || !attributes.iter().any(|m| m.starts_with(&same)) {
                    return None;
                }
                attributes.retain(|other| !other.starts_with(&same));
                attributes.push(member.clone());
                Some(Self {
                    attributes,
                    compare: None,
                    ..self.clone()
                })
            }
        }
    }

    /// The same, only with this value of an attribute.
    #[must_use]
    pub fn only(&self, name: &str, value: &str) -> Self {
        let mut view = self.clone();
        let same = format!("{name}:");
        view.attributes.retain(|other| !other.starts_with(&same));
        view.attributes.push(format!("{same}{value}"));
        view
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

fn day(name: &str, value: &str) -> Result<i32, Problem> {
    let date = value.parse::<Date>().ok().filter(|_| value.len() == 10);
    date.map(days_since_1970).ok_or_else(|| {
        Problem::BadRequest(format!(
            "{name}: {value:?} is no date; write it as 2026-03-31"
        ))
    })
}

fn member(name: &str, value: &str) -> Result<String, Problem> {
    let is_fit =
        value.contains(':') && !value.starts_with(':') && value.chars().count() <= MEMBER_MAX;
    is_fit.then(|| value.to_owned()).ok_or_else(|| {
        Problem::BadRequest(format!(
            "{name}: write it as name:value, such as industry:care"
        ))
    })
}

impl Relative {
    /// First and last day, when today is `today`.
    pub fn days(self, today: i32) -> (i32, i32) {
        match self {
            Self::Days(count) => (today - count + 1, today),
            Self::Months(count) => {
                let start = Unit::Month.start(date_of_day(today));
                let first = start.saturating_sub(count.months());
                (days_since_1970(first), days_since_1970(start) - 1)
            }
            Self::This(unit) => (days_since_1970(unit.start(date_of_day(today))), today),
            Self::Last(unit) => {
                let end = days_since_1970(unit.start(date_of_day(today))) - 1;
                (days_since_1970(unit.start(date_of_day(end))), end)
            }
        }
    }
}

impl Unit {
    /// The first day of the part of the calendar with this day.
    fn start(self, date: Date) -> Date {
        let month = match self {
            Self::Month => date.month(),
            Self::Quarter => (date.month() - 1) / 3 * 3 + 1,
            Self::Year => 1,
        };
        jiff::civil::date(date.year(), month, 1)
    }
}

#[cfg(test)]
#[path = "view/tests.rs"]
mod tests;
