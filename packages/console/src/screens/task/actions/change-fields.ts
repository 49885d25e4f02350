import type { Task } from '../../../api/types.js';

/** Contents of the dialog, as text. */
export interface ChangeDraft {
  readonly priority: Task['priority'];
  /** As an input of the type `datetime-local` has it; empty: as soon as possible. */
  readonly runAt: string;
  /** Separated by commas. */
  readonly tags: string;
}

export interface TaskChanges {
  priority?: Task['priority'];
  run_at?: string | null;
  tags?: string[];
}

type Zone = 'local' | 'utc';

export function draftOf({ priority, run_at: runAt, tags }: Task, zone: Zone): ChangeDraft {
  return { priority, runAt: runAt === null ? '' : inputTime(Date.parse(runAt), zone), tags: tags.join(', ') };
}

/** Only what is other than before. */
export function changesOf(task: Task, draft: ChangeDraft, zone: Zone): TaskChanges {
  const before = draftOf(task, zone);
  const tags = tagsOf(draft.tags);
  return {
    ...(draft.priority !== before.priority && { priority: draft.priority }),
    ...(draft.runAt !== before.runAt && { run_at: timeOf(draft.runAt, zone) }),
    ...(tags.join('\n') !== task.tags.join('\n') && { tags }),
  };
}

function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** `2026-11-30T07:04:05` in the zone of the person. */
export function inputTime(at: number, zone: Zone): string {
  const offsetMs = zone === 'utc' ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 19);
}

function timeOf(text: string, zone: Zone): string | null {
  if (text === '') return null;
  return new Date(zone === 'utc' ? `${text}Z` : text).toISOString();
}
