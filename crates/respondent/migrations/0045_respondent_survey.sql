-- Who answered a survey more than once: groups are as large as they have people, not answers.
CREATE INDEX respondent_by_survey ON respondent (workspace_id, survey_id, contact_id) WHERE contact_id IS NOT NULL;
