import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { signal } from '@preact/signals';
import { api } from '../client.js';
import { type Health, readHealth } from './health.js';
import type { Queue, Worker } from '../types.js';
import { type Loaded, useLoad } from '../use-load.js';

/** The state of the whole service, read once for the banners and for all screens that show parts of it. */
export interface Fleet {
  readonly health: Loaded<Health>;
  readonly queues: Loaded<readonly Queue[]>;
  readonly workers: Loaded<readonly Worker[]>;
}

/** Banners may come this late. */
const CALM_MS = 10_000;
/** A screen that shows queues or workers wants them fresher; workers report every 5 s. */
const LIVE_MS = 3_000;

const FleetContext = createContext<Fleet | undefined>(undefined);
/** Number of screens that show the fleet now. */
const followers = signal(0);

export const FleetProvider = FleetContext.Provider;

/** Reads the fleet, and keeps it current. Only for the shell: screens use `useFleet`. */
export function useFleetLoads(): Fleet {
  const everyMs = followers.value > 0 ? LIVE_MS : CALM_MS;
  return {
    health: useLoad(readHealth, [], { everyMs: CALM_MS }),
    queues: useLoad(readQueues, [], { everyMs }),
    workers: useLoad(readWorkers, [], { everyMs }),
  };
}

/** The fleet, which is read more often while a component with this hook is shown. */
export function useFleet(): Fleet {
  const fleet = useContext(FleetContext);
  if (fleet === undefined) throw new Error('useFleet is for screens inside the shell.');
  const { queues, workers } = fleet;
  useEffect(() => {
    followers.value += 1;
    for (const loaded of [queues, workers]) if (isOld(loaded)) loaded.reload();
    return () => void (followers.value -= 1);
  }, []);
  return fleet;
}

/** The loads of several parts of a screen as one: as old as the oldest, and failed if one has. */
export function together(...loads: readonly Loaded<unknown>[]): Loaded<unknown> {
  const times = loads.map(({ at }) => at).filter((at) => at !== undefined);
  const isComplete = times.length === loads.length;
  return {
    data: undefined,
    error: loads.find(({ error }) => error !== undefined)?.error,
    at: isComplete ? Math.min(...times) : undefined,
    isLoading: loads.some(({ isLoading }) => isLoading),
    reload: () => {
      for (const one of loads) one.reload();
    },
  };
}

function isOld({ at }: Loaded<unknown>): boolean {
  return at !== undefined && Date.now() - at > LIVE_MS;
}

async function readQueues(signal: AbortSignal): Promise<readonly Queue[]> {
  const { data } = await api.GET('/queues', { signal });
  return data?.items ?? [];
}

async function readWorkers(signal: AbortSignal): Promise<readonly Worker[]> {
  const { data } = await api.GET('/workers', { signal });
  return data?.items ?? [];
}
