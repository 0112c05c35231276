-- What comments of a survey may be about, in the words of its users.
CREATE TABLE theme (
    workspace_id TEXT NOT NULL,
    theme_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- one rule per line
    rules TEXT NOT NULL,
    position BIGINT NOT NULL,
    -- goes up with every change of name, rules or position
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    -- removed themes stay, so that it can be undone
    removed_at_us BIGINT,
    PRIMARY KEY (workspace_id, theme_id),
    FOREIGN KEY (workspace_id, survey_id)
        REFERENCES survey (workspace_id, survey_id) ON DELETE CASCADE
);
CREATE INDEX theme_by_survey ON theme (workspace_id, survey_id, position);
-- What a person says of a comment: whether it is about a theme.
CREATE TABLE hand_code (
    workspace_id TEXT NOT NULL,
    theme_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    question_key TEXT NOT NULL,
    has BIGINT NOT NULL CHECK (has IN (0, 1)),
    -- the user's or key's id
    coded_by TEXT NOT NULL,
    coded_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, theme_id, response_id, question_key),
    FOREIGN KEY (workspace_id, theme_id)
        REFERENCES theme (workspace_id, theme_id) ON DELETE CASCADE
);
CREATE INDEX hand_code_by_survey ON hand_code (workspace_id, survey_id);
