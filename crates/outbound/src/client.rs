//! Resolves, judges, connects, asks.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore, crypto};

use crate::call::{Answer, Call, Fault, Limits};
use crate::public::is_public;
use crate::reach::Reach;
use crate::target::{Refused, Target, Url};

/// Ports that are called anywhere.
const WEB_PORTS: [u16; 3] = [80, 443, 8443];
/// How long a look-up may take when there is no call with limits of its own.
const LOOK_UP: Duration = Duration::from_secs(5);
/// Addresses of a name that are tried, one after the other.
const PLACES_MAX: usize = 4;
/// Headers that are ours to set.
const OURS: [&str; 6] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
    "te",
];

/// Finds the addresses of a name.
pub(crate) trait Resolver: Send + Sync {
    fn resolve(&self, host: String) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send>>;
}

/// The system's.
struct System;

impl Resolver for System {
    fn resolve(&self, host: String) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await;
            found.map_or_else(|_| Vec::new(), |all| all.map(|a| a.ip()).collect())
        })
    }
}

/// Calls other systems; cheap to clone.
#[derive(Clone)]
pub struct Client {
    reach: Arc<Reach>,
    resolver: Arc<dyn Resolver>,
    tls: Arc<ClientConfig>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("reach", &self.reach)
            .finish_non_exhaustive()
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new(Reach::public())
    }
}

impl Client {
    /// A client that trusts the system's certificate authorities.
    pub fn new(reach: Reach) -> Self {
        Self::with_resolver(reach, Arc::new(System))
    }

    pub(crate) fn with_resolver(reach: Reach, resolver: Arc<dyn Resolver>) -> Self {
        let mut roots = RootCertStore::empty();
        // A broken certificate in the system's store is not ours to mend.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(crypto::ring::default_provider());
        let mut tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring knows the versions that are safe")
            .with_root_certificates(roots)
            .with_no_client_auth();
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            reach: Arc::new(reach),
            resolver,
            tls: Arc::new(tls),
        }
    }

    /// Whether `url` may be called, by what its name leads to now. For forms: a call looks again.
    pub async fn check(&self, url: &str) -> Result<Target, Refused> {
        tokio::time::timeout(LOOK_UP, self.judge(url))
            .await
            .unwrap_or(Err(Refused::NotPublic))
    }

    /// Makes a call.
    pub async fn call(&self, call: Call, limits: Limits) -> Result<Answer, Fault> {
        self.timed(call, limits, false).await
    }

    /// As [`Client::call`]; of an answer that is too long the beginning is given. For callers to
    /// whom the status is all that counts.
    pub async fn tell(&self, call: Call, limits: Limits) -> Result<Answer, Fault> {
        self.timed(call, limits, true).await
    }

    async fn timed(&self, call: Call, limits: Limits, cuts: bool) -> Result<Answer, Fault> {
        let asking = async {
            let target = self.judge(&call.url).await?;
            let request = request(&target.url, call)?;
            let response = self.send(&target, request).await?;
            answer(response, limits.body_max, cuts).await
        };
        tokio::time::timeout(limits.timeout, asking)
            .await
            .unwrap_or(Err(Fault::Timeout))
    }

    async fn judge(&self, url: &str) -> Result<Target, Refused> {
        let url = Url::read(url)?;
        if !WEB_PORTS.contains(&url.port) && !self.reach.has_port(url.port) {
            return Err(Refused::Port);
        }
        let addresses = match url.ip() {
            Some(address) => vec![address],
            None => self.resolver.resolve(url.host.clone()).await,
        };
        let is_named = self.reach.names(&url.host, url.port);
        let is_allowed = |address: &IpAddr| is_named || self.reach.holds(*address, url.port);
        let is_called = |address: &IpAddr| {
            is_allowed(address) || (WEB_PORTS.contains(&url.port) && is_public(*address))
        };
        if addresses.is_empty() || !addresses.iter().all(is_called) {
            return Err(Refused::NotPublic);
        }
        if !url.is_tls && !addresses.iter().all(is_allowed) {
            return Err(Refused::Scheme);
        }
        let places = addresses
            .iter()
            .take(PLACES_MAX)
            .map(|address| SocketAddr::new(*address, url.port))
            .collect();
        Ok(Target { url, places })
    }

    async fn send(
        &self,
        target: &Target,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, Fault> {
        let stream = connect(&target.places).await?;
        if !target.url.is_tls {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(target.url.host.clone()).map_err(|_| Fault::Certificate)?;
        let connector = TlsConnector::from(self.tls.clone());
        match connector.connect(name, stream).await {
            Ok(stream) => exchange(stream, request).await,
            Err(error) if is_about_certificate(&error) => Err(Fault::Certificate),
            Err(_) => Err(Fault::Connection),
        }
    }
}

/// Connects to the first place that takes it. The places are the ones that were judged.
async fn connect(places: &[SocketAddr]) -> Result<TcpStream, Fault> {
    for place in places {
        if let Ok(stream) = TcpStream::connect(place).await {
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(Fault::Connection)
}

fn is_about_certificate(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|e| e.downcast_ref());
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Fault> {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Fault::BrokeOff)?;
    // Ends by itself when the answer is read or dropped.
    tokio::spawn(connection);
    sender
        .send_request(request)
        .await
        .map_err(|_| Fault::BrokeOff)
}

fn request(url: &Url, call: Call) -> Result<Request<Full<Bytes>>, Fault> {
    let mut request = Request::builder()
        .method(call.method)
        .uri(&url.path)
        .body(Full::new(Bytes::new()))
        .map_err(|_| Fault::Unsendable)?;
    let headers = request.headers_mut();
    for (name, value) in &call.headers {
        let name = HeaderName::try_from(name).map_err(|_| Fault::Unsendable)?;
        if OURS.contains(&name.as_str()) {
            return Err(Fault::Unsendable);
        }
        let value = HeaderValue::try_from(value).map_err(|_| Fault::Unsendable)?;
        headers.append(name, value);
    }
    let host = HeaderValue::try_from(url.authority()).map_err(|_| Fault::Unsendable)?;
    headers.insert(HOST, host);
    headers
        .entry(USER_AGENT)
        .or_insert(HeaderValue::from_static("Luister"));
    if !call.body.is_empty() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(call.body.len()));
    }
    *request.body_mut() = Full::new(Bytes::from(call.body));
    Ok(request)
}

async fn answer(response: Response<Incoming>, most: usize, cuts: bool) -> Result<Answer, Fault> {
    let (head, mut incoming) = response.into_parts();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = match frame {
            Ok(frame) => frame,
            // The status came; that is what such a caller wants to know.
            Err(_) if cuts => break,
            Err(_) => return Err(Fault::BrokeOff),
        };
        let Some(data) = frame.data_ref() else {
            continue;
        };
        let room = most - body.len();
        body.extend_from_slice(&data[..data.len().min(room)]);
        if data.len() > room {
            if cuts {
                break;
            }
            return Err(Fault::TooLong(most));
        }
    }
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    Ok(Answer {
        status: head.status.as_u16(),
        headers,
        body,
    })
}
