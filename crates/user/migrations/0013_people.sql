-- People who work here: more roles, who leads whom, who is away. A person without password (an
-- empty hash) is responsible for something, but can't log in.
ALTER TABLE app_user ADD COLUMN role_new TEXT NOT NULL DEFAULT 'viewer'
    CHECK (role_new IN ('administrator', 'director', 'lead', 'employee', 'viewer'));
UPDATE app_user SET role_new = role;
ALTER TABLE app_user DROP COLUMN role;
ALTER TABLE app_user RENAME COLUMN role_new TO role;
ALTER TABLE app_user ADD COLUMN lead_id TEXT;
ALTER TABLE app_user ADD COLUMN away_until_us BIGINT;
ALTER TABLE app_user ADD COLUMN deputy_id TEXT;
CREATE INDEX app_user_by_lead ON app_user (workspace_id, lead_id);
-- What was done by whom. Names are looked up when it is read; no address or answer of a customer
-- is kept in it, so that erasing somebody leaves nothing here.
CREATE TABLE audit (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    audit_id TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'key', 'system')),
    actor_id TEXT NOT NULL,
    action TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id TEXT NOT NULL,
    detail {json} NOT NULL,
    PRIMARY KEY (workspace_id, audit_id)
);
CREATE INDEX audit_by_time ON audit (workspace_id, at_us, audit_id);
CREATE INDEX audit_by_noun ON audit (workspace_id, noun, noun_id, at_us);
CREATE INDEX audit_by_actor ON audit (workspace_id, actor_id, at_us);
