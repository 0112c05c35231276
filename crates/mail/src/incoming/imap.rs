//! The mailbox by IMAP: connect, list what is new, fetch one message, put it aside.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::state::Position;
use crate::settings::{Security, Server};

/// How long the server may take for one command; a message is at most [`BYTES_MAX`].
const WAIT: Duration = Duration::from_secs(30);
/// Bytes read of a message. A report comes first in its message; what is cut off is the mail it
/// includes, or an attachment of no concern.
const BYTES_MAX: usize = 1 << 20;
/// Where messages go that were understood, under the names servers may want for it.
const ASIDE: [&str; 3] = ["Luister", "INBOX.Luister", "INBOX/Luister"];

/// Why the mailbox could not be read, in a sentence without secrets.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection.
    #[error("{0} can't be reached: {1}")]
    Unreachable(String, std::io::Error),
    /// Its name can be in no certificate.
    #[error("{0} is no name of a server")]
    Name(String),
    /// User and password, or the way they are asked for.
    #[error("the server refused the login: {0}")]
    Login(String),
    /// Anything else the server said or did.
    #[error("{0}")]
    Imap(#[from] async_imap::error::Error),
    /// No answer in time.
    #[error("the server did not answer within {} seconds", WAIT.as_secs())]
    Slow(#[from] tokio::time::error::Elapsed),
    /// The database.
    #[error("{0}")]
    Db(#[from] platform::DbError),
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for T {}

/// An open mailbox.
pub(super) struct Mailbox {
    session: Session<Box<dyn Stream>>,
    uid_validity: u32,
    /// The folder for messages that were understood, if there can be one.
    aside: Option<&'static str>,
    moves: bool,
    expunges: bool,
}

impl Mailbox {
    /// Connects, logs in and opens the folder.
    pub(super) async fn open(server: &Server, tls: &Arc<ClientConfig>) -> Result<Self, ImapError> {
        let client = timeout(WAIT, connect(server, tls)).await??;
        let (user, password) = match &server.login {
            Some(login) => (login.user.as_str(), login.password.reveal()),
            None => ("", ""),
        };
        let mut session = timeout(WAIT, client.login(user, password))
            .await?
            .map_err(|(error, _)| ImapError::Login(error.to_string()))?;
        let can = timeout(WAIT, session.capabilities()).await??;
        let aside = timeout(WAIT, aside(&mut session)).await?;
        let folder = timeout(WAIT, session.select(&server.path)).await??;
        Ok(Self {
            session,
            uid_validity: folder.uid_validity.unwrap_or(1),
            aside,
            moves: can.has_str("MOVE"),
            expunges: can.has_str("UIDPLUS"),
        })
    }

    /// Where to go on from `stored`: at the beginning, when UIDs count anew.
    pub(super) fn position(&self, stored: Position) -> Position {
        if stored.uid_validity == self.uid_validity {
            stored
        } else {
            Position {
                uid_validity: self.uid_validity,
                uid_next: 1,
            }
        }
    }

    /// UIDs from `position` on, ascending. What somebody has read before we first came is left
    /// out; later it isn't, as people may look into the mailbox.
    pub(super) async fn new_ones(&mut self, position: Position) -> Result<Vec<u32>, ImapError> {
        let from = position.uid_next.max(1);
        let seen = if from == 1 { "UNSEEN " } else { "" };
        let query = format!("{seen}UNDELETED UID {from}:*");
        let found = timeout(WAIT, self.session.uid_search(query)).await??;
        // `n:*` gives the last message even when it is older.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= from).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// The beginning of a message; nothing when it is gone.
    pub(super) async fn fetch(&mut self, uid: u32) -> Result<Option<Vec<u8>>, ImapError> {
        let work = async {
            let query = format!("(UID BODY.PEEK[]<0.{BYTES_MAX}>)");
            let replies = self.session.uid_fetch(uid.to_string(), query).await?;
            let replies: Vec<_> = replies.try_collect().await?;
            let mut found = replies.iter().filter(|f| f.uid == Some(uid));
            Ok::<_, async_imap::error::Error>(found.find_map(|f| f.body().map(<[u8]>::to_vec)))
        };
        Ok(timeout(WAIT, work).await??)
    }

    /// Marks a message as seen and moves it to our folder.
    pub(super) async fn put_aside(&mut self, uid: u32) -> Result<(), ImapError> {
        let uid = uid.to_string();
        self.flag(&uid, "+FLAGS.SILENT (\\Seen)").await?;
        let Some(aside) = self.aside else {
            return Ok(());
        };
        if self.moves {
            timeout(WAIT, self.session.uid_mv(&uid, aside)).await??;
            return Ok(());
        }
        timeout(WAIT, self.session.uid_copy(&uid, aside)).await??;
        self.flag(&uid, "+FLAGS.SILENT (\\Deleted)").await?;
        if self.expunges {
            let work = async {
                let gone = self.session.uid_expunge(&uid).await?;
                gone.try_collect::<Vec<_>>().await
            };
            timeout(WAIT, work).await??;
        }
        Ok(())
    }

    async fn flag(&mut self, uid: &str, what: &str) -> Result<(), ImapError> {
        let work = async {
            let replies = self.session.uid_store(uid, what).await?;
            replies.try_collect::<Vec<_>>().await
        };
        timeout(WAIT, work).await??;
        Ok(())
    }

    /// Says goodbye; what the server makes of it doesn't matter.
    pub(super) async fn close(mut self) {
        let _ = timeout(WAIT, self.session.logout()).await;
    }
}

/// The name of our folder, made if needed.
async fn aside(session: &mut Session<Box<dyn Stream>>) -> Option<&'static str> {
    for name in ASIDE {
        let is_there = match session.list(None, Some(name)).await {
            Ok(found) => found
                .try_collect::<Vec<_>>()
                .await
                .is_ok_and(|n| !n.is_empty()),
            Err(_) => false,
        };
        if is_there || session.create(name).await.is_ok() {
            return Some(name);
        }
    }
    None
}

/// A connection after the server's greeting, encrypted unless the settings say otherwise.
async fn connect(
    server: &Server,
    tls: &Arc<ClientConfig>,
) -> Result<Client<Box<dyn Stream>>, ImapError> {
    let stream = TcpStream::connect((server.host.as_str(), server.port))
        .await
        .map_err(|e| ImapError::Unreachable(server.host.clone(), e))?;
    match server.security {
        Security::Plaintext => greeted(Box::new(stream)).await,
        Security::Tls => greeted(encrypted(server, tls, Box::new(stream)).await?).await,
        Security::StartTls => {
            let mut client = greeted(Box::new(stream)).await?;
            client.run_command_and_check_ok("STARTTLS", None).await?;
            let stream = encrypted(server, tls, client.into_inner()).await?;
            // No second greeting follows.
            Ok(Client::new(stream))
        }
    }
}

async fn greeted(stream: Box<dyn Stream>) -> Result<Client<Box<dyn Stream>>, ImapError> {
    let mut client = Client::new(stream);
    client
        .read_response()
        .await
        .map_err(async_imap::error::Error::from)?
        .ok_or(async_imap::error::Error::ConnectionLost)?;
    Ok(client)
}

async fn encrypted(
    server: &Server,
    tls: &Arc<ClientConfig>,
    stream: Box<dyn Stream>,
) -> Result<Box<dyn Stream>, ImapError> {
    let name = ServerName::try_from(server.host.clone())
        .map_err(|_| ImapError::Name(server.host.clone()))?;
    let stream = TlsConnector::from(tls.clone())
        .connect(name, stream)
        .await
        .map_err(|e| ImapError::Unreachable(server.host.clone(), e))?;
    Ok(Box::new(stream))
}
