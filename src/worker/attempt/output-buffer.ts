import { MAX_LINES, MAX_LOG_BYTES, type OutputChanges } from '../../core/read/task-output.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { inspect } from 'node:util';
import { jsonOf } from './json-result.js';
import { errorRecord } from './error-record.js';

/** Ten updates a second and task: as fast as a person can read. */
const INTERVAL_MS = 100;
/** Limit of progress as JSON: it is read with every read of the task. */
const MAX_PROGRESS_BYTES = 16_384;
/** Limit of one log line. */
const MAX_LINE = 10_000;

/**
 * Buffers the progress and the log of one attempt, and stores them at most ten times a second: the newest progress, and
 * every log line. The first update is stored at once. `flush` stores the rest before the attempt ends, so the last
 * update is never lost. Secrets are redacted.
 */
export class OutputBuffer {
  private newest: number | object | undefined;
  private lines: string[] = [];
  /** Characters in `lines`. */
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private lastWrite = -INTERVAL_MS;
  private isClosed = false;

  constructor(
    private readonly store: (notes: OutputChanges) => Promise<void>,
    private readonly secrets: () => SecretTexts = () => SecretTexts.none,
  ) {}

  /** Resolves at once, or after the write if this call triggers one. */
  progress(value: number | object): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.newest = value;
    return this.written();
  }

  /** Like `progress`. A line break splits the text into several lines. */
  log(text: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    // Redacted before splitting, because a secret may have several lines.
    for (const line of this.secrets().scrub(textOf(text)).split('\n')) this.keep(cut(line));
    return this.written();
  }

  /**
   * Stores what is buffered. Never rejects: a lost update must not fail a successful task.
   *
   * @returns undefined if nothing was ever buffered
   */
  flush(): Promise<void> | undefined {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.newest === undefined && this.lines.length === 0) return this.writing;
    const notes = sayable(this.newest, this.lines, this.secrets());
    this.newest = undefined;
    this.lines = [];
    this.size = 0;
    this.lastWrite = performance.now();
    this.writing = (this.writing ?? Promise.resolve()).then(() => this.store(notes)).catch(() => undefined);
    return this.writing;
  }

  /** Drops writes after the attempt has ended: the task may run elsewhere by now. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  /** Lines beyond the storage limit are dropped from memory too. */
  private keep(line: string): void {
    this.lines.push(line);
    this.size += line.length;
    while (this.lines.length > MAX_LINES || this.size > MAX_LOG_BYTES)
      this.size -= this.lines.shift()?.length ?? 0;
  }

  private async written(): Promise<void> {
    if (this.timer !== undefined) return;
    const wait = this.lastWrite + INTERVAL_MS - performance.now();
    if (wait <= 0) return this.flush();
    this.timer = setTimeout(() => void this.flush(), wait);
  }
}

/** Untyped code may log any value. */
function textOf(line: unknown): string {
  return typeof line === 'string' ? line : inspect(line, { customInspect: false });
}

function cut(line: string): string {
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}… (cut)`;
}

/** Invalid progress must not lose the log lines; its error is added to the task's own log. */
function sayable(
  progress: number | object | undefined,
  lines: readonly string[],
  secrets: SecretTexts,
): OutputChanges {
  if (progress === undefined) return { lines };
  try {
    return { progress: withoutSecrets(jsonOf(progress, 'progress', MAX_PROGRESS_BYTES), secrets), lines };
  } catch (error) {
    return { lines: [...lines, secrets.scrub(errorRecord(error).message)] };
  }
}

/** A number that is a secret is not stored as progress either. */
function withoutSecrets(progress: string, secrets: SecretTexts): string {
  if (secrets === SecretTexts.none) return progress;
  const scrubbed = secrets.scrubJson(JSON.parse(progress));
  const isProgress = typeof scrubbed === 'number' || (typeof scrubbed === 'object' && scrubbed !== null);
  return JSON.stringify(isProgress ? scrubbed : {});
}
