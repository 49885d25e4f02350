import { api } from '../../api/client.js';
import { given } from '../../api/given-reason.js';

/** Actions on a queue or a task type. Each resolves to a sentence for the person. */

const of = (name: string) => ({ params: { path: { name } } });

export async function pauseQueue(name: string, reason: string): Promise<string> {
  await api.PUT('/queues/{name}/pause', { ...of(name), body: given(reason) });
  return `${name} is paused.`;
}

export async function resumeQueue(name: string, reason: string): Promise<string> {
  await api.PUT('/queues/{name}/resume', { ...of(name), body: given(reason) });
  return `${name} takes tasks again.`;
}

export async function closeQueue(name: string, reason: string): Promise<string> {
  await api.PUT('/queues/{name}/close', { ...of(name), body: given(reason) });
  return `${name} refuses new tasks and runs dry.`;
}

export async function openQueue(name: string, reason: string): Promise<string> {
  await api.PUT('/queues/{name}/open', { ...of(name), body: given(reason) });
  return `${name} accepts tasks again.`;
}

/** @returns the id of the bulk action that does it */
export async function revokeWaiting(name: string, reason: string): Promise<string> {
  const body = { confirm: name, ...given(reason) };
  const { data } = await api.POST('/queues/{name}/revoke-waiting', { ...of(name), body });
  return data?.bulk_action_id ?? '';
}

/** @returns the id of the bulk action that does it */
export async function purgeQueue(name: string, reason: string): Promise<string> {
  const body = { confirm: name, ...given(reason) };
  const { data } = await api.POST('/queues/{name}/purge', { ...of(name), body });
  return data?.bulk_action_id ?? '';
}

export interface QueueLimits {
  readonly concurrency: number | null;
  readonly rate: { readonly max: number; readonly duration_ms: number } | null;
}

export async function limitQueue(name: string, limits: QueueLimits, reason: string): Promise<string> {
  await api.PATCH('/queues/{name}', { ...of(name), body: { ...limits, ...given(reason) } });
  return `The limits of ${name} are changed.`;
}

export interface TypeLimits extends QueueLimits {
  readonly timeout_ms: number | null;
  readonly paused: boolean;
}

export async function limitType(name: string, limits: TypeLimits, reason: string): Promise<string> {
  await api.PATCH('/task-types/{name}', { ...of(name), body: { ...limits, ...given(reason) } });
  return `The limits of ${name} are changed.`;
}
