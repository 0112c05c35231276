//! What follows when a rule fires: everything is a row written in the transaction of its cause, so
//! that it happens once or not at all.

mod circle;
mod message;

use case::model::{Due, NewCase, Owner};
use mail::{NewMail, Promise};
use platform::web::App;
use platform::{DbError, Tx, id};
use programme::outreach::{self, Outreach};
use serde_json::json;
use user::audit::{self, By, Note};

use crate::model::{Consequence, Fired, Notify, OpenCase, ReachOut, Rule, Why};
use crate::store;
use crate::subject::Subject;
use crate::title::{self, Values};
use crate::told;

/// Who acts, as cases and the audit log name it.
const BY: &str = "rule";

/// What acting needs besides a transaction.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) app: App,
}

/// The occasion of an answer: once per rule, however often the answer changes.
pub(crate) fn answer_occasion(subject: &Subject) -> String {
    format!(
        "answer:{}",
        subject.response_id.as_deref().unwrap_or_default()
    )
}

/// One firing under way.
struct Firing<'a> {
    rule: &'a Rule,
    subject: &'a Subject,
    values: Values,
    now_us: i64,
    day_minutes: u16,
    fired: Fired,
}

impl Desk {
    pub(crate) fn new(app: &App) -> Self {
        Self { app: app.clone() }
    }

    /// Does what follows, unless the rule fired for this occasion before; tells whether it did.
    pub(crate) fn fire(
        &self,
        tx: &mut Tx<'_>,
        rule: &Rule,
        (subject, occasion): (&Subject, &str),
        (day_minutes, now_us): (u16, i64),
    ) -> Result<bool, DbError> {
        let workspace_id = &rule.workspace_id;
        let fired = Fired {
            fired_id: id::new(),
            rule_id: rule.rule_id.clone(),
            occasion: occasion.to_owned(),
            revision: rule.revision,
            response_id: subject.response_id.clone(),
            survey_id: subject.survey_id.clone(),
            contact_id: subject.contact_id.clone(),
            account_id: subject.account_id.clone(),
            score: subject.score,
            case_id: None,
            given: None,
            trouble: Vec::new(),
            fired_at_us: now_us,
        };
        if !store::fired::claim(tx, workspace_id, &fired)? {
            return Ok(false);
        }
        let mut firing = Firing {
            values: values(tx, rule, subject)?,
            rule,
            subject,
            now_us,
            day_minutes,
            fired,
        };
        // The case first, so that whoever is told can be led to it.
        let (cases, others): (Vec<_>, Vec<_>) = rule
            .definition
            .then
            .iter()
            .partition(|then| matches!(then, Consequence::OpenCase(_)));
        for then in cases.into_iter().chain(others) {
            self.follow(tx, &mut firing, then)?;
        }
        store::fired::settle(tx, workspace_id, &firing.fired)?;
        let note = Note {
            action: "rule.fired",
            noun: "rule",
            id: &rule.rule_id,
            detail: json!({ "occasion": occasion, "case_id": firing.fired.case_id }),
        };
        let by = By::System {
            workspace_id,
            name: BY,
        };
        audit::note(tx, by, note, now_us)?;
        Ok(true)
    }

    fn follow(
        &self,
        tx: &mut Tx<'_>,
        firing: &mut Firing<'_>,
        then: &Consequence,
    ) -> Result<(), DbError> {
        match then {
            Consequence::OpenCase(open) => open_case(tx, firing, open),
            Consequence::Notify(notify) => notify_people(tx, firing, notify),
            Consequence::Tell(tell) => {
                let message = self.message(tx, firing)?;
                // Once in each channel, and found again when the customer is erased.
                let dedup_id = firing.fired.fired_id.clone();
                let workspace_id = &firing.rule.workspace_id;
                let told = webhook::tell(
                    tx,
                    workspace_id,
                    &tell.channel_id,
                    (&message, &dedup_id),
                    firing.now_us,
                )?;
                if !told {
                    firing.trouble("no-channel");
                }
                Ok(())
            }
            Consequence::ReachOut(reach) => reach_out(tx, firing, reach),
        }
    }
}

impl Firing<'_> {
    fn trouble(&mut self, word: &str) {
        if !self.fired.trouble.iter().any(|known| known == word) {
            self.fired.trouble.push(word.to_owned());
        }
    }
}

