-- The audit log: actions of operators, copied from the broker, which keeps the newest ones only.
CREATE TABLE audit (
  -- The time in µs since 1970.
  id bigint PRIMARY KEY,
  who text NOT NULL,
  action text NOT NULL,
  target text,
  -- Not jsonb, which cannot hold every text of JSON.
  entry json NOT NULL,
  outcome json
);

CREATE INDEX audit_by_target ON audit (target, id) WHERE target IS NOT NULL;
