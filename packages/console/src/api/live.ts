import { signal } from '@preact/signals';
import type { TaskChange } from './types.js';
import { client } from './client.js';
import { isSuspended } from './reachability.js';

/** The newest changes of all tasks since the last batch, at most four batches a second. */
export interface LiveBatch {
  readonly changes: readonly TaskChange[];
  /** True if changes are missing: what is shown must be read again. */
  readonly isIncomplete: boolean;
}

type Listener = (batch: LiveBatch) => void;

/** Set by the person: what is on the screen stays as it is. */
export const isPaused = signal(false);
/** True while the stream of changes is open. */
export const isConnected = signal(false);

const BATCH_MS = 250;

const listeners = new Set<Listener>();
let waiting = new Map<string, TaskChange>();
let isIncomplete = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let stream: AbortController | undefined;

/** Follows the changes of all tasks: one stream for the whole console. @returns the function that stops it */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener);
  resumeStream();
  return () => listeners.delete(listener);
}

/** Opens the stream again after a login. */
export function resumeStream(): void {
  if (stream === undefined && listeners.size > 0 && !isSuspended.value) void openStream();
}

/** Closes the stream, for a logout. */
export function closeStream(): void {
  stream?.abort();
  stream = undefined;
  isConnected.value = false;
}

async function openStream(): Promise<void> {
  const own = new AbortController();
  stream = own;
  try {
    for await (const event of client.events({}, { signal: own.signal })) {
      isConnected.value = true;
      if (event.type === 'task') waiting.set(event.data.task_id, event.data);
      else if (event.type !== 'ready' || !event.data.resumed) isIncomplete = true;
      timer ??= setTimeout(deliver, BATCH_MS);
    }
  } catch {
    // The client reconnects by itself; this is the end of the session, or an abort.
  }
  if (stream === own) closeStream();
}

function deliver(): void {
  timer = undefined;
  if (isPaused.value) return void (timer = setTimeout(deliver, BATCH_MS));
  const batch = { changes: [...waiting.values()], isIncomplete };
  waiting = new Map();
  isIncomplete = false;
  for (const listener of listeners) listener(batch);
}
