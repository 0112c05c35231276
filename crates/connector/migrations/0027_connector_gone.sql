-- What isn't there any more in the other system: found when everything is read and a row doesn't come.
-- The pass that reads everything, while it goes on, and when the last of them came to its end.
ALTER TABLE connector_cursor ADD COLUMN pass TEXT;
ALTER TABLE connector_cursor ADD COLUMN full_at_us BIGINT;
-- The pass that saw it last, and since when it isn't there.
ALTER TABLE connector_link ADD COLUMN seen_pass TEXT;
ALTER TABLE connector_link ADD COLUMN gone_at_us BIGINT;
CREATE INDEX connector_link_gone ON connector_link (workspace_id, connector_id, noun, remote_id) WHERE gone_at_us IS NOT NULL;
ALTER TABLE connector_run ADD COLUMN gone BIGINT NOT NULL DEFAULT 0;
