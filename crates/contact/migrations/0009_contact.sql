-- Organisations that contacts belong to.
CREATE TABLE account (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    account_id TEXT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    -- the name in lower case with single spaces: it orders lists and finds an account by its name
    name_key TEXT NOT NULL,
    attributes {json} NOT NULL,
    -- who at our side looks after it
    responsible_name TEXT,
    responsible_email TEXT,
    -- goes up with every change; who saves says which one was read
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
);
{postgres}ALTER TABLE account ALTER COLUMN account_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE account ALTER COLUMN name_key TYPE TEXT COLLATE "C";
CREATE UNIQUE INDEX account_by_external_id ON account (workspace_id, external_id);
-- Of several who bring a new name at once, one makes the account.
CREATE UNIQUE INDEX account_without_external_id ON account (workspace_id, name_key) WHERE external_id IS NULL;
CREATE INDEX account_by_name ON account (workspace_id, name_key, account_id);
-- People who may be asked.
CREATE TABLE contact (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    contact_id TEXT NOT NULL,
    external_id TEXT,
    -- trimmed and in lower case
    email TEXT,
    -- of the address, behind its @
    domain TEXT,
    name TEXT,
    first_name TEXT,
    -- name or address in lower case; lists are in this order
    sorted_as TEXT NOT NULL,
    language TEXT,
    zone TEXT,
    -- empty without an account, so that paging by account is one comparison
    account_id TEXT NOT NULL,
    employee BIGINT NOT NULL,
    attributes {json} NOT NULL,
    consent TEXT NOT NULL CHECK (consent IN ('unknown', 'given', 'refused')),
    consent_at_us BIGINT,
    bounced_at_us BIGINT,
    opted_out_at_us BIGINT,
    complained_at_us BIGINT,
    -- standing without the do-not-contact list, which is looked up whenever it matters
    state TEXT NOT NULL CHECK (state IN ('reachable', 'no_address', 'bounced', 'opted_out', 'complained')),
    -- goes up with every change; who saves says which one was read
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id)
);
{postgres}ALTER TABLE contact ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact ALTER COLUMN account_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact ALTER COLUMN sorted_as TYPE TEXT COLLATE "C";
CREATE UNIQUE INDEX contact_by_email ON contact (workspace_id, email);
CREATE UNIQUE INDEX contact_by_external_id ON contact (workspace_id, external_id);
CREATE INDEX contact_by_domain ON contact (workspace_id, domain);
CREATE INDEX contact_by_account ON contact (workspace_id, account_id, contact_id);
CREATE INDEX contact_in_order ON contact (workspace_id, sorted_as, contact_id);
CREATE INDEX contact_by_state ON contact (workspace_id, state, sorted_as, contact_id);
CREATE INDEX contact_by_language ON contact (workspace_id, language, sorted_as, contact_id);
CREATE INDEX contact_by_employee ON contact (workspace_id, employee, sorted_as, contact_id);
-- Other external ids and addresses that mean a contact: what merged ones were known by. A file that
-- still has them finds the contact they went into instead of making it again.
CREATE TABLE contact_alias (
    workspace_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('external_id', 'email')),
    value TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, kind, value),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, contact_id)
);
CREATE INDEX contact_alias_by_contact ON contact_alias (workspace_id, contact_id);
-- Ids of contacts that went into another; who still holds one is led to the other.
CREATE TABLE contact_merged (
    workspace_id TEXT NOT NULL,
    old_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    merged_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, old_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, contact_id)
);
CREATE INDEX contact_merged_by_contact ON contact_merged (workspace_id, contact_id);
-- Addresses and domains nobody writes to. They outlive the contact.
CREATE TABLE do_not_contact (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    kind TEXT NOT NULL CHECK (kind IN ('email', 'domain')),
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, kind, value)
);
-- What happened to a contact's standing: when, by whom and why.
CREATE TABLE contact_log (
    workspace_id TEXT NOT NULL,
    log_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    what TEXT NOT NULL,
    done_by TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (workspace_id, log_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contact (workspace_id, contact_id)
);
CREATE INDEX contact_log_by_contact ON contact_log (workspace_id, contact_id, at_us);
