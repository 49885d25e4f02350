import { Injectable } from '@nestjs/common';
import type { CeleryCall } from '../calls/celery-call.js';
import { type CeleryEnd, tracebackOf } from '../calls/celery-end.js';
import type { TaskChange } from '../calls/task-changes.js';
import { pythonErrorOf, revokedError } from '../protocol/python-error.js';
import { pythonRepr, pythonReprOfError } from '../protocol/python-repr.js';
import { pythonTime } from '../protocol/python-time.js';
import type { PythonError } from '../protocol/result-meta.js';
import { type EventNode, EventNodes } from './event-nodes.js';
import { EventPublisher } from './event-publisher.js';
import { EventSwitch } from './event-switch.js';

/** The facts of a call that events show. */
export type EventCall = Pick<
  CeleryCall,
  'id' | 'task' | 'rootId' | 'parentId' | 'retries' | 'etaAt' | 'expiresAt' | 'argsRepr' | 'kwargsRepr'
>;

/** Signal with which Celery terminates a task, as its events give it. */
const SIGTERM = 15;

/** Publishes the events of tasks, for the nodes whose events a monitor has asked for. Never throws. */
@Injectable()
export class TaskEvents {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly eventSwitch: EventSwitch,
    private readonly nodes: EventNodes,
  ) {}

  /**
   * A task was taken over.
   *
   * @param at ms since 1970, not after its start
   * @param worker that runs it or ran it; null if none has
   * @returns false if the event was not sent, because no node sends events or there is none
   */
  received(call: EventCall, at: number, worker: string | null = null): boolean {
    if (!this.eventSwitch.isAnyOn) return false;
    const { id: uuid, task: name, rootId, parentId, retries, etaAt, expiresAt } = call;
    return this.add('task-received', this.nodeOf(call, worker), at, {
      ...{ uuid, name, args: call.argsRepr, kwargs: call.kwargsRepr, retries },
      ...{ root_id: rootId, parent_id: parentId, eta: timeOrNull(etaAt), expires: timeOrNull(expiresAt) },
    });
  }

  /** A task has started, or will be tried again. */
  changed(call: EventCall, change: TaskChange): void {
    if (!this.eventSwitch.isAnyOn) return;
    const node = this.nodeOf(call, change.kind === 'progressed' ? null : change.worker);
    if (change.kind === 'started') this.add('task-started', node, change.at, { uuid: call.id });
    if (change.kind !== 'retried') return;
    const { error, stack } = change;
    this.add('task-retried', node, change.at, {
      uuid: call.id,
      exception: pythonReprOfError(pythonErrorOf(error)),
      traceback: tracebackOf(error, stack),
    });
  }

  /** @param runMs duration of the last attempt; null if none has run */
  ended(call: EventCall, end: CeleryEnd, runMs: number | null): void {
    if (!this.eventSwitch.isAnyOn) return;
    const { id: uuid } = call;
    const node = this.nodeOf(call, end.worker ?? null);
    if (end.state === 'SUCCESS') {
      const fields = { uuid, result: pythonRepr(end.value), runtime: (runMs ?? 0) / 1_000 };
      this.add('task-succeeded', node, end.endedAt, fields);
    } else if (end.state === 'FAILURE') {
      const exception = pythonReprOfError(end.error);
      this.add('task-failed', node, end.endedAt, { uuid, exception, traceback: end.traceback ?? exception });
    } else {
      const isFor = (reason: Parameters<typeof revokedError>[0]) => end.error.args[0] === reason;
      const terminated = isFor('terminated');
      const fields = { uuid, terminated, signum: terminated ? SIGTERM : null, expired: isFor('expired') };
      this.add('task-revoked', node, end.endedAt, fields);
    }
  }

  /** A message was refused: there is no such task, or the message cannot be read. */
  refused(call: EventCall, error: PythonError): void {
    if (call.task !== '') this.received(call, Date.now());
    const end = { state: 'FAILURE', error, traceback: null, endedAt: Date.now() } as const;
    this.ended(call, end, null);
  }

  /** A message was refused because its task was revoked, or has expired, before it came. */
  revoked(call: EventCall, reason: Parameters<typeof revokedError>[0]): void {
    this.received(call, Date.now());
    const end = {
      state: 'REVOKED',
      error: revokedError(reason),
      traceback: null,
      endedAt: Date.now(),
    } as const;
    this.ended(call, end, null);
  }

  private nodeOf(call: EventCall, worker: string | null): EventNode | undefined {
    return worker === null ? this.nodes.forTask(call.task) : this.nodes.ofWorker(worker);
  }

  private add(
    type: string,
    node: EventNode | undefined,
    at: number,
    fields: Readonly<Record<string, unknown>>,
  ): boolean {
    if (node === undefined || !this.eventSwitch.isOn(node.name)) return false;
    this.publisher.add([{ type, node: node.name, pid: node.pid, at, fields }]);
    return true;
  }
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : pythonTime(at);
}
