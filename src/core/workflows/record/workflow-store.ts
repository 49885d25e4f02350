import { Injectable } from '@nestjs/common';
import { Broker } from '../../redis/broker.js';
import { Keys } from '../../redis/keys.js';
import { TaskStore } from '../../read/task-store.js';
import { isTaskId } from '../../task/task-id.js';
import type { TaskSnapshot } from '../../task/task-snapshot.js';
import type { TaskStatus } from '../../task/task-status.js';
import type { IfFailed } from '../definition/workflow-definition.js';
import { type EndLetter, type Policy, field, state } from './workflow-record.js';
import { WorkflowNotFoundError } from './workflow.errors.js';
import type {
  ItemCounts,
  StepFacts,
  StepSnapshot,
  WorkflowFacts,
  WorkflowSnapshot,
  WorkflowStatus,
} from './workflow.js';

/** Fields read in one command: well under a millisecond of Redis' time. */
const AT_ONCE = 500;
/** The most steps listed of those for which a step waits. */
const MAX_SHOWN = 100;
/** Running steps need their status only. */
const NO_RESULTS = 1;

const ownFields = [
  field.facts,
  field.status,
  field.finishedAt,
  field.cancelled,
  field.webhookUrl,
  field.steps,
  field.open,
] as const;

/** A workflow with its steps, in the order of the plan; items follow their step. Hooks come last. */
export interface WorkflowView {
  readonly workflow: WorkflowSnapshot;
  readonly steps: readonly StepSnapshot[];
  readonly hooks: readonly StepSnapshot[];
}

/** A step as recorded in the workflow. */
export interface StepRecord {
  readonly number: number | string;
  readonly queue: string;
  readonly taskId: string;
  readonly policy: Policy;
  readonly state: string | null;
  readonly facts: StepFacts;
  /** First number and count. */
  readonly items: readonly [number, number] | null;
}

/** Reads workflows. */
@Injectable()
export class WorkflowStore {
  constructor(
    private readonly broker: Broker,
    private readonly keys: Keys,
    private readonly tasks: TaskStore,
  ) {}

  /**
   * The state of a workflow, without its steps.
   *
   * @throws WorkflowNotFoundError
   * @throws BrokerUnavailableError
   */
  async find(id: string): Promise<WorkflowSnapshot> {
    const [workflow] = isTaskId(id) ? await this.findMany([id.toLowerCase()]) : [];
    if (workflow === undefined) throw new WorkflowNotFoundError(id);
    return workflow;
  }

  /** Several workflows, in the order of the ids; undefined for a missing one. */
  async findMany(ids: readonly string[]): Promise<(WorkflowSnapshot | undefined)[]> {
    const reading = ids.map((id) => this.broker.producer.hmget(this.keys.workflow(id), ...ownFields));
    const records = await this.broker.ask(Promise.all(reading));
    return records.map((values, i) => snapshotOf(ids[i] ?? '', values));
  }

  /**
   * A workflow with all its steps.
   *
   * @throws like `find`
   */
  async view(id: string): Promise<WorkflowView> {
    const workflow = await this.find(id);
    const records = await this.records(workflow);
    const steps = await this.shown(records);
    const hooks = new Set<number | string>(workflow.hooks);
    return {
      workflow,
      steps: steps.filter((_, i) => !hooks.has(records[i]?.number ?? '')),
      hooks: steps.filter((_, i) => hooks.has(records[i]?.number ?? '')),
    };
  }

  /** All steps, items and hooks as recorded. */
  async records({
    id,
    steps,
    hooks,
  }: Pick<WorkflowSnapshot, 'id' | 'steps' | 'hooks'>): Promise<StepRecord[]> {
    const numbers = [...Array.from({ length: steps }, (_, number) => number), ...hooks];
    return this.recordsOf(id, numbers);
  }

