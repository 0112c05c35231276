//! What was asked of the drivers beside the filter, as it stands in the address.

use analysis::Method;
use dashboard::filter::Others;
use platform::Problem;
use platform::web::QueryPairs;

/// Resamples the intervals are taken from unless somebody says otherwise.
pub(crate) const REPLICATES: u32 = 2_000;
/// Most resamples one may ask for.
pub(crate) const REPLICATES_MAX: u32 = 10_000;
/// Where resampling starts unless somebody says otherwise.
pub(crate) const SEED: u64 = 1;
/// Most attributes that take part at once.
pub(crate) const ATTRIBUTES_MAX: usize = 10;
/// Field of the form per driver, before the driver's name; without scripts a form can't write
/// `lift=name:percent`.
pub(crate) const FIELD: &str = "lift-";

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    /// Attributes that take part.
    pub(crate) with: Vec<String>,
    /// What the figures of several drivers at once are based on.
    pub(crate) method: Method,
    /// Drivers that are lifted: name and percent of those who don't agree yet, above 0.
    pub(crate) lifts: Vec<(String, f64)>,
    /// Resamples.
    pub(crate) replicates: u32,
    /// Where they start.
    pub(crate) seed: u64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            with: Vec::new(),
            method: Method::Em,
            lifts: Vec::new(),
            replicates: REPLICATES,
            seed: SEED,
        }
    }
}

/// Who asks: a form may leave fields empty and has one per driver, a program says how to resample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// A page.
    Page,
    /// A program.
    Program,
}

/// The parameters in a query beside the filter, to be refused or not by the filter's reading.
pub(crate) fn parameters(query: &QueryPairs, asker: Asker) -> Vec<&str> {
    match asker {
        Asker::Program => vec!["method", "bootstrap", "seed"],
        Asker::Page => {
            let names = query.0.iter().map(|(name, _)| name.as_str());
            let fields = names.filter(|name| name.starts_with(FIELD));
            std::iter::once("method").chain(fields).collect()
        }
    }
}

/// The parameters as the filter takes them. Steps and splits make no sense here.
pub(crate) fn others<'a>(once: &'a [&'a str]) -> Others<'a> {
    Others {
        once,
        many: &["with", "lift"],
    }
}

/// Refuses what the filter would take and this page has no use for, and what is empty from a
/// program.
pub(crate) fn check(query: &QueryPairs, asker: Asker) -> Result<(), Problem> {
    for (name, value) in &query.0 {
        if name == "by" || name == "trend" {
            return Err(Problem::BadRequest(format!(
                "unknown parameter {name:?}: drivers are neither split nor followed through time; \
                 filter instead"
            )));
        }
        if asker == Asker::Program && value.is_empty() {
            return Err(Problem::BadRequest(format!("{name} is empty")));
        }
    }
    Ok(())
}

impl Wanted {
    /// Reads the parameters. `attributes` are the names this survey knows, `drivers` the keys of
    /// its statements.
    pub(crate) fn read(
        query: &QueryPairs,
        attributes: &[String],
        drivers: &[&str],
    ) -> Result<Self, Problem> {
        let mut wanted = Self::default();
        for (name, value) in query.0.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "with" => wanted.add_attribute(value, attributes)?,
                "method" => wanted.method = method(value)?,
                "bootstrap" => {
                    let most = u64::from(REPLICATES_MAX);
                    let number = whole(name, value, most)?;
                    wanted.replicates = u32::try_from(number).unwrap_or(REPLICATES_MAX);
                }
                "seed" => wanted.seed = whole(name, value, u64::MAX)?,
                "lift" => {
                    // Names may have colons; percentages have none.
                    let (driver, share) = value.rsplit_once(':').ok_or_else(|| {
                        Problem::BadRequest(format!(
                            "lift: {value:?} has no percentage; write lift=name:percent"
                        ))
                    })?;
                    wanted.add_lift(driver, percent(name, share)?)?;
                }
                _ => {
                    if let Some(driver) = name.strip_prefix(FIELD) {
                        wanted.add_lift(driver, percent(name, value)?)?;
                    }
                }
            }
        }
        for (name, _) in &wanted.lifts {
            if !drivers.contains(&name.as_str()) && !wanted.with.contains(name) {
                let known = drivers.iter().copied();
                let known: Vec<&str> = known
                    .chain(wanted.with.iter().map(String::as_str))
                    .collect();
                return Err(Problem::BadRequest(format!(
                    "lift: no driver is called {name:?}; there is {}",
                    known.join(", ")
                )));
            }
        }
        wanted.lifts.retain(|(_, percent)| *percent > 0.0);
        Ok(wanted)
    }

    /// The parameters that stay when the filter changes.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs: Vec<_> = self.with.iter().map(|name| pair("with", name)).collect();
        if self.method != Method::Em {
            pairs.push(pair("method", self.method.as_str()));
        }
        let lifts = self.lifts.iter();
        pairs.extend(lifts.map(|(name, percent)| pair("lift", &format!("{name}:{percent}"))));
        pairs
    }

    /// The percentage a driver is lifted by; 0 when it isn't.
    pub(crate) fn percent(&self, driver: &str) -> f64 {
        let found = self.lifts.iter().find(|(name, _)| name == driver);
        found.map_or(0.0, |(_, percent)| *percent)
    }

    fn add_attribute(&mut self, name: &str, attributes: &[String]) -> Result<(), Problem> {
        if !attributes.iter().any(|known| known == name) {
            return Err(Problem::BadRequest(format!(
                "with: {name:?} is no attribute of this survey; there is {}",
                attributes.join(", ")
            )));
        }
        if !self.with.iter().any(|known| known == name) {
            self.with.push(name.to_owned());
        }
        if self.with.len() > ATTRIBUTES_MAX {
            return Err(Problem::BadRequest(format!(
                "with: at most {ATTRIBUTES_MAX} attributes at once"
            )));
        }
        Ok(())
    }

    fn add_lift(&mut self, name: &str, percent: f64) -> Result<(), Problem> {
        if self.lifts.iter().any(|(known, _)| known == name) {
            return Err(Problem::BadRequest(format!("lift: {name} is given twice")));
        }
        self.lifts.push((name.to_owned(), percent));
        Ok(())
    }
}

