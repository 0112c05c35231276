//! What every figure means and how it is computed: a line in plain words, and the formula.

use analysis::{Basis, Importance, LmgInterval, Unit};
use stats::kss::Level;

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::words::{self, NUMBERS};

/// One figure explained.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(in crate::analyze) struct Explained {
    /// What it is called.
    pub(in crate::analyze) name: &'static str,
    /// What it means, in plain words.
    pub(in crate::analyze) says: String,
    /// How it is computed; may be empty.
    pub(in crate::analyze) how: String,
}

fn explained(name: &'static str, says: impl Into<String>, how: impl Into<String>) -> Explained {
    Explained {
        name,
        says: says.into(),
        how: how.into(),
    }
}

/// The explanations of what is in this report.
pub(in crate::analyze) fn method(analysis: &Analysis) -> Vec<Explained> {
    let mut told = vec![interval(), nps(analysis)];
    told.extend(accounts(analysis));
    if !analysis.drivers.drivers.is_empty() {
        told.extend([agree(analysis), kss()]);
        told.extend(together(analysis));
        told.push(priority());
        told.push(association());
    }
    told.extend(found(analysis));
    told.extend(compared(analysis));
    told.extend(change(analysis));
    told.extend(apart(analysis));
    told
}

fn interval() -> Explained {
    explained(
        "Between",
        "Had other people been asked, chosen the same way, the figure would have been a bit \
         different. In 95 of 100 such surveys the interval contains what everybody together would say.",
        "",
    )
}

fn nps(analysis: &Analysis) -> Explained {
    let how = if analysis.weighted {
        "Answers are weighted: \u{3a3}wz / \u{3a3}w with z = +100, 0 or \u{2212}100 per person. Standard \
         error, linearised: \u{221a}(n/(n \u{2212} 1) \u{3a3}w\u{b2}(z \u{2212} NPS)\u{b2}) / \u{3a3}w; groups as \
         parts of the whole."
    } else {
        "Interval: adjusted Wald, as if three more had answered (\u{be} promoter, \u{be} detractor, \
         1\u{bd} passive); standard error 100 \u{221a}((P + D \u{2212} (P \u{2212} D)\u{b2}) / n)."
    };
    explained(
        "NPS",
        "% promoters (9, 10) \u{2212} % detractors (0 to 6).",
        how,
    )
}

fn accounts(analysis: &Analysis) -> Option<Explained> {
    analysis.accounts.as_ref().map(|_| {
        explained(
            "Accounts",
            "People of one account answer alike, so the interval of the NPS goes by the differences \
             between accounts. Whoever has no account is one.",
            "SE\u{b2} = G/(G \u{2212} 1) \u{3a3} over accounts (\u{3a3} w(z \u{2212} NPS))\u{b2} / (\u{3a3}w)\u{b2} with \
             G accounts; the interval corrects for few and unequal ones (Bell & McCaffrey, Student's t). \
             By accounts: the mean of each account's own NPS.",
        )
    })
}

fn agree(analysis: &Analysis) -> Explained {
    let codes = |level| {
        let codes = analysis.coding.codes(level);
        let codes = codes.iter().map(ToString::to_string);
        codes.collect::<Vec<_>>().join(", ")
    };
    explained(
        "How well: agree",
        format!(
            "Share who agree with the statement, of those who answered both it and the score. Agree is \
             {}; disagree is {}; neutral is {}.",
            codes(Level::Agree),
            codes(Level::Disagree),
            codes(Level::Neutral)
        ),
        "Interval: Wilson.",
    )
}

fn kss() -> Explained {
    explained(
        "How much to gain, alone: KSS",
        "If everybody answered this statement like those who agree, the NPS would be higher by the \
         points to gain. KSS is 100 minus those: lower = more to gain. Drivers overlap: don't add \
         them up.",
        "KSS = 100 \u{2212} (NPS of those who agree \u{2212} NPS of all who answered both); standard error \
         \u{221a}((s\u{b2} + s_A\u{b2}(1/p_A \u{2212} 2)) / n). Drivers share the lead when their difference, over \
         the same people, is not more than chance.",
    )
}

/// The figures of several drivers at once, when there are any.
fn together(analysis: &Analysis) -> Vec<Explained> {
    let model = &analysis.drivers.model;
    let mut told = Vec::new();
    if let (Some(importance), Some(_)) = (model.importance, model.r2) {
        told.push(explained(
            "How strongly: part of what drivers explain",
            "Drivers go together with the score, and with each other. This splits what they explain \
             together (R\u{b2}) fairly over them; the parts add up to 100 %.",
            match importance {
                Importance::Lmg => {
                    "LMG: the R\u{b2} a driver adds, averaged over all orders in which drivers can be added \
                     (Lindeman, Merenda & Gold 1980), exact, divided by R\u{b2}."
                }
                Importance::Johnson => {
                    "Johnson's relative weights (2000) divided by R\u{b2}: an approximation for many drivers."
                }
            },
        ));
        told.push(explained("Whose answers", whose(analysis), ""));
    }
    if let Some(basis) = model.what_if {
        told.push(explained(
            "How much to gain, beside the others: what-if",
            "NPS points more if everybody who doesn't agree with this statement would, and answered \
             all others as they do: if the link were causal. Gains of several drivers don't add up. \
             KSS counts what drivers share for each of them; this doesn't.",
            match basis {
                Basis::Ordinal => format!(
                    "Proportional-odds model of detractor < passive < promoter on all drivers, from {} \
                     people who answered everything: mean predicted NPS with answers lifted to the lowest \
                     that agrees, minus without ({}).",
                    words::count(model.n_what_if as f64),
                    words::points(model.nps)
                ),
                Basis::Linear => "Hardly anybody answered every driver: by a straight line through all \
                                  answers (EM)."
                    .to_owned(),
            },
        ));
    }
    told.extend(bootstrap(analysis));
    told
}

