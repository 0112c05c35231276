//! What a digest says to one person: what came in, the figures with their verdicts, what moved, what
//! is to be done; all within what that person sees.

use std::collections::HashMap;

use coaching::Coaching;
use dashboard::filter::Others;
use dashboard::results::{Depth, Results};
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::Voice;
use dashboard::{Dashboard, parts};
use mail::Enclosure;
use movement::Alarm;
use platform::Problem;
use platform::clock::{date_of_day, day_in};
use platform::web::QueryPairs;
use platform::words::Language;
use serde::Serialize;
use serde_json::Value;
use survey::{Status, Survey};
use target::model::Which;
use target::words::Teller;
use user::{Role, Viewer};

use crate::model::Rhythm;
use crate::own::{self, OwnFigure};

/// Surveys in one digest, those with the most answers.
const SURVEYS_MAX: usize = 5;
/// Comments of one survey.
const COMMENTS_MAX: usize = 5;

/// What one survey has to say.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Section {
    /// Its title.
    pub(crate) title: String,
    /// "38 new answers".
    pub(crate) answers: String,
    /// "NPS is 44, between 38 and 49 (n = 623)."
    pub(crate) finding: Option<String>,
    /// What became of it since the step before.
    pub(crate) verdict: Option<String>,
    /// The picture: name of the enclosure, and what it shows for who doesn't see it.
    pub(crate) picture: Option<(String, String)>,
    /// The newest comments: score and words.
    pub(crate) comments: Vec<(Option<u64>, String)>,
    /// Its page.
    pub(crate) link: String,
}

/// What moved in one survey.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moved {
    /// Its title.
    pub(crate) survey: String,
    /// Each movement: its sentence, and the address of its page.
    pub(crate) told: Vec<(String, String)>,
}

/// A digest before it is a letter.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Content {
    /// "16 nov – 22 nov 2026".
    pub(crate) period: String,
    /// Surveys with new answers.
    pub(crate) sections: Vec<Section>,
    /// Surveys with new answers that are not told one by one.
    pub(crate) further: usize,
    /// What moved, by survey.
    pub(crate) moved: Vec<Moved>,
    /// Targets: name, verdict and why.
    pub(crate) targets: Vec<(String, String)>,
    /// Open cases in their sight.
    pub(crate) open: i64,
    /// Of those, overdue.
    pub(crate) overdue: i64,
    /// Their own open cases.
    pub(crate) mine: i64,
    /// Their own, overdue.
    pub(crate) mine_overdue: i64,
    /// The pictures.
    #[serde(skip)]
    pub(crate) files: Vec<Enclosure>,
}

impl Content {
    /// Whether there is nothing worth a mail.
    pub(crate) fn is_empty(&self) -> bool {
        self.sections.is_empty() && self.moved.is_empty() && self.overdue == 0 && self.mine == 0
    }
}

/// First and last day a digest is about, since 1970: the week before this one, or the days since
/// the last working day.
pub(crate) fn days(rhythm: Rhythm, today: i32) -> (i32, i32) {
    let from = match rhythm {
        Rhythm::Daily => {
            let is_monday = date_of_day(today).weekday() == jiff::civil::Weekday::Monday;
            today - if is_monday { 3 } else { 1 }
        }
        Rhythm::Weekly | Rhythm::Off => today - 7,
    };
    (from, today - 1)
}