fn method(value: &str) -> Result<Method, Problem> {
    match value {
        "em" => Ok(Method::Em),
        "listwise" => Ok(Method::Listwise),
        _ => Err(Problem::BadRequest(format!(
            "method is em or listwise, not {value:?}"
        ))),
    }
}

fn whole(name: &str, value: &str, most: u64) -> Result<u64, Problem> {
    let number = value.parse::<u64>().ok().filter(|number| *number <= most);
    number.ok_or_else(|| {
        Problem::BadRequest(format!(
            "{name}: {value:?} is no whole number from 0 to {most}"
        ))
    })
}

fn percent(name: &str, value: &str) -> Result<f64, Problem> {
    let number = value.trim().replace(',', ".").parse::<f64>().ok();
    let number = number.filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| {
        Problem::BadRequest(format!("{name}: {value:?} is no percentage from 0 to 100"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Wanted, Problem> {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let query = QueryPairs(pairs.iter().map(pair).collect());
        let attributes = ["industry".to_owned(), "a:b".to_owned()];
        Wanted::read(&query, &attributes, &["price", "help"])
    }

    #[test]
    fn forms_and_addresses_lift_alike() {
        let form = read(&[("lift-price", "50"), ("lift-help", ""), ("method", "")]).expect("form");
        let address = read(&[("lift", "price:50"), ("lift", "help:0")]).expect("address");
        assert_eq!(form, address);
        assert_eq!(form.pairs(), [("lift".to_owned(), "price:50".to_owned())]);
        assert_eq!((form.percent("price"), form.percent("help")), (50.0, 0.0));
        let comma = read(&[("lift", "price:12,5")]).expect("a comma");
        assert_eq!(comma.pairs()[0].1, "price:12.5");
    }

    #[test]
    fn attributes_take_part_and_may_be_lifted() {
        let wanted = read(&[("with", "a:b"), ("with", "a:b"), ("lift", "a:b:100")]).expect("ok");
        assert_eq!(wanted.with, ["a:b"]);
        assert_eq!(wanted.lifts, [("a:b".to_owned(), 100.0)]);
    }

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        for (pairs, named) in [
            (&[("with", "size")][..], "industry, a:b"),
            (&[("method", "pairwise")], "em or listwise"),
            (&[("bootstrap", "10001")], "0 to 10000"),
            (&[("bootstrap", "-1")], "whole number"),
            (&[("seed", "x")], "seed"),
            (&[("lift", "price")], "lift=name:percent"),
            (&[("lift", "price:101")], "0 to 100"),
            (&[("lift", "price:NaN")], "0 to 100"),
            (&[("lift", "speed:10")], "price, help"),
            (&[("lift", "industry:10")], "no driver"),
            (&[("lift-speed", "10")], "price, help"),
            (&[("lift", "price:1"), ("lift-price", "2")], "twice"),
        ] {
            let Err(Problem::BadRequest(text)) = read(pairs) else {
                panic!("{pairs:?} is taken");
            };
            assert!(text.contains(named), "{text}");
        }
    }

    #[test]
    fn the_usual_bootstrap_has_a_seed() {
        let wanted = read(&[]).expect("nothing");
        assert_eq!((wanted.replicates, wanted.seed), (2_000, 1));
        let own = read(&[("bootstrap", "0"), ("seed", "7")]).expect("own");
        assert_eq!((own.replicates, own.seed), (0, 7));
    }
}
