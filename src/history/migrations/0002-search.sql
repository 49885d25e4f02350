-- Indexes of searches. Each costs the recorder time and space, so there are few. Values of unlimited length are cut, as
-- an index refuses long ones.

-- A name in lower case. Only A to Z have one, whatever the language, as in all searches.
CREATE FUNCTION task_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN left(lower(name COLLATE "C"), 100);

CREATE FUNCTION task_tags(tags text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF tags = '{}' THEN RETURN tags; END IF;
  RETURN ARRAY(SELECT left(lower(tag COLLATE "C"), 100) FROM unnest(tags) AS tag);
END $$;

-- True if a task was created more than an hour from the time in its id, as late items of workflows are.
CREATE FUNCTION task_is_displaced(id uuid, created_at timestamptz) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN abs(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - extract(epoch FROM created_at) * 1000)
    > 3600000;
END $$;

-- All texts of a task that are searched without a field, in lower case, and the values of its payload as JSON. A longer
-- text is cut, and ends with a mark by which searches find it anyway.
CREATE FUNCTION task_text(name text, error_type text, error_message text, tags text[], payload jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  whole text := lower(concat_ws(' ', name, error_type, error_message, array_to_string(tags, ' '),
    jsonb_path_query_array(payload, 'strict $.** ? (@.type() == "string" || @.type() == "number")')::text) COLLATE "C");
BEGIN
  RETURN CASE WHEN length(whole) > 4000 THEN left(whole, 4000) || ' qzxwcutjq' ELSE whole END;
END $$;

CREATE INDEX task_by_name ON task (task_name(name));
-- In the order of ids, for what operators look for most. Most tasks succeed.
CREATE INDEX task_by_status ON task (status, task_name(name), id) WHERE status <> 'SUCCESS';
CREATE INDEX task_by_finish ON task (finished_at);
CREATE INDEX task_by_fingerprint ON task (error_fingerprint, id) WHERE error_fingerprint IS NOT NULL;
CREATE INDEX task_by_workflow ON task (workflow_id) WHERE workflow_id IS NOT NULL;
CREATE INDEX task_by_parent ON task (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX task_by_root ON task (root_id) WHERE root_id IS NOT NULL;
CREATE INDEX task_displaced ON task (created_at) WHERE task_is_displaced(id, created_at);
CREATE INDEX task_by_value ON task
  USING gin (task_tags(tags), payload jsonb_path_ops, result jsonb_path_ops);

-- For wildcards and free text. Without the extension they work, but only among some hundred thousand tasks in time. To
-- add the index later, run the two statements by hand; to save its space, drop it.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX task_by_text ON task
    USING gin (task_text(name, error_type, error_message, tags, payload) gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'Without the extension pg_trgm, searches for parts of texts are slow: %', SQLERRM;
END $$;
