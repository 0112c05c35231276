//! One stretch of rows: the columns are cut into segments, so that appending never moves what is
//! there, a column that came later costs nothing before it, and every segment knows which codes and
//! days it holds.

use crate::code;
use crate::columns::State;

/// Rows per segment: whole blocks of the fast evaluator, and few enough to be counted in a `u16`.
pub(crate) const SEGMENT_ROWS: usize = 15 * 4096;

/// The columns of up to [`SEGMENT_ROWS`] rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    states: Vec<u8>,
    state_counts: [u32; 3],
    days: Days,
    day_range: Option<(i32, i32)>,
    answers: Vec<Answers>,
    dimensions: Vec<Codes>,
    /// Empty while nobody here has a weight other than 1.
    weights: Vec<f64>,
}

/// The answers to one question; no bytes while nobody here was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    codes: Vec<u8>,
    /// Bit per code that occurs, or once did.
    seen: u16,
}

/// The codes of one dimension, as wide as the largest code here needs.
#[derive(Clone, Debug, Default)]
pub(crate) enum Codes {
    /// Nobody here has a value.
    #[default]
    None,
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

/// Days since 1970-01-01.
#[derive(Clone, Debug)]
pub(crate) enum Days {
    /// Years 1970 to 2149.
    Narrow(Vec<u16>),
    Wide(Vec<i32>),
}

impl Segment {
    pub(crate) fn len(&self) -> usize {
        self.states.len()
    }

    pub(crate) fn state(&self, row: usize) -> State {
        State::from_byte(self.states[row])
    }

    pub(crate) fn states(&self) -> &[u8] {
        &self.states
    }

    /// Rows in this state.
    pub(crate) fn state_count(&self, state: State) -> u32 {
        self.state_counts[state as usize]
    }

    pub(crate) fn days(&self) -> &Days {
        &self.days
    }

    /// All days here lie in this closed range; `None` when no row ever had a response.
    pub(crate) fn day_range(&self) -> Option<(i32, i32)> {
        self.day_range
    }

    /// The answers to a question; `None` when nobody here was asked.
    pub(crate) fn answers(&self, column: usize) -> Option<&Answers> {
        self.answers
            .get(column)
            .filter(|answers| !answers.codes.is_empty())
    }

    pub(crate) fn answer(&self, row: usize, column: usize) -> u8 {
        self.answers(column)
            .map_or(code::NOT_ASKED, |answers| answers.codes[row])
    }

    pub(crate) fn codes(&self, dimension: usize) -> &Codes {
        self.dimensions.get(dimension).unwrap_or(&Codes::None)
    }

    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// Appends a row without a response.
    pub(crate) fn push_absent(&mut self) {
        push(&mut self.states, State::Absent as u8);
        self.state_counts[State::Absent as usize] += 1;
        self.days.push_first();
        for answers in &mut self.answers {
            if !answers.codes.is_empty() {
                push(&mut answers.codes, code::NOT_ASKED);
            }
        }
        for codes in &mut self.dimensions {
            codes.push_none();
        }
        if !self.weights.is_empty() {
            push(&mut self.weights, 1.0);
        }
    }

    pub(crate) fn set_state(&mut self, row: usize, state: State) {
        self.state_counts[usize::from(self.states[row])] -= 1;
        self.states[row] = state as u8;
        self.state_counts[state as usize] += 1;
    }

    pub(crate) fn set_day(&mut self, row: usize, day: i32) {
        self.days.set(row, day);
        let (first, last) = self.day_range.unwrap_or((day, day));
        self.day_range = Some((first.min(day), last.max(day)));
    }

    /// Makes every answer of the row "not asked" and every dimension but these "no value".
    pub(crate) fn clear(&mut self, row: usize, overlays: &[usize]) {
        for answers in &mut self.answers {
            if !answers.codes.is_empty() {
                answers.codes[row] = code::NOT_ASKED;
            }
        }
        for (index, codes) in self.dimensions.iter_mut().enumerate() {
            if !matches!(codes, Codes::None) && !overlays.contains(&index) {
                codes.set(row, 0, 0);
            }
        }
        self.set_weight(row, 1.0);
    }

    pub(crate) fn set_answer(&mut self, row: usize, column: usize, code: u8) {
        if self.answers.len() <= column {
            self.answers.resize_with(column + 1, Answers::default);
        }
        let rows = self.states.len();
        let answers = &mut self.answers[column];
        if answers.codes.is_empty() {
            if code == code::NOT_ASKED {
                return;
            }
            answers.codes = filled(rows, code::NOT_ASKED);
            if rows > 1 {
                answers.seen |= 1 << code::NOT_ASKED;
            }
        }
        answers.codes[row] = code;
    }

    /// Notes the codes of a row that is filled; those of absent rows don't matter.
    pub(crate) fn note_seen(&mut self, row: usize) {
        for answers in &mut self.answers {
            if let Some(code) = answers.codes.get(row) {
                answers.seen |= 1 << code;
            }
        }
    }

