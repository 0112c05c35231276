//! The handful of settings: `luister.toml` in the data folder, then the environment, then flags.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use platform::db::{Db, Location, Options};
use platform::{Clock, Slice};
use serde::Deserialize;

use crate::wiring::SLICES;

/// Where the data is; every command that touches it takes these.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// Folder of the embedded database and of luister.toml [default: luister-data; the demo's is
    /// luister-demo]
    #[arg(long, env = "LUISTER_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// sqlite:FILE or postgres://…; without it the embedded database in the data folder.
    #[arg(
        long,
        env = "LUISTER_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<Location>,
}

/// Which workspace a command is about.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct WorkspaceArgs {
    /// Name or id of the workspace; may be left out while there is only one.
    #[arg(long = "workspace", env = "LUISTER_WORKSPACE", value_name = "NAME")]
    pub(crate) named: Option<String>,
}

/// How mail goes out and comes back.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct MailArgs {
    /// Mail server: smtp://USER:PASSWORD@HOST (STARTTLS), smtps://… (TLS) or
    /// smtp+plaintext://HOST; without it no mail is sent.
    #[arg(
        long,
        env = "LUISTER_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    smtp_url: Option<String>,
    /// Who mails come from, as in "Acme <feedback@acme.nl>"
    #[arg(long, env = "LUISTER_MAIL_FROM", value_name = "SENDER")]
    mail_from: Option<String>,
    /// Mailbox for bounces, as in bounces@acme.nl; must take bounces+ANYTHING@acme.nl too.
    #[arg(long, env = "LUISTER_MAIL_BOUNCE", value_name = "ADDRESS")]
    mail_bounce: Option<String>,
    /// Name of the DKIM key in DNS, before ._domainkey
    #[arg(long, env = "LUISTER_DKIM_SELECTOR", value_name = "NAME")]
    dkim_selector: Option<String>,
    /// Private key for DKIM: PEM, RSA or Ed25519
    #[arg(long, env = "LUISTER_DKIM_KEY", value_name = "FILE")]
    dkim_key: Option<PathBuf>,
    /// Most mails to one domain in a minute, over all nodes [default: no limit]
    #[arg(long, env = "LUISTER_MAIL_PER_DOMAIN_PER_MINUTE", value_name = "MAILS")]
    mail_per_domain_per_minute: Option<u32>,
    /// Connections to the mail server at the same time [default: 8]
    #[arg(long, env = "LUISTER_MAIL_CONNECTIONS", value_name = "CONNECTIONS")]
    mail_connections: Option<usize>,
    /// Mailbox to read bounces from: imaps://USER:PASSWORD@HOST/INBOX
    #[arg(
        long,
        env = "LUISTER_IMAP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    imap_url: Option<String>,
    /// Seconds between two looks into that mailbox [default: 60]
    #[arg(long, env = "LUISTER_IMAP_EVERY_S", value_name = "SECONDS")]
    imap_every_s: Option<u32>,
    /// Certificates of an own authority to trust: PEM
    #[arg(long, env = "LUISTER_MAIL_TLS_CA", value_name = "FILE")]
    mail_tls_ca: Option<PathBuf>,
}

/// What is called over HTTP.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct OutboundArgs {
    /// Systems inside the company that webhooks and connections may call besides public places:
    /// rt.acme.lan:443, 10.1.0.0/16:443; by commas
    #[arg(long, env = "LUISTER_OUTBOUND_ALLOW", value_name = "HOST:PORT")]
    outbound_allow: Option<String>,
    /// For tests: webhooks are tried again so many times sooner, and a call lasts so long at most:
    /// HURRY/TIMEOUT_MS
    #[arg(
        long,
        env = "LUISTER_WEBHOOK_TEMPO",
        value_name = "TEMPO",
        hide = true,
        value_parser = webhook::Tempo::read
    )]
    pub(crate) webhook_tempo: Option<webhook::Tempo>,
}

/// What a file may say; each can be overridden.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    database_url: Option<String>,
    #[serde(default)]
    mail: MailFile,
    #[serde(default)]
    outbound: OutboundFile,
}

/// The part `[outbound]` of the file.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutboundFile {
    #[serde(default)]
    allow: Vec<String>,
}

/// The part `[mail]` of the file.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailFile {
    smtp_url: Option<String>,
    from: Option<String>,
    bounce: Option<String>,
    dkim_selector: Option<String>,
    dkim_key: Option<PathBuf>,
    per_domain_per_minute: Option<u32>,
    connections: Option<usize>,
    imap_url: Option<String>,
    imap_every_s: Option<u32>,
    tls_ca: Option<PathBuf>,
}

