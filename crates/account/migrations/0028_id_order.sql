-- PostgreSQL keeps an index in the order of its column's collation, and compares two columns by the
-- one of them that isn't the usual: ids of accounts and contacts go by bytes, so an index of a column
-- that names one found nothing by it, and was gone through row by row. Now all of them go by bytes.
{postgres}ALTER TABLE account_stale ALTER COLUMN account_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE action ALTER COLUMN account_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE action_voice ALTER COLUMN contact_id TYPE TEXT COLLATE "C", ALTER COLUMN response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE app_case ALTER COLUMN account_id TYPE TEXT COLLATE "C", ALTER COLUMN contact_id TYPE TEXT COLLATE "C", ALTER COLUMN response_id TYPE TEXT COLLATE "C", ALTER COLUMN again_response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE case_cause ALTER COLUMN case_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE case_log ALTER COLUMN case_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE case_notice ALTER COLUMN case_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact_alias ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact_log ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE contact_merged ALTER COLUMN contact_id TYPE TEXT COLLATE "C", ALTER COLUMN old_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE conversation ALTER COLUMN account_id TYPE TEXT COLLATE "C", ALTER COLUMN contact_id TYPE TEXT COLLATE "C", ALTER COLUMN case_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE do_not_contact ALTER COLUMN value TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE event ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE hand_code ALTER COLUMN response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE outreach ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE planning_look ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE programme_case ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE programme_invitation ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE programme_occasion ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE programme_touch ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE respondent ALTER COLUMN account_id TYPE TEXT COLLATE "C", ALTER COLUMN contact_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE respondent_sought ALTER COLUMN response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE response ALTER COLUMN response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE response_revision ALTER COLUMN response_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE responsibility_change ALTER COLUMN account_id TYPE TEXT COLLATE "C";
{postgres}ALTER TABLE rule_fired ALTER COLUMN account_id TYPE TEXT COLLATE "C", ALTER COLUMN contact_id TYPE TEXT COLLATE "C", ALTER COLUMN response_id TYPE TEXT COLLATE "C", ALTER COLUMN case_id TYPE TEXT COLLATE "C";
