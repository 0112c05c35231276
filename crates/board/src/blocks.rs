//! What a block shows: worked out once for all who may see the same of it, as a piece of a page, as
//! JSON and as files.

mod answers;
mod beside;
mod cases;
mod funnel;
mod kss;
mod paper;
mod phases;
mod pictures;
mod ready;
mod said;
mod targets;
mod told;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use dashboard::privacy::Privacy;
use dashboard::voice::Voice;
use platform::web::Frame;
use platform::words::Language;
use platform::{Problem, id};
use serde_json::{Value, json};
use survey::Definition;
use user::{Sight, Viewer};

use crate::Boards;
use crate::behind::PATIENCE;
use crate::model::{Block, Kind};
use crate::view::View;

pub(crate) use ready::{Asking, Ready};
pub(crate) use told::{Drawing, Told};

/// What follows from something else than answers is believed so long, in seconds.
const BESIDE_ANSWERS_S: i64 = 2;
/// What follows from answers and from what people set beside them, such as themes, so long.
const BESIDE_SETTINGS_S: i64 = 30;

/// Who looks at a dashboard, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Eye {
    /// Whose rights hold; by a filter on a team the sight may be narrower than theirs.
    pub(crate) viewer: Viewer,
    /// The reader's language.
    pub(crate) language: Language,
    /// The page's address without parameters; marks that filter lead there.
    pub(crate) base: String,
    /// Whether marks lead to answers: only on pages of people who are logged in.
    pub(crate) inside: bool,
    /// Whether it is by a link, without a login: then small groups hide, whoever they are of.
    pub(crate) outside: bool,
    /// Whether comments are shown.
    pub(crate) comments: bool,
    /// A team of the filter is gone, or too small by now: nothing passes.
    pub(crate) lacks_team: bool,
}

impl Eye {
    /// Speaks the reader's language.
    pub(crate) fn voice<'a>(&self, boards: &'a Boards) -> Voice<'a> {
        Voice::new(&boards.app, self.language)
    }

    /// How many people a group of a survey has that this eye is shown.
    pub(crate) fn privacy(&self, definition: &Definition) -> Privacy {
        let own = Privacy::of(definition);
        if self.outside { own.outside() } else { own }
    }
}

/// Everything a block's content depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    workspace_id: String,
    sight: Sight,
    /// Where its survey stood, or at what time it was looked up.
    mark: String,
    block: Block,
    /// The filter as in the address, and the days it means today.
    pairs: Vec<(String, String)>,
    days: (Option<i32>, Option<i32>),
    language: Language,
    base: String,
    inside: bool,
    outside: bool,
    comments: bool,
    lacks_team: bool,
    /// Cases count differently for who may see more than the figures.
    role: Option<&'static str>,
    /// Cases also count those of people whom whoever looks stands in for.
    person: Option<String>,
}

/// A block as it was worked out.
#[derive(Debug)]
pub(crate) struct Made {
    /// The piece of the page.
    pub(crate) html: String,
    /// Columns of three that it takes.
    pub(crate) width: u8,
    /// Changes with what it shows.
    pub(crate) mark: String,
    /// For programs.
    pub(crate) json: Value,
    /// Its picture and table, as files.
    pub(crate) drawing: Option<Drawing>,
    /// For paper.
    pub(crate) parts: Vec<::paper::Part>,
    /// For a workbook; none when there are no numbers.
    pub(crate) sheet: Option<::paper::Sheet>,
    /// Its table alone, for blocks without a picture.
    pub(crate) table: Option<dashboard::picture::Table>,
}

/// One look at a dashboard: surveys are brought up to date once for all its blocks.
pub(crate) struct Look<'a> {
    pub(crate) boards: &'a Boards,
    pub(crate) eye: &'a Eye,
    pub(crate) view: &'a View,
    /// The day it is in the workspace.
    pub(crate) today: i32,
    ready: HashMap<String, Arc<Ready>>,
    /// Whether somebody waits for a page, which shows what it has and is told of the rest.
    hurried: bool,
}

