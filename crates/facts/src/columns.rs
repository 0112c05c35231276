//! The columns of one survey: one byte per question and dimension and response, appended and
//! overwritten row by row.

use std::collections::HashMap;

use crate::code;
use crate::query::clamp_day;
use crate::segment::{SEGMENT_ROWS, Segment};

/// A question's column in one [`Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(u16);

/// An attribute's column in one [`Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionId(u16);

/// Whether a row holds a response, and how much of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No response: erased, or never filled. Never counted.
    Absent = 0,
    /// Begun, not sent in.
    Partial = 1,
    /// Sent in.
    Complete = 2,
}

/// One response, as the columns see it.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'a> {
    /// Day of the response in the workspace's time zone, in days since 1970-01-01.
    pub day: i32,
    /// How much of a response it is.
    pub state: State,
    /// Codes by question; a question not named was not asked.
    pub answers: &'a [(ColumnId, u8)],
    /// Values by attribute; an attribute not named, or `""`, is no value.
    pub attributes: &'a [(DimensionId, &'a str)],
    /// Survey weight; `None` is 1.
    pub weight: Option<f64>,
}

/// The responses of one survey as columns.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    columns: Vec<String>,
    dimensions: Vec<Dimension>,
    /// Places of the dimensions that are overlays.
    overlays: Vec<usize>,
    segments: Vec<Segment>,
    len: usize,
    weighted: bool,
}

/// A dimension's dictionary: code 0 is "no value", code `i + 1` is `values[i]`.
#[derive(Clone, Debug)]
struct Dimension {
    name: String,
    values: Vec<Box<str>>,
    codes: HashMap<Box<str>, u32>,
    /// Its codes are the caller's, and stay when a row is put anew.
    is_overlay: bool,
}

impl Facts {
    /// No questions, no dimensions, no rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// The column of a question. A new one is added; earlier rows weren't asked it.
    ///
    /// Panics beyond 65,536 columns.
    pub fn column(&mut self, name: &str) -> ColumnId {
        self.find_column(name).unwrap_or_else(|| {
            let id = u16::try_from(self.columns.len()).expect("a survey has few questions");
            self.columns.push(name.to_owned());
            ColumnId(id)
        })
    }

    /// The column of an attribute. A new one is added; earlier rows have no value.
    ///
    /// Panics beyond 65,536 dimensions.
    pub fn dimension(&mut self, name: &str) -> DimensionId {
        self.find_dimension(name).unwrap_or_else(|| {
            let id = u16::try_from(self.dimensions.len()).expect("a survey has few attributes");
            self.dimensions.push(Dimension {
                name: name.to_owned(),
                values: Vec::new(),
                codes: HashMap::new(),
                is_overlay: false,
            });
            DimensionId(id)
        })
    }

    /// The column of a property that responses don't bring along: its codes are whatever the caller
    /// makes of them, 0 in every row at first, and [`Facts::put`] leaves them alone.
    ///
    /// Panics beyond 65,536 dimensions.
    pub fn overlay_dimension(&mut self, name: &str) -> DimensionId {
        let dimension = self.dimension(name);
        self.dimensions[dimension.index()].is_overlay = true;
        self.overlays = (0..)
            .zip(&self.dimensions)
            .filter(|(_, dimension)| dimension.is_overlay)
            .map(|(index, _)| index)
            .collect();
        dimension
    }

    /// Sets the code of a row in an overlay; rows up to it that aren't there yet are absent.
    ///
    /// Panics when the dimension is no overlay.
    pub fn overlay(&mut self, row: usize, dimension: DimensionId, code: u32) {
        assert!(
            self.dimensions[dimension.index()].is_overlay,
            "codes of other dimensions follow from their values"
        );
        self.reach(row);
        let segment = &mut self.segments[row / SEGMENT_ROWS];
        segment.set_code(row % SEGMENT_ROWS, dimension.index(), code);
    }

    /// The column of a question, if there is one.
    pub fn find_column(&self, name: &str) -> Option<ColumnId> {
        let index = self.columns.iter().position(|column| column == name)?;
        Some(ColumnId(index as u16))
    }

    /// The column of an attribute, if there is one.
    pub fn find_dimension(&self, name: &str) -> Option<DimensionId> {
        let index = self
            .dimensions
            .iter()
            .position(|dimension| dimension.name == name)?;
        Some(DimensionId(index as u16))
    }

    /// All questions, in the order they were added.
    pub fn columns(&self) -> impl Iterator<Item = (ColumnId, &str)> {
        self.columns
            .iter()
            .enumerate()
            .map(|(index, name)| (ColumnId(index as u16), &**name))
    }

    /// All attributes, in the order they were added.
    pub fn dimensions(&self) -> impl Iterator<Item = (DimensionId, &str)> {
        let named = |(index, dimension): (usize, _)| {
            let dimension: &Dimension = dimension;
            (DimensionId(index as u16), &*dimension.name)
        };
        self.dimensions.iter().enumerate().map(named)
    }

    /// All values an attribute ever had, in the order they came.
    pub fn dimension_values(&self, dimension: DimensionId) -> impl Iterator<Item = &str> {
        let dimension = self.dimensions.get(dimension.index());
        dimension
            .into_iter()
            .flat_map(|dimension| dimension.values.iter().map(|value| &**value))
    }

