-- Where events come from, by system.
ALTER TABLE event_source ADD COLUMN system TEXT NOT NULL DEFAULT 'standard';
-- for the system 'mapped': where in its JSON stands what an event needs
ALTER TABLE event_source ADD COLUMN mapping {json};