fn values(tx: &mut Tx<'_>, rule: &Rule, subject: &Subject) -> Result<Values, DbError> {
    let workspace_id = &rule.workspace_id;
    let account = match &subject.account_id {
        Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
        None => None,
    };
    let contact = match &subject.contact_id {
        Some(id) => contact::store::by_id(tx, workspace_id, id)?,
        None => None,
    };
    Ok(Values {
        account: account.map(|account| account.name).unwrap_or_default(),
        contact: contact
            .map(|contact| contact.title().to_owned())
            .unwrap_or_default(),
        score: subject.score,
        before: subject.previous,
        survey: subject.survey_name.clone(),
        rule: rule.name.clone(),
        days: rule.definition.on.days(),
    })
}

fn open_case(tx: &mut Tx<'_>, firing: &mut Firing<'_>, open: &OpenCase) -> Result<(), DbError> {
    let subject = firing.subject;
    let new = NewCase {
        rule_id: Some(firing.rule.rule_id.clone()),
        response_id: subject.response_id.clone(),
        survey_id: subject.survey_id.clone(),
        contact_id: subject.contact_id.clone(),
        account_id: subject.account_id.clone(),
        title: title::fill(&open.title, &firing.values),
        reason: firing.rule.name.clone(),
        owner: owner(open),
        due: due(open, firing.day_minutes),
        priority: open.priority,
        notify: open.notify,
    };
    let by = firing.rule.name.as_str();
    let opened = case::open(tx, &firing.rule.workspace_id, &new, by, firing.now_us)?;
    firing.fired.case_id = Some(opened.case_id);
    firing.fired.given = Some(open.clone());
    Ok(())
}

/// Whom a case is for.
pub(crate) fn owner(open: &OpenCase) -> Owner {
    match (&open.role, &open.person) {
        (Some(role), _) => Owner::Role(role.clone()),
        (None, Some(person)) => Owner::Person(person.clone()),
        (None, None) => Owner::Nobody,
    }
}

/// When a case is due.
pub(crate) fn due(open: &OpenCase, day_minutes: u16) -> Due {
    Due {
        minutes: open.within.minutes(day_minutes),
        first_contact: open.first_contact,
    }
}

fn notify_people(tx: &mut Tx<'_>, firing: &mut Firing<'_>, notify: &Notify) -> Result<(), DbError> {
    let workspace_id = &firing.rule.workspace_id;
    let mut wanted = notify.people.clone();
    for role in &notify.roles {
        let found = match &firing.subject.account_id {
            Some(id) => contact::responsibility::find(tx, workspace_id, id, role)?,
            None => None,
        };
        wanted.extend(found);
    }
    let receivers = circle::acting(tx, workspace_id, &wanted, firing.now_us)?;
    if receivers.is_empty() {
        firing.trouble("no-receiver");
    }
    for person in receivers {
        let mail_id = id::new();
        let about = (mail_id.as_str(), firing.fired.fired_id.as_str());
        let is_new = store::fired::add_mail(
            tx,
            workspace_id,
            (about.0, about.1, person.user_id.as_str()),
        )?;
        if !is_new {
            continue;
        }
        let mail = NewMail {
            workspace_id: workspace_id.clone(),
            mail_id,
            kind: told::KIND,
            subject_id: firing.fired.fired_id.clone(),
            address: person.email,
            promise: Promise::AtLeastOnce,
            due_at_us: firing.now_us,
        };
        mail::outbox::add(tx, &mail, firing.now_us)?;
    }
    Ok(())
}

fn reach_out(tx: &mut Tx<'_>, firing: &mut Firing<'_>, reach: &ReachOut) -> Result<(), DbError> {
    let Some(contact_id) = firing.subject.contact_id.clone() else {
        firing.trouble("no-contact");
        return Ok(());
    };
    let letter = Outreach {
        outreach_id: id::new(),
        kind: reach.why.kind(),
        contact_id,
        subject: firing.subject.survey_name.clone(),
        wording: reach.wording.clone(),
        link: None,
        cause: ("rule".to_owned(), cause(firing, reach.why)),
        priority: outreach::PRIORITY,
        window_days: outreach::WINDOW_DAYS,
    };
    outreach::add(tx, &firing.rule.workspace_id, &letter, firing.now_us)?;
    Ok(())
}

/// People are thanked for every answer, and asked for something once.
fn cause(firing: &Firing<'_>, why: Why) -> String {
    let rule_id = &firing.rule.rule_id;
    match why {
        Why::Thank => format!("{rule_id}/{}", firing.fired.occasion),
        Why::Reference | Why::Panel | Why::Session => format!("{rule_id}/{}", why.as_str()),
    }
}
