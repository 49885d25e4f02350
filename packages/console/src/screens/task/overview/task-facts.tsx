import type { ComponentChildren } from 'preact';
import type { Task } from '../../../api/types.js';
import { useCapabilities } from '../../../api/capabilities.js';
import { useRunTimes } from '../../../api/stats/run-times.js';
import { pathTo } from '../../../app/paths.js';
import { CopyButton } from '../../../components/controls/copy-button.js';
import { Facts } from '../../../components/data/facts.js';
import { RunDuration } from '../../../components/data/run-duration.js';
import { Tags } from '../../../components/data/tags.js';
import { Time } from '../../../components/data/time.js';
import { textTerm } from '../../../components/json/json-term.js';
import { Panel } from '../../../components/layout/panel.js';
import { shortId } from '../../../format/short-id.js';
import { duration } from '../../../format/duration.js';
import { now } from '../../../format/now.js';
import { tasksWith } from '../tasks-with.js';
import { durationsOf } from './state-spans.js';

/** Prefix of the tag that tasks of a schedule have. */
const SCHEDULE = 'schedule:';

type Fact = readonly [string, ComponentChildren];

/** Facts about a task besides its state, with links to everything that belongs to it. */
export function TaskFacts({ task }: { readonly task: Task }) {
  return (
    <Panel title="Facts">
      <Facts facts={[...ownFacts(task), ...times(task), ...relations(task)]} />
    </Panel>
  );
}

function ownFacts(task: Task): Fact[] {
  const { queue, name, worker, tags, crashes } = task;
  return [
    ['ID', <TaskId id={task.task_id} />],
    ['Type', <a href={tasksWith(textTerm('name', name))}>{name}</a>],
    ['Queue', <a href={pathTo.queue(queue)}>{queue}</a>],
    ['Priority', task.priority],
    ['Attempt', `${task.attempt} of ${task.max_attempts}`],
    ['Worker', worker !== null && <a href={tasksWith(textTerm('worker', worker))}>{worker}</a>],
    ['Crashes', crashes > 0 && crashes],
    ['Submitted by', task.submitted_by],
    ['ID in Celery', task.bridge !== null && <ForeignId id={task.bridge.id} />],
    ['Trace', isSet(task.trace_id) && <TraceLink id={task.trace_id} />],
    ['Tags', tags.length > 0 && <Tags texts={tags} pathOf={(tag) => tasksWith(textTerm('tag', tag))} />],
    ['Revoked before', task.revocations.length > 0 && <Revocations task={task} />],
  ];
}

function times(task: Task): Fact[] {
  const { waitMs, runMs } = durationsOf(task, now.value);
  return [
    ['Waited', waitMs !== null && duration(waitMs)],
    task.status === 'STARTED'
      ? ['Running for', isSet(task.started_at) && <RunningFor since={task.started_at} name={task.name} />]
      : ['Ran', runMs !== null && duration(runMs)],
    ['Submitted', <Time at={task.created_at} />],
    ['Runs at', isWaiting(task) && isSet(task.run_at) && <Time at={task.run_at} />],
    ['Started', isSet(task.started_at) && <Time at={task.started_at} />],
    ['Ended', isSet(task.finished_at) && <Time at={task.finished_at} />],
    ['Expires', isSet(task.expires_at) && <Time at={task.expires_at} />],
  ];
}

function relations(task: Task): Fact[] {
  const { workflow_id: workflowId, replaced_by: replacedBy, parent_id: parentId, replay_of: replayOf } = task;
  const schedule = task.tags.find((tag) => tag.startsWith(SCHEDULE))?.slice(SCHEDULE.length);
  return [
    ['Schedule', schedule !== undefined && <a href={pathTo.schedule(schedule)}>{schedule}</a>],
    ['Workflow', isSet(workflowId) && <WorkflowLink id={workflowId} step={task.step} />],
    ['Replaced by', isSet(replacedBy) && <WorkflowLink id={replacedBy} step={null} />],
    ['Parent', isSet(parentId) && <TaskLink id={parentId} />],
    ['First of its chain', isOther(task, task.root_id) && <TaskLink id={task.root_id} />],
    ['Replay of', isSet(replayOf) && <TaskLink id={replayOf} />],
  ];
}

/** Asks for the usual times of the types only while the task runs. */
function RunningFor(run: { readonly since: string; readonly name: string }) {
  return <RunDuration {...run} usual={useRunTimes([run.name])} />;
}

function isWaiting({ status }: Task): boolean {
  return status === 'PENDING' || status === 'RETRY';
}

function isSet(value: string | null): value is string {
  return value !== null;
}

/** The root of a task that was submitted from outside is the task itself, and that of a child often its parent. */
function isOther({ task_id: id, parent_id: parentId }: Task, rootId: string | null): rootId is string {
  return rootId !== null && rootId !== id && rootId !== parentId;
}

function TaskId({ id }: { readonly id: string }) {
  return (
    <span class="line task-id">
      <code title={id}>{shortId(id)}</code>
      <CopyButton label="Copy ID" text={id} />
    </span>
  );
}

function TaskLink({ id }: { readonly id: string }) {
  return (
    <a href={pathTo.task(id)} class="mono" title={id}>
      {shortId(id)}
    </a>
  );
}

function WorkflowLink({ id, step }: { readonly id: string; readonly step: string | null }) {
  return (
    <>
      <a href={pathTo.workflow(id)} class="mono" title={id}>
        {shortId(id)}
      </a>
      {step !== null && `, step ${step}`}
    </>
  );
}

function Revocations({ task }: { readonly task: Task }) {
  return (
    <ul class="plain-list">
      {task.revocations.map(({ at, reason }) => (
        <li key={at}>
          <Time at={at} /> <span class="soft">{reason}</span>
        </li>
      ))}
    </ul>
  );
}

/** A link into the tracing tool, or else the ID to search there. */
function TraceLink({ id }: { readonly id: string }) {
  const address = useCapabilities()?.trace_url?.replace('{trace_id}', id);
  return (
    <span class="line task-id">
      {address === undefined ? (
        <code title={id}>{shortId(id)}</code>
      ) : (
        <a href={address} target="_blank" rel="noopener noreferrer" title={id}>
          {shortId(id)}
        </a>
      )}
      <CopyButton label="Copy the trace ID" text={id} />
    </span>
  );
}

/** The ID by which the other system knows the task: any text. */
function ForeignId({ id }: { readonly id: string }) {
  return (
    <span class="line task-id">
      <code title={id}>{shortId(id)}</code>
      <CopyButton label="Copy the ID in Celery" text={id} />
    </span>
  );
}
