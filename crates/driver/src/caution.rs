//! What to be careful about, in sentences of the reader's language.

use analysis::{Code, Warning};

use crate::words::Teller;

/// Warnings that change how the whole page reads, and the others.
pub(crate) fn cautions(teller: &Teller<'_>) -> (Vec<String>, Vec<String>) {
    let warnings = teller.analysis.warnings.iter();
    let (first, rest): (Vec<&Warning>, Vec<&Warning>) = warnings.partition(|w| is_weighty(w));
    let told = |warnings: Vec<&Warning>| -> Vec<String> {
        warnings.into_iter().map(|w| sentence(teller, w)).collect()
    };
    (told(first), told(rest))
}

/// About the whole, or about a driver that swallows the others.
fn is_weighty(warning: &Warning) -> bool {
    match warning.code {
        Code::RareLevels | Code::ManyDrivers | Code::ApproximateLimits | Code::Sampled => false,
        Code::OutcomeLike => true,
        _ => warning.drivers.is_empty(),
    }
}

/// A warning in words.
fn sentence(teller: &Teller<'_>, warning: &Warning) -> String {
    let names: Vec<String> = warning.drivers.iter().map(|n| teller.quoted(n)).collect();
    let name = teller.all_of(&names);
    let voice = &teller.screen.voice;
    let mut args: Vec<(&str, String)> = vec![("name", name)];
    for (number, value) in &warning.values {
        args.push((number, voice.number(*value, decimals(number))));
    }
    if let Some(share) = warning.value("share") {
        args.retain(|(number, _)| *number != "share");
        args.push(("share", voice.percent(share)));
    }
    let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
    let key = key(warning.code);
    let either = matches!(warning.code, Code::TooFew | Code::NotDetermined);
    if either && !warning.drivers.is_empty() {
        return voice.say(&format!("{key}-one"), &args);
    }
    voice.say(&key, &args)
}

fn decimals(number: &str) -> usize {
    match number {
        "r" | "next" => 2,
        "vif" => 1,
        "p" => 4,
        _ => 0,
    }
}

/// The key of a warning's words.
fn key(code: Code) -> String {
    format!("driver-warning-{}", code.as_str().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_has_words_in_both_languages() {
        // A new code that isn't named here fails where it is matched below.
        let all = [
            Code::Nobody,
            Code::OutcomeConstant,
            Code::Constant,
            Code::TooFew,
            Code::FewForRanks,
            Code::TooFewForWhatIf,
            Code::LinearWhatIf,
            Code::Correlated,
            Code::Collinear,
            Code::Aliased,
            Code::OutcomeLike,
            Code::MuchMissing,
            Code::Reversed,
            Code::ProportionalOdds,
            Code::NotPositiveDefinite,
            Code::NotDetermined,
            Code::Sampled,
            Code::RareLevels,
            Code::FewUnits,
            Code::ManyDrivers,
            Code::ApproximateLimits,
            Code::FewReplicates,
            Code::FewResamples,
            Code::UnevenWeights,
        ];
        for code in all {
            let start = format!("\n{} =", key(code));
            for words in [crate::SLICE.words.en, crate::SLICE.words.nl] {
                assert!(words.contains(&start), "{start}");
            }
            match code {
                Code::Nobody
                | Code::OutcomeConstant
                | Code::Constant
                | Code::TooFew
                | Code::FewForRanks
                | Code::TooFewForWhatIf
                | Code::LinearWhatIf
                | Code::Correlated
                | Code::Collinear
                | Code::Aliased
                | Code::OutcomeLike
                | Code::MuchMissing
                | Code::Reversed
                | Code::ProportionalOdds
                | Code::NotPositiveDefinite
                | Code::NotDetermined
                | Code::Sampled
                | Code::RareLevels
                | Code::FewUnits
                | Code::ManyDrivers
                | Code::ApproximateLimits
                | Code::FewReplicates
                | Code::FewResamples
                | Code::UnevenWeights => {}
            }
        }
    }

    #[test]
    fn no_page_speaks_of_significance() {
        for words in [crate::SLICE.words.en, crate::SLICE.words.nl] {
            assert!(!words.to_lowercase().contains("significan"));
        }
    }
}
