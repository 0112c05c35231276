//! Stores what was decided, with the mails that follow, in the transaction that decided it.

use std::collections::BTreeMap;

use mail::{NewMail, Promise};
use platform::{DbError, Tx, id};
use policy::{At, DAY};
use response::invitation::{Dealing, Issue};

use super::decide::{Decided, Send};
use super::known::{Known, Person};
use super::plan::Plan;
use crate::attributes;
use crate::model::{Invitation, Occasion, OccasionState};
use crate::store;
use crate::store::event::OpenCase;
use crate::store::invitation::NewTouch;

/// Stores one transaction's decisions.
pub(super) struct Saver<'a> {
    pub(super) plan: &'a Plan,
    pub(super) known: &'a Known,
    pub(super) now: At,
    /// Mails per programme's index.
    mails: BTreeMap<u16, u32>,
    dealing: Dealing,
}

impl<'a> Saver<'a> {
    pub(super) fn new(plan: &'a Plan, known: &'a Known, now: At) -> Self {
        Self {
            plan,
            known,
            now,
            mails: BTreeMap::new(),
            dealing: Dealing::default(),
        }
    }

    /// Stores what was decided about one contact.
    pub(super) fn save(&mut self, tx: &mut Tx<'_>, decided: Decided) -> Result<(), DbError> {
        let workspace_id = self.plan.workspace_id.as_str();
        let person = &self.known.people[decided.index];
        let contact_id = person.contact.contact_id.as_str();
        for (programme_id, occasion) in &decided.gone {
            let programme = (workspace_id, programme_id.as_str());
            store::plan::no_longer_deferred(tx, programme, contact_id, occasion)?;
        }
        for case in &decided.closed {
            store::event::close(tx, workspace_id, case)?;
        }
        for invitation_id in &decided.over {
            store::invitation::no_more_reminders(tx, workspace_id, invitation_id)?;
        }
        for occasion in &decided.occasions {
            store::plan::decide(tx, workspace_id, occasion)?;
            if occasion.state == OccasionState::LeftOut {
                self.close(tx, person, occasion)?;
            }
        }
        for send in decided.sends {
            match send {
                Send::Invite {
                    programme,
                    occasion,
                    because,
                } => self.invite(tx, person, programme, (*occasion, because))?,
                Send::Remind { invitation, number } => {
                    self.remind(tx, person, &person.invitations[invitation], number)?;
                }
            }
        }
        if let Some(at) = decided.look {
            store::plan::look_at(tx, workspace_id, contact_id, at.0)?;
        }
        Ok(())
    }

    /// Stores how many mails each programme sends today.
    pub(super) fn finish(self, tx: &mut Tx<'_>) -> Result<u32, DbError> {
        let day = self.plan.company.local(self.now).0;
        let mut all = 0;
        for (programme, mails) in self.mails {
            let id = self.plan.ids[usize::from(programme)].as_str();
            store::plan::sent(tx, (&self.plan.workspace_id, id), day.0, mails)?;
            all += mails;
        }
        Ok(all)
    }

    /// An episode that was dealt with: nothing is waiting about its subject.
    fn close(&self, tx: &mut Tx<'_>, person: &Person, occasion: &Occasion) -> Result<(), DbError> {
        let is_about = |case: &&OpenCase| {
            case.programme_id == occasion.programme_id
                && Some(&case.subject) == occasion.subject.as_ref()
        };
        for case in person.cases.iter().filter(is_about) {
            store::event::close(tx, &self.plan.workspace_id, case)?;
        }
        Ok(())
    }

    fn invite(
        &mut self,
        tx: &mut Tx<'_>,
        person: &Person,
        programme: u16,
        (mut occasion, because): (Occasion, &str),
    ) -> Result<(), DbError> {
        let Some(address) = person.contact.email.clone() else {
            return Ok(());
        };
        let own = &self.plan.programmes[usize::from(programme)];
        let (workspace_id, definition) = (self.plan.workspace_id.clone(), &own.definition);
        let invitation_id = self.dealing.id(tx, &workspace_id, &own.survey_id)?;
        occasion.state = OccasionState::Invited;
        occasion.invitation_id = Some(invitation_id.clone());
        if !store::plan::decide(tx, &workspace_id, &occasion)? {
            return Ok(());
        }
        self.close(tx, person, &occasion)?;
        let open_days = i64::from(definition.reminders.open_days);
        let closes_at_us = self.now.plus(open_days * DAY).0;
        let account = person.contact.account_id.as_ref();
        let account = account.and_then(|id| self.known.accounts.get(id));
        response::invitation::issue(
            tx,
            &Issue {
                workspace_id: workspace_id.clone(),
                survey_id: own.survey_id.clone(),
                invitation_id: invitation_id.clone(),
                attributes: attributes::of(definition, &person.contact, account),
                now_us: self.now.0,
                closes_at_us: Some(closes_at_us),
            },
        )?;
        let invitation = Invitation {
            invitation_id,
            programme_id: own.programme_id.clone(),
            contact_id: person.contact.contact_id.clone(),
            survey_id: own.survey_id.clone(),
            because: because.to_owned(),
            subject: occasion.subject,
            began_at_us: occasion.began_at_us,
            mailed_at_us: self.now.0,
            ends_at_us: occasion.ends_at_us,
            closes_at_us,
            reminded: 0,
            over: definition.reminders.number == 0,
            handed_over_at_us: None,
            bounced_at_us: None,
            refused_at_us: None,
            unknown_at_us: None,
            withdrawn_at_us: None,
            withdrawn_why: None,
            created_at_us: self.now.0,
        };
        store::invitation::add(tx, &workspace_id, &invitation)?;
        self.mail(tx, person, &invitation, (address, 0))?;
        *self.mails.entry(programme).or_default() += 1;
        Ok(())
    }

    fn remind(
        &mut self,
        tx: &mut Tx<'_>,
        person: &Person,
        invitation: &Invitation,
        number: u8,
    ) -> Result<(), DbError> {
        let Some(address) = person.contact.email.clone() else {
            return Ok(());
        };
        let id = (
            self.plan.workspace_id.as_str(),
            invitation.invitation_id.as_str(),
        );
        if !store::invitation::remind(tx, id, (number, self.now.0))? {
            return Ok(());
        }
        self.mail(tx, person, invitation, (address, number))?;
        if let Some(index) = self.plan.index(&invitation.programme_id) {
            *self.mails.entry(index).or_default() += 1;
        }
        Ok(())
    }

    /// Puts a mail into the outbox and counts it against the budget.
    fn mail(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        invitation: &Invitation,
        (address, reminder): (String, u8),
    ) -> Result<(), DbError> {
        let workspace_id = &self.plan.workspace_id;
        let mail_id = id::new();
        store::invitation::touch(
            tx,
            &NewTouch {
                workspace_id,
                contact_id: &person.contact.contact_id,
                programme_id: &invitation.programme_id,
                invitation_id: &invitation.invitation_id,
                mail_id: &mail_id,
                reminder,
                at_us: self.now.0,
            },
        )?;
        let new = NewMail {
            workspace_id: workspace_id.clone(),
            mail_id,
            kind: if reminder == 0 {
                "invitation"
            } else {
                "reminder"
            },
            subject_id: invitation.invitation_id.clone(),
            address,
            promise: Promise::AtMostOnce,
            due_at_us: self.now.0,
        };
        mail::outbox::add(tx, &new, self.now.0)
    }
}
