-- Final tasks. `id` is a UUIDv7: its first 48 bits are the time of creation, so months are ranges of ids, and an id alone
-- names its partition. Columns of fixed length come first, the widest first, which saves the bytes between them.
CREATE TABLE task (
  id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL,
  run_at timestamptz,
  expires_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz NOT NULL,
  run_ms bigint,
  wait_ms bigint,
  attempt integer NOT NULL,
  max_attempts integer NOT NULL,
  crashes integer NOT NULL,
  parent_id uuid,
  root_id uuid,
  replay_of uuid,
  workflow_id uuid,
  name text NOT NULL,
  queue text NOT NULL,
  status text NOT NULL,
  priority text NOT NULL,
  tags text[] NOT NULL,
  worker text,
  version text,
  submitted_by text,
  step text,
  revoke_reason text,
  error_type text,
  error_message text,
  error_fingerprint text,
  payload jsonb,
  result jsonb,
  -- The newest lines of its log, and the number of the first of them: {"first": 0, "lines": ["…"]}.
  log jsonb,
  -- The other fields of the task by their names in the code; a field with its usual value is left out.
  rest jsonb,
  -- Values that their columns cannot hold as they are (NUL, lone surrogates, odd times), as JSON texts by column.
  exact jsonb
) PARTITION BY RANGE (id);

-- Ids of other programs may name any time. Months of the years between have partitions of their own, made on demand.
CREATE TABLE task_before_2020 PARTITION OF task
  FOR VALUES FROM (MINVALUE) TO ('016f5e66-e800-0000-0000-000000000000');
CREATE TABLE task_after_2100 PARTITION OF task
  FOR VALUES FROM ('03bb2cc3-d800-0000-0000-000000000000') TO (MAXVALUE);

-- How far the recorders have come, by walk along the ended tasks of a queue. Written together with the tasks.
CREATE TABLE recorder_walk (
  walk text NOT NULL,
  queue text NOT NULL,
  place text NOT NULL,
  -- The last task: its end (ms since 1970), and its id.
  finished_on double precision NOT NULL DEFAULT 0,
  id text NOT NULL DEFAULT '',
  -- All that ended before this time (ms since 1970) is stored.
  complete_until double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (walk, queue, place)
);
