//! Reading what forms on a case's page send.

use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use platform::Problem;
use platform::web::FormData;

use crate::service::Meant;

/// The case a form is about, in the revision it was filled in for.
pub(super) fn meant(case_id: &str, form: &FormData) -> Result<Meant, Problem> {
    let seen = form.text("revision");
    let seen = seen
        .parse()
        .map_err(|_| Problem::BadRequest(format!("revision is a number, not {seen:?}")))?;
    Ok(Meant {
        case_id: case_id.to_owned(),
        seen: Some(seen),
    })
}

/// One of the words a field offers.
pub(super) fn word<T: FromStr<Err = String>>(form: &FormData, name: &str) -> Result<T, Problem> {
    form.text(name)
        .parse()
        .map_err(|wrong| Problem::invalid(format!("/{name}"), wrong))
}

/// A day and time in the company's time zone; `None` when the field is empty.
pub(super) fn moment(form: &FormData, name: &str, zone: &TimeZone) -> Result<Option<i64>, Problem> {
    let text = form.text(name);
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Problem::invalid(format!("/{name}"), "a day and a time, as 2026-11-22T09:30");
    let civil: DateTime = text.parse().map_err(|_| wrong())?;
    let zoned = zone.to_zoned(civil).map_err(|_| wrong())?;
    Ok(Some(zoned.timestamp().as_microsecond()))
}

/// Whether a box is ticked.
pub(super) fn ticked(form: &FormData, name: &str) -> bool {
    form.text(name) == "true"
}
