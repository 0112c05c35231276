//! Personal links for those who work here: paste a list of people, get a link for each, once.

use std::fmt::Write;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query, paging};
use platform::words::Language;
use serde::Deserialize;
use serde_json::{Value, json};
use survey::Status;
use tabular::{Cell, Profile, Writer};
use user::Viewer;

use super::Pages;
use crate::api::{invitation_cursor, read_invitation_cursor};
use crate::invitation::{Invite, Invited};
use crate::model::{Attributes, Invitation};
use crate::rules;

/// The column that is no attribute.
const EXTERNAL_ID: &str = "external_id";
/// Links made on this page at once; a page can't hold more in comfort. The API makes more.
const PEOPLE_MAX: usize = 1000;
/// Invitations listed at once.
const LISTED: usize = 100;
/// Mistakes told at once.
const ERRORS_MAX: usize = 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    after: Option<String>,
}

/// What the page says besides the list.
#[derive(Default)]
struct Said {
    people: String,
    errors: Vec<Value>,
    made: Vec<Invited>,
}

impl Pages {
    async fn invitations(
        &self,
        frame: &Frame,
        viewer: &Viewer,
        (survey_id, after): (&str, Option<&str>),
        said: Said,
    ) -> Result<Html<String>, Problem> {
        let (db, workspace_id) = (&self.app().db, &viewer.workspace_id);
        let survey = self
            .responses
            .surveys
            .renewed(db, workspace_id, survey_id)
            .await?;
        let from = after.map_or(Ok((0, String::new())), read_invitation_cursor)?;
        let mut list = self
            .responses
            .invitations(viewer, survey_id, from, LISTED + 1)
            .await?;
        let next = paging::cut(&mut list, LISTED).map(invitation_cursor);
        let (invited, answered) = self.responses.invitation_counts(viewer, survey_id).await?;
        let definition = &survey.definition;
        let values = json!({
            "place": "ask",
            "survey_id": survey_id,
            "title": definition.say(&definition.title, frame.language.code()),
            "draft": survey.status == Status::Draft,
            "may_manage": viewer.may_manage,
            "people": said.people,
            "errors": said.errors,
            "made": said.made.iter().map(|one| json!({ "who": who(&one.invitation), "url": one.url }))
                .collect::<Vec<_>>(),
            "download": download(&said.made, frame.language)?,
            "invited": invited,
            "answered": answered,
            "list": list.iter().map(line).collect::<Vec<_>>(),
            "next": next,
        });
        self.app()
            .templates
            .page("response/invitations.html", frame, values)
    }
}

fn line(invitation: &Invitation) -> Value {
    let state = match (invitation.counted(), invitation.revoked_at_us) {
        (Some(state), _) => state.as_str(),
        (None, Some(_)) => "revoked",
        (None, None) => "none",
    };
    json!({
        "id": invitation.invitation_id,
        "who": who(invitation),
        "state": state,
        "revoked": invitation.revoked_at_us.is_some(),
        "created_at_us": invitation.created_at_us,
    })
}

/// A respondent in words: everything we were told of them.
fn who(invitation: &Invitation) -> String {
    let attributes = invitation
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    let parts: Vec<String> = invitation
        .external_id
        .iter()
        .cloned()
        .chain(attributes)
        .collect();
    if parts.is_empty() {
        invitation.invitation_id.clone()
    } else {
        parts.join(", ")
    }
}

