-- Accounts: hierarchy, typed attributes, responsibilities; what finds accounts and contacts fast.

-- The account this one is a part of.
ALTER TABLE account ADD COLUMN parent_id TEXT;
{postgres}ALTER TABLE account ALTER COLUMN parent_id TYPE TEXT COLLATE "C";
CREATE INDEX account_by_parent ON account (workspace_id, parent_id, account_id);

-- Roles the company adds to the ones everybody has.
CREATE TABLE responsibility_role (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, role)
);
-- Who does what for an account. Several persons may have one role; who has it longest comes first.
CREATE TABLE responsibility (
    workspace_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    user_id TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id, role, user_id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, account_id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES app_user (workspace_id, user_id)
);
{postgres}ALTER TABLE responsibility ALTER COLUMN account_id TYPE TEXT COLLATE "C";
CREATE INDEX responsibility_by_person ON responsibility (workspace_id, user_id, account_id);
-- Who got and who lost a responsibility, for the account's timeline.
CREATE TABLE responsibility_change (
    workspace_id TEXT NOT NULL,
    change_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- got or lost
    what TEXT NOT NULL CHECK (what IN ('got', 'lost')),
    done_by TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, change_id)
);
{postgres}ALTER TABLE responsibility_change ALTER COLUMN change_id TYPE TEXT COLLATE "C";
CREATE INDEX responsibility_change_by_account ON responsibility_change (workspace_id, account_id, at_us, change_id);
-- Whoever looks after an account already and works here is its responsible person.
INSERT INTO responsibility (workspace_id, account_id, role, user_id, since_us)
SELECT a.workspace_id, a.account_id, 'responsible', u.user_id, a.changed_at_us
FROM account a JOIN app_user u ON u.workspace_id = a.workspace_id AND u.email = a.responsible_email;

-- What an attribute is: of what kind, and which values a choice has.
CREATE TABLE attribute_definition (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    noun TEXT NOT NULL CHECK (noun IN ('account', 'contact')),
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'money', 'date', 'yes_no', 'choice')),
    -- of a choice
    choices {json} NOT NULL,
    -- of money, such as EUR
    currency TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, noun, name)
);
-- Attributes of accounts, one row each, so that lists find them without reading every account.
CREATE TABLE account_attribute (
    workspace_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    -- a number, an amount, or days since 1970
    number DOUBLE PRECISION,
    PRIMARY KEY (workspace_id, account_id, name)
);
{postgres}ALTER TABLE account_attribute ALTER COLUMN account_id TYPE TEXT COLLATE "C";
CREATE INDEX account_attribute_by_value ON account_attribute (workspace_id, name, value, account_id);
CREATE INDEX account_attribute_by_number ON account_attribute (workspace_id, name, number, account_id);
-- Words of accounts' names and ids, in lower case without accents.
CREATE TABLE account_word (
    workspace_id TEXT NOT NULL,
    word TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, word, account_id)
);
{postgres}ALTER TABLE account_word ALTER COLUMN word TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE account_word ALTER COLUMN account_id TYPE TEXT COLLATE "C";
CREATE INDEX account_word_by_account ON account_word (workspace_id, account_id, word);
-- Words of contacts' names that the order of names doesn't find: all but the first, and words
-- with accents.
CREATE TABLE contact_word (
    workspace_id TEXT NOT NULL,
    word TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, word, contact_id)
);
{postgres}ALTER TABLE contact_word ALTER COLUMN word TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact_word ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
-- Beginnings of addresses and ids are looked up in the order of their bytes.
{postgres}ALTER TABLE contact ALTER COLUMN email TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact ALTER COLUMN domain TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact ALTER COLUMN external_id TYPE TEXT COLLATE "C";
-- A search goes through a domain in the order of ids.
DROP INDEX contact_by_domain;
CREATE INDEX contact_by_domain ON contact (workspace_id, domain, contact_id);
-- What was there before this schema and has no words yet; a worker does them and takes them out.
CREATE TABLE to_index (
    workspace_id TEXT NOT NULL,
    noun TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, noun, id)
);
INSERT INTO to_index (workspace_id, noun, id) SELECT workspace_id, 'account', account_id FROM account;
INSERT INTO to_index (workspace_id, noun, id) SELECT workspace_id, 'contact', contact_id FROM contact;

-- Accounts of which something changed that sums of them depend on; a worker takes them out.
CREATE TABLE account_stale (
    workspace_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
);
INSERT INTO account_stale (workspace_id, account_id) SELECT workspace_id, account_id FROM account;

-- What the columns of files with this header became: proposed again the next time.
CREATE TABLE import_mapping (
    workspace_id TEXT NOT NULL REFERENCES workspace (workspace_id),
    -- a hash of the header's names; a mapping saved by name has one too
    header TEXT NOT NULL,
    -- empty when it wasn't given one
    name TEXT NOT NULL,
    columns {json} NOT NULL,
    used_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, header, name)
);
CREATE INDEX import_mapping_by_name ON import_mapping (workspace_id, name, used_at_us);
