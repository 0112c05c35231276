-- Why a response does not count (yet): a click nobody confirmed, a scanner. NULL counts.
ALTER TABLE response ADD COLUMN doubt TEXT;
