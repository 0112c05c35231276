-- The calendar that the next looks at open cases were planned by: when another one holds, all of them
-- are looked at anew, also when nobody was running as it changed.
CREATE TABLE case_calendar (
    workspace_id TEXT PRIMARY KEY REFERENCES workspace (workspace_id),
    calendar {json} NOT NULL
);
