//! What fits: titles, texts, names of causes.

pub mod cause;

use platform::web::FieldError;

/// Longest title and name of a cause, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 20_000;

/// A name in lower case with single spaces.
pub fn name_key(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// A text as one line of at most [`TITLE_MAX`] characters, without what turns or hides the rest.
pub fn one_line(text: &str) -> String {
    platform::inert::line(text, TITLE_MAX)
}

/// One line of 1 to [`TITLE_MAX`] characters.
pub fn line(pointer: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let length = text.chars().count();
    if !(1..=TITLE_MAX).contains(&length) || text.chars().any(char::is_control) {
        let detail = format!("one line of 1 to {TITLE_MAX} characters");
        return Err(FieldError::new(pointer, detail));
    }
    Ok(text.to_owned())
}

/// A text of at most [`TEXT_MAX`] characters; may be empty. Line breaks and tabs are fine, other
/// control characters are not.
pub fn text(pointer: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > TEXT_MAX {
        let detail = format!("a text has at most {TEXT_MAX} characters");
        return Err(FieldError::new(pointer, detail));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(FieldError::new(pointer, "a text has no control characters"));
    }
    Ok(text)
}
