//! Dates in spreadsheets: numbers of days, which only the format of their cell tells from others.

use jiff::Span;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// A number.
    #[default]
    Number,
    /// A day, a time of day, or both.
    Moment,
    /// Hours and minutes that may be more than a day.
    Duration,
}

impl Kind {
    /// Of a format that every spreadsheet program knows by its number.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            // 27 to 36 and 50 to 58 are dates where Excel speaks an Asian language.
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// Of a format code such as `dd-mm-yyyy` or `[Red]#,##0.00`.
    pub(super) fn of_code(code: &str) -> Self {
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character.to_ascii_lowercase() {
                // What follows one of these is shown as it stands, or as a gap.
                '\\' | '_' | '*' => drop(characters.next()),
                '"' => drop(characters.find(|c| *c == '"')),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    if is_elapsed(&inside) {
                        return Self::Duration;
                    }
                }
                // The formats of negative numbers, of zero and of text follow.
                ';' => return Self::Number,
                'd' | 'm' | 'h' | 'y' | 's' => return Self::Moment,
                'a' if characters.as_str().starts_with(['/', 'p', 'P']) => return Self::Moment,
                _ => {}
            }
        }
        Self::Number
    }
}

/// `[h]`, `[mm]`, `[ss]`.
fn is_elapsed(inside: &str) -> bool {
    let mut letters = inside.chars().map(|c| c.to_ascii_lowercase());
    let first = letters.next();
    matches!(first, Some('h' | 'm' | 's')) && letters.all(|letter| Some(letter) == first)
}

/// A number as the text its kind gives: 9 for 9.0, an ISO date, an ISO time, or both.
pub(super) fn text(number: f64, kind: Kind, since_1904: bool) -> String {
    match kind {
        Kind::Number | Kind::Duration => number.to_string(),
        Kind::Moment => moment(number, since_1904),
    }
}

/// The last day of the year 9999, in days since 1900 and since 1904.
const LAST_DAY: [i64; 2] = [2_958_465, 2_957_003];

fn moment(number: f64, since_1904: bool) -> String {
    let seconds = number.fract().max(0.0) * 86_400.0;
    let ms = seconds.trunc() as i64 * 1000 + (seconds.fract() * 1000.0).round() as i64;
    // A moment that rounds to midnight is the next day.
    let whole = number.floor().clamp(0.0, 1e9) as i64;
    let (day, ms) = (whole + ms / 86_400_000, ms % 86_400_000);
    let (second, milli) = (ms / 1000, ms % 1000);
    let fraction = match milli {
        0 => String::new(),
        milli => format!(".{milli:03}"),
    };
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let time = format!("{hour:02}:{minute:02}:{:02}{fraction}", second % 60);
    if number < 1.0 {
        time
    } else if ms == 0 {
        date(day, since_1904)
    } else {
        format!("{}T{time}", date(day, since_1904))
    }
}

/// The day of a number of days.
fn date(days: i64, since_1904: bool) -> String {
    let days = days.min(LAST_DAY[usize::from(since_1904)]);
    let day_zero = match days {
        _ if since_1904 => jiff::civil::date(1904, 1, 1),
        // 1900 was no leap year, but spreadsheets count as if it had been one.
        60 => return "1900-02-29".to_owned(),
        ..60 => jiff::civil::date(1899, 12, 31),
        _ => jiff::civil::date(1899, 12, 30),
    };
    let day = day_zero.saturating_add(Span::new().days(days));
    day.to_string()
}
