//! A certificate for the test server, made when a test starts.

use std::process::Command;
use std::sync::Arc;

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Makes `cert.pem` and `key.pem`: a certificate for localhost, signed by itself.
pub fn make(folder: &std::path::Path) -> std::path::PathBuf {
    let settings = "[req]\ndistinguished_name=name\nx509_extensions=ext\nprompt=no\n\
                    [name]\nCN=localhost\n\
                    [ext]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n\
                    basicConstraints=critical,CA:FALSE\n";
    std::fs::write(folder.join("openssl.cnf"), settings).expect("a file");
    let output = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt"])
        .args(["ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"])
        .args(["-config", "openssl.cnf", "-keyout", "key.pem"])
        .args(["-out", "cert.pem"])
        .current_dir(folder)
        .output()
        .expect("openssl is installed");
    assert!(output.status.success(), "{output:?}");
    folder.join("cert.pem")
}

/// A server's settings with that certificate.
pub fn tls_of(certificate: &std::path::Path) -> Arc<ServerConfig> {
    let key = certificate.with_file_name("key.pem");
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(certificate).expect("a certificate")],
            PrivateKeyDer::from_pem_file(key).expect("a key"),
        )
        .expect("a certificate with its key");
    Arc::new(config)
}
