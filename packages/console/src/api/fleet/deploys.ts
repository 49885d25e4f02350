import { api } from '../client.js';
import type { ErrorGroup } from '../types.js';
import { useLoad } from '../use-load.js';

/** The first start of a version of the workers. */
export interface Deploy {
  readonly version: string;
  /** ms since 1970 */
  readonly at: number;
}

const NONE: readonly Deploy[] = [];

/** The known deploys, the newest first. */
export function useDeploys(): readonly Deploy[] {
  return useLoad(readDeploys, [], { everyMs: 60_000 }).data ?? NONE;
}

async function readDeploys(signal: AbortSignal): Promise<readonly Deploy[]> {
  const { data } = await api.GET('/deploys', { signal });
  return data?.items.map(({ version, at }) => ({ version, at: Date.parse(at) })) ?? NONE;
}

/** True if the error was never seen before this deploy. */
export function isNewSince(group: Pick<ErrorGroup, 'first_seen_at'>, deploy: Deploy | undefined): boolean {
  return deploy !== undefined && Date.parse(group.first_seen_at) >= deploy.at;
}
