import type { IfFailed } from '../definition/workflow-definition.js';
import type { StepFacts } from './workflow.js';

/**
 * The record of a workflow in Redis: one hash. Steps are numbered in the order of their plan; the items of an `each`
 * get the numbers after them, and hooks are called by their names.
 */
export const field = {
  /** JSON of WorkflowFacts: all that never changes. */
  facts: 'facts',
  /** '' until every step is stored; then a status. */
  status: 'status',
  finishedAt: 'finishedAt',
  retentionMs: 'retentionMs',
  webhookUrl: 'webhookUrl',
  /** `<queue> <task id>` of the task that ends with this workflow. */
  parentJob: 'parentJob',
  /** Number of numbered steps, and of those that have not ended. */
  steps: 'steps',
  open: 'open',
  /** Number of steps that make the workflow a FAILURE, and that a cancel has ended. */
  failed: 'failed',
  revoked: 'revoked',
  /** The reason for which steps that wait are revoked, once the workflow has failed or was cancelled. */
  stopping: 'stopping',
  /** Time (ms) of the newest failure that counts: queued steps are revoked for it, unless they were retried later. */
  failedAt: 'failedAt',
  /** The reason of the cancel. */
  cancelled: 'cancelled',
  /** Start of the newest retry (ms) while retries reopen steps, and their number: the workflow cannot end meanwhile. */
  reopening: 'reopening',
  reopeners: 'reopeners',
  /** Set once the workflow and its tasks are being removed: nothing can be retried any more. */
  removing: 'removing',

  // Of one step: its number follows.
  /** `<queue> <task id> <policy> <number of blocks of children>` */
  step: 'step:',
  /** JSON of StepFacts. */
  stepFacts: 'facts:',
  /** Then `:<block>`, from 1: the numbers of children, separated by commas. */
  children: 'children:',
  /** Number of parents that have not ended well enough. */
  missing: 'missing:',
  /** Number of blocks of children from whose counts the step was taken. */
  counted: 'counted:',
  /** Absent while it waits for its parents; else `state`, or `<letter> <start> <end>` (ms since 1970) once it has ended. */
  state: 'state:',
  /** The step's number, by its name. */
  number: 'number:',
  /** `<first> <count>`: the numbers of the items of an `each`. */
  items: 'items:',
  /** Set when the items of an `each` have become part of the workflow. */
  expanded: 'expanded:',
} as const;

/** The states of a step that has not ended and does not wait for parents. */
export const state = {
  /** Its job may start, runs or has run. */
  released: 'released',
  /** It has started its items, and waits for them. */
  parked: 'parked',
} as const;

/**
 * How a step ended: success, failure, revoked by itself, revoked with its workflow (it was waiting for others, or in its
 * queue), skipped.
 */
export type EndLetter = 'S' | 'F' | 'R' | 'U' | 'K';

/** How the workflow goes on after a step: `i` for an item, whose step decides; `h` for a hook, after which nothing comes. */
export type Policy = 'f' | 'c' | 's' | 'i' | 'h';

export const policyOf: Readonly<Record<IfFailed, Policy>> = { fail: 'f', continue: 'c', skip: 's' };

/** Names a step whose children are released at the beginning, and one whose children are the items of an `each`. */
export const START = 'start';
export const startOfItems = (step: number): string => `start-of-${step}`;

/** Children counted in one step of Redis. */
const BLOCK = 100;

export type Fields = [name: string, value: string][];

/** A step to be recorded. */
export interface RecordedStep {
  readonly number: number | string;
  readonly queue: string;
  readonly taskId: string;
  readonly policy: Policy;
  readonly children: readonly number[];
  /** Number of parents, counting the start for a step without any. */
  readonly missing: number;
  readonly facts: StepFacts;
}

/** The fields of one step. A hook is not found by its name, which a step may have, too. */
export function fieldsOfStep({
  number,
  queue,
  taskId,
  policy,
  children,
  missing,
  facts,
}: RecordedStep): Fields {
  const fields: Fields = [
    ...fieldsOfChildren(number, `${queue} ${taskId} ${policy}`, children),
    [`${field.missing}${number}`, String(missing)],
    [`${field.stepFacts}${number}`, JSON.stringify(facts)],
  ];
  if (typeof number === 'number') fields.push([`${field.number}${facts.name}`, String(number)]);
  return fields;
}

/** The fields of a step that is no task, but releases others. */
export function fieldsOfStart(name: string, children: readonly number[]): Fields {
  return fieldsOfChildren(name, '- - c', children);
}

function fieldsOfChildren(step: number | string, place: string, children: readonly number[]): Fields {
  const blocks = Math.ceil(children.length / BLOCK);
  const fields: Fields = [[`${field.step}${step}`, `${place} ${blocks}`]];
  for (let block = 1; block <= blocks; block++)
    fields.push([
      `${field.children}${step}:${block}`,
      children.slice((block - 1) * BLOCK, block * BLOCK).join(','),
    ]);
  return fields;
}
