-- Final workflows, with their steps as the API shows them. The steps are tasks as well: see the table task.
CREATE TABLE workflow (
  id uuid PRIMARY KEY,
  status text NOT NULL,
  finished_at timestamptz NOT NULL,
  -- A `WorkflowView`. Not jsonb, which cannot hold every text of JSON.
  view json NOT NULL
);
