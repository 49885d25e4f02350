import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';

/** Field of `blobSizes`: the bytes of all tasks. No task id has this form. */
export const ALL_BLOBS = 'total';

/**
 * Names of all our own keys and channels in Redis. Those of BullMQ (`<prefix>:<queue>:…`), which hold a task's record,
 * log and lock, are in `bullmq/layout.ts`.
 */
@Injectable()
export class Keys {
  /** Sorted set of every submitted task by id, which is the order of creation. */
  readonly index: string;
  /** Sorted set of settled tasks by the time at which they may be removed. */
  readonly retention: string;
  /** Sorted set of tasks by the time after which they must not start. */
  readonly expirations: string;
  /** Sorted set of tasks that may have blobs, by the time of their next check. */
  readonly blobs: string;
  /** Hash of the bytes of blobs reserved by each task, with their total. */
  readonly blobSizes: string;
  /** Sorted set of tasks with a due completion notification, by the time of their next check. */
  readonly completions: string;
  /** Sorted set of workflows by id, which is the order of creation. */
  readonly workflows: string;
  /** Sorted set of workflows that are not final, by the time of their next check. */
  readonly openWorkflows: string;
  /** Sorted set of final workflows by the time of their removal. */
  readonly finishedWorkflows: string;
  /** Sorted set of workers by their last heartbeat. */
  readonly workers: string;
  /** Sorted set of the deploys of the workers by time. */
  readonly deploys: string;
  /** Secret that signs browser sessions. */
  readonly sessionSecret: string;
  /** Secret that signs tokens for one task or workflow. */
  readonly tokenSecret: string;
  /** Channel for workers: tasks to stop. */
  readonly control: string;
  /** Channel for watchers: ids of changed tasks, separated by spaces. */
  readonly changes: string;
  /** Channel for workers: operators' commands. */
  readonly commands: string;
  /** Sorted set of operators' actions by time. */
  readonly audit: string;
  /** Sorted set of operators' refused actions by time. */
  readonly auditRefused: string;
  /** Hash with the progress of comparing records with their places. */
  readonly reconciliation: string;
  /** Sorted set of all schedules by id. */
  readonly schedules: string;
  /** Sorted set of the schedules that tick, by the time of their next look. */
  readonly scheduleTimes: string;
  /** Set of the paused schedules. */
  readonly schedulesPaused: string;
  /** Hash of the fingerprints of the schedules declared in code, by id. */
  readonly schedulesDeclared: string;
  /** Hash of the limits of task types that operators have set, by name. */
  readonly typeLimits: string;
  /** Channel for workers: names of task types whose limits have changed. */
  readonly typeLimitChanges: string;
  /** Set of the names of task types that have tasks set aside. */
  readonly asideTypes: string;
  /** Hash of what operators have decided about groups of errors, by fingerprint. */
  readonly errorMarks: string;
  /** Hash of the saved queries that all clients share, by name. */
  readonly sharedViews: string;
  /** Id of the data, which is lost with them. */
  readonly dataId: string;
  /** Hash with a copy of that id, and the unacknowledged loss of data. */
  readonly dataLoss: string;

  constructor(private readonly options: CoreOptions) {
    this.index = this.name('index');
    this.retention = this.name('expiry');
    this.expirations = this.name('deadlines');
    this.blobs = this.name('blobs');
    this.blobSizes = this.name('blob-sizes');
    this.completions = this.name('ends');
    this.workflows = this.name('workflows');
    this.openWorkflows = this.name('open-workflows');
    this.finishedWorkflows = this.name('finished-workflows');
    this.workers = this.name('workers');
    this.deploys = this.name('deploys');
    this.sessionSecret = this.name('session-secret');
    this.tokenSecret = this.name('token-secret');
    this.control = this.name('control');
    this.changes = this.name('changes');
    this.commands = this.name('commands');
    this.audit = this.name('audit');
    this.auditRefused = this.name('audit-refused');
    this.reconciliation = this.name('reconciliation');
    this.schedules = this.name('schedules');
    this.scheduleTimes = this.name('schedule-times');
    this.schedulesPaused = this.name('schedules-paused');
    this.schedulesDeclared = this.name('schedules-declared');
    this.typeLimits = this.name('type-limits');
    this.typeLimitChanges = this.name('type-limit-changes');
    this.asideTypes = this.name('aside-types');
    this.errorMarks = this.name('error-marks');
    this.sharedViews = this.name('shared-views');
    this.dataId = this.name('data-id');
    this.dataLoss = this.name('data-loss');
  }

