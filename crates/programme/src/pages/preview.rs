//! A programme's mail as somebody gets it: on a computer, on a phone, as plain text; and one to
//! oneself.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse, Redirect, Response};
use contact::model::{Account, Contact};
use platform::web::{FormData, Frame, Path, Query, encoded};
use platform::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use user::{Viewer, Who};

use super::edit::fault_text;
use super::form::Fault;
use super::view::{self, Voice};
use super::{Pages, Said};
use crate::kinds;
use crate::letter::{self, Input, Links, Occasion, Rendered, Values};
use crate::model::{Programme, Schedule};
use crate::service;

/// Contacts offered to look at.
const OFFERED: usize = 50;

/// The page around the mail shows it in frames of our own.
const AROUND: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; object-src 'none'";
/// A mail brings its styles with it; nothing else of it works: no script, no picture, no link.
const MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'; sandbox";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    language: Option<String>,
    mail: Option<String>,
    contact: Option<String>,
    said: Option<Said>,
}

/// What is looked at.
struct Looked {
    programme: Programme,
    survey: survey::Survey,
    company: String,
    /// As whom; nobody: an example.
    person: Option<(Contact, Option<Account>)>,
    offered: Vec<Contact>,
    language: String,
    is_reminder: bool,
}

impl Looked {
    async fn load(
        pages: &Pages,
        viewer: &Viewer,
        id: &str,
        asked: &Parameters,
    ) -> Result<Self, Problem> {
        let app = &pages.app;
        let programme = service::get(app, viewer, id).await?;
        let survey = survey::service::get(app, viewer, &programme.survey_id).await?;
        let (company, _) = user::service::workspace(app, &viewer.workspace_id).await?;
        let workspace = viewer.workspace_id.clone();
        let address = asked.contact.clone().unwrap_or_default();
        let read = move |tx: &mut Tx<'_>| {
            let address = address.trim();
            let found = match address {
                "" => None,
                _ => contact::store::by_email(tx, &workspace, address)?,
            };
            let account = match found.as_ref().and_then(|c| c.account_id.as_deref()) {
                Some(id) => contact::store::account_by_id(tx, &workspace, id)?,
                None => None,
            };
            let offered = contact::store::page_by_account(tx, &workspace, None, OFFERED)?;
            Ok::<_, Problem>((found.map(|found| (found, account)), offered))
        };
        let (person, offered) = app.db.read(read).await?;
        let wanted = asked.language.as_deref().filter(|code| !code.is_empty());
        let own = person.as_ref().and_then(|(c, _)| c.language.as_deref());
        let wording = &programme.definition.wording;
        let wanted = wanted.filter(|code| wording.contains_key(*code)).or(own);
        let chosen = letter::language(wording, wanted, survey.definition.language());
        let is_reminder = match asked.mail.as_deref() {
            None | Some("" | "invitation") => false,
            Some("reminder") => true,
            Some(other) => {
                return Err(Problem::BadRequest(format!(
                    "mail: {other:?} is invitation or reminder"
                )));
            }
        };
        Ok(Self {
            language: chosen.map_or_else(String::new, |(code, _)| code.to_owned()),
            programme,
            survey,
            company,
            person,
            offered,
            is_reminder,
        })
    }

    /// Name and address the mail would come from.
    fn from(&self, pages: &Pages) -> mail::Mailbox {
        let account = self
            .person
            .as_ref()
            .and_then(|(_, account)| account.as_ref());
        let sender = &self.programme.definition.sender;
        let person = kinds::sender(sender, account);
        match &pages.mail {
            Some(settings) => settings.sender(person).0,
            None => person.map_or_else(
                || mail::Mailbox {
                    name: self.company.clone(),
                    address: String::new(),
                },
                |(name, address)| mail::Mailbox {
                    name: name.to_owned(),
                    address: address.to_owned(),
                },
            ),
        }
    }

    /// The mail; none without wording.
    fn render(&self, pages: &Pages, voice: Voice<'_>) -> Option<Rendered> {
        let definition = &self.programme.definition;
        let wording = definition.wording.get(&self.language)?;
        let is_event = matches!(definition.schedule, Schedule::Transactional(_));
        let example = |what: &str| voice.word(&format!("programme-preview-example-{what}"));
        let known = match &self.person {
            Some((contact, account)) => kinds::values(contact, account.as_ref()),
            None => Values {
                first_name: example("first"),
                name: example("name"),
                account: example("account"),
                ..Values::default()
            },
        };
        let title = self
            .survey
            .definition
            .say(&self.survey.definition.title, &self.language);
        let values = Values {
            sender: self.from(pages).name,
            company: self.company.clone(),
            survey: title.to_owned(),
            subject: if is_event {
                example("subject")
            } else {
                String::new()
            },
            ..known
        };
        Some(letter::render(&Input {
            language: &self.language,
            wording,
            is_reminder: self.is_reminder,
            definition: &self.survey.definition,
            occasion: if is_event {
                Occasion::Event
            } else {
                Occasion::Turn
            },
            values: &values,
            links: Links {
                base_url: &pages.app.base_url,
                answer: "preview",
                unsubscribe: "preview",
            },
        }))
    }
}

