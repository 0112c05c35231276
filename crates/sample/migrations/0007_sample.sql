-- What is known of who is asked, beside the answers. Without a row the attributes are guessed by
-- their names.
CREATE TABLE survey_sample (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    weight_attribute TEXT,
    account_attribute TEXT,
    -- customers there are, asked or not
    population_size BIGINT,
    -- the change to be seen: NPS points, percentage points, points of the scale
    target_change DOUBLE PRECISION,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id),
    FOREIGN KEY (workspace_id, survey_id)
        REFERENCES survey (workspace_id, survey_id) ON DELETE CASCADE
);
