import type { components } from '@celeriac/client';
import { api } from './client.js';
import { exactBody } from './exact-body.js';
import { given } from './given-reason.js';
import type { Backfill, PreviewedTick, Schedule, Tick } from './types.js';

const at = (id: string) => ({ path: { schedule_id: id } });

export interface SchedulesQuery {
  readonly q?: string;
  readonly source?: 'code' | 'api';
  readonly paused?: 'true' | 'false';
}

export interface ReadSchedules {
  readonly items: readonly Schedule[];
  /** False if there are more than are read at once: then the person has to search. */
  readonly isComplete: boolean;
}

const PAGE_SIZE = 200;
const MOST_PAGES = 5;

/** Up to 1,000 schedules, which the console sorts: the API lists them by ID. */
export async function readSchedules(query: SchedulesQuery, signal: AbortSignal): Promise<ReadSchedules> {
  const items: Schedule[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = { ...query, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
    const { data } = await api.GET('/schedules', { params: { query: asked }, signal });
    items.push(...(data?.items ?? []));
    cursor = data?.next_cursor ?? undefined;
    if (cursor === undefined) return { items, isComplete: true };
  }
  return { items, isComplete: false };
}

export async function readSchedule(id: string, signal: AbortSignal): Promise<Schedule | undefined> {
  return (await api.GET('/schedules/{schedule_id}', { params: at(id), signal })).data;
}

/** The last ticks, newest first. */
export async function readTicks(id: string, limit: number, signal: AbortSignal): Promise<readonly Tick[]> {
  const params = { ...at(id), query: { limit } };
  return (await api.GET('/schedules/{schedule_id}/ticks', { params, signal })).data?.items ?? [];
}

export async function previewSchedule(id: string, signal: AbortSignal): Promise<readonly PreviewedTick[]> {
  const params = { ...at(id), query: { count: 10 } };
  return (await api.GET('/schedules/{schedule_id}/preview', { params, signal })).data?.items ?? [];
}

export type ScheduleBody = components['schemas']['ScheduleRequestDto'];

/** @returns false if there is one with this ID, which a PUT would replace */
export async function createSchedule(id: string, body: ScheduleBody): Promise<boolean> {
  const query = { q: id, limit: PAGE_SIZE };
  const { data } = await api.GET('/schedules', { params: { query } });
  if (data?.items.some((one) => one.schedule_id === id)) return false;
  await api.PUT('/schedules/{schedule_id}', { params: at(id), body, bodySerializer: exactBody });
  return true;
}

/** @param changes only the fields that change */
export async function changeSchedule(id: string, changes: ScheduleBody): Promise<void> {
  await api.PATCH('/schedules/{schedule_id}', { params: at(id), body: changes, bodySerializer: exactBody });
}

export async function previewRule(
  body: components['schemas']['PreviewRequestDto'],
  signal: AbortSignal,
): Promise<readonly PreviewedTick[]> {
  return (await api.POST('/schedules/preview', { body, signal })).data?.items ?? [];
}

export async function runSchedule(id: string, reason: string) {
  return (await api.POST('/schedules/{schedule_id}/run', { params: at(id), body: given(reason) })).data;
}

/** @param note shown to everybody, and the reason in the audit log */
export async function pauseSchedule(id: string, note: string): Promise<void> {
  await api.POST('/schedules/{schedule_id}/pause', { params: at(id), body: note === '' ? {} : { note } });
}

export async function resumeSchedule(id: string, reason: string): Promise<void> {
  await api.POST('/schedules/{schedule_id}/resume', { params: at(id), body: given(reason) });
}

export async function deleteSchedule(id: string, reason: string): Promise<void> {
  await api.DELETE('/schedules/{schedule_id}', { params: { ...at(id), query: given(reason) } });
}

export interface Period {
  /** RFC 3339 */
  readonly from: string;
  readonly to: string;
}

export async function backfillSchedule(
  id: string,
  { from, to }: Period,
  { isDryRun, reason = '' }: { readonly isDryRun: boolean; readonly reason?: string },
): Promise<Backfill | undefined> {
  const body = { from, to, dry_run: isDryRun, ...given(reason) };
  return (await api.POST('/schedules/{schedule_id}/backfill', { params: at(id), body })).data;
}
