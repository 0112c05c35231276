//! The widget: a survey in a frame of somebody's web page. Which sites may hold that frame is said
//! per survey; browsers refuse it to all others.

use platform::Problem;
use platform::web::{FieldError, QueryPairs, encoded};
use serde_json::Value;
use user::Viewer;
use user::audit::Note;

use crate::model::Attributes;
use crate::rules;
use crate::service::Responses;
use crate::store::widget::{keep, sites};

/// The script that web pages load.
pub(crate) const WIDGET_JS: &str = include_str!("../assets/widget.js");
/// Sites of one survey at most.
pub(crate) const SITES_MAX: usize = 20;
/// Longest origin, in characters.
const ORIGIN_MAX: usize = 255;
/// In front of an attribute in the address of the frame.
const ATTRIBUTE: &str = "a.";
/// Attributes a web page may say at most.
const ATTRIBUTES_MAX: usize = 10;

/// An origin as browsers write it: scheme, host and port, and nothing else. It becomes part of a
/// header, so nothing passes but what an origin can have.
pub(crate) fn origin(text: &str) -> Result<String, &'static str> {
    const FORM: &str = "give an origin such as https://www.example.com, without a path";
    let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
    if text.len() > ORIGIN_MAX {
        return Err("an origin has at most 255 characters");
    }
    let (scheme, rest) = text.split_once("://").ok_or(FORM)?;
    let usual = match scheme {
        "https" => "443",
        "http" => "80",
        _ => return Err("an origin begins with https:// or http://"),
    };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    if !host.split('.').all(is_label) {
        return Err(FORM);
    }
    match port {
        None => Ok(format!("{scheme}://{host}")),
        Some(port) if port == usual => Ok(format!("{scheme}://{host}")),
        Some(port) => match port.parse::<u16>() {
            Ok(number) if number > 0 && number.to_string() == port => {
                Ok(format!("{scheme}://{host}:{port}"))
            }
            _ => Err("a port is a number from 1 to 65535"),
        },
    }
}

/// The origins to allow, each once; errors point at `/origins/{index}`.
pub(crate) fn origins(given: &[String]) -> Result<Vec<String>, Vec<FieldError>> {
    let (mut kept, mut errors) = (Vec::new(), Vec::new());
    for (index, text) in given.iter().enumerate() {
        match origin(text) {
            Ok(origin) if kept.contains(&origin) => {}
            Ok(origin) => kept.push(origin),
            Err(detail) => errors.push(FieldError::new(format!("/origins/{index}"), detail)),
        }
    }
    if kept.len() > SITES_MAX {
        let detail = format!("at most {SITES_MAX} sites are allowed");
        errors.push(FieldError::new("/origins", detail));
    }
    if errors.is_empty() {
        kept.sort();
        Ok(kept)
    } else {
        Err(errors)
    }
}

/// What a web page says of the respondent. What can't be an attribute is left out: a mistake in a
/// web page must not keep people from answering.
pub(crate) fn attributes(query: &QueryPairs) -> Attributes {
    let mut kept = Attributes::new();
    for (name, value) in &query.0 {
        let Some(name) = name.strip_prefix(ATTRIBUTE) else {
            continue;
        };
        let one = [(name.to_owned(), Value::from(value.trim()))].into();
        if kept.len() < ATTRIBUTES_MAX
            && !value.trim().is_empty()
            && let Ok(one) = rules::attributes(&one)
        {
            kept.extend(one);
        }
    }
    kept
}

/// The address of the frame's form, which carries the attributes along.
pub(crate) fn action(token: &str, attributes: &Attributes) -> String {
    let mut action = format!("/w/{token}");
    for (index, (name, value)) in attributes.iter().enumerate() {
        action.push(if index == 0 { '?' } else { '&' });
        action.push_str(ATTRIBUTE);
        action.push_str(&encoded(name));
        action.push('=');
        action.push_str(&encoded(value));
    }
    action
}

/// What to put into a web page; `base_url` is ours.
pub(crate) fn snippet(base_url: &str, token: &str) -> String {
    format!(
        "<script src=\"{base_url}/widget.js\" data-survey=\"{token}\" data-mode=\"button\" defer>\
         </script>"
    )
}

