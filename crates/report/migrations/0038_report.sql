-- Reports that go by mail at set times: what, to whom, when next.
CREATE TABLE report_schedule (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    report_schedule_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('survey', 'dashboard')),
    subject_id TEXT NOT NULL,
    -- as in the address of the page: period, segment, attributes
    filter TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('pdf', 'xlsx', 'both')),
    cadence TEXT NOT NULL CHECK (cadence IN ('daily', 'weekly', 'monthly')),
    -- 1 (Monday) to 7 of a week, 1 to 28 of a month; 0 for every working day
    on_day BIGINT NOT NULL,
    at_hour BIGINT NOT NULL,
    recipients {json} NOT NULL,
    next_at_us BIGINT NOT NULL,
    sent_at_us BIGINT,
    -- why the last one could not be made, in a word
    trouble TEXT,
    created_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    PRIMARY KEY (workspace_id, report_schedule_id)
);
CREATE INDEX report_schedule_next ON report_schedule (next_at_us);
-- Mails that were written when they were due, until they are handed over: their figures are counted
-- outside the transaction that sends them. They go only while the person still sees the same.
CREATE TABLE prepared_mail (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    mail_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    seen TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, mail_id)
);
CREATE TABLE prepared_file (
    workspace_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    shown BIGINT NOT NULL,
    content {blob} NOT NULL,
    PRIMARY KEY (workspace_id, mail_id, place),
    FOREIGN KEY (workspace_id, mail_id) REFERENCES prepared_mail (workspace_id, mail_id)
);
