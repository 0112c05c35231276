-- When an answer says this, do that.
CREATE TABLE rule (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    rule_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'on', 'off', 'archived')),
    definition {json} NOT NULL,
    -- goes up with every change; who saves says which one was read
    revision BIGINT NOT NULL,
    -- since when it is on; what was answered before doesn't count
    active_since_us BIGINT,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    -- a user's or key's name
    changed_by TEXT NOT NULL,
    PRIMARY KEY (workspace_id, rule_id)
);
CREATE INDEX rule_by_state ON rule (workspace_id, state);
-- Goes up with every change of any rule: whoever keeps rules in memory sees that they are old.
CREATE TABLE rule_epoch (
    workspace_id TEXT PRIMARY KEY,
    epoch BIGINT NOT NULL
);
-- What a rule fired for, once each.
CREATE TABLE rule_fired (
    workspace_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    -- answer:RESPONSE, silence:CONTACT:SINCE_US, invitation:INVITATION
    occasion TEXT NOT NULL,
    fired_id TEXT NOT NULL,
    -- the rule's revision it fired by
    revision BIGINT NOT NULL,
    response_id TEXT,
    survey_id TEXT,
    contact_id TEXT,
    account_id TEXT,
    score BIGINT,
    case_id TEXT,
    -- what the case was given by the rule: owner, due, priority
    given {json},
    -- what of the consequences didn't come about, and why: words
    trouble {json} NOT NULL,
    fired_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, rule_id, occasion)
);
CREATE UNIQUE INDEX rule_fired_by_id ON rule_fired (workspace_id, fired_id);
CREATE INDEX rule_fired_in_order ON rule_fired (workspace_id, rule_id, fired_at_us, fired_id);
CREATE INDEX rule_fired_by_response ON rule_fired (workspace_id, response_id);
CREATE INDEX rule_fired_by_case ON rule_fired (workspace_id, case_id);
-- Mails to people here about what a rule fired for.
CREATE TABLE rule_mail (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    fired_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id)
);
CREATE UNIQUE INDEX rule_mail_once ON rule_mail (workspace_id, fired_id, user_id);
-- How far a rule that waits for nothing to come went through contacts or invitations, and when it
-- begins again. Whoever holds the row works on it.
CREATE TABLE rule_walk (
    workspace_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    -- contact or time and id of the invitation it came to; empty at the beginning
    after_key TEXT NOT NULL,
    next_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, rule_id)
);
CREATE INDEX rule_walk_by_time ON rule_walk (next_at_us);
-- The past in the order it was answered, for trying a rule on it.
CREATE INDEX respondent_by_time ON respondent (workspace_id, answered_at_us, response_id);
-- What was handed over in its order, for what nobody answered.
CREATE INDEX programme_invitation_by_handing_over ON programme_invitation (workspace_id, handed_over_at_us, invitation_id) WHERE handed_over_at_us IS NOT NULL;
