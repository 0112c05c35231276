-- Answers newest first, for the lists behind figures.
CREATE INDEX response_by_time ON response (workspace_id, survey_id, answered_at_us, ordinal);
