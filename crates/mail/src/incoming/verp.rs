//! The secret in the address that what comes back is sent to (VERP): `bounces+SECRET@acme.nl`.

/// Characters of a secret ([`platform::id::secret`]).
const LENGTH: usize = 52;

/// What stands between the bounce address and the secret. We write a plus; some mail systems turn
/// it into another sign that they split addresses at.
const SIGNS: [char; 3] = ['+', '-', '='];

/// The secret in one address, if it has the form of one. Whether it is known is for the database
/// to say.
pub fn secret_in(address: &str) -> Option<String> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, tag) = local.rsplit_once(SIGNS)?;
    // Local parts keep their case by the rules, but not by every relay.
    let secret = tag.to_ascii_lowercase();
    let fits = secret.len() == LENGTH
        && secret
            .bytes()
            .all(|b| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b)));
    fits.then_some(secret)
}

/// The first secret in a text with addresses, such as the value of a header field.
pub(super) fn secret_among(text: &str) -> Option<String> {
    text.split(|c: char| {
        c.is_whitespace() || c.is_control() || "<>(),;:\"[]".contains(c) || !c.is_ascii()
    })
    .find_map(secret_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";

    #[test]
    fn our_own_addresses_are_known_again() {
        let secret = platform::id::secret();
        let address = format!("bounces+{secret}@acme.nl");
        assert_eq!(secret_in(&address), Some(secret.clone()));
        assert_eq!(secret_in(&address.to_uppercase()), Some(secret));
    }

    #[test]
    fn other_addresses_have_no_secret() {
        for address in [
            "bounces@acme.nl".to_owned(),
            format!("bounces+{SECRET}"),
            format!("{SECRET}@acme.nl"),
            format!("bounces+{}@acme.nl", &SECRET[1..]),
            format!("bounces+0{SECRET}@acme.nl"),
            format!("bounces+{}@acme.nl", SECRET.replace('k', "l")),
            format!("bounces+{}é@acme.nl", &SECRET[2..]),
            String::new(),
            "@".to_owned(),
            "+@".to_owned(),
        ] {
            assert_eq!(secret_in(&address), None, "{address}");
        }
    }

    #[test]
    fn it_is_found_in_a_header() {
        for text in [
            format!("Acme <bounces+{SECRET}@acme.nl>"),
            format!("<a@b.nl>, <bounces-{SECRET}@acme.nl>"),
            format!("\"x\" <bounces+{SECRET}@acme.nl> (é)"),
            format!("rfc822;bounces+{SECRET}@acme.nl"),
        ] {
            assert_eq!(secret_among(&text).as_deref(), Some(SECRET), "{text}");
        }
        assert_eq!(secret_among("nobody <a@b.nl>"), None);
    }
}
