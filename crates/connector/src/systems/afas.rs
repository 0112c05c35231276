//! AFAS Profit: GetConnectors are read in the order of their audit field, UpdateConnectors written.
//!
//! Numbers and days are read from JSON as they come: how AFAS writes them changed over its versions.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use outbound::Method;
use serde_json::{Value, json};

use super::key::{Place, following};
use super::{Arrived, Connector, Field, Once, Page, Scores, Start, Task, list_in, option, rows};
use crate::line::{Ask, Fault, Line, encoded};
use crate::model::{Definition, Pull, Stream, System};

/// Rows of a page.
const TAKE: usize = 100;
/// Operators of filters, as AFAS numbers them.
const EQUAL: &str = "1";
const NOT_BEFORE: &str = "2";
const GREATER: &str = "4";

/// AFAS Profit.
pub(super) struct Afas;

/// The header that lets us in: the token in its envelope, in base 64. Whoever copied the envelope
/// with it is understood too.
fn authorization(token: &str) -> String {
    let token = token.trim();
    let envelope = if token.starts_with('<') {
        token.to_owned()
    } else {
        format!("<token><version>1</version><data>{token}</data></token>")
    };
    format!("AfasToken {}", STANDARD.encode(envelope))
}

fn signed(line: &Line, ask: Ask) -> Ask {
    let header = authorization(line.secrets.get("token"));
    ask.header("authorization", header)
}

/// The address of a page.
fn path(pull: &Pull, start: Start<'_>, place: Option<&Place>) -> String {
    let mut filters: Vec<(&str, String, &str)> = Vec::new();
    match place {
        Some(Place::At { stamp, id }) => {
            filters.push((&pull.stamp, stamp.clone(), EQUAL));
            filters.push((&pull.id, id.clone(), GREATER));
        }
        Some(Place::Over { stamp }) => filters.push((&pull.stamp, stamp.clone(), GREATER)),
        Some(Place::After { id }) => filters.push((&pull.id, id.clone(), GREATER)),
        Some(Place::Next { .. }) | None => {
            if let (Some(since), false) = (start.since, pull.stamp.is_empty()) {
                filters.push((&pull.stamp, since.to_owned(), NOT_BEFORE));
            }
        }
    }
    let order: Vec<String> = [&pull.stamp, &pull.id]
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| encoded(name))
        .collect();
    let mut path = format!(
        "/connectors/{}?skip=0&take={TAKE}&orderbyfieldids={}",
        encoded(&pull.source),
        order.join(",")
    );
    if !filters.is_empty() {
        let part = |each: fn(&(&str, String, &str)) -> String| {
            filters.iter().map(each).collect::<Vec<_>>().join(",")
        };
        path += &format!(
            "&filterfieldids={}&filtervalues={}&operatortypes={}",
            part(|f| encoded(f.0)),
            part(|f| encoded(&f.1)),
            part(|f| f.2.to_owned())
        );
    }
    path
}

/// The body of an UpdateConnector for figures. Organisations and persons are found by their number.
fn scores_body(object: &str, scores: &Scores) -> Value {
    let mut fields = serde_json::Map::new();
    match object {
        "KnOrganisation" => {
            fields.insert("MatchOga".to_owned(), json!("0"));
            fields.insert("BcCo".to_owned(), json!(scores.remote_id));
        }
        "KnPerson" => {
            fields.insert("MatchPer".to_owned(), json!("0"));
            fields.insert("BcCo".to_owned(), json!(scores.remote_id));
        }
        _ => {}
    }
    let values: &BTreeMap<String, Value> = &scores.values;
    fields.extend(
        values
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    let mut element = json!({ "Fields": fields });
    match object {
        "KnOrganisation" | "KnPerson" => {}
        "KnSalesRelationOrg" | "KnSalesRelationPer" => element["@DbId"] = json!(scores.remote_id),
        // A table of the company's own (KnCustomLinkC01 …) hangs on the organisation or person.
        _ => element["@BcCo"] = json!(scores.remote_id),
    }
    json!({ object: { "Element": element } })
}

/// Who is to do a task: the employee that the connection names for whoever owns the case, else the
/// one it names for all, else nobody.
fn employee(definition: &Definition, task: &Task) -> String {
    let named = option(definition, System::Afas, "task_employees");
    let named = employees(&named).unwrap_or_default();
    let owner = task.owner.as_deref().unwrap_or_default();
    let own = named
        .into_iter()
        .find(|(address, _)| address.eq_ignore_ascii_case(owner));
    own.map_or_else(
        || option(definition, System::Afas, "task_employee"),
        |(_, number)| number,
    )
}

/// Addresses of people here and their numbers in AFAS, as they are written down: `sam@acme.nl=E12`,
/// separated by commas or lines. None when it can't be read.
pub(crate) fn employees(text: &str) -> Option<Vec<(String, String)>> {
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
    text.split([',', ';', '\n'])
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (address, number) = pair.split_once('=')?;
            let (address, number) = (address.trim(), number.trim());
            let is_address = contact::rules::email(address).is_ok();
            (is_address && is_number(number)).then(|| (address.to_owned(), number.to_owned()))
        })
        .collect()
}

