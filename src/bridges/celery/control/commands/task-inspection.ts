import { Injectable } from '@nestjs/common';
import { TaskStore, isTaskId, type TaskSnapshot } from '../../../../core/index.js';
import { CeleryIds } from '../../calls/celery-ids.js';
import { pythonTime } from '../../protocol/python-time.js';
import { type CeleryNode, CeleryNodes } from '../../events/celery-nodes.js';
import { RevokedIds } from '../../calls/revoked-ids.js';
import { DelayedCalls } from '../views/delayed-calls.js';
import { requestOf } from '../views/request.js';
import type { CommandArguments } from './command-arguments.js';
import type { CommandCall, Commands, NodeReply } from './command.js';

/** Most ids of a question, and of a reply. */
const MOST_IDS = 1_000;
/** The priority that all of Celery's ETA tasks have in its timer. */
const ETA_PRIORITY = 6;
/** Results are not read. */
const NO_RESULTS = 1;

/** Questions about tasks. */
@Injectable()
export class TaskInspection {
  readonly commands: Commands = {
    active: { level: 'inspect', run: (call) => this.active(call) },
    dump_active: { level: 'inspect', run: (call) => this.active(call) },
    // No worker of ours takes tasks that it does not start at once.
    reserved: { level: 'inspect', run: () => () => [] },
    dump_reserved: { level: 'inspect', run: () => () => [] },
    scheduled: { level: 'inspect', run: () => this.scheduled() },
    dump_schedule: { level: 'inspect', run: () => this.scheduled() },
    revoked: { level: 'inspect', run: () => this.revokedIds() },
    dump_revoked: { level: 'inspect', run: () => this.revokedIds() },
    query_task: { level: 'inspect', needs: ['ids'], run: ({ args }) => this.query(args) },
  };

  constructor(
    private readonly nodes: CeleryNodes,
    private readonly store: TaskStore,
    private readonly ids: CeleryIds,
    private readonly revoked: RevokedIds,
    private readonly delayed: DelayedCalls,
  ) {}

  private async active({ nodes, args }: CommandCall): Promise<NodeReply> {
    const current = new Map((await this.nodes.current()).map((node) => [node.name, node]));
    const activeOf = ({ name }: CeleryNode) => current.get(name)?.worker.active ?? [];
    const ids = nodes.flatMap((node) => activeOf(node).map(({ id }) => id));
    const read = await this.store.findMany(ids, NO_RESULTS);
    const tasks = new Map(read.flatMap((task) => (task ? [[task.id, task]] : [])));
    const isSafe = args.flag('safe');
    return (node) =>
      activeOf(node).map(({ since, ...task }) =>
        requestOf(tasks.get(task.id) ?? task, node, { since, isSafe }),
      );
  }

  /** A delayed task is shown by each node that may run it. */
  private async scheduled(): Promise<NodeReply> {
    const delayed = await this.delayed.all();
    return (node) => {
      const queues = new Set(node.worker.queues.map(({ name }) => name));
      return delayed
        .filter(({ task }) => queues.has(task.queue))
        .map(({ task, runAt }) => ({
          eta: pythonTime(runAt),
          priority: ETA_PRIORITY,
          request: requestOf(task, node, { since: null, isSafe: false }),
        }));
    };
  }

  private async revokedIds(): Promise<NodeReply> {
    const ids = (await this.revoked.newest(MOST_IDS)).map(({ id }) => id);
    return () => ids;
  }

  private async query(args: CommandArguments): Promise<NodeReply> {
    const asked = args.texts('ids', MOST_IDS);
    const known = await this.ids.find(asked);
    const found = asked.flatMap((id) => {
      const own = known.get(id) ?? (isTaskId(id) ? id.toLowerCase() : undefined);
      return own === undefined ? [] : [[id, own] as const];
    });
    const tasks = await this.store.findMany(
      found.map(([, own]) => own),
      NO_RESULTS,
    );
    return (node) =>
      Object.fromEntries(
        found.flatMap(([id], i) => {
          const task = tasks[i];
          const state = task && stateAt(task, node);
          if (task === undefined || state === undefined) return [];
          const since = state === 'active' ? task.startedAt : null;
          return [[id, [state, requestOf(task, node, { since, isSafe: false })]]];
        }),
      );
  }
}

/** Undefined if the node does not know the task: another one runs it, or it has ended. */
function stateAt(task: TaskSnapshot, { worker }: CeleryNode): 'active' | 'reserved' | undefined {
  if (task.status === 'STARTED') return task.worker === worker.name ? 'active' : undefined;
  const isWaiting = task.status === 'PENDING' || task.status === 'RETRY';
  return isWaiting && worker.queues.some(({ name }) => name === task.queue) ? 'reserved' : undefined;
}
