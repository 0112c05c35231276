-- A private page of a lead and somebody who reports to them.
CREATE TABLE coaching_page (
    workspace_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    lead_id TEXT NOT NULL,
    employee_id TEXT NOT NULL,
    opened_at_us BIGINT NOT NULL,
    -- a later lead whom the employee lets read the page of an earlier one
    shared_with_id TEXT,
    PRIMARY KEY (workspace_id, page_id)
);
CREATE UNIQUE INDEX coaching_page_by_pair ON coaching_page (workspace_id, employee_id, lead_id);
CREATE INDEX coaching_page_by_lead ON coaching_page (workspace_id, lead_id);
CREATE INDEX coaching_page_by_guest ON coaching_page (workspace_id, shared_with_id);
-- What both wrote and chose. Of an answer only which one it is: what it says is read where it is
-- kept, so it is gone from here when it is gone there.
CREATE TABLE coaching_entry (
    workspace_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'agreement', 'answer')),
    author_id TEXT NOT NULL,
    words TEXT NOT NULL,
    survey_id TEXT,
    response_id TEXT,
    -- days since 1970 in the workspace's zone
    due_day BIGINT,
    done_at_us BIGINT,
    created_at_us BIGINT NOT NULL,
    -- taken away by its author; its words are gone, that it was there stays
    removed_at_us BIGINT,
    PRIMARY KEY (workspace_id, page_id, entry_id)
);
CREATE INDEX coaching_entry_by_response ON coaching_entry (workspace_id, response_id);
-- Who looked at a page, and when.
CREATE TABLE coaching_look (
    workspace_id TEXT NOT NULL,
    page_id TEXT NOT NULL,
    look_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, page_id, look_id)
);
CREATE INDEX coaching_look_by_time ON coaching_look (workspace_id, page_id, at_us);
