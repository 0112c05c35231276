-- One respondent has one live link per survey: the earlier one is looked for.
CREATE INDEX invitation_by_respondent ON invitation (workspace_id, survey_id, external_id);