  /** Some steps as recorded, in the order of the numbers; without those that do not exist. */
  async recordsOf(id: string, numbers: readonly (number | string)[]): Promise<StepRecord[]> {
    const values = await this.fields(
      id,
      numbers.flatMap((number) => [
        `${field.step}${number}`,
        `${field.state}${number}`,
        `${field.stepFacts}${number}`,
        `${field.items}${number}`,
      ]),
    );
    return numbers.flatMap((number, i) => recordOf(number, values.slice(4 * i, 4 * i + 4)));
  }

  /**
   * The steps for which a step waits.
   *
   * @param task any task; undefined is returned for one that is no step, or waits for no other
   * @returns up to MAX_SHOWN names
   */
  async waitingFor({ workflowId, stepRole, status }: TaskSnapshot): Promise<string[] | undefined> {
    // A step of a workflow that was retried may wait as a RETRY.
    if (workflowId === null || stepRole === null || !(status === 'PENDING' || status === 'RETRY'))
      return undefined;
    const [step] = await this.recordsOf(workflowId, [stepRole.number]);
    if (step === undefined || step.state !== null || step.facts.parents.length === 0) return undefined;
    const { parents } = step.facts;
    const states = await this.fields(
      workflowId,
      parents.map((parent) => `${field.state}${parent}`),
    );
    const open = parents.filter((_, i) => endOf(states[i] ?? null) === undefined).slice(0, MAX_SHOWN);
    return (await this.recordsOf(workflowId, open)).map(({ facts }) => facts.name);
  }

  /**
   * The items for which a step with `each` waits, with its place in the queue given up meanwhile.
   *
   * @returns undefined for any other task
   */
  async itemsOf({ workflowId, stepRole }: TaskSnapshot): Promise<ItemCounts | undefined> {
    if (workflowId === null || stepRole?.isEach !== true) return undefined;
    const [step] = await this.recordsOf(workflowId, [stepRole.number]);
    if (step?.state !== state.parked || step.items === null) return undefined;
    const [first, total] = step.items;
    const states = await this.fields(
      workflowId,
      Array.from({ length: total }, (_, i) => `${field.state}${first + i}`),
    );
    return { total, ended: states.filter((each) => endOf(each) !== undefined).length };
  }

  /** The numbers of steps by their names; undefined for an unknown one. */
  async numbersOf(id: string, names: readonly string[]): Promise<(number | undefined)[]> {
    const numbers = await this.fields(
      id,
      names.map((name) => `${field.number}${name}`),
    );
    return numbers.map((number) => (number === null || number === '' ? undefined : Number(number)));
  }

  /** Values of fields, in order. */
  async fields(id: string, names: readonly string[]): Promise<(string | null)[]> {
    const values: (string | null)[] = [];
    for (let i = 0; i < names.length; i += AT_ONCE) {
      const reading = this.broker.producer.hmget(this.keys.workflow(id), ...names.slice(i, i + AT_ONCE));
      values.push(...(await this.broker.ask(reading)));
    }
    return values;
  }

  /** Only released steps that have not ended are read from their tasks: the record has all other states. */
  private async shown(records: readonly StepRecord[]): Promise<StepSnapshot[]> {
    const names = new Map(records.map(({ number, facts }) => [number, facts.name]));
    const released = records.filter((record) => record.state === state.released);
    const found = await this.tasks.findMany(
      released.map(({ taskId }) => taskId),
      NO_RESULTS,
    );
    const running = new Map(released.map(({ taskId }, i) => [taskId, found[i]]));
    const endedItems = countEndedItems(records);
    return withStartOfItems(
      records.map((record) => stepOf(record, names, running.get(record.taskId), endedItems)),
    );
  }
}

function snapshotOf(id: string, values: readonly (string | null)[]): WorkflowSnapshot | undefined {
  const of = (name: (typeof ownFields)[number]) => values[ownFields.indexOf(name)] ?? null;
  const status = of(field.status);
  const facts = of(field.facts);
  if (status === null || status === '' || facts === null) return undefined;
  return {
    ...(JSON.parse(facts) as WorkflowFacts), // WorkflowPlanner has written it
    id,
    status: status as WorkflowStatus, // the scripts write no other
    finishedAt: numberOrNull(of(field.finishedAt)),
    revokeReason: of(field.cancelled),
    webhookUrl: of(field.webhookUrl),
    steps: Number(of(field.steps) ?? 0),
    open: Number(of(field.open) ?? 0),
  };
}