/// The body of a dossier item with its task.
fn task_body(task: &Task, kind: &str, employee: &str) -> Value {
    let at = jiff::Timestamp::from_microsecond(task.due_at_us).unwrap_or_default();
    let due = at
        .to_zoned(jiff::tz::TimeZone::UTC)
        .strftime("%Y-%m-%d")
        .to_string();
    let kind = kind
        .parse::<i64>()
        .map_or_else(|_| json!(kind), |number| json!(number));
    let mut fields = json!({
        "StId": kind,
        "Ds": task.title,
        "SbTx": task.text,
        "DtTo": due,
        "St": false,
    });
    if !employee.is_empty() {
        fields["EmId"] = json!(employee);
    }
    let mut element = json!({ "Fields": fields });
    if let Some(account) = task.account.as_ref().or(task.contact.as_ref()) {
        let link = json!({ "Element": { "Fields": { "ToBC": true, "BcId": account } } });
        element["Objects"] = json!([{ "KnSubjectLink": link }]);
    }
    json!({ "KnSubject": { "Element": element } })
}

impl Connector for Afas {
    async fn fields(&self, line: &Line, pull: &Pull) -> Result<Vec<Field>, Fault> {
        let ask = Ask::get(format!("/metainfo/get/{}", encoded(&pull.source)));
        let reply = line.ask(signed(line, ask)).await?;
        let fields = list_in(reply.json, "fields")?;
        let field = |field: &Value| {
            let name = field.get("id")?.as_str()?.to_owned();
            let label = field.get("label").and_then(Value::as_str).unwrap_or(&name);
            Some(Field {
                label: label.to_owned(),
                name,
            })
        };
        Ok(fields.iter().filter_map(field).collect())
    }

    async fn page(&self, line: &Line, pull: &Pull, start: Start<'_>) -> Result<Page, Fault> {
        let place = Place::read(start.place);
        let ask = Ask::get(path(pull, start, place.as_ref()));
        let reply = line.ask(signed(line, ask)).await?;
        let list = list_in(reply.json, "rows")?;
        let is_full = list.len() >= TAKE;
        let (rows, wrong) = rows(pull, list);
        let next = following(place.as_ref(), &rows, is_full).map(|place| place.written());
        Ok(Page {
            rows,
            wrong,
            next,
            ..Page::default()
        })
    }

    async fn scores(&self, line: &Line, scores: &Scores) -> Result<(), Fault> {
        let name = if scores.stream == Stream::Accounts {
            "account_object"
        } else {
            "contact_object"
        };
        let object = option(&line.definition, System::Afas, name);
        let path = format!("/connectors/{}", encoded(&object));
        let ask = Ask::json(Method::PUT, path, scores_body(&object, scores));
        line.ask(signed(line, ask)).await?;
        Ok(())
    }

    async fn send(&self, line: &Line, once: &Once) -> Result<(), Fault> {
        let Once::Task(task) = once else {
            return Err(no_comments());
        };
        let kind = option(&line.definition, System::Afas, "task_type");
        let body = task_body(task, &kind, &employee(&line.definition, task));
        let ask = Ask::json(Method::POST, "/connectors/KnSubject", body);
        line.ask(signed(line, ask)).await?;
        Ok(())
    }

    /// Dossier items can be read by a GetConnector only that each company makes for itself.
    async fn arrived(&self, _: &Line, _: &Once) -> Result<Arrived, Fault> {
        Ok(Arrived::Unknown)
    }
}

