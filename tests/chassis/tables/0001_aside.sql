-- What was put into a jar and is no coin.
CREATE TABLE aside (
  topic     text NOT NULL,
  partition int NOT NULL,
  "offset"  bigint NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (topic, partition, "offset")
);
GRANT SELECT, INSERT ON aside TO {application};