/// Gathers what there is to say to `viewer`.
pub(crate) async fn gather(
    coaching: &Coaching,
    (viewer, language): (&Viewer, Language),
    rhythm: Rhythm,
) -> Result<Content, Problem> {
    let dashboard = &coaching.dashboard;
    let voice = Voice::new(&dashboard.app, language);
    let today = day_in(&dashboard.zone(viewer).await?, dashboard.app.clock.now_us());
    let (from, to) = days(rhythm, today);
    let mut content = Content {
        period: format!("{} – {}", voice.day(from), voice.day(to)),
        ..Content::default()
    };
    let own = own::figures(coaching, viewer, (&voice, today)).await?;
    let told = Telling {
        dashboard,
        viewer,
        voice: &voice,
        own: own.as_ref(),
    };
    told.surveys(&mut content, (from, to)).await?;
    let alarms = movement::alarms(dashboard, viewer, language).await?;
    content.moved = moved(dashboard, alarms);
    let shows_targets = viewer.role.is_some_and(|role| role != Role::Employee);
    if shows_targets {
        let found = target::progress(dashboard, viewer, Which::Current).await?;
        let teller = Teller { voice };
        let cards = found.iter().map(|own| teller.card(own));
        content.targets = cards
            .map(|card| (card.name, format!("{}. {}", card.verdict, card.why)))
            .collect();
    }
    if viewer.may_work {
        let cases = case::service::summary(&dashboard.app, viewer).await?;
        content.open = cases.open;
        content.overdue = cases.overdue;
        content.mine = cases.mine;
        content.mine_overdue = cases.mine_overdue;
    }
    Ok(content)
}

/// Alarms as sentences with where they are shown, by survey, as they are.
pub(crate) fn moved(dashboard: &Dashboard, alarms: Vec<Alarm>) -> Vec<Moved> {
    let mut moved: Vec<Moved> = Vec::new();
    for alarm in alarms {
        let sentence = match &alarm.place {
            Some(place) => format!("{} {place}", alarm.sentence),
            None => alarm.sentence,
        };
        let line = (
            sentence,
            format!("{}{}", dashboard.app.base_url, alarm.link),
        );
        match moved.last_mut() {
            Some(last) if last.survey == alarm.survey => last.told.push(line),
            _ => moved.push(Moved {
                survey: alarm.survey,
                told: vec![line],
            }),
        }
    }
    moved
}

/// Whom is told, and what of.
struct Telling<'a> {
    dashboard: &'a Dashboard,
    viewer: &'a Viewer,
    voice: &'a Voice<'a>,
    /// Of somebody with customers: what may be said of their figures.
    own: Option<&'a HashMap<String, OwnFigure>>,
}

