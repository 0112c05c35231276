//! `luister serve` and `luister demo`: open, wire, listen, stop in order.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use platform::changes::Changes;
use platform::metrics::Metrics;
use platform::web::{App, Assets, Parts, Templates};
use platform::words::Words;
use platform::{Clock, Db, id};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::settings::{DataArgs, MailArgs, OutboundArgs, Settings, open_database};
use crate::{demo, wiring};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "LUISTER_LISTEN")]
    listen: Option<SocketAddr>,
    /// Where people reach this server; links start with it [default: http://LISTEN]
    #[arg(long, env = "LUISTER_BASE_URL")]
    base_url: Option<String>,
    /// Reverse proxies of ours in front: so many addresses at the end of X-Forwarded-For are
    /// believed.
    #[arg(long, env = "LUISTER_PROXY_HOPS", default_value_t = 0)]
    proxy_hops: usize,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    outbound: OutboundArgs,
}

/// What is served.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The company's own data.
    Serve,
    /// The sample survey, open to whoever sits at this machine.
    Demo,
}

pub(crate) fn run(args: &Args, mode: Mode) -> anyhow::Result<ExitCode> {
    let folder = if mode == Mode::Demo {
        "luister-demo"
    } else {
        "luister-data"
    };
    let mut settings = args.data.settings(folder)?;
    settings.listen = args.listen.or(settings.listen);
    settings.base_url = args.base_url.clone().or(settings.base_url);
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("the data folder {}", settings.data.display()))?;
    let how = How {
        mode,
        proxy_hops: args.proxy_hops,
        mail: settings.mail(&args.mail)?,
        outbound: settings.outbound(&args.outbound)?,
        webhook_tempo: args.outbound.webhook_tempo.unwrap_or_default(),
    };
    let db = open_database(&settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(&settings, db, how))?;
    Ok(ExitCode::SUCCESS)
}

/// How to serve, besides where.
struct How {
    mode: Mode,
    proxy_hops: usize,
    mail: Option<mail::Settings>,
    outbound: outbound::Client,
    webhook_tempo: webhook::Tempo,
}

/// A mail that is being handed over when the server stops has so long to be finished, and so has
/// the call of a webhook; what is not is in doubt. With what requests have it stays below what a
/// service manager waits (90 s).
const MAIL_ENDS: Duration = Duration::from_secs(20);

async fn serve(settings: &Settings, db: Db, how: How) -> anyhow::Result<()> {
    let wanted = settings
        .listen
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let listener = TcpListener::bind(wanted)
        .await
        .with_context(|| format!("can't listen on {wanted}"))?;
    let listen = listener.local_addr()?;
    let base_url = checked_base_url(settings.base_url.as_deref(), listen)?;
    let (stop, stopping) = watch::channel(false);
    let app = app(db, base_url.clone(), stopping.clone())?;
    let mut entrance = match how.mode {
        Mode::Serve => serve_entrance(&app).await?,
        Mode::Demo => demo::prepare(&app).await?,
    };
    entrance.proxy_hops = how.proxy_hops;
    // The demo writes to nobody.
    entrance.mail = how.mail.filter(|_| how.mode == Mode::Serve);
    entrance.outbound = how.outbound;
    let mail = entrance.mail.clone();
    let outbound = entrance.outbound.clone();
    if let Some(code) = &entrance.setup_code {
        println!("This installation is new: set it up in the browser with the code {code}");
    }
    let router = wiring::router(&app, entrance, &settings.data);
    tokio::spawn(response::jobs::run(app.clone()));
    tokio::spawn(programme::jobs::run(app.clone()));
    tokio::spawn(case::jobs::run(app.clone()));
    tokio::spawn(respondent::jobs::run(app.clone(), wiring::listeners(&app)));
    tokio::spawn(rule::jobs::run(app.clone()));
    tokio::spawn(account::run(app.clone()));
    let kinds = wiring::kinds(&app, mail.as_ref());
    if let Some(settings) = mail.clone() {
        tokio::spawn(delivery::jobs::run(app.clone(), settings, kinds.clone()));
    }
    let connecting = tokio::spawn(connector::jobs::run(app.clone(), outbound.clone()));
    let telling = tokio::spawn(webhook::jobs::run(
        app.clone(),
        outbound,
        how.webhook_tempo,
        mail.is_some(),
    ));
    let mailing =
        mail.map(|settings| tokio::spawn(mail::worker::run(app.clone(), settings, kinds)));
    tokio::spawn(async move {
        stop_signal().await;
        let _ = stop.send(true);
    });
    println!("Luister is ready at {base_url}");
    platform::web::serve(listener, router, stopping).await;
    let ending = async {
        if let Some(mailing) = mailing {
            let _ = mailing.await;
        }
        let _ = telling.await;
        let _ = connecting.await;
    };
    if tokio::time::timeout(MAIL_ENDS, ending).await.is_err() {
        tracing::warn!("a mail or a webhook's call was still being handed over");
    }
    Ok(())
}

/// How people get in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entrance {
    /// For the first administrator, while there is none.
    pub(crate) setup_code: Option<String>,
    /// In the demo: the workspace that is open to this machine.
    pub(crate) demo: Option<demo::Demo>,
    /// Reverse proxies of ours in front.
    pub(crate) proxy_hops: usize,
    /// How mail goes out and comes back; nothing when none is sent.
    pub(crate) mail: Option<mail::Settings>,
    /// Calls other systems.
    pub(crate) outbound: outbound::Client,
}

async fn serve_entrance(app: &App) -> anyhow::Result<Entrance> {
    let is_set_up = user::service::is_set_up(app).await?;
    Ok(Entrance {
        setup_code: (!is_set_up).then(id::short_code),
        demo: None,
        proxy_hops: 0,
        mail: None,
        outbound: outbound::Client::default(),
    })
}

pub(crate) fn app(
    db: Db,
    base_url: String,
    stopping: watch::Receiver<bool>,
) -> anyhow::Result<App> {
    let words = Arc::new(Words::new(&wiring::SLICES).map_err(anyhow::Error::msg)?);
    let assets = Assets::new(wiring::ASSETS);
    let templates = Templates::new(&wiring::SLICES, words.clone(), &assets)?;
    Ok(App::new(Parts {
        db,
        clock: Clock::system(),
        words,
        templates,
        assets,
        base_url,
        changes: Changes::default(),
        metrics: Metrics::default(),
        stopping,
    }))
}

fn checked_base_url(given: Option<&str>, listen: SocketAddr) -> anyhow::Result<String> {
    let url = given.map_or_else(
        || format!("http://{listen}"),
        |u| u.trim_end_matches('/').into(),
    );
    let host = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"));
    anyhow::ensure!(
        host.is_some_and(|h| !h.is_empty() && !h.contains(['/', '?', '#', ' ', '@', '"'])),
        "--base-url is http:// or https:// and a host, without a path: {url:?}"
    );
    Ok(url)
}

/// Waits for SIGTERM or Ctrl-C.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
