import { api } from '../client.js';
import { useLoad } from '../use-load.js';

/** Usual run times by task type: the 95th percentile in ms. */
export type RunTimes = ReadonlyMap<string, number>;

const NONE: RunTimes = new Map();
const NO_NAMES: ReadonlySet<string> = new Set();
/** Time for which percentiles are kept: they change slowly. */
const KEPT_MS = 60_000;

const kept = new Map<string, { readonly at: number; readonly p95: number | null }>();

/** The usual run times of these task types; one that has never ended is left out. */
export function useRunTimes(names: readonly string[]): RunTimes {
  const distinct = [...new Set(names)].toSorted();
  const loaded = useLoad((signal) => readRunTimes(distinct, signal), [distinct.join(' ')], {
    everyMs: KEPT_MS,
  });
  return loaded.data ?? NONE;
}

async function readRunTimes(names: readonly string[], signal: AbortSignal): Promise<RunTimes> {
  const types = names.length === 0 ? NO_NAMES : await knownTypes(signal);
  const known = names.filter((name) => types.has(name));
  const times = await Promise.all(known.map(async (name) => [name, await readP95(name, signal)] as const));
  return new Map(times.flatMap(([name, p95]) => (p95 === null ? [] : [[name, p95]])));
}

/** Names that the API knows: internal tasks, and those of other versions, have no run times. */
async function knownTypes(signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { data } = await api.GET('/task-types', { signal });
  return new Set(data?.items.map(({ name }) => name));
}

async function readP95(name: string, signal: AbortSignal): Promise<number | null> {
  const known = kept.get(name);
  if (known !== undefined && Date.now() - known.at < KEPT_MS) return known.p95;
  const params = { path: { name }, query: { limit: 100 } };
  const { data } = await api.GET('/task-types/{name}/runs', { params, signal });
  const p95 = data?.run_ms.p95 ?? null;
  kept.set(name, { at: Date.now(), p95 });
  return p95;
}
