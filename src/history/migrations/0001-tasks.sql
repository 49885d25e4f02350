-- Final tasks. `id` is a UUIDv7: its first 48 bits are the time of creation, so months are ranges of ids, and an id alone
-- names its partition.
CREATE TABLE task (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  queue text NOT NULL,
  status text NOT NULL,
  tags text[] NOT NULL,
  priority text NOT NULL,
  worker text,
  version text,
  submitted_by text,
  parent_id uuid,
  root_id uuid,
  replay_of uuid,
  workflow_id uuid,
  step text,
  attempt integer NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz NOT NULL,
  run_ms bigint,
  wait_ms bigint,
  error_type text,
  error_message text,
  error_fingerprint text,
  payload jsonb,
  result jsonb,
  -- The other fields of the task, by their names in the code.
  rest jsonb NOT NULL,
  -- Documents that jsonb cannot hold as they are (NUL, lone surrogates), as JSON text by name.
  exact jsonb
) PARTITION BY RANGE (id);
