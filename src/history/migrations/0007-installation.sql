-- The installation whose tasks these are: two of them would mix their tasks and positions. One row.
CREATE TABLE installation (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- REDIS_PREFIX.
  prefix text NOT NULL,
  -- The id of the data in Redis: another one is there after Redis was emptied or replaced.
  data_id text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);
