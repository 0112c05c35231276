//! KSS as a gauge: the part of the attainable recommendation that is realised. Same order as KSS
//! when the same people answered all drivers, and easier to read as a dial.

use super::{Cells, Level};

/// The gauge with its uncertainty, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// `100 (100 + NPS_all)/(100 + NPS_A)`, above 0; above 100 when the link is reversed.
    pub value: f64,
    /// Standard error.
    pub se: f64,
}

/// The gauge; `None` when nobody agrees, or all who agree are detractors.
///
/// With `u_A = 100 + NPS_A` and `k = (100 + NPS_all)/u_A` the standard error follows from the
/// influence function `100/u_A ((z − NPS_all) − k 1[A](z − NPS_A)/p_A)`; for equal weights it is
/// `(100/u_A) √((s² + k² s_A²/p_A − 2k s_A²)/n)`.
pub fn ratio(cells: &Cells) -> Option<Ratio> {
    let all = cells.all().value()?;
    let agree = cells.level(Level::Agree).value()?;
    let attainable = 100.0 + agree;
    if attainable < 1e-9 {
        return None;
    }
    let realised = (100.0 + all) / attainable;
    let share = cells.level(Level::Agree).total().w / cells.total().w;
    let se = cells.standard_error(|level, class| {
        let z = class.points();
        let inside = if level == Level::Agree {
            realised * (z - agree) / share
        } else {
            0.0
        };
        100.0 / attainable * ((z - all) - inside)
    });
    Some(Ratio {
        value: 100.0 * realised,
        se,
    })
}
