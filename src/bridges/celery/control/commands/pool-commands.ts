import { Injectable } from '@nestjs/common';
import { type WorkerCommand, WorkerCommands } from '../../../../core/index.js';
import { type CeleryNode, CeleryNodes } from '../../events/celery-nodes.js';
import type { CommandArguments } from './command-arguments.js';
import { CommandError } from './command-error.js';
import type { CommandCall, Commands, NodeReply } from './command.js';

/** Celery's tools wait for a second. */
const REPLY_TIMEOUT_MS = 700;
/** The limit for one queue in one worker, as in WORKER_CONCURRENCY. */
const MAX_CONCURRENCY = 1_000;

/** Changes of workers. A pool is the concurrency of each queue that a worker consumes. */
@Injectable()
export class PoolCommands {
  readonly commands: Commands = {
    pool_grow: { level: 'all', run: (call) => this.resize(call, 1) },
    pool_shrink: { level: 'all', run: (call) => this.resize(call, -1) },
    autoscale: { level: 'all', run: () => Promise.reject(notEnabled('Autoscale')) },
    pool_restart: { level: 'all', run: () => Promise.reject(notEnabled('Pool restarts')) },
    shutdown: { level: 'all', run: (call) => this.shutDown(call) },
  };

  constructor(
    private readonly workers: WorkerCommands,
    private readonly nodes: CeleryNodes,
  ) {}

  private async resize({ nodes, args }: CommandCall, direction: 1 | -1): Promise<NodeReply> {
    const step = stepIn(args) * direction;
    const problems = await this.each(nodes, ({ worker }) =>
      worker.queues.map(({ name: queue, concurrency }) => ({
        ...{ command: 'set-concurrency', queue },
        concurrency: Math.min(Math.max(concurrency + step, 1), MAX_CONCURRENCY),
      })),
    );
    const done = { ok: direction === 1 ? 'pool will grow' : 'pool will shrink' };
    return ({ name }) => (problems.has(name) ? { error: problems.get(name) } : done);
  }

  private async shutDown({ nodes }: CommandCall): Promise<NodeReply> {
    await this.each(nodes, () => [{ command: 'shutdown' }]);
    return () => undefined;
  }

  /** Sends commands to each worker. @returns why it has not carried them out, by the name of its node */
  private async each(
    nodes: readonly CeleryNode[],
    commandsOf: (node: CeleryNode) => readonly WorkerCommand[],
  ): Promise<ReadonlyMap<string, string>> {
    const addressed = new Set(nodes.map(({ name }) => name));
    const current = (await this.nodes.current()).filter(({ name }) => addressed.has(name));
    const problems = await Promise.all(
      current.map(async (node) => {
        const sent = commandsOf(node).map((command) => this.send(node.worker.id, command));
        const found = (await Promise.all(sent)).find((problem) => problem !== undefined);
        return found === undefined ? [] : [[node.name, found] as const];
      }),
    );
    this.nodes.forget();
    return new Map(problems.flat());
  }

  /** @returns why the worker has not carried it out; undefined if it has */
  private async send(workerId: string, command: WorkerCommand): Promise<string | undefined> {
    const { replies } = await this.workers.send(workerId, command, REPLY_TIMEOUT_MS);
    const [reply] = replies;
    if (reply === undefined) return 'The worker has not answered in time; it may still carry this out';
    return 'error' in reply ? reply.error : undefined;
  }
}

/** @throws CommandError */
function stepIn(args: CommandArguments): number {
  const step = args.number('n') ?? 1;
  if (!Number.isInteger(step) || step < 1 || step > MAX_CONCURRENCY)
    throw new CommandError('ValueError', `n must be a whole number from 1 to ${MAX_CONCURRENCY}`);
  return step;
}

function notEnabled(what: string): CommandError {
  return new CommandError('ValueError', `${what} not enabled`);
}