impl<'a> Look<'a> {
    /// A look from this eye by this filter, at everything as it is now.
    pub(crate) async fn new(
        boards: &'a Boards,
        eye: &'a Eye,
        view: &'a View,
    ) -> Result<Self, Problem> {
        let zone = boards.dashboard.zone(&eye.viewer).await?;
        let now_us = boards.app.clock.now_us();
        Ok(Self {
            boards,
            eye,
            view,
            today: platform::clock::day_in(&zone, now_us),
            ready: HashMap::new(),
            hurried: false,
        })
    }

    /// A look that waits for nothing that takes long.
    pub(crate) fn hurried(mut self) -> Self {
        self.hurried = true;
        self
    }

    /// The block as it is now, or as far as it is known in a hurry.
    pub(crate) async fn block(&mut self, block: &Block) -> Result<Arc<Made>, Problem> {
        let ready = match &block.survey_id {
            Some(survey_id) => Some(self.ready(survey_id).await?),
            None => None,
        };
        let key = self.key(block, ready.as_deref());
        let (boards, eye, today) = (self.boards, self.eye, self.today);
        let view = self.view_of(ready.as_deref());
        let view = view.as_ref();
        if let Some(ready) = &ready
            && matches!(**ready, Ready::Known { .. })
            && self.hurried
            && block.kind.takes_long()
        {
            let wanted = Wanted {
                boards: boards.clone(),
                eye: eye.clone(),
                view: view.clone(),
                today,
                block: block.clone(),
                ready: ready.clone(),
            };
            return self.known(wanted, key).await;
        }
        let one = One {
            boards,
            eye,
            view,
            today,
            block,
            waits: !self.hurried,
        };
        let mut pending = false;
        let made = boards.blocks.get(&key, async {
            boards.app.metrics.count("luister_dashboard_blocks_total");
            let (made, is_pending) = Box::pin(one.make(ready.as_deref())).await?;
            pending = is_pending;
            Ok::<_, Problem>(Arc::new(made))
        });
        let made = made.await?;
        if pending {
            boards.blocks.forget(&key);
        }
        Ok(made)
    }

    /// The block as it was known last, while a newer one is worked out behind the scenes.
    async fn known(&self, wanted: Wanted, key: Key) -> Result<Arc<Made>, Problem> {
        let boards = self.boards;
        let mark = key.mark.clone();
        // What was known when other groups were to be hidden, say, doesn't do.
        let revision = wanted.ready.survey().map(|survey| survey.revision);
        let stands = Key {
            mark: format!("{revision:?}"),
            ..key
        };
        let wanted = Arc::new(wanted);
        let make = {
            let wanted = wanted.clone();
            move || wanted.clone().make()
        };
        let told = {
            let (changes, topic) = (boards.app.changes.clone(), drawn_topic(&self.eye.base));
            move || changes.announce(&topic)
        };
        let known = boards.behind.get((&stands, &mark), PATIENCE, make, told);
        if let Some(made) = known.await {
            return Ok(made);
        }
        let one = wanted.one();
        let coming = one.nothing("board-coming", &[]);
        one.finish(coming, Some(&wanted.ready)).map(Arc::new)
    }

    /// The survey, brought up to date once.
    async fn ready(&mut self, survey_id: &str) -> Result<Arc<Ready>, Problem> {
        if let Some(ready) = self.ready.get(survey_id) {
            return Ok(ready.clone());
        }
        let ready = Ready::of(self.boards, self.eye, self.view, (survey_id, self.today)).await?;
        let ready = Arc::new(ready);
        self.ready.insert(survey_id.to_owned(), ready.clone());
        Ok(ready)
    }

