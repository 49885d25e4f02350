import { Injectable } from '@nestjs/common';
import { ALL_WORKERS, WorkerCommands, WorkerDirectory, type WorkerSnapshot } from '../../../core/index.js';
import { Brief } from './brief.js';

/** Time for which the list of workers is not read again: every heartbeat and command asks for it. */
const LISTED_MS = 1_000;
/** The same for reports that are asked of the workers. */
const REPORTED_MS = 250;
/** Celery's tools wait for a second. */
const REPORT_TIMEOUT_MS = 500;

/** One of our workers, as Celery sees it. */
export interface CeleryNode {
  /** `celeriac@<name of the worker>` */
  readonly name: string;
  readonly worker: WorkerSnapshot;
}

/**
 * Our live workers as nodes of Celery, in the order of their names. Of several workers with one name, that with the
 * newest heartbeat is the node.
 */
@Injectable()
export class CeleryNodes {
  private readonly listed = new Brief(LISTED_MS, async () => nodesOf(await this.directory.live()));
  private readonly reported = new Brief(REPORTED_MS, () => this.report());

  constructor(
    private readonly directory: WorkerDirectory,
    private readonly commands: WorkerCommands,
  ) {}

  /** The state of their last heartbeats. @throws BrokerUnavailableError */
  live(): Promise<readonly CeleryNode[]> {
    return this.listed.get();
  }

  /** The state now; for a worker that does not answer, that of its last heartbeat. @throws BrokerUnavailableError */
  current(): Promise<readonly CeleryNode[]> {
    return this.reported.get();
  }

  /** A worker was changed. */
  forget(): void {
    this.listed.forget();
    this.reported.forget();
  }

  private async report(): Promise<readonly CeleryNode[]> {
    const nodes = await this.live();
    const { replies } = await this.commands.send(ALL_WORKERS, { command: 'stats' }, REPORT_TIMEOUT_MS);
    const reports = new Map(
      replies.flatMap((reply) => ('report' in reply ? [[reply.workerId, reply.report]] : [])),
    );
    return nodes.map(({ name, worker }) => ({ name, worker: { ...worker, ...reports.get(worker.id) } }));
  }
}

/** The name of a worker in Celery. */
export function nodeNameOf(workerName: string): string {
  return `celeriac@${workerName}`;
}

/** @param workers newest heartbeat first */
function nodesOf(workers: readonly WorkerSnapshot[]): readonly CeleryNode[] {
  const byName = new Map<string, CeleryNode>();
  for (const worker of workers) {
    const name = nodeNameOf(worker.name);
    if (!byName.has(name)) byName.set(name, { name, worker });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