impl Telling<'_> {
    async fn surveys(&self, content: &mut Content, (from, to): (i32, i32)) -> Result<(), Problem> {
        let (dashboard, viewer) = (self.dashboard, self.viewer);
        let period = [("from", from), ("to", to)];
        let query = QueryPairs(
            period
                .into_iter()
                .map(|(name, day)| (name.to_owned(), date_of_day(day).to_string()))
                .collect(),
        );
        let mut found: Vec<(Survey, Results)> = Vec::new();
        for survey in survey::service::list(&dashboard.app, viewer).await? {
            if survey.status == Status::Draft || survey.response_count == 0 {
                continue;
            }
            let whose = whose(viewer, &survey.survey_id)?;
            match dashboard
                .results(&whose, &query, Others::NONE, Depth::Page)
                .await
            {
                Ok(results) if results.all.responses.n > 0 && !results.hidden => {
                    found.push((survey, results));
                }
                // Nothing came in, too little to be told, or removed meanwhile.
                Ok(_) | Err(Problem::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
        found.sort_by_key(|(_, results)| std::cmp::Reverse(results.all.responses.n));
        content.further = found.len().saturating_sub(SURVEYS_MAX);
        for (survey, results) in found.into_iter().take(SURVEYS_MAX) {
            let section = self.section(content, (&survey, &results)).await?;
            content.sections.push(section);
        }
        Ok(())
    }

    async fn section(
        &self,
        content: &mut Content,
        (survey, lately): (&Survey, &Results),
    ) -> Result<Section, Problem> {
        let (dashboard, voice) = (self.dashboard, self.voice);
        let whose = whose(self.viewer, &survey.survey_id)?;
        let own = self.own.map(|own| own.get(&survey.survey_id));
        let all = dashboard
            .results(&whose, &QueryPairs::default(), Others::NONE, Depth::Page)
            .await?;
        let screen = Screen::new(*voice, &all);
        let figured = parts::figure(&screen);
        let mut picture = None;
        let trend = parts::picture(&screen, "trend");
        let is_shown = own.is_none_or(|own| own.is_some_and(|own| own.is_known));
        if let Some(trend) = trend.filter(|_| is_shown) {
            let name = format!("trend-{}.png", content.files.len() + 1);
            let drawn = trend
                .letter_png()
                .map_err(|fault| Problem::Internal(fault.to_string()))?;
            content.files.push(Enclosure {
                name: name.clone(),
                media_type: "image/png",
                content: drawn,
                shown: true,
            });
            let said = format!("{}. {}", trend.frame.title, trend.frame.description);
            picture = Some((name, said));
        }
        let screen = Screen::new(*voice, lately);
        let comments = parts::comments(&screen, COMMENTS_MAX).await?;
        let (finding, verdict) = match own {
            Some(own) => (
                own.map(|own| own.finding.clone()),
                own.and_then(|own| own.verdict.clone()),
            ),
            None => (
                figured.as_ref().map(|figured| figured.finding.clone()),
                figured
                    .and_then(|figured| figured.tile.verdict)
                    .map(|verdict| sentence(&verdict)),
            ),
        };
        Ok(Section {
            title: voice.text(survey, &survey.definition.title).to_owned(),
            answers: answers(&screen),
            finding,
            verdict,
            picture,
            comments: comments.as_ref().map(said).unwrap_or_default(),
            link: format!(
                "{}/surveys/{}/results",
                dashboard.app.base_url, survey.survey_id
            ),
        })
    }
}

/// "38 new answers"; of whole months where groups hide, which are said.
fn answers(screen: &Screen<'_>) -> String {
    let n = screen.results.all.responses.n;
    match screen.widened() {
        None => screen.voice.count("digest-answers", n, &[]),
        Some(counted) => {
            let all = screen.voice.count("digest-answers-months", n, &[]);
            format!("{all}. {counted}")
        }
    }
}

/// Words that stand below a figure on pages, as a sentence.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let begun: String = first.into_iter().flatten().chain(letters).collect();
    format!("{begun}.")
}

/// Score and words of each comment.
fn said(comments: &Value) -> Vec<(Option<u64>, String)> {
    let items = comments["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let words = |item: &Value| {
        let texts = item["texts"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let texts: Vec<&str> = texts.iter().filter_map(|pair| pair[1].as_str()).collect();
        (item["score"].as_u64(), texts.join("\n"))
    };
    items.iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::clock::days_since_1970;

    use super::*;

    #[test]
    fn a_daily_digest_on_monday_is_about_the_weekend_too() {
        let day = |d: i8| days_since_1970(date(2026, 11, d));
        let table = [
            (Rhythm::Daily, 23, (20, 22)),
            (Rhythm::Daily, 24, (23, 23)),
            (Rhythm::Weekly, 23, (16, 22)),
        ];
        for (rhythm, today, (from, to)) in table {
            assert_eq!(
                days(rhythm, day(today)),
                (day(from), day(to)),
                "{rhythm:?} {today}"
            );
        }
    }

    #[test]
    fn a_case_of_ones_own_is_worth_a_mail_and_nothing_is_not() {
        assert!(Content::default().is_empty());
        // Others' cases that are in time are no news.
        assert!(
            Content {
                open: 9,
                ..Content::default()
            }
            .is_empty()
        );
        assert!(
            !Content {
                mine: 1,
                ..Content::default()
            }
            .is_empty()
        );
        assert!(
            !Content {
                overdue: 1,
                ..Content::default()
            }
            .is_empty()
        );
    }

    #[test]
    fn comments_are_their_scores_and_words() {
        let comments = serde_json::json!({ "items": [
            { "score": 3, "texts": [[null, "slow"], ["Why?", "queue"]] },
            { "score": null, "texts": [] },
        ]});
        assert_eq!(
            said(&comments),
            [(Some(3), "slow\nqueue".to_owned()), (None, String::new())]
        );
    }
}