impl Responses {
    /// The sites that may show a survey.
    pub(crate) async fn sites(
        &self,
        workspace_id: &str,
        survey_id: &str,
    ) -> Result<Vec<String>, Problem> {
        let (workspace, survey) = (workspace_id.to_owned(), survey_id.to_owned());
        self.app
            .db
            .read(move |tx| Ok(sites(tx, &workspace, &survey)?))
            .await
    }

    /// Says which sites may show a survey; all others no longer may.
    pub(crate) async fn set_sites(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        given: &[String],
    ) -> Result<Vec<String>, Problem> {
        let survey = self.survey(viewer, survey_id).await?;
        let origins = origins(given).map_err(Problem::all_invalid)?;
        let (kept, by, now_us) = (origins.clone(), viewer.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let whose = (survey.workspace_id.as_str(), survey.survey_id.as_str());
                keep(tx, whose, &origins)?;
                let note = Note::new("widget.changed", &survey.survey_id);
                let note = note.with(serde_json::json!({ "sites": origins }));
                Ok::<_, Problem>(user::audit::note(tx, &by, note, now_us)?)
            })
            .await?;
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_those_browsers_write() {
        let cases = [
            ("https://www.Example.com/", Ok("https://www.example.com")),
            (" https://example.com:443 ", Ok("https://example.com")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://localhost:80", Ok("http://localhost")),
            (
                "https://xn--mller-kva.example",
                Ok("https://xn--mller-kva.example"),
            ),
            ("example.com", Err(())),
            ("ftp://example.com", Err(())),
            ("javascript://example.com", Err(())),
            ("https://*.example.com", Err(())),
            ("https://", Err(())),
            ("https://a..b", Err(())),
            ("https://example.com/path", Err(())),
            ("https://user@example.com", Err(())),
            ("https://example.com:0", Err(())),
            ("https://example.com:070", Err(())),
            ("https://example.com:65536", Err(())),
            ("https://a.example; script-src *", Err(())),
            ("https://a.example\r\nX: y", Err(())),
            ("'none'", Err(())),
            ("null", Err(())),
        ];
        for (text, expected) in cases {
            let found = origin(text);
            assert_eq!(found.as_deref().map_err(|_| ()), expected, "{text}");
        }
        assert!(origin(&format!("https://{}", "a.".repeat(200))).is_err());
        let many: Vec<String> = (0..21).map(|n| format!("https://s{n}.example")).collect();
        assert!(origins(&many).is_err());
        assert_eq!(origins(&many[..20]).map(|o| o.len()), Ok(20));
        let twice = [
            "https://a.example".to_owned(),
            "HTTPS://A.example/".to_owned(),
        ];
        assert_eq!(origins(&twice), Ok(vec!["https://a.example".to_owned()]));
    }

    #[test]
    fn a_web_page_says_a_few_short_things_at_most() {
        let long = "x".repeat(201);
        let mut given = vec![
            ("a.article-id".to_owned(), " 12 & 3 ".to_owned()),
            ("a.".to_owned(), "nameless".to_owned()),
            ("a.long".to_owned(), long),
            ("a.blank".to_owned(), " ".to_owned()),
            ("language".to_owned(), "nl".to_owned()),
        ];
        let kept = attributes(&QueryPairs(given.clone()));
        assert_eq!(
            kept,
            Attributes::from([("article-id".into(), "12 & 3".into())])
        );
        let action = action("tok", &kept);
        assert_eq!(action, "/w/tok?a.article-id=12%20%26%203");
        given.extend((0..20).map(|n| (format!("a.n{n}"), "v".to_owned())));
        assert_eq!(attributes(&QueryPairs(given)).len(), ATTRIBUTES_MAX);
    }

    #[test]
    fn the_script_is_small_and_needs_no_loose_policy() {
        assert!(WIDGET_JS.len() < 5000, "{}", WIDGET_JS.len());
        for loose in [
            "eval(",
            "innerHTML",
            "document.write",
            "cookie =",
            "localStorage",
            "setAttribute(\"style",
        ] {
            assert!(!WIDGET_JS.contains(loose), "{loose}");
        }
    }
}
