import { api } from '../client.js';
import { reachability } from '../reachability.js';

/** Result of one check. Each check has its own facts. */
export interface HealthCheck {
  readonly status: 'up' | 'degraded' | 'down';
  readonly message?: string;
  readonly [fact: string]: unknown;
}

export interface Health {
  /** Checks by name, such as `redis`, `clock`, `memory`, `history`, `queue:tasks`. */
  readonly details: Readonly<Record<string, HealthCheck>>;
}

/** A broker that is slow once is not away. */
const LOOK_AGAIN_MS = 1_500;

/** Reads the health of the service, and whether the broker is away. */
export async function readHealth(signal: AbortSignal): Promise<Health> {
  const first = await readOnce(signal);
  if (!isBrokerDown(first)) {
    reachability.value = 'ok';
    return first;
  }
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  const second = await readOnce(signal);
  if (isBrokerDown(second)) reachability.value = 'broker-away';
  return second;
}

function isBrokerDown({ details }: Health): boolean {
  return details['redis']?.status === 'down';
}

async function readOnce(signal: AbortSignal): Promise<Health> {
  const { data } = await api.GET('/health/report', { signal });
  if (data === undefined) throw new Error('GET /health/report has answered nothing.');
  return data;
}
