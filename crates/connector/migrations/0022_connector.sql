-- Connections to other systems of the company.
CREATE TABLE connector (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    connector_id TEXT NOT NULL,
    system TEXT NOT NULL CHECK (system IN ('afas', 'hubspot', 'salesforce', 'request_tracker')),
    name TEXT NOT NULL,
    -- address, what is pulled and pushed, how often
    definition {json} NOT NULL,
    -- what the other system lets us in with; leaves this table to nobody but that system
    secrets {json} NOT NULL,
    -- 1: runs by itself
    is_on BIGINT NOT NULL,
    -- goes up with every change; who saves says which one was read
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    -- when it is pulled from next; null: when somebody asks for it
    due_at_us BIGINT,
    -- failures in a row
    failures BIGINT NOT NULL,
    -- the node that pulls, and until when it is believed to. Two that pull at once do double work,
    -- never wrong work: a page is stored by whoever holds this.
    holder TEXT,
    held_until_us BIGINT NOT NULL,
    -- cases that changed before this were looked at
    cases_until_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, connector_id)
);
CREATE INDEX connector_by_due ON connector (due_at_us) WHERE due_at_us IS NOT NULL;
-- How far each stream of a connection is.
CREATE TABLE connector_cursor (
    workspace_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    stream TEXT NOT NULL CHECK (stream IN ('accounts', 'contacts', 'responsibilities', 'tickets')),
    -- everything changed up to this stamp (as the other system writes it) is here
    since TEXT,
    -- within a pass: where the next page begins, and the latest stamp seen
    place TEXT,
    seen_to TEXT,
    -- the run that went through it to the end
    done_run_id TEXT,
    PRIMARY KEY (workspace_id, connector_id, stream),
    FOREIGN KEY (workspace_id, connector_id) REFERENCES connector (workspace_id, connector_id)
);
-- What came of each time it was pulled from.
CREATE TABLE connector_run (
    workspace_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed')),
    started_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    ended_at_us BIGINT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    -- why it waits or failed
    why TEXT,
    PRIMARY KEY (workspace_id, run_id),
    FOREIGN KEY (workspace_id, connector_id) REFERENCES connector (workspace_id, connector_id)
);
CREATE INDEX connector_run_of ON connector_run (workspace_id, connector_id, started_at_us);
-- One run at a time.
CREATE UNIQUE INDEX connector_run_once ON connector_run (workspace_id, connector_id) WHERE state IN ('running', 'waiting');
-- Rows that could not be taken as they are.
CREATE TABLE connector_fault (
    workspace_id TEXT NOT NULL,
    run_id TEXT NOT NULL,
    -- counts up within the run
    place BIGINT NOT NULL,
    stream TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (workspace_id, run_id, place),
    FOREIGN KEY (workspace_id, run_id) REFERENCES connector_run (workspace_id, run_id)
);
-- Which of ours is which of theirs.
CREATE TABLE connector_link (
    workspace_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    -- account, contact or ticket
    noun TEXT NOT NULL CHECK (noun IN ('account', 'contact', 'ticket')),
    remote_id TEXT NOT NULL,
    -- the id here; of a ticket whether it was last heard of as closed or as open
    our_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, connector_id, noun, remote_id),
    FOREIGN KEY (workspace_id, connector_id) REFERENCES connector (workspace_id, connector_id)
);
CREATE INDEX connector_link_by_ours ON connector_link (workspace_id, noun, our_id);
-- What goes to other systems: at most one row about each thing.
CREATE TABLE connector_push (
    workspace_id TEXT NOT NULL,
    push_id TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    -- account and contact: their scores; task: of a case; answer and result: comments on a ticket
    what TEXT NOT NULL CHECK (what IN ('account', 'contact', 'task', 'answer', 'result')),
    -- the account, contact, case or response it is about
    about_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'done', 'dead', 'unknown')),
    -- 1: an earlier try may have arrived
    in_doubt BIGINT NOT NULL,
    -- counts how often it was asked for; more than sent: it goes again
    wished BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    due_at_us BIGINT NOT NULL,
    -- the node that sends it
    holder TEXT,
    why TEXT,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, push_id),
    FOREIGN KEY (workspace_id, connector_id) REFERENCES connector (workspace_id, connector_id)
);
CREATE UNIQUE INDEX connector_push_once ON connector_push (workspace_id, connector_id, what, about_id);
CREATE INDEX connector_push_by_due ON connector_push (due_at_us) WHERE state = 'queued';
CREATE INDEX connector_push_by_holder ON connector_push (holder) WHERE state = 'sending';
CREATE INDEX connector_push_of ON connector_push (workspace_id, connector_id, state, changed_at_us);
-- Nodes that send, with a number that counts up while they live.
CREATE TABLE connector_node (
    node TEXT PRIMARY KEY,
    beat BIGINT NOT NULL
);
-- Whoever follows cases finds those that changed.
CREATE INDEX app_case_by_change ON app_case (workspace_id, changed_at_us, case_id);
