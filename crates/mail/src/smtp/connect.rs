//! From an address to a connection that is secured as it must be and logged in.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls;
use tokio_rustls::rustls::pki_types::ServerName;

use super::session::Session;
use super::{Timeouts, Trouble};
use crate::settings::{Login, Security, Settings};

/// What a session speaks over.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Connects, checks the server by TLS unless the settings say plaintext, and logs in. A server
/// that should offer STARTTLS and doesn't gets nothing: its offer may have been stripped.
pub(super) async fn open(settings: &Settings, timeouts: Timeouts) -> Result<Session, Trouble> {
    let server = &settings.server;
    let address = (server.host.as_str(), server.port);
    let stream = within(timeouts.connect, "connect", TcpStream::connect(address)).await?;
    // Replies are short and awaited: waiting for more to send only delays.
    let _ = stream.set_nodelay(true);
    let wire: Box<dyn Wire> = match server.security {
        Security::Tls => Box::new(secured(Box::new(stream), settings, timeouts).await?),
        Security::StartTls | Security::Plaintext => Box::new(stream),
    };
    let mut session = Session::new(wire, timeouts);
    let greeting = session.reply(timeouts.command).await;
    let greeting = greeting.map_err(|e| Trouble::Down(format!("greeting: {e}")))?;
    if greeting.code != 220 {
        return Err(greeting.trouble("greeting"));
    }
    session.hello(settings.domain()).await?;
    if server.security == Security::StartTls {
        session = upgraded(session, settings, timeouts).await?;
        session.hello(settings.domain()).await?;
    }
    if let Some(login) = &server.login {
        authenticate(&mut session, login).await?;
    }
    Ok(session)
}

async fn upgraded(
    mut session: Session,
    settings: &Settings,
    timeouts: Timeouts,
) -> Result<Session, Trouble> {
    if !session.offers("STARTTLS") {
        return Err(Trouble::Wrong(
            "the mail server offers no STARTTLS: nothing is sent without TLS".to_owned(),
        ));
    }
    session.require("STARTTLS", 220).await?;
    let reader = session.into_wire();
    // What came before TLS could be anybody's and must not be read as if it came by TLS.
    if !reader.buffer().is_empty() {
        return Err(Trouble::Wrong(
            "the mail server spoke out of turn before TLS".to_owned(),
        ));
    }
    let wire = secured(reader.into_inner(), settings, timeouts).await?;
    Ok(Session::new(Box::new(wire), timeouts))
}

async fn secured(
    wire: Box<dyn Wire>,
    settings: &Settings,
    timeouts: Timeouts,
) -> Result<tokio_rustls::client::TlsStream<Box<dyn Wire>>, Trouble> {
    let name = ServerName::try_from(settings.server.host.clone())
        .map_err(|e| Trouble::Wrong(format!("TLS: {e}")))?;
    let connector = TlsConnector::from(settings.tls.clone());
    let secured = tokio::time::timeout(timeouts.connect, connector.connect(name, wire)).await;
    match secured {
        Ok(Ok(stream)) => Ok(stream),
        // A certificate that isn't trusted stays so; a connection that breaks may be mended.
        Ok(Err(error)) if is_tls(&error) => Err(Trouble::Wrong(format!("TLS: {error}"))),
        Ok(Err(error)) => Err(Trouble::Down(format!("TLS: {error}"))),
        Err(_) => Err(Trouble::Down("TLS: no reply in time".to_owned())),
    }
}

fn is_tls(error: &std::io::Error) -> bool {
    let inner = error.get_ref();
    inner
        .and_then(|e| e.downcast_ref::<rustls::Error>())
        .is_some()
}

async fn authenticate(session: &mut Session, login: &Login) -> Result<(), Trouble> {
    let (user, password) = (login.user.as_str(), login.password.reveal());
    if session.offers_auth("PLAIN") {
        let secret = BASE64.encode(format!("\0{user}\0{password}"));
        return session.require(&format!("AUTH PLAIN {secret}"), 235).await;
    }
    if session.offers_auth("LOGIN") {
        session.require("AUTH LOGIN", 334).await?;
        session.require(&BASE64.encode(user), 334).await?;
        return session.require(&BASE64.encode(password), 235).await;
    }
    Err(Trouble::Wrong(
        "the mail server takes no password (AUTH PLAIN or LOGIN)".to_owned(),
    ))
}

async fn within<T>(
    time: Duration,
    step: &str,
    work: impl Future<Output = std::io::Result<T>>,
) -> Result<T, Trouble> {
    match tokio::time::timeout(time, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Trouble::Down(format!("{step}: {error}"))),
        Err(_) => Err(Trouble::Down(format!("{step}: no reply in time"))),
    }
}

/// The buffered wire of a session.
pub(super) type Wired = BufReader<Box<dyn Wire>>;