/// The links as a file within the page: they are stored nowhere, so there is nothing to fetch
/// later.
fn download(made: &[Invited], language: Language) -> Result<String, Problem> {
    if made.is_empty() {
        return Ok(String::new());
    }
    let mut names: Vec<&str> = made
        .iter()
        .flat_map(|one| one.invitation.attributes.keys().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    let profile = match language {
        Language::Nl => Profile::ExcelNl,
        Language::En => Profile::Data,
    };
    let broken = |e: std::io::Error| Problem::Internal(e.to_string());
    let mut writer = Writer::new(Vec::new(), profile, TimeZone::UTC).map_err(broken)?;
    let header = [EXTERNAL_ID]
        .into_iter()
        .chain(names.iter().copied())
        .chain(["link"]);
    writer.header(header).map_err(broken)?;
    for Invited { invitation, url } in made {
        let cell = |text: Option<&'_ String>| text.map_or("", String::as_str).to_owned();
        let mut cells = vec![cell(invitation.external_id.as_ref())];
        cells.extend(
            names
                .iter()
                .map(|name| cell(invitation.attributes.get(*name))),
        );
        cells.push(url.clone().unwrap_or_default());
        writer
            .row(cells.iter().map(|text| Cell::Text(text)))
            .map_err(broken)?;
    }
    let bytes = writer.finish().map_err(broken)?;
    let mut address = "data:text/csv;charset=utf-8,".to_owned();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() {
            address.push(byte.into());
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    Ok(address)
}

/// What is wrong with a list of people: the line, if it is about one, and the sentence.
#[derive(Debug, PartialEq, Eq)]
struct Mistake {
    line: Option<u64>,
    detail: String,
}

/// Reads people from a table as text: the first line names the columns, each further line is one
/// person.
fn read_people(text: &str) -> Result<Vec<Invite>, Vec<Mistake>> {
    let whole = |detail: String| vec![Mistake { line: None, detail }];
    let source = tabular::Source::from(text.as_bytes());
    let options = tabular::Options {
        encoding: Some(tabular::Encoding::Utf8),
        ..tabular::Options::default()
    };
    let mut table = tabular::open(source, &options).map_err(|e| whole(e.to_string()))?;
    let columns = table.columns().to_vec();
    let (mut people, mut mistakes) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let row = row.map_err(|e| whole(e.to_string()))?;
        if row.is_blank() {
            continue;
        }
        match person(&columns, &row) {
            Ok(invite) => people.push(invite),
            Err(detail) => mistakes.push(Mistake {
                line: Some(row.line()),
                detail,
            }),
        }
        if mistakes.len() >= ERRORS_MAX || people.len() > PEOPLE_MAX {
            break;
        }
    }
    if people.len() > PEOPLE_MAX {
        mistakes.extend(whole(format!("more than {PEOPLE_MAX} lines")));
    }
    if people.is_empty() && mistakes.is_empty() {
        mistakes.extend(whole(
            "there are no lines below the column names".to_owned(),
        ));
    }
    if mistakes.is_empty() {
        Ok(people)
    } else {
        Err(mistakes)
    }
}

fn person(columns: &[String], row: &tabular::Row) -> Result<Invite, String> {
    if let Some(problem) = row.problem() {
        return Err(problem.to_string());
    }
    let mut external_id = None;
    let mut given = std::collections::BTreeMap::new();
    for (name, text) in columns.iter().zip(row.cells().map(str::trim)) {
        if text.is_empty() {
            continue;
        }
        if name == EXTERNAL_ID {
            rules::external_id(text)?;
            external_id = Some(text.to_owned());
        } else {
            given.insert(name.clone(), Value::from(text));
        }
    }
    let attributes: Attributes = rules::attributes(&given).map_err(|errors| {
        let one = |e: platform::web::FieldError| {
            format!(
                "{}: {}",
                e.pointer.trim_start_matches("/attributes/"),
                e.detail
            )
        };
        errors.into_iter().map(one).collect::<Vec<_>>().join("; ")
    })?;
    Ok(Invite {
        external_id,
        attributes,
    })
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let which = (survey_id.as_str(), asked.after.as_deref());
    pages
        .invitations(&frame, &viewer, which, Said::default())
        .await
}

pub(super) async fn invite(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "people")?;
    let text = form.text("people");
    let outcome = match read_people(text) {
        Ok(people) => match pages.responses.invite(&viewer, &survey_id, people).await {
            Ok(made) => Ok(made),
            Err(Problem::Conflict(detail) | Problem::Invalid { detail, .. }) => {
                Err(vec![Mistake { line: None, detail }])
            }
            Err(problem) => return Err(problem),
        },
        Err(mistakes) => Err(mistakes),
    };
    let (status, said) = match outcome {
        Ok(made) => (
            StatusCode::OK,
            Said {
                made,
                ..Said::default()
            },
        ),
        Err(mistakes) => {
            let errors = mistakes
                .iter()
                .map(|mistake| json!({ "line": mistake.line, "detail": mistake.detail }))
                .collect();
            let said = Said {
                people: text.to_owned(),
                errors,
                ..Said::default()
            };
            (StatusCode::UNPROCESSABLE_ENTITY, said)
        }
    };
    let page = pages
        .invitations(&frame, &viewer, (&survey_id, None), said)
        .await?;
    Ok((status, page).into_response())
}

pub(super) async fn revoke(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path((survey_id, invitation_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    pages
        .responses
        .revoke(&viewer, &survey_id, &invitation_id)
        .await?;
    Ok(Redirect::to(&format!("/surveys/{survey_id}/invitations")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_from_any_table() {
        let people = read_people("external_id;team;naam\nK1; Noord ;Müller\n\n;Zuid;=1+1\n");
        let people = people.expect("it fits");
        assert_eq!(people.len(), 2);
        assert_eq!(people[0].external_id.as_deref(), Some("K1"));
        assert_eq!(people[0].attributes["team"], "Noord");
        assert_eq!(people[0].attributes["naam"], "Müller");
        assert_eq!(
            (people[1].external_id.as_ref(), people[1].attributes.len()),
            (None, 2)
        );
        assert_eq!(read_people("team\nNoord").expect("one column").len(), 1);
    }

    #[test]
    fn mistakes_name_their_line() {
        let long = "x".repeat(201);
        let cases = [
            (format!("team\nNoord\n{long}"), Some(3), "at most 200"),
            (format!("external_id\n{long}"), Some(2), "1 to 200"),
            ("a,b\n1,2,3".to_owned(), Some(2), ""),
            ("team".to_owned(), None, "no lines"),
            (String::new(), None, ""),
            ("team,team\n1,2".to_owned(), None, "team"),
            (
                format!("team\n{}", "x\n".repeat(1001)),
                None,
                "more than 1000",
            ),
        ];
        for (text, line, part) in cases {
            let mistakes = read_people(&text).expect_err("refused");
            assert_eq!(mistakes[0].line, line, "{part}");
            assert!(mistakes[0].detail.contains(part), "{}", mistakes[0].detail);
        }
    }

    #[test]
    fn the_file_of_links_is_safe_in_a_spreadsheet() {
        let invitation = Invitation {
            workspace_id: "w".into(),
            survey_id: "s".into(),
            invitation_id: "i".into(),
            external_id: Some("=cmd".into()),
            attributes: Attributes::from([("team".to_owned(), "N".to_owned())]),
            created_at_us: 0,
            revoked_at_us: None,
            closes_at_us: None,
            told: false,
            response_state: None,
            doubt: None,
        };
        let made = [Invited {
            invitation,
            url: Some("https://x/p/abc".to_owned()),
        }];
        let address = download(&made, Language::En).expect("a file");
        let expected = "data:text/csv;charset=utf-8,external%5Fid%2Cteam%2Clink%0D%0A\
                        %27%3Dcmd%2CN%2Chttps%3A%2F%2Fx%2Fp%2Fabc%0D%0A";
        assert_eq!(address, expected);
        assert_eq!(download(&[], Language::En).expect("nothing"), "");
    }
}
