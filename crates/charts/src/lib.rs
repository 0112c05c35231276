//! Charts as SVG from pure functions: plain numbers and already translated words in, one `<svg>` out.
//!
//! Nothing here knows a survey, a database or a language, so the dashboard, the HTML report and a
//! download share one look. Every chart shows uncertainty, labels its marks directly, carries
//! `<title>` and `<desc>`, and wraps a mark in a link when it is given one. Colours are classes
//! ([`CSS`]), never attributes, because the pages forbid inline styles.
//!
//! A chart has a fixed width in px. Pages call [`responsive`] to get a phone and a desktop drawing
//! side by side, so that text keeps its size instead of shrinking with the picture.

mod axis;
mod control;
mod distribution;
mod drivers;
mod frame;
mod groups;
mod importance;
mod interval;
mod locale;
mod opportunity;
mod placement;
mod rows;
mod scale;
mod scatter;
mod side_by_side;
mod sparkline;
mod standalone;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod trend;
mod waterfall;

pub use control::{Control, ControlPoint, control};
pub use distribution::{Bar, Bracket, ClassWords, Distribution, Tone, distribution};
pub use drivers::{DriverRow, DriverState, DriverWords, Drivers, drivers};
pub use frame::{Estimate, Frame, NARROW, Unit, WIDE, responsive};
pub use groups::{GroupRow, Groups, groups};
pub use importance::{
    Importance, ImportancePoint, ImportanceWords, WALL, importance, importance_on_wall,
};
pub use interval::{Interval, Marker, interval};
pub use locale::Locale;
pub use opportunity::{Opportunity, OpportunityPoint, OpportunityWords, opportunity};
pub use side_by_side::{SideBySide, SideCell, SideRow, side_by_side};
pub use sparkline::{Sparkline, sparkline};
pub use standalone::standalone;
pub use trend::{Baseline, Break, Trend, TrendPoint, trend};
pub use waterfall::{Waterfall, WaterfallPart, waterfall};

/// The style of every chart and the palette of the product (custom properties for light and dark).
/// Serve it before the page's own stylesheet, which uses the same properties.
pub const CSS: &str = include_str!("chart.css");
