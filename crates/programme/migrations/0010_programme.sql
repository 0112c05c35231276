-- Who is asked what, when.
CREATE TABLE programme (
    workspace_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    name TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'running', 'paused', 'ended')),
    definition {json} NOT NULL,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    started_at_us BIGINT,
    ended_at_us BIGINT,
    PRIMARY KEY (workspace_id, programme_id),
    FOREIGN KEY (workspace_id, survey_id) REFERENCES survey (workspace_id, survey_id)
);
-- One row per workspace. Whoever plans locks it, so that no two nodes decide at once.
CREATE TABLE planning (
    workspace_id TEXT PRIMARY KEY,
    -- budget, calendar and e
    settings {json} NOT NULL,
    -- goes up whenever anybody may have become due: a programme or a setting changed
    epoch BIGINT NOT NULL,
    -- the node that goes through all contacts, until when, and what it last went through
    planner TEXT,
    lease_until_us BIGINT NOT NULL,
    swept_epoch BIGINT NOT NULL,
    swept_at_us BIGINT NOT NULL
);
-- Contacts to be looked at before everybody is looked at again.
CREATE TABLE planning_look (
    workspace_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    look_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id)
);
CREATE INDEX planning_look_by_time ON planning_look (workspace_id, look_at_us);
-- Mails of a programme on a day of the company's calendar: no burst after a standstill.
CREATE TABLE planning_sent (
    workspace_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    mails BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, programme_id, day)
);
-- What was decided about a contact's round or episode; one row each, so that nobody is asked
-- twice about the same.
CREATE TABLE programme_occasion (
    workspace_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    -- round:3, or case:TICKET:1764000000000000
    occasion TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('deferred', 'left_out', 'invited')),
    -- a word: quiet_hours, budget, opted_out …; null when invited
    reason TEXT,
    -- what the word alone doesn't say: the rule, the holiday, the other programme; what it waited for
    detail TEXT,
    until_us BIGINT,
    -- first moment at which it no longer goes out
    ends_at_us BIGINT NOT NULL,
    invitation_id TEXT,
    round BIGINT,
    subject TEXT,
    began_at_us BIGINT,
    decided_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, programme_id, contact_id, occasion)
);
CREATE INDEX programme_occasion_by_contact ON programme_occasion (workspace_id, contact_id);
CREATE INDEX programme_occasion_by_state ON programme_occasion (workspace_id, programme_id, state, contact_id);
CREATE INDEX programme_occasion_by_time ON programme_occasion (workspace_id, programme_id, decided_at_us);
CREATE INDEX programme_occasion_by_invitation ON programme_occasion (workspace_id, invitation_id);
-- Invitations by mail. Whether one was answered is known to the responses only.
CREATE TABLE programme_invitation (
    workspace_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    because TEXT NOT NULL CHECK (because IN ('baseline', 'wave', 'spread', 'event')),
    subject TEXT,
    began_at_us BIGINT,
    -- when the latest mail about it was decided on
    mailed_at_us BIGINT NOT NULL,
    -- after that neither the invitation goes out, nor does it take answers
    ends_at_us BIGINT NOT NULL,
    closes_at_us BIGINT NOT NULL,
    reminded BIGINT NOT NULL,
    -- no reminder is to follow: all were sent, or it was answered
    over BIGINT NOT NULL,
    -- when the mail server took its first mail
    handed_over_at_us BIGINT,
    bounced_at_us BIGINT,
    refused_at_us BIGINT,
    unknown_at_us BIGINT,
    withdrawn_at_us BIGINT,
    -- cancelled, operator, opted_out …
    withdrawn_why TEXT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, invitation_id)
);
CREATE INDEX programme_invitation_by_contact ON programme_invitation (workspace_id, contact_id, over);
CREATE INDEX programme_invitation_by_programme ON programme_invitation (workspace_id, programme_id, created_at_us, invitation_id);
CREATE INDEX programme_invitation_by_subject ON programme_invitation (workspace_id, subject);
-- Mails decided on: what the contact budget counts.
CREATE TABLE programme_touch (
    workspace_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    mail_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    -- 0: the invitation; from 1: the reminder of this number
    reminder BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, at_us, mail_id)
);
CREATE UNIQUE INDEX programme_touch_once ON programme_touch (workspace_id, invitation_id, reminder);
CREATE UNIQUE INDEX programme_touch_by_mail ON programme_touch (workspace_id, mail_id);
-- Where signed events come from. The secret is kept readable: a signature can't be checked by a hash.
CREATE TABLE event_source (
    workspace_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash {blob} NOT NULL,
    secret TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    last_event_at_us BIGINT,
    removed_at_us BIGINT,
    PRIMARY KEY (workspace_id, source_id)
);
CREATE UNIQUE INDEX event_source_by_token ON event_source (token_hash);
-- What happened to contacts. source_id is '' for events by the API; id is the sender's.
CREATE TABLE event (
    workspace_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    contact_id TEXT,
    solver_id TEXT,
    attributes {json} NOT NULL,
    -- how many programmes it meant something to
    programmes BIGINT NOT NULL,
    received_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, source_id, id)
);
CREATE INDEX event_by_subject ON event (workspace_id, subject, at_us);
CREATE INDEX event_by_receipt ON event (workspace_id, received_at_us);
-- Subjects that may be waiting to be asked about.
CREATE TABLE programme_case (
    workspace_id TEXT NOT NULL,
    programme_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- how often something happened since it was last closed; 0: closed
    open BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, programme_id, contact_id, subject)
);
CREATE INDEX programme_case_by_contact ON programme_case (workspace_id, contact_id, open);
CREATE INDEX programme_case_by_subject ON programme_case (workspace_id, subject);
-- Finds the contacts that were added or changed since the planner last looked.
CREATE INDEX contact_by_change ON contact (workspace_id, changed_at_us, contact_id);
