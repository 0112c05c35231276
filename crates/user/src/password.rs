//! Passwords: Argon2id, a few hashes at a time, so that a flood of logins leaves the machine to
//! those who answer surveys.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::{self, Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use platform::Problem;
use tokio::sync::Semaphore;

/// Fewest characters of a password.
pub(crate) const LENGTH_MIN: usize = 10;
/// Most bytes of a password; hashing more would be a way to keep us busy.
pub(crate) const BYTES_MAX: usize = 256;

/// Hashes at the same time. One takes about 30 ms and 19 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(1);
/// Hashes that may wait for their turn: about three seconds of work. More than that is a flood, and
/// who waits in it would have given up before it is their turn.
const WAITING_MAX: usize = 100;
/// How many there are, with those at work.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// What hashes are made in, taken from the system once. Each in memory of its own would leave 19 MiB
/// behind in every thread that made one: half a gigabyte after a flood of logins.
static MEMORY: Mutex<Vec<Block>> = Mutex::new(Vec::new());

/// A hash to check against when there is no such user, so that both cases take as long.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody has this").ok());

/// OWASP's parameters of 2026: 19 MiB, two passes, one lane.
fn argon2() -> Result<Argon2<'static>, Problem> {
    let params = Params::new(19_456, 2, 1, None)
        .map_err(|e| Problem::Internal(format!("argon2 parameters: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Whether a stored hash is cheaper to guess at than those made now.
pub(crate) fn is_weak(stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else {
        return false;
    };
    let Ok(params) = Params::try_from(&hash) else {
        return true;
    };
    let is_other = hash.algorithm != Algorithm::Argon2id.ident();
    let Ok(now) = argon2() else { return false };
    is_other || params.m_cost() < now.params().m_cost() || params.t_cost() < now.params().t_cost()
}

fn hash_now(password: &str) -> Result<String, Problem> {
    // 52 characters of an alphabet that is part of base 64: 256 random bits of salt, shortened.
    let salt = SaltString::from_b64(&platform::id::secret()[..32])
        .map_err(|e| Problem::Internal(format!("salt: {e}")))?;
    let argon2 = argon2()?;
    let made = derive(
        &argon2,
        password,
        salt.as_salt(),
        Params::DEFAULT_OUTPUT_LEN,
    )
    .and_then(|output| Ok((output, ParamsString::try_from(argon2.params())?)));
    let (output, params) = made.map_err(|e| Problem::Internal(format!("argon2: {e}")))?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params,
        salt: Some(salt.as_salt()),
        hash: Some(output),
    };
    Ok(hash.to_string())
}

/// So many bytes that follow from a password and a salt.
fn derive(
    argon2: &Argon2<'_>,
    password: &str,
    salt: Salt<'_>,
    length: usize,
) -> password_hash::Result<Output> {
    let mut bytes = [0; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes)?;
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    Output::init_with(length, |out| {
        let memory = memory.as_mut_slice();
        Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, memory)?)
    })
}

/// Whether a stored hash is that of `password`; compared in a time that says nothing.
fn fits(password: &str, stored: &PasswordHash<'_>) -> password_hash::Result<bool> {
    let (Some(salt), Some(wanted)) = (stored.salt, stored.hash) else {
        return Ok(false);
    };
    let algorithm = Algorithm::try_from(stored.algorithm)?;
    let version = stored
        .version
        .map_or(Ok(Version::default()), Version::try_from)?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(stored)?);
    Ok(derive(&argon2, password, salt, wanted.len())? == wanted)
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

/// The hash to store for a password that was right a moment ago, whatever is asked of new ones by now.
pub(crate) async fn hash_again(password: &str) -> Result<String, Problem> {
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
        Ok(fits(&password, &hash).unwrap_or(false) && known)
    })
    .await
}

/// A place in the queue; given back when it is dropped, also by who hung up meanwhile.
struct Place;

