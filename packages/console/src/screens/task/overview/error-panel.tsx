import type { Task } from '../../../api/types.js';
import { pathTo } from '../../../app/paths.js';
import { may } from '../../../app/session.js';
import { CopyButton } from '../../../components/controls/copy-button.js';
import { Time } from '../../../components/data/time.js';
import { Panel } from '../../../components/layout/panel.js';
import { duration } from '../../../format/duration.js';
import { counted } from '../../../format/number.js';
import { isFinal } from './state-spans.js';
import { SameError } from './same-error.js';
import './error-panel.css';

/** The last error with its stack, how many tasks have the same, and the errors of earlier attempts. */
export function ErrorPanel({ task }: { readonly task: Task }) {
  const { error, errors, attempt, max_attempts: most, fingerprint } = task;
  const hasFailed = error !== null && (isFinal(task) || task.status === 'RETRY');
  if (!hasFailed)
    return errors.length === 0 ? null : (
      <Panel title="Earlier attempts">
        <Errors errors={errors} />
      </Panel>
    );
  const earlier = errors.slice(0, -1);
  return (
    <Panel
      title={`Error of attempt ${attempt} of ${most}`}
      actions={fingerprint && <SameError task={task} fingerprint={fingerprint} />}
    >
      <div class="error-text">
        <strong class="error-type">{error.type}</strong>
        <p>{error.message}</p>
      </div>
      <Stack stack={error.stack} />
      {earlier.length > 0 && (
        <details>
          <summary>{counted(earlier.length, 'earlier error')}</summary>
          <Errors errors={earlier} />
        </details>
      )}
    </Panel>
  );
}

function Errors({ errors }: Pick<Task, 'errors'>) {
  return (
    <ol class="earlier-errors">
      {errors.map((one) => (
        <EarlierError key={`${one.attempt}-${one.started_at}`} error={one} />
      ))}
    </ol>
  );
}

function Stack({ stack }: { readonly stack: string | undefined }) {
  if (stack === undefined) return may('admin') ? null : <p class="soft">Admins also see the stack.</p>;
  return (
    <details class="stack-trace" open>
      <summary>Stack</summary>
      <div class="stack-text">
        <pre tabIndex={0}>{stack}</pre>
        <CopyButton label="Copy stack" text={stack} />
      </div>
    </details>
  );
}

function EarlierError({ error }: { readonly error: Task['errors'][number] }) {
  const { attempt, type, message, worker, started_at: startedAt, ended_at: endedAt } = error;
  return (
    <li>
      <div class="line soft">
        <span>Attempt {attempt}</span>
        <Time at={endedAt} />
        <span>{`after ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`}</span>
        <a href={pathTo.workers()}>{worker}</a>
      </div>
      <p>
        <strong class="error-type">{type}</strong> {message}
      </p>
    </li>
  );
}
