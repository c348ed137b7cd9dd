-- What the post office has done: a row for each letter and channel whose outcome Kafka has acknowledged.
-- A letter without a row is sent (again); the journal says which letters there are.
CREATE TABLE posted (
  letter      text NOT NULL,
  channel     text NOT NULL,
  status      text NOT NULL CHECK (status IN ('sent', 'failed')),
  at          timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (letter, channel)
);
COMMENT ON COLUMN posted.at IS 'the effective time that was reported: the letter''s';

-- Every letter up to this journal position has all its outcomes: a restart reads on from here.
CREATE TABLE posted_until (
  sole     boolean PRIMARY KEY DEFAULT true CHECK (sole),
  position bigint NOT NULL
);
INSERT INTO posted_until (position) VALUES (0);

GRANT SELECT, INSERT ON posted TO {application};
GRANT SELECT, UPDATE ON posted_until TO {application};
GRANT SELECT ON posted, posted_until TO {auditor};
