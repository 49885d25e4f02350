import { Button } from '../../../components/controls/button.js';
import { JsonValue } from '../../../components/json/json-value.js';
import { Panel } from '../../../components/layout/panel.js';
import { Notice } from '../../../components/feedback/notice.js';
import { pathTo, withQuery } from '../../../app/paths.js';
import { printJson } from '../../../json/json.js';
import { type ReadTask, useResult } from '../use-task.js';
import './result-panel.css';

/** A result up to this size is shown whole. */
const SHORT = 2_000;

/** The outcome of a task that succeeded or was revoked. */
export function ResultPanel({ read }: { readonly read: ReadTask }) {
  const { task } = read;
  if (task.status === 'REVOKED')
    return (
      <Notice
        title="Revoked."
        children={task.revoke_reason === null ? undefined : `Reason: ${task.revoke_reason}`}
      />
    );
  return task.status === 'SUCCESS' ? <Result read={read} /> : null;
}

function Result({ read }: { readonly read: ReadTask }) {
  const result = useResult(read);
  const text = printJson(result);
  const href = withQuery(pathTo.task(read.task.task_id), { tab: 'data' });
  return (
    <Panel title="Result" actions={<Button label="Open" look="quiet" icon="right" href={href} />}>
      {result === null ? (
        <p class="soft">None: the task has returned nothing.</p>
      ) : text.length > SHORT ? (
        <p class="mono">
          <JsonValue json={result} />
        </p>
      ) : (
        <pre class="result-text" tabIndex={0}>
          {text}
        </pre>
      )}
    </Panel>
  );
}