fn whose(analysis: &Analysis) -> String {
    let model = &analysis.drivers.model;
    let [n, listwise] = [model.n, model.n_listwise].map(|n| words::count(n as f64));
    let from_all = match model.r2_listwise {
        Some(r2) => format!(" (R\u{b2} from those alone: {})", NUMBERS.percent(r2, 0)),
        None => String::new(),
    };
    if model.method == "em" {
        format!(
            "Figures of several drivers at once rest on all {n} people who gave a score, by maximum \
             likelihood (EM): nobody is left out for an answer that is missing. {listwise} of them \
             answered every driver{from_all}."
        )
    } else {
        format!(
            "Figures of several drivers at once rest on the {n} people who gave a score and \
             answered every driver that takes part (listwise)."
        )
    }
}

fn bootstrap(analysis: &Analysis) -> Option<Explained> {
    let drawn = analysis.drivers.bootstrap?;
    let unit = match drawn.unit {
        Unit::Respondents => "people",
        Unit::Accounts => "accounts, each with all its people,",
        Unit::Blocks => "random groups of people",
    };
    let by = match drawn.lmg {
        LmgInterval::Exact => "",
        LmgInterval::Johnson => {
            " With so many drivers the parts move as Johnson's weights do in each."
        }
    };
    Some(explained(
        "Resamples",
        format!(
            "Intervals of importance and what-if, and how often a driver comes first, are from {} \
             resamples of {} {unit} with replacement (seed {}: the same seed gives the same figures).",
            words::count(f64::from(drawn.replicates)),
            words::count(drawn.units as f64),
            drawn.seed
        ),
        format!(
            "Bootstrap, percentile limits 2.5 % and 97.5 %, expanded for few drawn (after Hesterberg 2015).{by}"
        ),
    ))
}

fn priority() -> Explained {
    explained(
        "Act",
        "A priority has both: a gain of its own whose interval lies above 0, and a gain beside the \
         other drivers above 0. \u{201c}Act first\u{201d} when the interval of the second lies above 0 too.",
        "",
    )
}

fn association() -> Explained {
    explained(
        "Correlations",
        "How answer and score go together, \u{2212}1 to 1, over all who answered both: Pearson's r, Spearman's \
         rank correlation, Kendall's tau-b, and gamma (Goodman & Kruskal). VIF: how many times less \
         certain a driver's own share is because others go along with it; above 5 is a caution.",
        "",
    )
}

fn found(analysis: &Analysis) -> Option<Explained> {
    analysis.columns.found.then(|| {
        explained(
            "Drivers",
            "They were found by looking: columns whose answers are all whole numbers of the scale, at \
             least two different ones, and whose name isn't that of an id.",
            "",
        )
    })
}

fn compared(analysis: &Analysis) -> Option<Explained> {
    matches!(analysis.comparison, Comparison::Rest(_)).then(|| {
        explained(
            "Groups",
            "Groups are compared with all others together, corrected for looking at many (Holm).",
            "",
        )
    })
}

fn change(analysis: &Analysis) -> Option<Explained> {
    let change = analysis.change.as_ref()?;
    let of = if change.values > 2 {
        format!(
            "Of the {} values of {} the last two are compared. ",
            change.values, change.column
        )
    } else {
        String::new()
    };
    Some(explained(
        "Change",
        format!(
            "{of}Where it moved: what happened within each group, and what came from groups having \
             become larger or smaller. Both add up exactly to the change."
        ),
        "Within = (NPS after \u{2212} before) \u{d7} mean of its two shares; mix = change of its share \u{d7} (mean \
         of its two NPS \u{2212} mean of the two of all). Drivers: difference of two shares, corrected for \
         looking at several (Holm).",
    ))
}

fn apart(analysis: &Analysis) -> Option<Explained> {
    let found = analysis.words.as_ref()?;
    let options = comments::Options::default();
    Some(explained(
        "Words",
        format!(
            "Words and phrases that detractors or promoters use more often, of those written at least \
             {} times and by at least {} customers of their side. From {} comments of detractors and {} of \
             promoters; nothing is left out, as \u{201c}not\u{201d} and \u{201c}but\u{201d} say most.",
            options.min_count,
            options.min_customers,
            words::count(found.n_low as f64),
            words::count(found.n_high as f64)
        ),
        "Difference of log odds with an informative Dirichlet prior, in standard errors (z); what is \
         more than chance among all words looked at (Benjamini\u{2013}Hochberg, 5 %).",
    ))
}
