-- Following up: cases with an owner, a due time, conversations, a cause and a result. `case` is a
-- word of SQL, hence `app_case`.
CREATE TABLE app_case (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    case_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- why it was opened, in words
    reason TEXT NOT NULL,
    -- what it is about; all of it may be gone later
    rule_id TEXT,
    response_id TEXT,
    survey_id TEXT,
    contact_id TEXT,
    account_id TEXT,
    -- the answer when it was opened: what it is measured by and its score, and the same from the
    -- first answer of the contact after that
    metric TEXT,
    score BIGINT,
    answered_at_us BIGINT,
    again_response_id TEXT,
    again_score BIGINT,
    again_at_us BIGINT,
    -- the role whose responsibility it is; who has it; nobody when null
    role TEXT,
    owner_id TEXT,
    owned_since_us BIGINT,
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    -- 1: due is the first contact with the customer; 0: due is the end
    due_is_first_contact BIGINT NOT NULL,
    due_minutes BIGINT NOT NULL,
    due_at_us BIGINT NOT NULL,
    -- whether people are told by mail
    notifies BIGINT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    first_contact_at_us BIGINT,
    snoozed_until_us BIGINT,
    snooze_reason TEXT,
    closed_at_us BIGINT,
    closed_by TEXT,
    result TEXT CHECK (result IN ('resolved', 'explained', 'compensated', 'passed_on', 'not_reachable', 'no_action', 'lost', 'other')),
    result_text TEXT NOT NULL,
    -- steps of escalation that were taken, each at most once
    reminded_at_us BIGINT,
    escalated_at_us BIGINT,
    alarmed_at_us BIGINT,
    -- when it is to be looked at for the next step; null when there is none
    look_at_us BIGINT,
    -- goes up with every change; who saves says which one was read
    revision BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, case_id)
);
{postgres}ALTER TABLE app_case ALTER COLUMN case_id TYPE TEXT COLLATE "C";
-- One case per rule and answer.
CREATE UNIQUE INDEX app_case_once ON app_case (workspace_id, rule_id, response_id);
CREATE INDEX app_case_by_look ON app_case (look_at_us) WHERE look_at_us IS NOT NULL;
CREATE INDEX app_case_open ON app_case (workspace_id, due_at_us, case_id) WHERE closed_at_us IS NULL;
CREATE INDEX app_case_by_due ON app_case (workspace_id, due_at_us, case_id);
CREATE INDEX app_case_of_owner ON app_case (workspace_id, owner_id, due_at_us, case_id) WHERE closed_at_us IS NULL;
CREATE INDEX app_case_by_opened ON app_case (workspace_id, opened_at_us, case_id);
CREATE INDEX app_case_of_account ON app_case (workspace_id, account_id, opened_at_us);
CREATE INDEX app_case_of_contact ON app_case (workspace_id, contact_id, opened_at_us);
CREATE INDEX app_case_of_response ON app_case (workspace_id, response_id);
-- What was done with a case: when, by whom, what.
CREATE TABLE case_log (
    workspace_id TEXT NOT NULL,
    log_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    -- place in the history of its case, from 1
    place BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    what TEXT NOT NULL,
    done_by TEXT NOT NULL,
    detail {json} NOT NULL,
    PRIMARY KEY (workspace_id, log_id),
    FOREIGN KEY (workspace_id, case_id) REFERENCES app_case (workspace_id, case_id)
);
CREATE UNIQUE INDEX case_log_in_order ON case_log (workspace_id, case_id, place);
-- What was said with a customer, within a case or without one.
CREATE TABLE conversation (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    conversation_id TEXT NOT NULL,
    case_id TEXT,
    account_id TEXT,
    contact_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('call', 'mail', 'visit', 'chat', 'meeting', 'note')),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'inside')),
    -- 1 when the customer was spoken with; 0 for a try nobody answered, and for a note
    reached BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    -- who spoke on our side: a person here, or whoever wrote
    user_id TEXT,
    spoke TEXT NOT NULL,
    -- 1 when that was somebody who leads, at that moment
    is_leader BIGINT NOT NULL,
    said TEXT NOT NULL,
    -- a mail as it came, with what it quotes
    whole TEXT,
    added_at_us BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id)
);
CREATE INDEX conversation_of_case ON conversation (workspace_id, case_id, at_us);
CREATE INDEX conversation_of_account ON conversation (workspace_id, account_id, at_us);
CREATE INDEX conversation_of_contact ON conversation (workspace_id, contact_id, at_us);
CREATE INDEX conversation_by_time ON conversation (workspace_id, at_us);
-- Causes, as a tree the company makes. Never a person.
CREATE TABLE root_cause (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    cause_id TEXT NOT NULL,
    parent_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('process', 'product', 'communication', 'expectation', 'price', 'outside')),
    name TEXT NOT NULL,
    -- the name in lower case with single spaces
    name_key TEXT NOT NULL,
    place BIGINT NOT NULL,
    archived_at_us BIGINT,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, cause_id),
    FOREIGN KEY (workspace_id, parent_id) REFERENCES root_cause (workspace_id, cause_id)
);
CREATE TABLE case_cause (
    workspace_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    cause_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, case_id, cause_id),
    FOREIGN KEY (workspace_id, case_id) REFERENCES app_case (workspace_id, case_id),
    FOREIGN KEY (workspace_id, cause_id) REFERENCES root_cause (workspace_id, cause_id)
);
CREATE INDEX case_cause_by_cause ON case_cause (workspace_id, cause_id);
-- Mails to people here about a case; each of one kind once per occasion.
CREATE TABLE case_notice (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- the revision of the case that it tells of
    occasion BIGINT NOT NULL,
    -- who did what it tells of, and their note
    told_by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id),
    FOREIGN KEY (workspace_id, case_id) REFERENCES app_case (workspace_id, case_id)
);
CREATE UNIQUE INDEX case_notice_once ON case_notice (workspace_id, case_id, kind, occasion, user_id);
-- When people are reminded and others told, per workspace.
CREATE TABLE case_settings (
    workspace_id TEXT PRIMARY KEY REFERENCES workspace (workspace_id),
    settings {json} NOT NULL
);
-- Whether following up helps: the dissatisfied of a period.
CREATE INDEX respondent_by_metric ON respondent (workspace_id, metric, answered_at_us) WHERE contact_id IS NOT NULL AND counts = 1;
