-- What each person wants to hear of by mail. Who has no row yet gets what is usual.
CREATE TABLE digest_setting (
    workspace_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    cadence TEXT NOT NULL CHECK (cadence IN ('off', 'daily', 'weekly')),
    at_hour BIGINT NOT NULL,
    alarms BIGINT NOT NULL,
    next_at_us BIGINT,
    sent_at_us BIGINT,
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE INDEX digest_setting_next ON digest_setting (next_at_us);
-- Each alarm is told to each person once.
CREATE TABLE alarm_told (
    workspace_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    told_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id, survey_id, series, period)
);
