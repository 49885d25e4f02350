import type { WorkerSnapshot } from '../../../../core/index.js';
import type { BrokerFacts } from '../../broker/celery-broker.js';

/** Facts of the bridge that belong to the statistics of a worker. */
interface BridgeFacts {
  readonly broker: BrokerFacts;
  /** Logical time. */
  readonly clock: number;
  /** Messages that are taken at once. */
  readonly prefetch: number;
}

/** The statistics of a worker as `celery inspect stats` and Flower show them. */
export function statsView(worker: WorkerSnapshot, { broker, clock, prefetch }: BridgeFacts) {
  return {
    total: worker.startsByName ?? {},
    pid: worker.pid,
    clock: String(clock),
    uptime: Math.max(0, Math.floor((Date.now() - worker.startedAt) / 1_000)),
    pool: {
      implementation: 'celeriac',
      'max-concurrency': concurrencyOf(worker),
      processes: [worker.pid],
      'max-tasks-per-child': 'N/A',
      'put-guarded-by-semaphore': false,
      timeouts: [0, 0],
    },
    broker: brokerView(broker),
    prefetch_count: prefetch,
    rusage: usageOf(worker),
  };
}

/** The highest concurrency among its queues. */
export function concurrencyOf({ queues }: Pick<WorkerSnapshot, 'queues'>): number {
  return Math.max(0, ...queues.map(({ concurrency }) => concurrency));
}

function brokerView({ hostname, port, userId, virtualHost, transport, isEncrypted }: BrokerFacts) {
  return {
    ...{ hostname, userid: userId, virtual_host: virtualHost, port, insist: false, ssl: isEncrypted },
    ...{ transport, connect_timeout: 4, transport_options: {}, login_method: null },
    ...{ uri_prefix: null, heartbeat: 0, failover_strategy: 'round-robin', alternates: [] },
  };
}

/** Python's names of what Node.js counts, in the same units but for times. */
const USAGE = {
  maxrss: 'maxRSS',
  ixrss: 'sharedMemorySize',
  idrss: 'unsharedDataSize',
  isrss: 'unsharedStackSize',
  minflt: 'minorPageFault',
  majflt: 'majorPageFault',
  nswap: 'swappedOut',
  inblock: 'fsRead',
  oublock: 'fsWrite',
  msgsnd: 'ipcSent',
  msgrcv: 'ipcReceived',
  nsignals: 'signalsCount',
  nvcsw: 'voluntaryContextSwitches',
  nivcsw: 'involuntaryContextSwitches',
} as const satisfies Record<string, keyof NodeJS.ResourceUsage>;

/** The fields of Python's `getrusage`, with times in seconds. All 0 for a worker of an older version. */
function usageOf({ resourceUsage: usage }: WorkerSnapshot): Record<string, number> {
  const counts = Object.entries(USAGE).map(([name, ours]) => [name, usage?.[ours] ?? 0] as const);
  return {
    utime: (usage?.userCPUTime ?? 0) / 1_000_000,
    stime: (usage?.systemCPUTime ?? 0) / 1_000_000,
    ...Object.fromEntries(counts),
  };
}
