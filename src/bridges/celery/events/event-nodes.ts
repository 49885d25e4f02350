import { Injectable } from '@nestjs/common';
import { TaskRegistry } from '../../../core/index.js';
import type { BridgePart } from '../process/bridge-part.js';
import { type CeleryNode, CeleryNodes, nodeNameOf } from './celery-nodes.js';

const REFRESH_MS = 2_000;

/** The node that an event is about, with the process id of its worker. */
export type EventNode = Pick<CeleryNode, 'name'> & { readonly pid: number };

/** Chooses nodes for events without waiting: the list of workers is read every two seconds. */
@Injectable()
export class EventNodes implements BridgePart {
  private live: readonly CeleryNode[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly nodes: CeleryNodes,
    private readonly registry: TaskRegistry,
  ) {}

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS);
    await this.refresh();
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  /** The node of the worker that ran a task. */
  ofWorker(worker: string): EventNode {
    const name = nodeNameOf(worker);
    const found = this.live.find((node) => node.name === name);
    return { name, pid: found?.worker.pid ?? 0 };
  }

  /**
   * A node for a task that no worker has yet: one that consumes its queue, the same for all such tasks. Undefined
   * without a worker.
   */
  forTask(taskName: string): EventNode | undefined {
    const queue = this.registry.find(taskName)?.options.queue;
    const fits = ({ worker }: CeleryNode) => worker.queues.some(({ name }) => name === queue);
    const chosen = this.live.find(fits) ?? this.live[0];
    return chosen && { name: chosen.name, pid: chosen.worker.pid };
  }

  private async refresh(): Promise<void> {
    this.live = await this.nodes.live().catch(() => this.live);
  }
}
