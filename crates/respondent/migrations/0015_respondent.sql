-- Who stands behind a response: contact and account, and whoever wants to hear of it.
-- One row per response of a survey that isn't of employees, until it is erased.
CREATE TABLE respondent (
    workspace_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    contact_id TEXT,
    account_id TEXT,
    -- the kind of the survey's outcome; effort_high for effort whose high end is bad
    metric TEXT,
    score BIGINT,
    -- first words of the first comment
    comment TEXT,
    answered_at_us BIGINT NOT NULL,
    -- 1: answered, not in doubt
    counts BIGINT NOT NULL,
    -- 1: listeners were told of it as counting and finished
    is_known BIGINT NOT NULL,
    -- when a response that was begun counts as finished; NULL: nothing is waited for
    due_at_us BIGINT,
    PRIMARY KEY (workspace_id, response_id)
);
{postgres}ALTER TABLE respondent ALTER COLUMN response_id TYPE TEXT COLLATE "C";
CREATE INDEX respondent_by_contact ON respondent (workspace_id, contact_id, answered_at_us, response_id) WHERE contact_id IS NOT NULL;
CREATE INDEX respondent_by_account ON respondent (workspace_id, account_id, answered_at_us, response_id) WHERE account_id IS NOT NULL;
CREATE INDEX respondent_due ON respondent (workspace_id, survey_id, due_at_us) WHERE due_at_us IS NOT NULL;
-- How far the worker came in each survey. Whoever holds the row works on that survey.
CREATE TABLE respondent_cursor (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    change_seq BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id)
);
{postgres}ALTER TABLE respondent_cursor SET (fillfactor = 10);
-- What a response says of who answered where nobody of that name is known yet: whoever becomes known
-- by it later finds it. 'contact': an external id; 'email'; 'account': the external id or name, as
-- accounts are ordered by their names.
CREATE TABLE respondent_sought (
    workspace_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('contact', 'email', 'account')),
    value TEXT NOT NULL,
    PRIMARY KEY (workspace_id, response_id, kind)
);
CREATE INDEX respondent_sought_by_value ON respondent_sought (workspace_id, kind, value);
-- Up to which contact and account of a workspace it was looked whether somebody is sought.
CREATE TABLE respondent_look (
    workspace_id TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('contact', 'account')),
    changed_at_us BIGINT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, what)
);
CREATE INDEX account_by_change ON account (workspace_id, changed_at_us, account_id);
