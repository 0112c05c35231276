-- The identity provider of a workspace. Its secret is needed in clear: we show it there.
CREATE TABLE sso_provider (
    workspace_id TEXT PRIMARY KEY REFERENCES workspace (workspace_id),
    sso_provider_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    button TEXT NOT NULL,
    group_claim TEXT NOT NULL,
    -- [{"group", "role", "team_id"}], the first that fits counts
    mapping {json} NOT NULL,
    -- ["acme.nl"]: whose addresses may be linked or made; empty: nobody's
    domains {json} NOT NULL,
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    links_by_email BIGINT NOT NULL CHECK (links_by_email IN (0, 1)),
    makes_people BIGINT NOT NULL CHECK (makes_people IN (0, 1)),
    changed_at_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX sso_provider_by_id ON sso_provider (sso_provider_id);
-- Who somebody is there, and who they are here. In a workspace, because each has a provider of its
-- own: what one of them says of a person counts nowhere else.
CREATE TABLE sso_identity (
    workspace_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL,
    linked_at_us BIGINT NOT NULL,
    used_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, issuer, subject),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE UNIQUE INDEX sso_identity_by_user ON sso_identity (workspace_id, user_id, issuer);
-- What a SCIM client says of people besides what we keep of them anyway.
CREATE TABLE scim_user (
    workspace_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    external_id TEXT,
    user_name TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    -- the client deleted them: for it they are not there any more
    is_gone BIGINT NOT NULL CHECK (is_gone IN (0, 1)),
    PRIMARY KEY (workspace_id, user_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE INDEX scim_user_by_external ON scim_user (workspace_id, external_id);
CREATE UNIQUE INDEX scim_user_by_name ON scim_user (workspace_id, user_name);
-- A group is a team, or gives a role to whoever is in it.
CREATE TABLE scim_group (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    scim_group_id TEXT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    team_id TEXT,
    role TEXT,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, scim_group_id)
);
CREATE UNIQUE INDEX scim_group_by_name ON scim_group (workspace_id, name);
CREATE TABLE scim_member (
    workspace_id TEXT NOT NULL,
    scim_group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, scim_group_id, user_id),
    FOREIGN KEY (workspace_id, scim_group_id) REFERENCES scim_group (workspace_id, scim_group_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
CREATE INDEX scim_member_by_user ON scim_member (workspace_id, user_id);
-- What SCIM clients show; not an API key, so that neither opens the other's doors.
CREATE TABLE scim_token (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    scim_token_id TEXT NOT NULL,
    token_hash {blob} NOT NULL,
    prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    used_at_us BIGINT,
    revoked_at_us BIGINT,
    PRIMARY KEY (workspace_id, scim_token_id)
);
CREATE UNIQUE INDEX scim_token_by_hash ON scim_token (token_hash);
