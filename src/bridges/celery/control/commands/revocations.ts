import { Injectable, Logger } from '@nestjs/common';
import {
  Cancellation,
  TaskStore,
  inTurns,
  isFinal,
  isTaskId,
  type TaskSnapshot,
} from '../../../../core/index.js';
import { within } from '../../../../platform/timing/within.js';
import { CeleryIds } from '../../calls/celery-ids.js';
import { pythonRepr } from '../../protocol/python-repr.js';
import { RevokedIds } from '../../calls/revoked-ids.js';
import { bridgedCall } from '../views/bridged-call.js';
import { StampedCalls, stampsIn } from './stamped-calls.js';
import type { CommandArguments } from './command-arguments.js';
import { type CommandCall, type Commands, type NodeReply, ok } from './command.js';

/** Most ids of one command. */
const MOST_IDS = 10_000;
/** Most ids that a reply repeats. */
const MOST_TOLD = 1_000;
/** The client waits for a second; the rest is done after the reply. */
const REPLY_AFTER_MS = 600;
/** Results are not read. */
const NO_RESULTS = 1;

/**
 * Ends tasks. Without `terminate` only those that wait; with it running ones, too, whatever the signal. Ids of tasks that
 * are not here yet are remembered.
 */
@Injectable()
export class Revocations {
  readonly commands: Commands = {
    revoke: {
      ...EVERYWHERE,
      needs: ['task_id'],
      run: (call) => this.revoke(call, call.args.flag('terminate')),
    },
    terminate: { ...EVERYWHERE, needs: ['signal', 'task_id'], run: (call) => this.revoke(call, true) },
    revoke_by_stamped_headers: {
      ...EVERYWHERE,
      needs: ['headers'],
      run: ({ args }) => this.revokeStamped(args),
    },
  };

  private readonly logger = new Logger('CeleryControl');

  constructor(
    private readonly ids: CeleryIds,
    private readonly revoked: RevokedIds,
    private readonly store: TaskStore,
    private readonly stamped: StampedCalls,
    private readonly cancellation: Cancellation,
  ) {}

  private async revoke({ args, allows }: CommandCall, isTerminated: boolean): Promise<NodeReply> {
    const ids = args.texts('task_id', MOST_IDS);
    await this.revoked.add(ids);
    const open = await this.openTasks(ids, allows('all'));
    await this.cancel([...open.values()], isTerminated);
    if (!isTerminated) return ok(`tasks ${listed(ids)} flagged as revoked`);
    return ok(open.size === 0 ? 'terminate: tasks unknown' : `terminate: ${listed([...open.keys()])}`);
  }

  /** Finds the tasks that are here now; one with the stamp that is sent later is not revoked. */
  private async revokeStamped(args: CommandArguments): Promise<NodeReply> {
    const stamps = stampsIn(args.any('headers'));
    const isTerminated = args.flag('terminate');
    await this.forAWhile(async () => {
      for await (const tasks of this.stamped.open(stamps)) await this.cancel(tasks, isTerminated);
    });
    return ok(`headers ${pythonRepr(Object.fromEntries(stamps))} flagged as revoked`);
  }

  /**
   * The tasks that have not ended, by the given ids. One that did not come from Celery may be named by its own id.
   *
   * @param withOthers false: only tasks from Celery
   */
  private async openTasks(
    ids: readonly string[],
    withOthers: boolean,
  ): Promise<ReadonlyMap<string, TaskSnapshot>> {
    const known = await this.ids.find(ids);
    const owns = ids.map((id) => known.get(id) ?? (isTaskId(id) ? id.toLowerCase() : undefined));
    const tasks = await this.store.findMany(
      owns.flatMap((own) => own ?? []),
      NO_RESULTS,
    );
    const byOwn = new Map(tasks.flatMap((task) => (task ? [[task.id, task]] : [])));
    return new Map(
      ids.flatMap((id, i) => {
        const task = byOwn.get(owns[i] ?? '');
        const isOpen = task !== undefined && !isFinal(task.status);
        return isOpen && (withOthers || bridgedCall(task)) ? [[id, task] as const] : [];
      }),
    );
  }

  private cancel(tasks: readonly TaskSnapshot[], isTerminated: boolean): Promise<void> {
    const [reason, leave] = isTerminated
      ? (['terminated', undefined] as const)
      : (['revoked', 'running'] as const);
    return this.forAWhile(() => inTurns(tasks, (task) => this.cancellation.cancelAs(task, reason, leave)));
  }

  /** Waits until it is done, or it is time to reply. @throws its error, if it fails until then */
  private async forAWhile(act: () => Promise<unknown>): Promise<void> {
    const acting = act();
    const late = () =>
      void acting.catch((error: unknown) =>
        this.logger.error(`Some tasks that Celery revoked were not cancelled: ${String(error)}`),
      );
    await within(acting, REPLY_AFTER_MS, late);
  }
}

const EVERYWHERE = { level: 'revoke', isForEveryBridge: true } as const;

function listed(ids: readonly string[]): string {
  const rest = ids.length - MOST_TOLD;
  return ids.slice(0, MOST_TOLD).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
