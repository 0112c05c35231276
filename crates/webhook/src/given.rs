//! What people and programs give to make or change a webhook, and whether it can be so.

use outbound::Refused;
use platform::web::FieldError;

use crate::model::{Kind, TYPES};

/// Longest name, in characters.
const NAME_MAX: usize = 100;
/// Where Office 365 connectors were: they have ended.
const ENDED_HOST: &str = ".webhook.office.com";

/// A webhook as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// None keeps the address that is there.
    pub(crate) url: Option<String>,
    /// Event types; empty is all of them.
    pub(crate) types: Vec<String>,
    pub(crate) with_comments: bool,
    pub(crate) is_on: bool,
    /// Switched off although something tells it.
    pub(crate) even_if_used: bool,
}

impl Given {
    /// What is wrong with it, as far as that shows without looking where the address leads.
    pub(crate) fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control)
        {
            let words = format!("give a name of one line, at most {NAME_MAX} characters");
            faults.push(FieldError::new("/name", words));
        }
        if self.kind == Kind::Teams && self.url.as_deref().is_some_and(has_ended) {
            faults.push(FieldError::new(
                "/url",
                "Office 365 connectors have ended; make a workflow that posts to a channel and \
                 give its address",
            ));
        }
        if self.kind.is_chat() && !self.types.is_empty() {
            let words = "a channel gets what rules tell it, no event types";
            faults.push(FieldError::new("/types", words));
        }
        for (at, event_type) in self.types.iter().enumerate() {
            if !TYPES.contains(&event_type.as_str()) {
                let words = format!("{event_type:?} is none of {}", TYPES.join(", "));
                faults.push(FieldError::new(format!("/types/{at}"), words));
            }
        }
        faults
    }

    /// The types, each once, in our order.
    pub(crate) fn types_in_order(&self) -> Vec<String> {
        let is_given = |t: &&&str| self.types.iter().any(|g| g == **t);
        TYPES
            .iter()
            .filter(is_given)
            .map(|t| (*t).to_owned())
            .collect()
    }
}

fn has_ended(url: &str) -> bool {
    let rest = url.split("://").nth(1).unwrap_or_default();
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    host.to_ascii_lowercase().ends_with(ENDED_HOST)
}

/// The word under which pages know an error.
pub(crate) fn word(error: &FieldError) -> String {
    let path = error.pointer.trim_start_matches('/');
    let field = path.split('/').next().unwrap_or(path);
    let refused = [
        (Refused::Malformed, "malformed"),
        (Refused::Scheme, "scheme"),
        (Refused::Login, "login"),
        (Refused::Port, "port"),
        (Refused::NotPublic, "not-public"),
    ];
    let why = refused.iter().find(|(r, _)| r.to_string() == error.detail);
    match why {
        Some((_, why)) if field == "url" => format!("url-{why}"),
        None if field == "url" => "url-ended".to_owned(),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Given {
        Given {
            kind: Kind::Standard,
            name: "Data warehouse".to_owned(),
            url: Some("https://example.com/".to_owned()),
            types: vec!["response.created".to_owned()],
            with_comments: false,
            is_on: true,
            even_if_used: false,
        }
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(given().faults(), []);
        let fields = |given: Given| -> Vec<String> {
            given.faults().into_iter().map(|f| f.pointer).collect()
        };
        let name = |name: &str| Given {
            name: name.to_owned(),
            ..given()
        };
        for bad in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert_eq!(fields(name(bad)), ["/name"], "{bad:?}");
        }
        let types = |types: &[&str]| Given {
            types: types.iter().map(|t| (*t).to_owned()).collect(),
            ..given()
        };
        assert_eq!(
            fields(types(&["response.created", "response.*"])),
            ["/types/1"]
        );
        assert_eq!(
            fields(Given {
                kind: Kind::Slack,
                ..given()
            }),
            ["/types"]
        );
        let teams = |url: &str| Given {
            kind: Kind::Teams,
            types: Vec::new(),
            url: Some(url.to_owned()),
            ..given()
        };
        assert_eq!(
            fields(teams("https://acme.webhook.office.com/webhookb2/x")),
            ["/url"]
        );
        assert_eq!(
            fields(teams("https://prod-1.westeurope.logic.azure.com/x")),
            [""; 0]
        );
    }

    #[test]
    fn types_are_kept_once_and_in_order() {
        let given = Given {
            types: ["response.changed", "response.created", "response.changed"]
                .map(str::to_owned)
                .to_vec(),
            ..given()
        };
        assert_eq!(
            given.types_in_order(),
            ["response.created", "response.changed"]
        );
    }
}
