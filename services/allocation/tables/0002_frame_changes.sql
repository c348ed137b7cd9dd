-- A frame can be changed: money carried in from earlier years, the appropriation raised or cut, a margin for appeals.
ALTER TABLE balance
  ADD COLUMN carried_in_nok bigint NOT NULL DEFAULT 0 CHECK (carried_in_nok >= 0),
  ADD COLUMN adjusted_nok   bigint NOT NULL DEFAULT 0,
  ADD COLUMN margin_nok     bigint NOT NULL DEFAULT 0 CHECK (margin_nok >= 0),
  DROP CONSTRAINT balance_check,
  ADD CONSTRAINT balance_is_whole CHECK (
    appropriated_nok + carried_in_nok + adjusted_nok = available_nok + margin_nok + reserved_nok + committed_nok
  );
