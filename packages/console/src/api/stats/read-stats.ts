import { api } from '../client.js';
import type { StatsRange } from './stats-series.js';
import type { Stats } from '../types.js';

/** @param queue undefined: all queues together */
export async function readStats(
  metric: Stats['metric'],
  { step, value }: StatsRange,
  queue: string | undefined,
  signal: AbortSignal,
): Promise<Stats> {
  const of = queue === undefined ? ({ by: 'all' } as const) : ({ by: 'queue', queue } as const);
  const query = { metric, window: value, step, ...of };
  const { data } = await api.GET('/stats', { params: { query }, signal });
  if (data === undefined) throw new Error('GET /stats has answered nothing.');
  return data;
}

/** The number of ended tasks in each bucket, by queue. */
export async function readThroughputByQueue(
  { step, value }: StatsRange,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const query = { metric: 'throughput', by: 'queue', window: value, step } as const;
  const { data } = await api.GET('/stats', { params: { query }, signal });
  return new Map(data?.series.map(({ key, values }) => [key ?? '', values.map((one) => one ?? 0)]));
}