function recordOf(number: number | string, values: readonly (string | null)[]): StepRecord[] {
  const [place, current = null, facts, items] = values;
  const parts = /^(\S+) (\S+) ([fcsih]) \d+$/.exec(place ?? '');
  if (parts === null || facts === null || facts === undefined) return [];
  const [, queue = '', taskId = '', policy] = parts;
  const [first, count] = (items ?? '').split(' ').map(Number);
  return [
    {
      ...{ number, queue, taskId, policy: policy as Policy, state: current },
      facts: JSON.parse(facts) as StepFacts, // `fieldsOfStep` has written it
      items: items && first !== undefined && count !== undefined ? [first, count] : null,
    },
  ];
}

const ifFailedOf: Readonly<Record<Policy, IfFailed>> = {
  ...{ f: 'fail', c: 'continue', s: 'skip' },
  ...{ i: 'continue', h: 'continue' }, // nothing follows them directly
};

const statusOfLetter: Readonly<Record<EndLetter, TaskStatus>> = {
  ...{ S: 'SUCCESS', F: 'FAILURE', R: 'REVOKED', U: 'REVOKED', K: 'REVOKED' },
};

function stepOf(
  record: StepRecord,
  names: ReadonlyMap<number | string, string>,
  task: TaskSnapshot | undefined,
  endedItems: ReadonlyMap<number, number>,
): StepSnapshot {
  const { number, queue, taskId, policy, facts, items } = record;
  return {
    ...{ name: facts.name, task: facts.task, queue, taskId },
    parents: facts.parents.map((parent) => names.get(parent) ?? ''),
    ifFailed: ifFailedOf[policy],
    ...(endOf(record.state) ?? openState(task)),
    itemOf: facts.itemOf === undefined ? null : (names.get(facts.itemOf) ?? ''),
    items: items && { total: items[1], ended: endedItems.get(Number(number)) ?? 0 },
  };
}

type StepState = Pick<StepSnapshot, 'status' | 'isSkipped' | 'startedAt' | 'finishedAt'>;

/** From `<letter> <start> <end>`; undefined for a step that has not ended. */
function endOf(recorded: string | null): StepState | undefined {
  const [, letter, started, finished] = /^([SFRUK]) (\d+) (\d+)$/.exec(recorded ?? '') ?? [];
  if (letter === undefined) return undefined;
  return {
    status: statusOfLetter[letter as EndLetter],
    isSkipped: letter === 'K',
    startedAt: Number(started) || null,
    finishedAt: Number(finished),
  };
}

/** @param task of a step that may run */
function openState(task: TaskSnapshot | undefined): StepState {
  const { status = 'PENDING', startedAt = null, finishedAt = null } = task ?? {};
  return { status, isSkipped: false, startedAt, finishedAt };
}

function countEndedItems(records: readonly StepRecord[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { facts, state: current } of records)
    if (facts.itemOf !== undefined && /^[SFRUK] /.test(current ?? ''))
      counts.set(facts.itemOf, (counts.get(facts.itemOf) ?? 0) + 1);
  return counts;
}

/** A step with `each` runs from the start of its first item on: its own last run only gathers the results. */
function withStartOfItems(steps: readonly StepSnapshot[]): StepSnapshot[] {
  const starts = new Map<string, number>();
  for (const { itemOf, startedAt } of steps)
    if (itemOf !== null && startedAt !== null)
      starts.set(itemOf, Math.min(startedAt, starts.get(itemOf) ?? startedAt));
  return steps.map((step) => {
    const first = step.itemOf === null ? starts.get(step.name) : undefined;
    return first === undefined ? step : { ...step, startedAt: Math.min(first, step.startedAt ?? first) };
  });
}

function numberOrNull(text: string | null): number | null {
  return text === null || text === '' ? null : Number(text);
}
