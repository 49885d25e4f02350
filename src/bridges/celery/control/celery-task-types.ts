import { Injectable } from '@nestjs/common';
import { TaskRegistry, TypeLimits, type TaskOptions } from '../../../core/index.js';
import type { CeleryNode } from '../events/celery-nodes.js';

/** The task types that Celery may know: those that declare `celery`. */
@Injectable()
export class CeleryTaskTypes {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly limits: TypeLimits,
  ) {}

  /** The type with this current or former name, or undefined. */
  find(name: string): TaskOptions<object> | undefined {
    const options = this.registry.find(name)?.options;
    return options?.celery === undefined ? undefined : options;
  }

  /**
   * The names of the types that each node runs, with their rate limits, as Celery shows them:
   * `lab.add [rate_limit=10/m]`.
   *
   * @param withRates false: only the names
   */
  async shown(withRates: boolean): Promise<(node: CeleryNode) => string[]> {
    const types = this.registry.all().filter(({ options }) => options.celery !== undefined);
    const own = withRates ? await this.limits.all() : new Map<string, never>();
    const shown = types.flatMap(({ options }) => {
      const { name, queue, aliases = [], rateLimit } = options;
      const rate = withRates ? (own.get(name)?.rate ?? rateLimit) : undefined;
      const suffix = rate === undefined ? '' : ` [rate_limit=${rateText(rate)}]`;
      return [name, ...aliases].map((each) => ({ queue, text: each + suffix }));
    });
    return ({ worker }) => {
      const queues = new Set(worker.queues.map(({ name }) => name));
      return shown.flatMap(({ queue, text }) => (queues.has(queue) ? [text] : [])).sort();
    };
  }
}

const UNITS = [
  [1_000, 's'],
  [60_000, 'm'],
  [3_600_000, 'h'],
] as const;

/** In the largest unit that is a whole number of starts; else in starts a second. */
function rateText({ max, durationMs }: { readonly max: number; readonly durationMs: number }): string {
  const exact = UNITS.find(([unitMs]) => unitMs === durationMs);
  if (exact) return `${max}/${exact[1]}`;
  return `${Number(((max * 1_000) / durationMs).toPrecision(6))}/s`;
}
