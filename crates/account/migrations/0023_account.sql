-- One account whole: lists, saved views, and everything that happened on one timeline.

-- Sums of an account, made again when something changed or a moment passed.
CREATE TABLE account_summary (
    workspace_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    -- contacts who aren't employees, and those of them who are silent
    contacts BIGINT NOT NULL,
    silent BIGINT NOT NULL,
    -- the latest answer of each respondent of the last year: how many of each class
    promoters BIGINT NOT NULL,
    passives BIGINT NOT NULL,
    detractors BIGINT NOT NULL,
    -- promoters minus detractors in percent, and the mean of the scores; null without any
    nps DOUBLE PRECISION,
    mean_score DOUBLE PRECISION,
    -- of the mean of the scores: promoter, passive, detractor, or none
    score_class TEXT NOT NULL CHECK (score_class IN ('promoter', 'passive', 'detractor', 'none')),
    -- of any answer; 0 when nobody ever answered
    last_answer_at_us BIGINT NOT NULL,
    -- when time alone changes it
    look_at_us BIGINT,
    made_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
);
{postgres}ALTER TABLE account_summary ALTER COLUMN account_id TYPE TEXT COLLATE "C";
CREATE INDEX account_summary_by_nps ON account_summary (workspace_id, nps, account_id);
CREATE INDEX account_summary_by_class ON account_summary (workspace_id, score_class, account_id);
CREATE INDEX account_summary_by_answer ON account_summary (workspace_id, last_answer_at_us, account_id);
CREATE INDEX account_summary_by_silent ON account_summary (workspace_id, silent, account_id);
CREATE INDEX account_summary_by_contacts ON account_summary (workspace_id, contacts, account_id);
CREATE INDEX account_summary_by_look ON account_summary (look_at_us) WHERE look_at_us IS NOT NULL;

-- Lists that people keep: which accounts, in which order, with which columns.
CREATE TABLE account_view (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    view_id TEXT NOT NULL,
    -- empty when a program made it
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- as a list's address has it
    query TEXT NOT NULL,
    -- 1: everybody sees it
    shared BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, view_id)
);
CREATE INDEX account_view_by_person ON account_view (workspace_id, user_id, name);

-- What the timeline reads of other parts, by contact and in the order of time.
CREATE INDEX event_of_contact ON event (workspace_id, contact_id, at_us, id);
CREATE INDEX app_case_open_by_account ON app_case (workspace_id, account_id) WHERE closed_at_us IS NULL;
CREATE INDEX action_voice_of_contact ON action_voice (workspace_id, contact_id);
