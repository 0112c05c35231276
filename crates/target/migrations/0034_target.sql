-- What the company wants to reach.
CREATE TABLE target (
    workspace_id TEXT NOT NULL,
    target_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    -- the key of the question that is measured; null for the response rate
    question TEXT,
    -- nps, enps, ces, csat, cas or response_rate: what the question measured when the target was set
    metric TEXT NOT NULL,
    higher_is_better BIGINT NOT NULL,
    -- both null: the whole company
    team_id TEXT,
    attribute TEXT,
    value TEXT,
    -- days since 1970 in the workspace's zone, both included
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    -- in the metric's unit: points, or a share 0-1
    start_value DOUBLE PRECISION NOT NULL,
    -- answers the start value was measured from; null when somebody typed it
    start_n BIGINT,
    aim DOUBLE PRECISION NOT NULL,
    -- answers it takes to see such a change, and answers that were expected, when it was set
    needed BIGINT,
    expected BIGINT,
    -- the smallest change that so many answers show, in the metric's unit
    visible DOUBLE PRECISION,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    -- given up before its period was over
    ended_at_us BIGINT,
    PRIMARY KEY (workspace_id, target_id)
);
CREATE INDEX target_by_period ON target (workspace_id, to_day, target_id);
CREATE INDEX target_by_survey ON target (workspace_id, survey_id);
