//! Passwords: Argon2id, a few hashes at a time, so that a flood of logins leaves the machine to
//! those who answer surveys.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use platform::Problem;
use tokio::sync::Semaphore;

/// Fewest characters of a password.
pub(crate) const LENGTH_MIN: usize = 10;
/// Most bytes of a password; hashing more would be a way to keep us busy.
pub(crate) const BYTES_MAX: usize = 256;

/// Hashes at the same time. One takes about 30 ms and 19 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// A hash to check against when there is no such user, so that both cases take as long.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody has this").ok());

/// OWASP's parameters of 2026: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>, Problem> {
    let params = Params::new(19_456, 2, 1, None)
        .map_err(|e| Problem::Internal(format!("argon2 parameters: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, Problem> {
    // 52 characters of an alphabet that is part of base 64: 256 random bits of salt, shortened.
    let salt = SaltString::from_b64(&platform::id::secret()[..32])
        .map_err(|e| Problem::Internal(format!("salt: {e}")))?;
    Ok(argon2()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(|e| Problem::Internal(format!("argon2: {e}")))?
        .to_string())
}

/// Checks the rules for a new password.
pub(crate) fn check_new(password: &str) -> Result<(), Problem> {
    if password.chars().count() < LENGTH_MIN {
        return Err(Problem::invalid(
            "password",
            format!("a password has at least {LENGTH_MIN} characters"),
        ));
    }
    if password.len() > BYTES_MAX {
        return Err(Problem::invalid(
            "password",
            format!("a password has at most {BYTES_MAX} bytes"),
        ));
    }
    Ok(())
}

/// The hash to store for `password`.
pub(crate) async fn hash(password: &str) -> Result<String, Problem> {
    check_new(password)?;
    let password = password.to_owned();
    one_at_a_time(move || hash_now(&password)).await
}

/// Whether `password` belongs to `stored`; takes the same time without a stored one.
pub(crate) async fn verify(password: &str, stored: Option<String>) -> Result<bool, Problem> {
    if password.len() > BYTES_MAX {
        return Ok(false);
    }
    let password = password.to_owned();
    one_at_a_time(move || {
        let known = stored.is_some();
        let Some(text) = stored.or_else(|| NOBODY.clone()) else {
            return Ok(false);
        };
        let hash = PasswordHash::new(&text)
            .map_err(|e| Problem::Internal(format!("a stored password hash: {e}")))?;
        let fits = argon2()?
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        Ok(fits && known)
    })
    .await
}

async fn one_at_a_time<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _turn = AT_ONCE
        .acquire()
        .await
        .map_err(|e| Problem::Internal(format!("password hashing: {e}")))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Problem::Internal(format!("password hashing: {e}")))?
}