pub(super) async fn page(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Response, Problem> {
    let looked = Looked::load(&pages, &viewer, &id, &asked).await?;
    let voice = pages.voice(&frame);
    let wording = &looked.programme.definition.wording;
    let which = if looked.is_reminder {
        "reminder"
    } else {
        "invitation"
    };
    let contact = asked.contact.as_deref().unwrap_or_default().trim();
    let (code, address) = (encoded(&looked.language), encoded(contact));
    let url =
        format!("/programmes/{id}/preview/mail?language={code}&mail={which}&contact={address}");
    let from = looked.from(&pages);
    let to = match &looked.person {
        Some((own, _)) => format!("{} <{}>", own.title(), own.email.as_deref().unwrap_or("")),
        None => voice.word("programme-preview-example-name"),
    };
    let mail = looked.render(&pages, voice).map(|rendered| {
        json!({
            "from": if from.address.is_empty() { from.name.clone() } else { format!("{} <{}>", from.name, from.address) },
            "to": to,
            "subject": rendered.subject,
            "text": rendered.text,
            "url": url,
        })
    });
    let values = json!({
        "place": "ask",
        "said": asked.said.map(Said::word),
        "mail_ready": pages.mail.is_some(),
        "may_manage": viewer.may_manage,
        "programme": view::programme(&looked.programme, viewer.may_manage),
        "languages": wording.keys()
            .map(|code| json!({ "code": code, "name": voice.language(code) }))
            .collect::<Vec<_>>(),
        "language": looked.language,
        "which": which,
        "contact": contact,
        "contact_unknown": !contact.is_empty() && looked.person.is_none(),
        "contacts": looked.offered.iter()
            .filter_map(|c| Some(json!({ "email": c.email.as_ref()?, "name": c.title() })))
            .collect::<Vec<_>>(),
        "faults": faults(voice, &looked.programme),
        "mail": mail,
        "own_address": own_address(&pages, &viewer).await?.unwrap_or_default(),
    });
    let page = pages
        .app
        .templates
        .page("programme/preview.html", &frame, values)?;
    Ok(([(CONTENT_SECURITY_POLICY, AROUND)], page).into_response())
}

/// What is wrong with the wording, in words.
pub(super) fn faults(voice: Voice<'_>, programme: &Programme) -> Vec<String> {
    let said = |fault: Fault| {
        let place = fault
            .field
            .trim_start_matches("wording/")
            .replace('/', ", ");
        format!("{place}: {}", fault_text(voice, &fault))
    };
    let faults = letter::check(&programme.definition.wording);
    faults
        .iter()
        .map(super::form::of_wording)
        .map(said)
        .collect()
}

/// The mail as a document of its own, for the frames of the preview.
pub(super) async fn mail(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Response, Problem> {
    let looked = Looked::load(&pages, &viewer, &id, &asked).await?;
    let rendered = looked
        .render(&pages, pages.voice(&frame))
        .ok_or_else(|| Problem::no("wording"))?;
    let headers = [
        (CONTENT_SECURITY_POLICY, MAIL),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
    ];
    Ok((headers, Html(rendered.html)).into_response())
}

/// The address of whoever is logged in.
async fn own_address(pages: &Pages, viewer: &Viewer) -> Result<Option<String>, Problem> {
    let Who::User { user_id, .. } = &viewer.who else {
        return Ok(None);
    };
    let (workspace, user_id) = (viewer.workspace_id.clone(), user_id.clone());
    let read = move |tx: &mut Tx<'_>| {
        let person =
            user::people::by_id(tx, &workspace, &user_id)?.filter(user::people::Person::is_active);
        Ok::<_, Problem>(person.map(|person| person.email))
    };
    pages.app.db.read(read).await
}

pub(super) async fn test(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| ["language", "mail", "contact"].contains(&name))?;
    if pages.mail.is_none() {
        return Err(Problem::Conflict("no mail server is set up".to_owned()));
    }
    let to = own_address(&pages, &viewer).await?;
    let to = to.ok_or_else(|| Problem::Conflict("your account has no address".to_owned()))?;
    let said = |name| form.get(name).filter(|text| !text.is_empty());
    let asked = Parameters {
        language: said("language").map(str::to_owned),
        mail: said("mail").map(str::to_owned),
        contact: said("contact").map(str::to_owned),
        said: None,
    };
    let looked = Looked::load(&pages, &viewer, &id, &asked).await?;
    let test = service::TestMail {
        to,
        language: asked.language,
        is_reminder: looked.is_reminder,
        contact_id: looked.person.map(|(contact, _)| contact.contact_id),
    };
    service::send_test(&pages.app, &viewer, &id, test).await?;
    let [language, which, contact] =
        ["language", "mail", "contact"].map(|name| encoded(said(name).unwrap_or_default()));
    let to = format!(
        "/programmes/{id}/preview?said=tested&language={language}&mail={which}&contact={contact}"
    );
    Ok(Redirect::to(&to))
}
