-- Numbers of tasks by the minute of their end, counted from `task`: by task type, and once more by worker. A number of
-- durations by bucket of a histogram (up to 1 ms, 2 ms, 4 ms, ..., all others) is NULL for none, which takes no space.
CREATE TABLE task_minute (
  minute timestamptz NOT NULL,
  -- 'type': queue and name are set. 'worker': worker, and version if it is known.
  dimension text NOT NULL,
  queue text,
  name text,
  worker text,
  version text,
  succeeded integer NOT NULL,
  failed integer NOT NULL,
  revoked integer NOT NULL,
  wait_0 integer, wait_1 integer, wait_2 integer, wait_3 integer, wait_4 integer, wait_5 integer, wait_6 integer,
  wait_7 integer, wait_8 integer, wait_9 integer, wait_10 integer, wait_11 integer, wait_12 integer, wait_13 integer,
  wait_14 integer, wait_15 integer, wait_16 integer, wait_17 integer, wait_18 integer, wait_19 integer, wait_20 integer,
  wait_21 integer, wait_22 integer, wait_23 integer, wait_24 integer, wait_25 integer, wait_26 integer, wait_27 integer,
  run_0 integer, run_1 integer, run_2 integer, run_3 integer, run_4 integer, run_5 integer, run_6 integer,
  run_7 integer, run_8 integer, run_9 integer, run_10 integer, run_11 integer, run_12 integer, run_13 integer,
  run_14 integer, run_15 integer, run_16 integer, run_17 integer, run_18 integer, run_19 integer, run_20 integer,
  run_21 integer, run_22 integer, run_23 integer, run_24 integer, run_25 integer, run_26 integer, run_27 integer
);
CREATE INDEX task_minute_by_minute ON task_minute (minute, dimension);

-- Minutes to be counted, or counted again: a row for each write of tasks. Rows are only added and removed, so that
-- recorders do not wait for each other.
CREATE TABLE task_minute_due (minute timestamptz NOT NULL);

-- The backlog of a queue at some time of a minute.
CREATE TABLE queue_minute (
  minute timestamptz NOT NULL,
  queue text NOT NULL,
  waiting integer NOT NULL,
  oldest_ms bigint NOT NULL,
  PRIMARY KEY (minute, queue)
);

-- Groups of errors are counted from this index alone.
CREATE INDEX task_failed ON task (error_fingerprint, finished_at) INCLUDE (queue, name, version)
  WHERE status = 'FAILURE' AND error_fingerprint IS NOT NULL;
