//! Which slices there are, and how their routes become one router.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use dashboard::{Dashboard, FactsKeeper};
use platform::web::{App, Asset, guarded};
use platform::{PLATFORM, Slice};
use user::{Entry, Gate};

use crate::serve::Entrance;
use crate::{apidoc, health};

/// Memory for facts: about 60 million answers of surveys with twenty questions.
const FACTS_BYTES_MAX: usize = 2 << 30;

/// All slices, in import order.
pub(crate) const SLICES: [&Slice; 31] = [
    &PLATFORM,
    &user::SLICE,
    &user::LOGIN_SLICE,
    &survey::SLICE,
    &response::SLICE,
    &response::import::SLICE,
    &dashboard::SLICE,
    &driver::SLICE,
    &movement::SLICE,
    &theme::SLICE,
    &sample::SLICE,
    &mail::SLICE,
    &list::SLICE,
    &contact::SLICE,
    &programme::SLICE,
    &delivery::SLICE,
    &respondent::SLICE,
    &webhook::SLICE,
    &case::SLICE,
    &rule::SLICE,
    &action::SLICE,
    &connector::SLICE,
    &account::SLICE,
    &sso::SLICE,
    &target::SLICE,
    &board::SLICE,
    &report::SLICE,
    &coaching::SLICE,
    &home::SLICE,
    &digest::SLICE,
    &apidoc::SLICE,
];

/// Style sheets and scripts of all slices.
pub(crate) const ASSETS: &[Asset] = &[
    Asset {
        name: "app.css",
        parts: &[
            include_str!("../../platform/assets/app.css"),
            charts::CSS,
            include_str!("../../user/assets/user.css"),
            include_str!("../../dashboard/assets/dashboard.css"),
            include_str!("../../theme/assets/theme.css"),
            include_str!("../../movement/assets/movement.css"),
            include_str!("../../driver/assets/driver.css"),
            include_str!("../../programme/assets/programme.css"),
            include_str!("../../case/assets/case.css"),
            include_str!("../../coaching/assets/coaching.css"),
            include_str!("../../board/assets/board.css"),
        ],
    },
    Asset {
        name: "app.js",
        parts: &[include_str!("../../platform/assets/app.js")],
    },
    Asset {
        name: "icon.svg",
        parts: &[include_str!("../../platform/assets/icon.svg")],
    },
    Asset {
        name: "survey.css",
        parts: &[include_str!("../../platform/assets/survey.css")],
    },
    Asset {
        name: "board.js",
        parts: &[include_str!("../../board/assets/board.js")],
    },
    Asset {
        name: "arrange.js",
        parts: &[include_str!("../../board/assets/arrange.js")],
    },
    Asset {
        name: "wall.js",
        parts: &[include_str!("../../board/assets/wall.js")],
    },
    Asset {
        name: "case.js",
        parts: &[include_str!("../../case/assets/case.js")],
    },
    Asset {
        name: "dashboard.js",
        parts: &[include_str!("../../dashboard/assets/dashboard.js")],
    },
    Asset {
        name: "driver.js",
        parts: &[include_str!("../../driver/assets/driver.js")],
    },
    Asset {
        name: "survey.js",
        parts: &[response::SURVEY_JS],
    },
    Asset {
        name: "frame.js",
        parts: &[response::FRAME_JS],
    },
];

/// The routes of all slices with the guards in front. `data` is the folder for staged files.
pub(crate) fn router(app: &App, entrance: Entrance, data: &Path) -> Router {
    let mut router = Router::new();
    let keeper = FactsKeeper::new(app.db.clone(), FACTS_BYTES_MAX);
    let warming = keeper.clone();
    tokio::spawn(async move {
        if let Err(problem) = warming.warm().await {
            tracing::warn!(%problem, "facts are read when they are asked for");
        }
    });
    let figures = Dashboard::new(app, keeper);
    // Without a mail server nothing would ever fetch what these write.
    if entrance.mail.is_some() {
        let boards = boards(&figures);
        let dashboard = figures.clone();
        tokio::spawn(report::jobs::run(report::Sources { dashboard, boards }));
        tokio::spawn(digest::jobs::run(figures.clone()));
    }
    for (routes, _) in slices(app, entrance, data, figures) {
        router = router.merge(routes);
    }
    guarded(router, app)
}