    pub(crate) fn set_code(&mut self, row: usize, dimension: usize, code: u32) {
        if self.dimensions.len() <= dimension {
            self.dimensions.resize_with(dimension + 1, Codes::default);
        }
        self.dimensions[dimension].set(row, code, self.states.len());
    }

    pub(crate) fn set_weight(&mut self, row: usize, weight: f64) {
        #[expect(clippy::float_cmp, reason = "exactly 1 is what a missing weight means")]
        if self.weights.is_empty() {
            if weight == 1.0 {
                return;
            }
            self.weights = filled(self.states.len(), 1.0);
        }
        self.weights[row] = weight;
    }

    pub(crate) fn bytes_used(&self) -> usize {
        let answers = self.answers.iter().map(|answers| answers.codes.capacity());
        self.states.capacity()
            + self.days.bytes_used()
            + answers.sum::<usize>()
            + self.dimensions.iter().map(Codes::bytes_used).sum::<usize>()
            + self.weights.capacity() * size_of::<f64>()
    }
}

/// A column of `rows` equal values, with room to grow.
fn filled<T: Clone>(rows: usize, value: T) -> Vec<T> {
    let mut column = Vec::with_capacity(rows.next_power_of_two().min(SEGMENT_ROWS));
    column.resize(rows, value);
    column
}

/// Appends a value; a full column doubles, up to exactly a segment.
fn push<T>(column: &mut Vec<T>, value: T) {
    if column.len() == column.capacity() {
        let doubled = (column.len() * 2).clamp(64, SEGMENT_ROWS);
        column.reserve_exact(doubled.saturating_sub(column.len()));
    }
    column.push(value);
}

impl Answers {
    pub(crate) fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// Bit per code that may occur in a row that counts.
    pub(crate) fn seen(&self) -> u16 {
        self.seen
    }
}

impl Codes {
    pub(crate) fn get(&self, row: usize) -> u32 {
        match self {
            Self::None => 0,
            Self::U8(codes) => u32::from(codes[row]),
            Self::U16(codes) => u32::from(codes[row]),
            Self::U32(codes) => codes[row],
        }
    }

    fn push_none(&mut self) {
        match self {
            Self::None => {}
            Self::U8(codes) => push(codes, 0),
            Self::U16(codes) => push(codes, 0),
            Self::U32(codes) => push(codes, 0),
        }
    }

    /// Sets the code of a row; `rows` is the number of rows of the segment.
    fn set(&mut self, row: usize, code: u32, rows: usize) {
        while !self.fits(code) {
            *self = self.widened(rows);
        }
        match self {
            Self::None => {}
            Self::U8(codes) => codes[row] = code as u8,
            Self::U16(codes) => codes[row] = code as u16,
            Self::U32(codes) => codes[row] = code,
        }
    }

    fn fits(&self, code: u32) -> bool {
        match self {
            Self::None => code == 0,
            Self::U8(_) => u8::try_from(code).is_ok(),
            Self::U16(_) => u16::try_from(code).is_ok(),
            Self::U32(_) => true,
        }
    }

    fn widened(&self, rows: usize) -> Self {
        match self {
            Self::None => Self::U8(filled(rows, 0)),
            Self::U8(codes) => Self::U16(codes.iter().map(|&code| code.into()).collect()),
            Self::U16(codes) => Self::U32(codes.iter().map(|&code| code.into()).collect()),
            Self::U32(codes) => Self::U32(codes.clone()),
        }
    }

    fn bytes_used(&self) -> usize {
        match self {
            Self::None => 0,
            Self::U8(codes) => codes.capacity(),
            Self::U16(codes) => codes.capacity() * size_of::<u16>(),
            Self::U32(codes) => codes.capacity() * size_of::<u32>(),
        }
    }
}

impl Default for Days {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Days {
    pub(crate) fn get(&self, row: usize) -> i32 {
        match self {
            Self::Narrow(days) => i32::from(days[row]),
            Self::Wide(days) => days[row],
        }
    }

    /// Appends a day for a row without a response; the first one keeps the range narrow.
    fn push_first(&mut self) {
        match self {
            Self::Narrow(days) => push(days, 0),
            Self::Wide(days) => push(days, 0),
        }
    }

    fn set(&mut self, row: usize, day: i32) {
        match (&mut *self, u16::try_from(day)) {
            (Self::Narrow(days), Ok(day)) => days[row] = day,
            (Self::Wide(days), _) => days[row] = day,
            (Self::Narrow(days), Err(_)) => {
                let mut wide: Vec<i32> = days.iter().map(|&day| day.into()).collect();
                wide[row] = day;
                *self = Self::Wide(wide);
            }
        }
    }

    fn bytes_used(&self) -> usize {
        match self {
            Self::Narrow(days) => days.capacity() * size_of::<u16>(),
            Self::Wide(days) => days.capacity() * size_of::<i32>(),
        }
    }
}
