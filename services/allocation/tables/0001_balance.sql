-- Follows from the journal: the balances of each sub-frame, written in the transaction of the fact that moved them.
-- The checks are the last guard of the law that an appropriation cannot be exceeded.
CREATE TABLE balance (
  frame            text NOT NULL,
  sub_frame        text NOT NULL,
  version          int NOT NULL,
  appropriated_nok bigint NOT NULL CHECK (appropriated_nok >= 0),
  available_nok    bigint NOT NULL CHECK (available_nok >= 0),
  reserved_nok     bigint NOT NULL CHECK (reserved_nok >= 0),
  committed_nok    bigint NOT NULL CHECK (committed_nok >= 0),
  PRIMARY KEY (frame, sub_frame),
  CHECK (appropriated_nok = available_nok + reserved_nok + committed_nok)
);
GRANT SELECT, INSERT, UPDATE ON balance TO {application};
GRANT SELECT ON balance TO {auditor};