fn no_comments() -> Fault {
    Fault::Refused {
        status: 0,
        said: "there are no tickets to comment on in AFAS".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_in_its_envelope() {
        let plain = authorization("ABC");
        assert_eq!(
            plain,
            "AfasToken PHRva2VuPjx2ZXJzaW9uPjE8L3ZlcnNpb24+PGRhdGE+QUJDPC9kYXRhPjwvdG9rZW4+"
        );
        let whole = "<token><version>1</version><data>ABC</data></token>";
        assert_eq!(authorization(whole), plain);
    }

    #[test]
    fn pages_are_asked_for_by_what_was_last_seen() {
        let pull = System::Afas.proposal(Stream::Accounts).expect("one");
        let start = Start {
            since: Some("2026-11-22T09:00:00"),
            place: None,
        };
        assert_eq!(
            path(&pull, start, None),
            "/connectors/Luister_Organisaties?skip=0&take=100&orderbyfieldids=Gewijzigd_op,BcCo\
             &filterfieldids=Gewijzigd_op&filtervalues=2026-11-22T09%3A00%3A00&operatortypes=2"
        );
        let at = Place::At {
            stamp: "2026-11-22T09:05:00".into(),
            id: "12".into(),
        };
        assert!(path(&pull, start, Some(&at)).ends_with(
            "&filterfieldids=Gewijzigd_op,BcCo&filtervalues=2026-11-22T09%3A05%3A00,12&operatortypes=1,4"
        ));
        let everything = path(&pull, Start::default(), None);
        assert!(everything.ends_with("orderbyfieldids=Gewijzigd_op,BcCo"));
    }

    #[test]
    fn figures_go_to_the_organisation_with_its_number() {
        let scores = Scores {
            stream: Stream::Accounts,
            remote_id: "1000012".into(),
            values: [("U1".to_owned(), json!(-20))].into(),
        };
        assert_eq!(
            scores_body("KnOrganisation", &scores),
            json!({"KnOrganisation": {"Element": {"Fields":
                {"MatchOga": "0", "BcCo": "1000012", "U1": -20}}}})
        );
        let body = scores_body("KnSalesRelationOrg", &scores);
        assert_eq!(body["KnSalesRelationOrg"]["Element"]["@DbId"], "1000012");
    }

    #[test]
    fn a_task_is_for_the_employee_who_is_responsible() {
        let definition = |options: &[(&str, &str)]| Definition {
            base_url: String::new(),
            options: options
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            pulls: Vec::new(),
            pushes: crate::model::Pushes::default(),
            every_minutes: 0,
        };
        let of = |owner: Option<&str>| Task {
            owner: owner.map(str::to_owned),
            ..Task::default()
        };
        let all = definition(&[
            ("task_employee", "E1"),
            ("task_employees", "sam@acme.nl=E12,\n Ann@acme.nl = E13"),
        ]);
        for (owner, number) in [
            (Some("sam@acme.nl"), "E12"),
            (Some("ann@acme.nl"), "E13"),
            (Some("bob@acme.nl"), "E1"),
            (None, "E1"),
        ] {
            assert_eq!(employee(&all, &of(owner)), number, "{owner:?}");
        }
        let one = definition(&[("task_employee", "E1")]);
        assert_eq!(employee(&one, &of(Some("sam@acme.nl"))), "E1");
        let named = definition(&[("task_employees", "sam@acme.nl=E12")]);
        assert_eq!(employee(&named, &of(Some("bob@acme.nl"))), "");
        for wrong in ["sam=E12", "sam@acme.nl", "sam@acme.nl=", "sam@acme.nl=E 1"] {
            assert_eq!(employees(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_task_is_a_dossier_item_of_the_organisation() {
        let task = Task {
            title: "Call Anna".into(),
            text: "Score 3".into(),
            due_at_us: 1_795_000_000_000_000,
            account: Some("1000012".into()),
            ..Task::default()
        };
        assert_eq!(
            task_body(&task, "37", "E12"),
            json!({"KnSubject": {"Element": {
                "Fields": {"StId": 37, "Ds": "Call Anna", "SbTx": "Score 3",
                           "DtTo": "2026-11-18", "St": false, "EmId": "E12"},
                "Objects": [{"KnSubjectLink": {"Element":
                    {"Fields": {"ToBC": true, "BcId": "1000012"}}}}]}}})
        );
    }
}