/// The routes of each slice, with the table of who may use them.
pub(crate) fn slices(
    app: &App,
    entrance: Entrance,
    data: &Path,
    figures: Dashboard,
) -> Vec<(Router, Vec<Entry>)> {
    let mut gate = Gate::new(app).with_proxies(entrance.proxy_hops);
    let mut start = None;
    if let Some(demo) = entrance.demo {
        gate = gate.with_guest(demo.viewer);
        start = Some(format!("/surveys/{}/results", demo.survey_id));
    }
    let staging = data.join("staging");
    let themes = theme::Themes::new(figures.clone());
    let drivers = driver::Drivers::new(figures.clone());
    let boards = boards(&figures);
    let sources = report::Sources {
        dashboard: figures.clone(),
        boards: boards.clone(),
    };
    let coaching = coaching::Coaching::new(figures.clone());
    let home = home::Home {
        dashboard: figures.clone(),
        coaching: coaching.clone(),
        alarms: alarms(),
        kept: home::Kept::default(),
        start,
    };
    let kinds = kinds(app, entrance.mail.as_ref());
    let sends_mail = entrance.mail.is_some();
    vec![
        health::routes(&gate),
        user::routes(
            &gate,
            (entrance.setup_code, entrance.mail.is_some()),
            Arc::new(sso::Providers),
        ),
        survey::routes(&gate),
        response::routes(&gate, entrance.proxy_hops),
        response::import::routes(&gate, &staging),
        response::export::routes(&gate, &staging),
        dashboard::routes(&gate, figures.clone()),
        driver::routes(&gate, drivers),
        movement::routes(&gate, figures.clone()),
        theme::routes(&gate, themes.clone()),
        sample::routes(&gate, figures.clone()),
        contact::routes(&gate, &staging, forgetting()),
        programme::routes(&gate, entrance.mail.as_ref()),
        delivery::routes(&gate, entrance.mail, kinds),
        respondent::routes(&gate),
        webhook::routes(&gate, entrance.outbound.clone(), usages()),
        case::routes(&gate, alarms()),
        rule::routes(&gate),
        action::routes(&gate, themes),
        connector::routes(&gate, entrance.outbound.clone()),
        account::routes(&gate, &staging),
        list::routes(&gate, &[contact::LISTED, account::LISTED]),
        sso::routes(&gate, entrance.outbound.clone()),
        target::routes(&gate, figures.clone()),
        board::routes(&gate, boards),
        report::routes(&gate, sources, sends_mail),
        coaching::routes(&gate, coaching),
        home::routes(&gate, home),
        digest::routes(&gate, figures, sends_mail),
        apidoc::routes(&gate),
    ]
}

/// Dashboards and what they are made of.
fn boards(figures: &Dashboard) -> board::Boards {
    let themes = theme::Themes::new(figures.clone());
    let drivers = driver::Drivers::new(figures.clone());
    board::Boards::new(figures, &themes, &drivers)
}

/// Whoever hears of responses, in this order.
pub(crate) fn listeners(app: &App) -> respondent::Listeners {
    respondent::Listeners::default()
        .with(webhook::ResponseEvents)
        .with(case::Again)
        .with(rule::Rules::new(app))
        .with(account::Sums)
        .with(connector::Pushing)
}

/// Whoever tells webhooks and channels.
fn usages() -> webhook::Usages {
    webhook::Usages::default().with(rule::Telling)
}

/// Whoever says to administrators when something is in trouble.
fn alarms() -> case::Alarms {
    case::Alarms::default().with(rule::Telling)
}

/// Whoever keeps something of contacts, and forgets it with them. The cases go last: others find
/// by them what they keep.
fn forgetting() -> contact::erase::Forgetting {
    contact::erase::Forgetting::default()
        .with(programme::Forgetting)
        .with(rule::Forgetting)
        .with(action::Forgetting)
        .with(coaching::Forgetting)
        .with(connector::Forgetting)
        .with(case::Forgetting)
}

/// All kinds of mail, with what their letters need to know.
pub(crate) fn kinds(app: &App, settings: Option<&mail::Settings>) -> mail::Kinds {
    let kinds = mail::Kinds::default();
    let Some(settings) = settings else {
        return kinds;
    };
    let kinds = programme::kinds::kinds(kinds, app, settings);
    let kinds = digest::kinds(report::kinds(kinds, settings), settings);
    case::kinds(kinds, app, settings)
        .with(user::PasswordReset::new(app, &settings.from))
        .with(delivery::TestMail::new(app, &settings.from))
        .with(webhook::TroubleMail::new(app, &settings.from))
        .with(rule::Told::new(app, &settings.from))
}
