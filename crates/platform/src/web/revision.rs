//! Which revision somebody saw of what they now change.

use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;

use super::Problem;

/// The revision in `If-Match: "7"`; `*` and nothing match any. `what` is named when it can't be
/// read: `survey`.
pub fn if_match(headers: &HeaderMap, what: &str) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    number
        .and_then(|number| number.parse().ok())
        .map(Some)
        .ok_or_else(|| {
            Problem::BadRequest(format!("If-Match is the ETag of the {what}, as in \"7\""))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_read_in_quotes_only() {
        let read = |value: &str| {
            let headers = HeaderMap::from_iter([(IF_MATCH, value.parse().expect("a value"))]);
            if_match(&headers, "survey")
        };
        assert_eq!(if_match(&HeaderMap::new(), "survey").expect("any"), None);
        assert_eq!(read("*").expect("any"), None);
        assert_eq!(read("\"7\"").expect("a revision"), Some(7));
        for bad in ["7", "\"7", "\"x\"", "\"\"", "W/\"7\"", "\"7\", \"8\""] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
