-- Why a response does not count (yet): a click nobody confirmed, a scanner. NULL counts.
ALTER TABLE response ADD COLUMN doubt TEXT;
CREATE INDEX response_in_doubt ON response (workspace_id, survey_id, doubt)
    WHERE doubt IS NOT NULL;
-- After this moment a personal link takes no answers; NULL: as long as the survey is open.
ALTER TABLE invitation ADD COLUMN closes_at_us BIGINT;
-- Surveys of employees: 1 once it was told that somebody answered, which happens for several at
-- once and never together with an answer.
ALTER TABLE invitation ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
-- Everything that happened at personal links: the evidence by which votes are judged.
CREATE TABLE vote_hit (
    workspace_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    hit_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    -- the mail whose link was followed; NULL for links told otherwise
    mail_id TEXT,
    -- when that mail was handed to the mail server, as far as known at the hit
    delivered_at_us BIGINT,
    at_us BIGINT NOT NULL,
    -- one loading of the page: the same for everything that comes from it
    visit TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('head', 'opened', 'hidden', 'used', 'submitted', 'before')),
    score BIGINT,
    pointer BIGINT NOT NULL,
    keyboard BIGINT NOT NULL,
    visible_seconds BIGINT NOT NULL,
    -- sent in with words
    comment BIGINT NOT NULL,
    agent TEXT NOT NULL,
    -- what it says of the answers, if it says something
    content {json},
    PRIMARY KEY (workspace_id, invitation_id, hit_id)
);
CREATE INDEX vote_hit_by_survey ON vote_hit (workspace_id, survey_id, invitation_id);
-- Which votes count. A survey without row follows its workspace (survey_id ''), which without row
-- follows the rule built in.
CREATE TABLE vote_rule (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    rules {json} NOT NULL,
    -- the judging of everything past under these rules: invitations up to this one are done;
    -- NULL: all
    judged_up_to TEXT,
    judged BIGINT NOT NULL,
    to_judge BIGINT NOT NULL,
    changed_at_us BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id)
);
-- Sites that may show a survey in a frame.
CREATE TABLE widget_site (
    workspace_id TEXT NOT NULL,
    survey_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (workspace_id, survey_id, origin)
);
