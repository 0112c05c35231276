-- Lists: saved views of every noun that has lists, and what contacts are listed by.

-- Lists that people keep: which ones, in which order, with which columns.
CREATE TABLE saved_view (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    view_id TEXT NOT NULL,
    -- what is listed
    noun TEXT NOT NULL CHECK (noun IN ('account', 'contact')),
    -- empty when a program made it
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- as a list's address has it
    query TEXT NOT NULL,
    -- 1: everybody sees it
    shared BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, view_id)
);
CREATE INDEX saved_view_by_person ON saved_view (workspace_id, noun, user_id, name);
INSERT INTO saved_view (workspace_id, view_id, noun, user_id, name, query, shared, revision,
    created_at_us, changed_at_us)
SELECT workspace_id, view_id, 'account', user_id, name, query, shared, revision, created_at_us,
    changed_at_us
FROM account_view;
DROP TABLE account_view;

-- Orders of contacts beside their names.
CREATE INDEX contact_by_created ON contact (workspace_id, created_at_us, contact_id);
CREATE INDEX contact_by_changed ON contact (workspace_id, changed_at_us, contact_id);
-- Attributes of contacts that are defined, one row each, so that lists find them and put them in
-- order without reading every contact.
CREATE TABLE contact_attribute (
    workspace_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    -- a number, an amount, or days since 1970
    number DOUBLE PRECISION,
    PRIMARY KEY (workspace_id, contact_id, name)
);
{postgres}ALTER TABLE contact_attribute ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
CREATE INDEX contact_attribute_by_value ON contact_attribute (workspace_id, name, value, contact_id);
CREATE INDEX contact_attribute_by_number ON contact_attribute (workspace_id, name, number, contact_id);
-- Contacts with attributes that are defined already: a worker goes through them from here on.
INSERT INTO to_index (workspace_id, noun, id)
SELECT DISTINCT workspace_id, 'contact_attribute', '' FROM attribute_definition WHERE noun = 'contact';
