//! Weights in words.

use super::{Section, Teller};
use crate::weighting::{Status, Weighting};

/// Whether weights say something worth the top of the page.
pub(super) fn tells(weights: &Weighting) -> bool {
    weights.status == Status::Shown
}

/// The part of the page; none without a weight.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let weights = teller.told.weights.as_ref()?;
    let attribute = weights.attribute.as_str();
    let plain = |key: &str| teller.say(key, &[("attribute", attribute)]);
    let section = |finding| Section::new(teller, "weights", finding);
    let mut section = match weights.status {
        Status::Hidden => section(plain("sample-weights-hidden")).noticed(),
        Status::NoneUsable => section(plain("sample-weights-none")).noticed(),
        Status::Equal => section(plain("sample-weights-equal")),
        Status::Shown => section(shown(teller, weights)?),
    };
    section.more = more(teller, weights);
    section.explain = vec!["sample-weighted"];
    Some(section)
}

fn shown(teller: &Teller<'_>, weights: &Weighting) -> Option<String> {
    let (figure, plain) = (weights.figure?, weights.unweighted?);
    Some(teller.say(
        "sample-weights-shown",
        &[
            ("attribute", &weights.attribute),
            ("metric", &teller.name()),
            ("value", &teller.value(figure.value?)),
            ("between", &teller.between(figure.ci95?)),
            ("plain", &teller.value(plain.value?)),
            ("n", &teller.whole(figure.n)),
            ("effective", &teller.about(weights.effective_n?)),
        ],
    ))
}

fn more(teller: &Teller<'_>, weights: &Weighting) -> Vec<String> {
    let mut more = Vec::new();
    if weights.unusable > 0 {
        more.push(teller.count("sample-weights-unusable", weights.unusable, &[]));
    }
    if let (Status::Shown, Some([low, high])) = (weights.status, weights.range) {
        let [low, high] = [low, high].map(|weight| teller.screen.voice.number(weight, 1));
        more.push(teller.say("sample-weights-range", &[("low", &low), ("high", &high)]));
    }
    more
}