  /** Hash of a workflow and its steps. */
  workflow(id: string): string {
    return this.name(`workflow:${id}`);
  }

  /** List of the steps of a workflow whose ends have consequences that are not carried out yet. */
  workflowWork(id: string): string {
    return this.name(`workflow:${id}:work`);
  }

  /** Report of a worker. */
  worker(id: string): string {
    return this.name(`worker:${id}`);
  }

  /** Channel for the replies to one command. */
  replies(requestId: string): string {
    return this.name(`replies:${requestId}`);
  }

  /** Statistics of a queue for one minute since 1970. */
  queueMinute(queue: string, minute: number): string {
    return this.name(`minute:${queue}:${minute}`);
  }

  /** Time and client of paused or closed queues. */
  holds(kind: 'paused' | 'closed'): string {
    return this.name(`${kind}-queues`);
  }

  /** Set of a queue's REVOKED tasks, which BullMQ stores with the failed ones. */
  revoked(queue: string): string {
    return this.name(`revoked:${queue}`);
  }

  /** Progress of a walk along a queue's finished tasks. */
  walk(which: string, queue: string, set: string): string {
    return this.name(`walk:${which}:${queue}:${set}`);
  }

  /** Stream of the ends of tasks that came over a bridge. */
  bridgeEnds(bridge: string): string {
    return this.name(`bridge-ends:${bridge}`);
  }

  /** Sorted set of an API key's ended sessions by their regular expiry. */
  endedSessions(keyName: string): string {
    return this.name(`ended-sessions:${keyName}`);
  }

  /** Record of an Idempotency-Key. */
  idempotency(hash: string): string {
    return this.name(`idempotency:${hash}`);
  }

  /** Turns and starts under a rate limit. */
  rateLimit(kind: string): string {
    return this.name(`rate:${kind}`);
  }

  /** Prefix of a host's running and waiting fetches and latest requests. */
  host(hash: string): string {
    return this.name(`host:${hash}`);
  }

  /** Sorted set of a task type's tasks that are set aside, by priority; of each type, for the name ''. */
  typeAside(type: string): string {
    return this.name(`type-aside:${type}`);
  }

  /** Sorted set of the tasks that count as running under the concurrency of a type; of each, for the name ''. */
  typeSlots(type: string): string {
    return this.name(`type-slots:${type}`);
  }

  /** Metadata of a cached response. */
  fetched(hash: string): string {
    return this.name(`fetched:${hash}`);
  }

  /** Record of a schedule; of each, for the id ''. */
  schedule(id: string): string {
    return this.name(`schedule:${id}`);
  }

  /** List of a schedule's latest ticks, newest first. */
  scheduleTicks(id: string): string {
    return this.name(`ticks:${id}`);
  }

  /** Hash of an API key's own saved queries, by name. */
  views(keyName: string): string {
    return this.name(`views:${keyName}`);
  }

  /** List of the tasks that a bulk action by query has fixed. */
  bulkIds(id: string): string {
    return this.name(`bulk-ids:${id}`);
  }

  /** Used part of a client's quota. */
  quota(client: string): string {
    return this.name(`quota:${client}`);
  }

  /** A record of a bridge to another system. */
  bridge(bridge: string, rest: string): string {
    return this.name(`bridge:${bridge}:${rest}`);
  }

  /** The record of an id of another system: any text, so that only its hash is part of the name. */
  bridgedId(bridge: string, id: string): string {
    return this.bridge(bridge, `id:${createHash('sha256').update(id).digest('hex')}`);
  }

  private name(rest: string): string {
    return `${this.options.redisPrefix}:${rest}`;
  }
}
