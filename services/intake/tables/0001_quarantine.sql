-- The bytes of what could not be read. They may hold anything, so they can be erased; the journal keeps their hash.
CREATE TABLE quarantine (
  topic     text NOT NULL,
  partition int NOT NULL,
  "offset"  bigint NOT NULL,
  bytes     bytea NOT NULL,
  kept_from timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (topic, partition, "offset")
);
GRANT SELECT, INSERT, DELETE ON quarantine TO {application};
GRANT SELECT ON quarantine TO {auditor};