    /// Puts a response into a row: the next row appends, an earlier one is overwritten as a whole,
    /// and a later one leaves absent rows between.
    ///
    /// Panics when a code is above [`code::NOT_ASKED`] or an id is another survey's.
    pub fn put(&mut self, row: usize, fact: &Fact) {
        self.reach(row);
        let segment = &mut self.segments[row / SEGMENT_ROWS];
        let row = row % SEGMENT_ROWS;
        segment.clear(row, &self.overlays);
        segment.set_state(row, fact.state);
        if fact.state == State::Absent {
            return;
        }
        segment.set_day(row, clamp_day(fact.day));
        for &(column, code) in fact.answers {
            assert!(code <= code::NOT_ASKED, "{code} is no answer code");
            assert!(
                column.index() < self.columns.len(),
                "another survey's question"
            );
            segment.set_answer(row, column.index(), code);
        }
        segment.note_seen(row);
        for &(dimension, value) in fact.attributes {
            debug_assert!(!self.dimensions[dimension.index()].is_overlay);
            let code = self.dimensions[dimension.index()].code_or_new(value);
            segment.set_code(row, dimension.index(), code);
        }
        if let Some(weight) = fact.weight {
            self.weighted = true;
            segment.set_weight(row, weight);
        }
    }

    /// Appends absent rows until this one is there.
    fn reach(&mut self, row: usize) {
        while self.len <= row {
            if self.len.is_multiple_of(SEGMENT_ROWS) {
                self.segments.push(Segment::default());
            }
            let segment = self
                .segments
                .last_mut()
                .expect("a segment was pushed at row 0");
            segment.push_absent();
            self.len += 1;
        }
    }

    /// Number of rows, absent ones included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of memory the columns take, dictionaries included.
    pub fn bytes_used(&self) -> usize {
        let dictionary = |dimension: &Dimension| {
            let entry = 2 * size_of::<Box<str>>() + size_of::<u32>();
            dimension
                .values
                .iter()
                .map(|value| 2 * value.len() + entry)
                .sum::<usize>()
        };
        self.segments.iter().map(Segment::bytes_used).sum::<usize>()
            + self.dimensions.iter().map(dictionary).sum::<usize>()
    }

    /// Whether any response ever came with a weight.
    pub fn is_weighted(&self) -> bool {
        self.weighted
    }

    /// The state of a row.
    pub fn state(&self, row: usize) -> State {
        self.segments[row / SEGMENT_ROWS].state(row % SEGMENT_ROWS)
    }

    /// The day of a row, in days since 1970-01-01; meaningless when it is absent.
    pub fn day(&self, row: usize) -> i32 {
        self.segments[row / SEGMENT_ROWS]
            .days()
            .get(row % SEGMENT_ROWS)
    }

    /// The answer's code in a row.
    pub fn answer(&self, row: usize, column: ColumnId) -> u8 {
        self.segments[row / SEGMENT_ROWS].answer(row % SEGMENT_ROWS, column.index())
    }

    /// The code of a dimension in a row: 0 is no value.
    pub fn code(&self, row: usize, dimension: DimensionId) -> u32 {
        self.segments[row / SEGMENT_ROWS]
            .codes(dimension.index())
            .get(row % SEGMENT_ROWS)
    }

    /// The value of an attribute in a row.
    pub fn attribute(&self, row: usize, dimension: DimensionId) -> Option<&str> {
        let index = dimension.index();
        let code = self.segments[row / SEGMENT_ROWS]
            .codes(index)
            .get(row % SEGMENT_ROWS);
        let place = (code as usize).checked_sub(1)?;
        Some(&*self.dimensions[index].values[place])
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The closed range of days that holds all responses.
    pub(crate) fn day_range(&self) -> Option<(i32, i32)> {
        let ranges = self.segments.iter().filter_map(Segment::day_range);
        ranges.reduce(|(first, last), range| (first.min(range.0), last.max(range.1)))
    }

    /// Rows in this state.
    pub(crate) fn state_count(&self, state: State) -> usize {
        self.segments
            .iter()
            .map(|segment| segment.state_count(state) as usize)
            .sum()
    }

    /// Bit per code that may occur in the column, in a row that counts.
    pub(crate) fn codes_seen(&self, column: ColumnId) -> u16 {
        let seen = |segment: &Segment| match segment.answers(column.index()) {
            Some(answers) => answers.seen(),
            None => 1 << code::NOT_ASKED,
        };
        self.segments
            .iter()
            .fold(0, |all, segment| all | seen(segment))
    }

    /// The code of a value, 0 for `""`; `None` when nobody ever had it.
    pub(crate) fn value_code(&self, dimension: DimensionId, value: &str) -> Option<u32> {
        if value.is_empty() {
            return Some(0);
        }
        self.dimensions
            .get(dimension.index())?
            .codes
            .get(value)
            .copied()
    }

    /// The weight of a row.
    pub fn weight(&self, row: usize) -> f64 {
        self.segments[row / SEGMENT_ROWS].weight(row % SEGMENT_ROWS)
    }
}

impl ColumnId {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl DimensionId {
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Dimension {
    fn code_or_new(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        if let Some(&code) = self.codes.get(value) {
            return code;
        }
        self.values.push(value.into());
        let code = u32::try_from(self.values.len()).expect("fewer values than rows");
        self.codes.insert(value.into(), code);
        code
    }
}

impl State {
    pub(crate) fn from_byte(byte: u8) -> Self {
        match byte {
            0 => Self::Absent,
            1 => Self::Partial,
            _ => Self::Complete,
        }
    }
}
