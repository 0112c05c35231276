-- What was finished lately is counted on first pages.
CREATE INDEX action_by_end ON action (workspace_id, ended_at_us) WHERE ended_at_us IS NOT NULL;
CREATE INDEX improvement_by_end ON improvement (workspace_id, closed_at_us) WHERE closed_at_us IS NOT NULL;
