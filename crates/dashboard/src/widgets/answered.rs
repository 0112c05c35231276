//! How many responses there are, how many were sent in, and who gave no score for which reason.

use facts::code;
use serde::Serialize;

use crate::screen::Screen;

/// Responses and completion.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Answered {
    /// Responses that pass the filter.
    pub(crate) responses: String,
    /// Sent in.
    pub(crate) complete: String,
    /// Nothing was only begun.
    pub(crate) all_complete: bool,
    /// Begun, not sent in.
    pub(crate) partial: String,
    /// Share sent in; none without responses.
    pub(crate) completion: Option<String>,
    /// Why a score is missing, with how many, kinds that occur.
    pub(crate) missing: Vec<(String, String)>,
    /// "120 answers on an earlier scale are not in these figures", if there are any.
    pub(crate) earlier: Option<String>,
    /// The answers behind it.
    pub(crate) link: Option<String>,
}

/// Responses and completion.
pub(crate) fn answered(screen: &Screen<'_>) -> Answered {
    let (results, voice) = (screen.results, screen.voice);
    let (responses, complete) = (results.all.responses.n, results.all.complete.n);
    let kinds = [
        (code::BLANK, "dashboard-missing-blank"),
        (code::DONT_KNOW, "dashboard-missing-dont-know"),
        (code::NOT_APPLICABLE, "dashboard-missing-not-applicable"),
        (code::NOT_ASKED, "dashboard-missing-not-asked"),
    ];
    let missing = kinds.into_iter().filter_map(|(code, key)| {
        let n = results.all.outcome[usize::from(code)].n;
        (n > 0).then(|| (voice.word(key), voice.whole(n)))
    });
    Answered {
        responses: voice.whole(responses),
        complete: voice.whole(complete),
        all_complete: complete == responses,
        partial: voice.whole(responses.saturating_sub(complete)),
        completion: (responses > 0).then(|| voice.percent(complete as f64 / responses as f64)),
        missing: missing.collect(),
        earlier: (results.earlier > 0)
            .then(|| voice.count("dashboard-earlier-scale", results.earlier, &[])),
        link: screen.answers_at(&results.asked, &[]),
    }
}
