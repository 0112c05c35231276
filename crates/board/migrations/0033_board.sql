-- Dashboards people make of blocks, share, and hang on a wall.
CREATE TABLE board (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    board_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- whose it is; null when a program made it: then it is the workspace's
    owner_id TEXT,
    -- the blocks in their order
    blocks {json} NOT NULL,
    -- the blocks taken off lately, each with its place, for whoever wants one back
    taken_off {json} NOT NULL,
    -- the filter it opens with, as in addresses
    filter TEXT NOT NULL,
    -- how long the wall screen shows one block
    seconds BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    -- removed ones can be brought back
    removed_at_us BIGINT,
    PRIMARY KEY (workspace_id, board_id)
);
CREATE INDEX board_by_owner ON board (workspace_id, owner_id);
-- Who else may look at it, or change it.
CREATE TABLE board_share (
    workspace_id TEXT NOT NULL,
    board_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('everybody', 'role', 'team')),
    -- the role's name, the team's id, or nothing
    value TEXT NOT NULL,
    may_edit BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, board_id, kind, value),
    FOREIGN KEY (workspace_id, board_id) REFERENCES board (workspace_id, board_id)
);
-- Links by which people without a login see it.
CREATE TABLE board_link (
    workspace_id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    board_id TEXT NOT NULL,
    -- what it is for, in the words of whoever made it
    label TEXT NOT NULL,
    -- the link itself is stored nowhere
    secret_hash {blob} NOT NULL,
    -- who made it, and whom they saw then: a list of ids, or null for everything
    made_by TEXT NOT NULL,
    sight {json},
    -- the filter it is fixed to, as in addresses
    filter TEXT NOT NULL,
    with_comments BIGINT NOT NULL,
    made_at_us BIGINT NOT NULL,
    expires_at_us BIGINT NOT NULL,
    revoked_at_us BIGINT,
    PRIMARY KEY (workspace_id, link_id),
    FOREIGN KEY (workspace_id, board_id) REFERENCES board (workspace_id, board_id)
);
CREATE UNIQUE INDEX board_link_by_secret ON board_link (secret_hash);
CREATE INDEX board_link_by_board ON board_link (workspace_id, board_id, made_at_us);