impl Place {
    fn take() -> Result<Self, Problem> {
        if WAITING.fetch_add(1, Ordering::Relaxed) < WAITING_MAX {
            return Ok(Self);
        }
        WAITING.fetch_sub(1, Ordering::Relaxed);
        Err(Problem::TooMany {
            detail: "too many people log in at this moment, please try again".to_owned(),
            retry_after_s: 5,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn one_at_a_time<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _place = Place::take()?;
    let _turn = AT_ONCE
        .acquire()
        .await
        .map_err(|e| Problem::Internal(format!("password hashing: {e}")))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Problem::Internal(format!("password hashing: {e}")))?
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    fn block_on<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(work)
    }

    /// However many want to log in, one hash is made at a time, a hundred wait, and the others are
    /// told so at once: a flood takes one core, and answers are taken on the others.
    #[test]
    fn a_flood_of_logins_takes_one_core_and_a_short_queue() {
        block_on(async {
            let (at_work, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let logins: Vec<_> = (0..150)
                .map(|_| {
                    let (at_work, most) = (at_work.clone(), most.clone());
                    tokio::spawn(one_at_a_time(move || {
                        let now = at_work.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(2));
                        at_work.fetch_sub(1, Ordering::SeqCst);
                        Ok(())
                    }))
                })
                .collect();
            let mut done = 0;
            for login in logins {
                match login.await.expect("no panic") {
                    Ok(()) => done += 1,
                    Err(problem) => assert!(problem.retry_after_s().is_some(), "{problem}"),
                }
            }
            assert_eq!(most.load(Ordering::SeqCst), 1);
            assert!(done >= WAITING_MAX, "{done}");
        });
        assert_eq!(
            WAITING.load(Ordering::SeqCst),
            0,
            "every place is given back"
        );
    }

    /// Hashes with fewer passes or less memory are made anew, others stay.
    #[test]
    fn hashes_of_before_are_weak() {
        let now = hash_now("correct horse battery").expect("a hash");
        assert!(!is_weak(&now));
        for (of_now, other) in [
            ("m=19456", "m=8192"),
            ("t=2", "t=1"),
            ("argon2id", "argon2i"),
        ] {
            let stored = now.replace(of_now, other);
            assert!(PasswordHash::new(&stored).is_ok(), "{stored}");
            assert!(is_weak(&stored), "{other}");
        }
        assert!(
            !is_weak(&now.replace("m=19456", "m=65536")),
            "stronger ones stay"
        );
        assert!(!is_weak(""), "no hash");
    }

    /// Hashes of the reference implementation's own tests, in memory that others used before.
    #[test]
    fn hashes_of_others_are_judged_right() {
        for stored in [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        ] {
            let hash = PasswordHash::new(stored).expect("a hash");
            hash_now("something else").expect("a hash");
            assert!(fits("password", &hash).expect("judged"), "{stored}");
            assert!(!fits("Password", &hash).expect("judged"), "{stored}");
        }
        let cut = PasswordHash::new("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ").expect("a part");
        assert!(!fits("", &cut).expect("judged"), "nothing fits no hash");
    }

    /// A hash is made whether or not there is somebody: the same work, so the same time.
    #[test]
    fn nobody_takes_as_long_as_somebody() {
        let hash = hash_now("correct horse battery").expect("a hash");
        let parts = |text: &str| {
            text.split('$')
                .take(4)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let nobody = NOBODY.clone().expect("a hash to compare with");
        assert_eq!(parts(&hash), parts(&nobody), "algorithm and parameters");
        assert_eq!(parts(&hash)[1..], ["argon2id", "v=19", "m=19456,t=2,p=1"]);
        block_on(async {
            let right = verify("correct horse battery", Some(hash.clone())).await;
            assert!(right.expect("judged"));
            assert!(!verify("nobody has this", None).await.expect("judged"));
            assert!(
                !verify(&"x".repeat(BYTES_MAX + 1), Some(hash))
                    .await
                    .expect("judged")
            );
        });
    }
}