/// What is decided after file, environment and flags.
pub(crate) struct Settings {
    pub(crate) data: PathBuf,
    pub(crate) location: Location,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) base_url: Option<String>,
    mail: MailFile,
    outbound: OutboundFile,
}

impl Settings {
    /// What may be called over HTTP.
    pub(crate) fn outbound(&self, args: &OutboundArgs) -> anyhow::Result<outbound::Client> {
        let file = || self.outbound.allow.join(",");
        let allow = args.outbound_allow.clone().unwrap_or_else(file);
        outbound::Reach::read(&allow)
            .map(outbound::Client::new)
            .map_err(anyhow::Error::msg)
            .context("setting outbound allow")
    }

    /// Settings of mail, when there is a mail server; flags and environment go before the file.
    pub(crate) fn mail(&self, args: &MailArgs) -> anyhow::Result<Option<mail::Settings>> {
        let (args, file) = (args.clone(), self.mail.clone());
        mail::Settings::read(&mail::settings::Given {
            smtp_url: args.smtp_url.or(file.smtp_url),
            from: args.mail_from.or(file.from),
            bounce: args.mail_bounce.or(file.bounce),
            dkim_selector: args.dkim_selector.or(file.dkim_selector),
            dkim_key: args.dkim_key.or(file.dkim_key),
            per_domain_per_minute: args
                .mail_per_domain_per_minute
                .or(file.per_domain_per_minute),
            connections: args.mail_connections.or(file.connections),
            imap_url: args.imap_url.or(file.imap_url),
            imap_every_s: args.imap_every_s.or(file.imap_every_s),
            tls_ca: args.mail_tls_ca.or(file.tls_ca),
        })
        .map_err(anyhow::Error::msg)
        .context("settings of mail")
    }
}

impl DataArgs {
    /// Reads the settings; `folder` is the data folder when nothing names one.
    pub(crate) fn settings(&self, folder: &str) -> anyhow::Result<Settings> {
        let data = self.data.clone().unwrap_or_else(|| PathBuf::from(folder));
        let file = read_file(&data.join("luister.toml"))?;
        let location = match (&self.database_url, &file.database_url) {
            (Some(location), _) => location.clone(),
            (None, Some(url)) => url
                .parse()
                .map_err(anyhow::Error::msg)
                .context("luister.toml")?,
            (None, None) => Location::Sqlite(data.join("luister.db")),
        };
        Ok(Settings {
            data,
            location,
            listen: file.listen,
            base_url: file.base_url,
            mail: file.mail,
            outbound: file.outbound,
        })
    }

    /// Opens the database with its schema up to date; a new one is made.
    pub(crate) fn open_or_make(&self) -> anyhow::Result<Db> {
        open_database(&self.settings("luister-data")?)
    }

    /// Opens the database that is there, so that a slip in `--data` makes no second one.
    pub(crate) fn open(&self) -> anyhow::Result<Db> {
        let settings = self.settings("luister-data")?;
        if let Location::Sqlite(file) = &settings.location
            && !file.exists()
        {
            bail!("there is no database {}: is --data right?", file.display());
        }
        open_database(&settings)
    }
}

fn read_file(path: &Path) -> anyhow::Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| {
            // The error itself shows the line, which may hold a password.
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.split('\n').count());
            anyhow::anyhow!("{}: line {line}: {}", path.display(), error.message())
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(error).with_context(|| format!("{}", path.display())),
    }
}

/// Opens the database of `settings`, making data folder and file if needed.
pub(crate) fn open_database(settings: &Settings) -> anyhow::Result<Db> {
    if let Location::Sqlite(file) = &settings.location {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("the data folder {}", folder.display()))?;
        }
        refuse_foreign_file(file)?;
    }
    let db = Db::open(&settings.location, Options::default())?;
    let migrations: Vec<_> = SLICES.iter().flat_map(|s: &&Slice| s.migrations).collect();
    db.migrate(&migrations, Clock::system().now_us())?;
    Ok(db)
}

/// A file that is no database must not be touched: SQLite itself would only notice later.
fn refuse_foreign_file(file: &Path) -> anyhow::Result<()> {
    use std::io::Read;
    let mut head = Vec::new();
    match std::fs::File::open(file) {
        Err(_) => return Ok(()),
        Ok(open) => open.take(16).read_to_end(&mut head)?,
    };
    if !head.is_empty() && head != *b"SQLite format 3\0" {
        bail!("{} is no SQLite database", file.display());
    }
    Ok(())
}
