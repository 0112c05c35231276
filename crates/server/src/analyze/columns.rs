//! Which columns of the file play which part.

use figures::Coding;
use tabular::{Options, Row, Table};

use crate::analyze::Args;
use crate::analyze::compute::Error;
use crate::analyze::value::{Missing, Scale};

/// The columns in use, by their place in the file.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// All names in the file.
    pub(super) names: Vec<String>,
    /// The score.
    pub(super) score: usize,
    /// The statements.
    pub(super) drivers: Vec<usize>,
    /// Whether the statements were found by looking, not named by the user.
    pub(super) found: bool,
    /// What to split by.
    pub(super) by: Option<usize>,
    /// The weights.
    pub(super) weight: Option<usize>,
    /// Attributes that take part as drivers.
    pub(super) attributes: Vec<usize>,
    /// The account.
    pub(super) account: Option<usize>,
    /// The waves.
    pub(super) change: Option<usize>,
    /// The comments.
    pub(super) comment: Option<usize>,
}

impl Columns {
    /// Finds the columns the user names; reads the file once when the statements aren't named.
    pub(super) fn find(args: &Args, table: &Table, coding: Coding) -> Result<Self, Error> {
        let place = |name: &str| table.column(name);
        let mut columns = Self {
            names: table.columns().to_vec(),
            score: place(&args.score)?,
            drivers: Vec::new(),
            found: args.drivers.is_none(),
            by: args.by.as_deref().map(place).transpose()?,
            weight: args.weight.as_deref().map(place).transpose()?,
            attributes: match &args.attributes {
                Some(names) => named("attribute", names, table)?,
                None => Vec::new(),
            },
            account: args.account.as_deref().map(place).transpose()?,
            change: args.change.as_deref().map(place).transpose()?,
            comment: args.comment.as_deref().map(place).transpose()?,
        };
        columns.drivers = match &args.drivers {
            Some(names) => named("driver", names, table)?,
            None => columns.look(args, coding)?,
        };
        columns.check()?;
        Ok(columns)
    }

    /// Refuses a column with two parts that exclude each other.
    fn check(&self) -> Result<(), Error> {
        let refuse = |column: usize, one: &str, other: &str| {
            let name = &self.names[column];
            let message = format!("{name:?} can't be both {one} and {other}");
            Err(Error::Usage(message))
        };
        if self.drivers.contains(&self.score) {
            return refuse(self.score, "the score", "a driver");
        }
        let attributes = self
            .attributes
            .iter()
            .map(|&column| (column, "an attribute"));
        let others = [
            (self.by, "--by"),
            (self.weight, "--weight"),
            (self.account, "--account"),
            (self.change, "--change"),
            (self.comment, "--comment"),
        ];
        let others = others
            .into_iter()
            .filter_map(|(column, part)| Some((column?, part)));
        for (column, part) in attributes.chain(others) {
            if column == self.score {
                return refuse(column, "the score", part);
            }
            if self.drivers.contains(&column) {
                return refuse(column, "a driver", part);
            }
        }
        Ok(())
    }

    /// Columns with a part of their own, which are never looked at for statements.
    fn taken(&self) -> impl Iterator<Item = usize> {
        [
            self.by,
            self.weight,
            self.account,
            self.change,
            self.comment,
        ]
        .into_iter()
        .flatten()
        .chain(self.attributes.iter().copied())
        .chain([self.score])
    }

    /// Columns whose values are kept as they stand, each once.
    pub(super) fn dimensions(&self) -> Vec<usize> {
        let mut columns: Vec<usize> = [self.by, self.account, self.change]
            .into_iter()
            .flatten()
            .chain(self.attributes.iter().copied())
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// Names of the statements, in file order.
    pub(super) fn driver_names(&self) -> Vec<String> {
        self.drivers
            .iter()
            .map(|&column| self.names[column].clone())
            .collect()
    }

    /// Every column, but those with another part and ids, whose values are all answers of the
    /// scale, missing or empty, with at least two different answers.
    fn look(&self, args: &Args, coding: Coding) -> Result<Vec<usize>, Error> {
        let missing = Missing::new(&args.missing);
        let scale = Scale::of(coding);
        // Bit `c` is answer `c`; none as soon as something else stands there.
        let mut answers: Vec<Option<u16>> = (0..self.names.len())
            .map(|column| {
                let taken = self.taken().any(|other| other == column);
                (!taken && !is_id(&self.names[column])).then_some(0)
            })
            .collect();
        let mut table = open(args)?;
        let mut row = Row::default();
        while table.read(&mut row)? {
            for (seen, cell) in answers.iter_mut().zip(row.cells()) {
                let Some(bits) = *seen else { continue };
                *seen = match scale.read(cell, &missing) {
                    Ok(code) if code <= scale.highest => Some(bits | 1 << code),
                    Ok(_) => Some(bits),
                    Err(_) => None,
                };
            }
        }
        let several = |seen: &Option<u16>| seen.is_some_and(|bits| bits.count_ones() >= 2);
        let places = answers.iter().enumerate().filter(|(_, seen)| several(seen));
        Ok(places.map(|(column, _)| column).collect())
    }
}

/// Opens the file of the arguments.
pub(super) fn open(args: &Args) -> Result<Table, Error> {
    let options = Options {
        sheet: args.sheet.clone(),
        ..Options::default()
    };
    Ok(tabular::open(&args.file, &options)?)
}

/// Columns by name, separated by commas; a name that has commas itself may stand alone.
fn named(part: &str, names: &str, table: &Table) -> Result<Vec<usize>, Error> {
    if let Ok(one) = table.column(names) {
        return Ok(vec![one]);
    }
    let mut places = Vec::new();
    for name in names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let place = table.column(name)?;
        if places.contains(&place) {
            return Err(Error::Usage(format!("{part} {name:?} is named twice")));
        }
        places.push(place);
    }
    if places.is_empty() {
        return Err(Error::Usage(format!("--{part}s {names:?} names no column")));
    }
    Ok(places)
}

/// Whether a column's name says that it numbers the rows.
fn is_id(name: &str) -> bool {
    let name = name.to_lowercase();
    let last = name.rsplit(['_', '-', ' ', '.']).next().unwrap_or_default();
    ["id", "nr", "no", "number", "nummer"].contains(&last)
}
