//! Each way in and each refusal.

use super::*;

fn provider(links_by_email: bool, makes_people: bool) -> Provider {
    Provider {
        workspace_id: "w".to_owned(),
        id: "p".to_owned(),
        issuer: "https://id.example".to_owned(),
        client_id: "luister".to_owned(),
        client_secret: "s".to_owned(),
        button: "Acme".to_owned(),
        group_claim: "groups".to_owned(),
        mapping: Vec::new(),
        domains: vec!["acme.nl".to_owned()],
        is_on: true,
        links_by_email,
        makes_people,
        changed_at_us: 0,
    }
}

fn told(email: Option<&str>) -> Told {
    Told {
        subject: "s1".to_owned(),
        verified_email: email.map(str::to_owned),
        ..Told::default()
    }
}

fn known(is_active: bool) -> Known {
    Known {
        user_id: "ann".to_owned(),
        is_active,
    }
}

/// Who has this identity already.
fn linked(is_active: bool) -> Found {
    Found {
        linked: Some(known(is_active)),
        ..Found::default()
    }
}

/// Who has this address here.
fn here(is_active: bool) -> Found {
    Found {
        by_email: Some(known(is_active)),
        ..Found::default()
    }
}

const ANN: Option<&str> = Some("ann@acme.nl");

/// Whether people are linked by address and made, the address, who is found, and what comes of it.
type Case = (
    bool,
    bool,
    Option<&'static str>,
    Found,
    Result<Verdict, Refusal>,
);

/// Cases of whom the workspace knows, or whose address does not count.
fn known_cases() -> Vec<Case> {
    vec![
        // An identity counts whatever the address is by now.
        (
            false,
            false,
            None,
            linked(true),
            Ok(Verdict::Enter("ann".to_owned())),
        ),
        (true, true, ANN, linked(false), Err(Refusal::Left)),
        // An address must be verified, of a named domain, and linking allowed.
        (true, true, None, Found::default(), Err(Refusal::Unverified)),
        (
            true,
            true,
            Some("ann@evil.nl"),
            here(true),
            Err(Refusal::Domain),
        ),
        (
            true,
            true,
            Some("ann@x.acme.nl"),
            here(true),
            Err(Refusal::Domain),
        ),
        (
            true,
            true,
            Some("ann@acme.nl@evil.nl"),
            Found::default(),
            Err(Refusal::Domain),
        ),
        (false, true, ANN, here(true), Err(Refusal::NotLinked)),
        (
            true,
            false,
            ANN,
            here(true),
            Ok(Verdict::Link("ann".to_owned())),
        ),
        (true, true, ANN, here(false), Err(Refusal::Left)),
        (
            true,
            true,
            ANN,
            Found {
                has_another: true,
                ..here(true)
            },
            Err(Refusal::Another),
        ),
    ]
}

/// Cases of whom the workspace does not know.
fn unknown_cases() -> Vec<Case> {
    vec![
        // Whom nobody knows is made only when that is allowed, and takes nobody's login.
        (true, false, ANN, Found::default(), Err(Refusal::Unknown)),
        (
            false,
            true,
            ANN,
            Found::default(),
            Ok(Verdict::Make("ann@acme.nl".to_owned())),
        ),
        (
            false,
            true,
            ANN,
            Found {
                is_elsewhere: true,
                ..Found::default()
            },
            Err(Refusal::Elsewhere),
        ),
    ]
}

#[test]
fn only_an_identity_or_an_allowed_address_lets_in() {
    let cases = known_cases().into_iter().chain(unknown_cases());
    for (links, makes, email, found, wanted) in cases {
        let verdict = judge(&provider(links, makes), &told(email), &found);
        assert_eq!(verdict, wanted, "{links} {makes} {email:?} {found:?}");
    }
}

#[test]
fn groups_give_roles_in_the_order_of_the_mapping() {
    let team = |name: &str| (name == "Support").then(|| "t1".to_owned());
    let text = "Admins = administrator\n\n CN=Sales,DC=acme = lead , Support\r\nstaff=employee";
    let mapping = read_mapping(text, team).expect("readable");
    assert_eq!(mapping.len(), 3);
    assert_eq!(mapping[1].group, "CN=Sales,DC=acme");
    assert_eq!(mapping[1].team_id.as_deref(), Some("t1"));
    let role = |groups: &[&str]| {
        let groups: Vec<String> = groups.iter().map(|g| (*g).to_owned()).collect();
        given(&mapping, &groups).map(|g| g.map(|g| g.role))
    };
    assert_eq!(role(&["staff", "Admins"]), Ok(Some(Role::Administrator)));
    assert_eq!(role(&["staff"]), Ok(Some(Role::Employee)));
    assert_eq!(role(&["STAFF"]), Err(Refusal::NoRole), "names are exact");
    assert_eq!(role(&[]), Err(Refusal::NoRole));
    assert_eq!(role(&["*"]), Err(Refusal::NoRole));
    assert_eq!(given(&[], &[]), Ok(None));
    let all = read_mapping("* = viewer", team).expect("readable");
    assert_eq!(
        given(&all, &[]).map(|g| g.map(|g| g.role)),
        Ok(Some(Role::Viewer))
    );
    for (wrong, line) in [
        ("a", 1),
        ("\na = boss", 2),
        ("a = lead, Nowhere", 1),
        ("= lead", 1),
        ("a = lead\nb = ", 2),
    ] {
        assert_eq!(read_mapping(wrong, team), Err(line), "{wrong:?}");
    }
}

#[test]
fn domains_are_read_or_refused() {
    assert_eq!(
        read_domains(" Acme.NL, @acme.com\nacme.nl ").expect("domains"),
        ["acme.nl", "acme.com"]
    );
    assert!(read_domains("").expect("none").is_empty());
    for wrong in [
        "acme",
        "a..b",
        "https://acme.nl",
        "ann@acme.nl",
        "*.acme.nl",
        ".",
    ] {
        assert!(read_domains(wrong).is_err(), "{wrong}");
    }
}
