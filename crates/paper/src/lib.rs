//! Pictures and PDF from charts and words: what is taken along, printed or mailed.
//!
//! - [`png`]: a chart as a picture, for mails and slides.
//! - [`xlsx`]: tables as sheets, each with a chart that is Excel's own.
//! - [`Document`]: headings, words, charts and tables; [`pdf`] makes an A4 file of it that screen
//!   readers can follow (PDF/UA-1, checked while it is written).
//!
//! The fonts are in the program, so that a picture is the same on every machine. A letter they lack
//! comes from a font that is installed on the machine; where none has it `�` is shown. Words that are
//! read from right to left stand so; nothing else of a text is changed.

mod fallback;
mod font;
mod page;
mod pdf;
mod picture;
mod sheet;
mod table;

pub use pdf::{Document, Part, pdf};
pub use picture::png;
pub use sheet::{Cell, Drawn, Sheet, SheetChart, xlsx};

/// Why there is no picture or file.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The text is no SVG that can be drawn.
    #[error("this is no picture: {0}")]
    Picture(String),
    /// Nothing that can be drawn has this size.
    #[error("a picture of {0} × {1} pixels can't be made")]
    Size(u32, u32),
    /// The workbook can't be written.
    #[error("the workbook can't be written: {0}")]
    Sheet(String),
    /// The file would not be what readers of PDF expect.
    #[error("the PDF can't be written: {0}")]
    Pdf(String),
}
