import type { Task } from '../../../api/types.js';
import { useLoad } from '../../../api/use-load.js';
import { may } from '../../../app/session.js';
import { ErrorNotice } from '../../../components/feedback/error-notice.js';
import { JsonView } from '../../../components/json/json-view.js';
import { Panel } from '../../../components/layout/panel.js';
import { tasksWith } from '../tasks-with.js';
import type { TabProps } from '../tab-props.js';
import { type ReadTask, readPayload, useResult } from '../use-task.js';

/** Payload and result of the task. */
export function DataTab({ read }: TabProps) {
  return (
    <div class="stack">
      <Panel title="Payload">
        {may('admin') ? (
          <Payload task={read.task} />
        ) : (
          <p class="soft">Payloads may be secret: only the role admin sees them, and searches in them.</p>
        )}
      </Panel>
      <Panel title="Result">
        <Result read={read} />
      </Panel>
    </div>
  );
}

function Payload({ task: { task_id: id, status } }: { readonly task: Task }) {
  const { data, error, reload } = useLoad((signal) => readPayload(id, signal), [id, status]);
  if (error !== undefined) return <ErrorNotice error={error} onRetry={reload} />;
  if (data === undefined) return <p class="soft">Loading …</p>;
  if (data === null) return <p class="soft">Not kept: the history stores no payload of this type.</p>;
  return <JsonView label="Payload" json={data} field="payload" pathOfTerm={tasksWith} />;
}

function Result({ read }: { readonly read: ReadTask }) {
  const result = useResult(read);
  const { status } = read.task;
  if (status === 'SUCCESS' && result !== null)
    return <JsonView label="Result" json={result} field="result" pathOfTerm={tasksWith} />;
  return <p class="soft">{NO_RESULT[status]}</p>;
}

const NOT_YET = 'There is none until the task has succeeded.';
const NO_RESULT: Readonly<Record<Task['status'], string>> = {
  PENDING: NOT_YET,
  STARTED: NOT_YET,
  RETRY: NOT_YET,
  SUCCESS: 'The task has returned nothing.',
  FAILURE: 'None: the task has failed. Its error stands in the overview.',
  REVOKED: 'None: the task was revoked.',
};
