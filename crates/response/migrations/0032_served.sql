-- Who of ours served the customer who gave a response: what a person's sight is made of.
-- Fixed when the answer is heard of, so that results stay with whoever earned them.
CREATE TABLE response_person (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    -- '' when there was somebody and is nobody any more
    user_id TEXT NOT NULL,
    -- how that is known: the response says so, the event that led to its invitation does, or they
    -- were responsible for the account when the answer was heard of
    because TEXT NOT NULL DEFAULT 'account' CHECK (because IN ('served_by', 'event', 'account')),
    -- goes up within the survey; all of a response have the same
    served_seq BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, response_id, user_id)
);
{postgres}ALTER TABLE response_person ALTER COLUMN response_id TYPE TEXT COLLATE "C";
CREATE INDEX response_person_by_seq ON response_person (workspace_id, survey_id, served_seq, ordinal);
CREATE INDEX response_person_by_person ON response_person (workspace_id, user_id, survey_id, ordinal);
-- How far that is in each survey. Responses up to until_ordinal were heard of before anybody asked
-- who served; done_ordinal of them are done.
CREATE TABLE response_served (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    served_seq BIGINT NOT NULL,
    done_ordinal BIGINT NOT NULL DEFAULT 0,
    until_ordinal BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, survey_id)
);
INSERT INTO response_served (workspace_id, survey_id, served_seq, done_ordinal, until_ordinal)
SELECT workspace_id, survey_id, 0, 0, response_count FROM survey WHERE response_count > 0;
