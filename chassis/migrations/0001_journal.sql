-- The journal is the truth of a service and the outbox of its relay: rows are added, never changed, never removed.
CREATE TABLE journal (
  position         bigint PRIMARY KEY,
  kind             text NOT NULL CHECK (kind IN ('heard', 'observed', 'decided')),
  source_topic     text NOT NULL,
  source_partition int NOT NULL,
  source_offset    bigint NOT NULL,
  input_number     bigint NOT NULL,
  index            int NOT NULL,
  count            int NOT NULL,
  at               timestamptz NOT NULL,
  stream           text NOT NULL,
  version          int NOT NULL,
  "group"          text,
  reads            text NOT NULL,
  gathered         bigint NOT NULL,
  rests            text NOT NULL,
  rules            text,
  code             text NOT NULL,
  topic            text,
  partition        int,
  key              text NOT NULL,
  type             text NOT NULL,
  data             bytea NOT NULL,
  event_id         uuid NOT NULL UNIQUE,
  correlation      text NOT NULL,
  causation        text NOT NULL,
  previous         bytea NOT NULL,
  hash             bytea NOT NULL,
  recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (stream, version),
  UNIQUE (source_topic, source_partition, input_number, index)
);
CREATE INDEX journal_correlation ON journal (correlation);

CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only: % is forbidden', TG_OP;
END $$;
CREATE TRIGGER journal_rows_stay BEFORE UPDATE OR DELETE ON journal
  FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
CREATE TRIGGER journal_stays BEFORE TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
-- ALWAYS: also under session_replication_role = replica.
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_rows_stay;
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_stays;

-- One row: whoever holds it may append. So positions have no gaps and the chain has one end.
CREATE TABLE head (
  sole     boolean PRIMARY KEY DEFAULT true CHECK (sole),
  position bigint NOT NULL,
  hash     bytea NOT NULL,
  until    timestamptz
);
COMMENT ON COLUMN head.until IS 'the last TimePassed that was said, where the service keeps time';
INSERT INTO head (position, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Follows from the journal: the version of each stream, and the set to which it belongs.
CREATE TABLE stream (name text PRIMARY KEY, version int NOT NULL, "group" text);
CREATE INDEX stream_group ON stream ("group") WHERE "group" IS NOT NULL;

-- How far each partition has been read: moved by compare-and-set in the transaction of the effect.
CREATE TABLE input_offset (
  topic       text NOT NULL,
  partition   int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  epoch       bigint NOT NULL DEFAULT 0,
  clock       timestamptz,
  fence       bigint NOT NULL DEFAULT 0,
  inputs      bigint NOT NULL DEFAULT 0,
  counted     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (topic, partition)
);
COMMENT ON COLUMN input_offset.epoch IS 'counted up by each worker that takes the partition: an older one is fenced';
COMMENT ON COLUMN input_offset.clock IS 'the greatest record time seen; null until the partition has spoken';
COMMENT ON COLUMN input_offset.fence IS 'the journal position of the last record heard of a service topic';
COMMENT ON COLUMN input_offset.inputs IS 'how many inputs had an outcome: their running number has no gaps';
COMMENT ON COLUMN input_offset.counted IS 'a source whose clock counts before time is said to have passed';

-- What the relay knows to have committed, a row a partition: where to look for its tail after a restart.
CREATE TABLE relayed (
  topic       text NOT NULL,
  partition   int NOT NULL,
  position    bigint NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (topic, partition)
);

GRANT SELECT, INSERT ON journal TO {application};
GRANT SELECT, UPDATE ON head TO {application};
GRANT SELECT, INSERT, UPDATE ON stream, input_offset, relayed TO {application};
GRANT SELECT ON journal, head, stream, input_offset, relayed TO {auditor};
