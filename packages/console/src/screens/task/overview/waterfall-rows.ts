import type { Task, TaskStatus, WorkflowDetails } from '../../../api/types.js';
import { firstStartOf, isFinal, runAtOf } from './state-spans.js';

/** A stretch of time in a row. */
export interface Span {
  readonly kind: 'wait' | 'run';
  readonly from: number;
  readonly to: number;
}

export interface WaterfallRow {
  readonly key: string;
  readonly group: 'task' | 'child' | 'step';
  readonly label: string;
  /** The task that the row is about, if it is another one. */
  readonly taskId?: string;
  readonly status: TaskStatus;
  readonly spans: readonly Span[];
}

export interface Waterfall {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly WaterfallRow[];
}

export interface WaterfallSource {
  readonly task: Task;
  readonly children: readonly Task[];
  /** The workflow by which the task has replaced itself, or of which it is a step. */
  readonly workflow?: WorkflowDetails | undefined;
}

/** The times of a task: its queue time, attempts, children, and the steps of its workflow, on one scale. */
export function waterfallOf({ task, children, workflow }: WaterfallSource, now: number): Waterfall {
  const rows = [
    ...queueRows(task, now),
    ...attemptRows(task, now),
    ...children.filter((child) => !isStepOf(child, workflow)).map((child) => childRow(child, now)),
    ...(workflow ? stepRows(workflow, now) : []),
  ];
  const times = rows.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to]));
  const from = times.reduce((least, time) => Math.min(least, time), Date.parse(task.created_at));
  const to = times.reduce((most, time) => Math.max(most, time), from);
  return { from, to: Math.max(to, from + 1), rows };
}

/** A row's place on the scale, in percent. */
export function placeOf({ from, to }: Span, scale: Pick<Waterfall, 'from' | 'to'>) {
  const percent = (ms: number): number => (ms / (scale.to - scale.from)) * 100;
  return { left: percent(from - scale.from), width: percent(to - from) };
}

function queueRows(task: Task, now: number): WaterfallRow[] {
  const from = Date.parse(task.created_at);
  const to = firstStartOf(task) ?? endOf(task, now);
  return [
    {
      key: 'queue',
      group: 'task',
      label: runAtOf(task) > to ? 'Delayed' : 'In the queue',
      status: 'PENDING',
      spans: [span('wait', from, to)],
    },
  ];
}

/** Failed attempts, each with the wait before it, and the last one. */
function attemptRows(task: Task, now: number): WaterfallRow[] {
  const rows: WaterfallRow[] = [];
  let endedAt: number | undefined;
  const add = (attempt: number, status: TaskStatus, from: number, to: number): void => {
    const wait = endedAt === undefined || from <= endedAt ? [] : [span('wait', endedAt, from)];
    const key = `attempt-${rows.length}`;
    const label = `Attempt ${attempt}`;
    rows.push({ key, group: 'task', label, status, spans: [...wait, span('run', from, to)] });
    endedAt = to;
  };
  for (const { attempt, started_at: startedAt, ended_at: at } of task.errors)
    add(attempt, 'FAILURE', Date.parse(startedAt), Date.parse(at));
  const { started_at: startedAt } = task;
  if (startedAt !== null && !isLastListed(task))
    add(task.attempt, task.status, Date.parse(startedAt), endOf(task, now));
  return rows;
}

/** True if the last attempt is among the failed ones. Its times there may differ by milliseconds. */
function isLastListed({ status, attempt, errors }: Task): boolean {
  return status !== 'STARTED' && status !== 'SUCCESS' && errors.at(-1)?.attempt === attempt;
}

function childRow(child: Task, now: number): WaterfallRow {
  const { task_id: taskId, name, status } = child;
  const spans = [...queueRows(child, now), ...attemptRows(child, now)].flatMap((row) => row.spans);
  return { key: taskId, group: 'child', label: name, taskId, status, spans };
}

/** A step is a child of the task that has replaced itself by its workflow, and shown among the steps. */
function isStepOf(child: Task, workflow: WorkflowDetails | undefined): boolean {
  return workflow !== undefined && child.workflow_id === workflow.workflow_id;
}

function stepRows({ steps }: WorkflowDetails, now: number): WaterfallRow[] {
  return Object.entries(steps).map(([name, step]) => {
    const { task_id: taskId, status, started_at: startedAt, finished_at: finishedAt } = step;
    const end = finishedAt === null ? now : Date.parse(finishedAt);
    const spans = startedAt === null ? [] : [span('run', Date.parse(startedAt), end)];
    return { key: taskId, group: 'step', label: name, taskId, status, spans };
  });
}

/** The end of a task, or now. A task that waits for its next attempt has ended its last one when it failed. */
function endOf(task: Task, now: number): number {
  if (task.finished_at !== null) return Date.parse(task.finished_at);
  return isFinal(task) && task.started_at !== null ? Date.parse(task.started_at) : now;
}

function span(kind: Span['kind'], from: number, to: number): Span {
  return { kind, from, to: Math.max(from, to) };
}