    /// The filter of a block: where its survey hides groups, in whole months.
    fn view_of(&self, ready: Option<&Ready>) -> Cow<'a, View> {
        let survey = ready.and_then(Ready::survey);
        let hides = survey.is_some_and(|survey| self.eye.privacy(&survey.definition).hides());
        if hides {
            Cow::Owned(self.view.in_months())
        } else {
            Cow::Borrowed(self.view)
        }
    }

    fn key(&self, block: &Block, ready: Option<&Ready>) -> Key {
        let now_s = self.boards.app.clock.now_us() / platform::clock::SECOND_US;
        let lasts = match block.kind {
            Kind::Themes | Kind::Drivers | Kind::Comments => Some(BESIDE_SETTINGS_S),
            kind if kind.follows_answers() || kind == Kind::Text => None,
            _ => Some(BESIDE_ANSWERS_S),
        };
        let at = lasts.map_or(0, |lasts| now_s / lasts);
        let stands = ready.map_or_else(String::new, Ready::mark);
        Key {
            workspace_id: self.eye.viewer.workspace_id.clone(),
            sight: self.eye.viewer.sight.clone(),
            mark: format!("{stands} {at}"),
            block: block.clone(),
            pairs: self.view.pairs(),
            days: self.view.days(self.today),
            language: self.eye.language,
            base: self.eye.base.clone(),
            inside: self.eye.inside,
            outside: self.eye.outside,
            comments: self.eye.comments,
            lacks_team: self.eye.lacks_team,
            role: match block.kind {
                Kind::Cases | Kind::Targets | Kind::Funnel => {
                    self.eye.viewer.role.map(user::Role::as_str)
                }
                _ => None,
            },
            person: match block.kind {
                Kind::Cases => self.eye.viewer.user_id().map(str::to_owned),
                _ => None,
            },
        }
    }
}

/// The name under which it is announced that a block of a dashboard at this address is there.
pub(crate) fn drawn_topic(base: &str) -> String {
    format!("drawn {base}")
}

/// A block that is worked out behind the scenes, whoever still waits for it.
struct Wanted {
    boards: Boards,
    eye: Eye,
    view: View,
    today: i32,
    block: Block,
    ready: Arc<Ready>,
}

impl Wanted {
    fn one(&self) -> One<'_> {
        One {
            boards: &self.boards,
            eye: &self.eye,
            view: &self.view,
            today: self.today,
            block: &self.block,
            waits: false,
        }
    }

    /// Works it out; false when something of it is still to come.
    async fn make(self: Arc<Self>) -> Result<(Arc<Made>, bool), Problem> {
        self.boards
            .app
            .metrics
            .count("luister_dashboard_blocks_total");
        let (made, pending) = Box::pin(self.one().make(Some(&self.ready))).await?;
        Ok((Arc::new(made), !pending))
    }
}

/// One block being worked out.
pub(crate) struct One<'a> {
    pub(crate) boards: &'a Boards,
    pub(crate) eye: &'a Eye,
    pub(crate) view: &'a View,
    pub(crate) today: i32,
    pub(crate) block: &'a Block,
    /// Whether it is for a file or a program, which wait until everything is worked out.
    pub(crate) waits: bool,
}

impl One<'_> {
    /// Works it out; true when it is to be looked at again soon.
    async fn make(&self, ready: Option<&Ready>) -> Result<(Made, bool), Problem> {
        let told = match (self.block.kind, ready) {
            (Kind::Text, _) => self.text(),
            (kind, _) if self.eye.lacks_team && kind != Kind::Targets => {
                self.nothing("board-team-gone", &[])
            }
            (Kind::Cases, _) => self.cases().await?,
            (Kind::Targets, _) => self.targets().await?,
            (_, None | Some(Ready::Gone)) => self.nothing("board-survey-gone", &[]),
            (kind, Some(Ready::Unknown { names, .. })) if kind != Kind::Funnel => {
                self.nothing("board-unknown-attribute", &[("names", &names.join(", "))])
            }
            (kind, Some(ready)) => match self.of_answers(kind, ready).await {
                // What can't be asked of this survey is said by its block, not by the whole page.
                Err(Problem::BadRequest(_) | Problem::Forbidden(_) | Problem::Invalid { .. }) => {
                    self.nothing("board-refused", &[])
                }
                other => other?,
            },
        };
        let pending = told.pending;
        Ok((self.finish(told, ready)?, pending))
    }

    async fn of_answers(&self, kind: Kind, ready: &Ready) -> Result<Told, Problem> {
        match kind {
            Kind::Figure => self.figure(ready).await,
            Kind::Trend => self.trend(ready).await,
            Kind::Distribution => self.distribution(ready).await,
            Kind::Kss => self.kss(ready).await,
            Kind::Comments => self.comments(ready).await,
            Kind::Phases => self.phases(ready).await,
            Kind::Drivers => self.drivers(ready).await,
            Kind::Funnel => self.funnel(ready).await,
            _ => self.themes(ready).await,
        }
    }

    fn text(&self) -> Told {
        let text = self.block.text.as_deref().unwrap_or_default();
        let paragraphs = text.split("\n\n").map(str::trim);
        Told {
            paragraphs: paragraphs
                .filter(|p| !p.is_empty())
                .map(str::to_owned)
                .collect(),
            ..Told::default()
        }
    }

    /// A block that shows nothing and says why.
    fn nothing(&self, key: &str, args: &[(&str, &str)]) -> Told {
        Told::note(self.eye.voice(self.boards).say(key, args))
    }

    fn finish(&self, mut told: Told, ready: Option<&Ready>) -> Result<Made, Problem> {
        let voice = self.eye.voice(self.boards);
        let survey = ready.and_then(Ready::survey);
        let of = survey.map(|survey| voice.text(survey, &survey.definition.title).to_owned());
        let usual = voice.word(&format!("board-kind-{}", self.block.kind.as_str()));
        let title = self
            .block
            .title
            .clone()
            .or_else(|| told.title.take())
            .unwrap_or(usual);
        if !self.eye.inside {
            told.unlink();
        }
        if ready.is_some() && self.view.is_widened(self.today) {
            let period = voice.window(self.view.days(self.today));
            told.widened = Some(voice.say("dashboard-period-widened", &[("period", &period)]));
        }
        told.period = ready.map(|_| self.view.days(self.today));
        let json = told.json(self.block, &title);
        let values = json!({
            "block": { "id": self.block.id, "kind": self.block.kind.as_str(), "width": self.block.width },
            "title": title,
            "survey": of,
            "told": told,
            "inside": self.eye.inside,
            "files": self.files(&told),
        });
        let frame = Frame {
            language: self.eye.language,
            person: None,
            here: String::new(),
        };
        let html = self
            .boards
            .app
            .templates
            .text("board/_block.html", &frame, values)?;
        let heading = match &of {
            Some(of) if !title.contains(of.as_str()) => format!("{title} · {of}"),
            _ => title.clone(),
        };
        Ok(Made {
            parts: told.parts(&heading, &voice),
            sheet: told.sheet(&heading, (self.block.kind == Kind::Trend, &voice)),
            mark: format!("{:x}", id::number(&html)),
            html,
            width: if told.wide { 3 } else { self.block.width },
            json,
            table: told.table,
            drawing: told.drawing,
        })
    }

    /// Where picture and table can be had: of a block without a picture its table.
    fn files(&self, told: &Told) -> Option<Value> {
        let at = |extension: &str| {
            let path = format!("{}/charts/{}.{extension}", self.eye.base, self.block.id);
            dashboard::filter::address(&path, &self.view.pairs())
        };
        let picture = |extension: &str| told.drawing.is_some().then(|| at(extension));
        (self.eye.inside && told.table.is_some()).then(|| {
            json!({
                "svg": picture("svg"), "png": picture("png"),
                "csv": at("csv"), "xlsx": at("xlsx"),
            })
        })
    }
}
