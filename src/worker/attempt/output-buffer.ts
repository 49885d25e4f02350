import { MAX_LINES, MAX_LOG_BYTES, type OutputChanges } from '../../core/read/task-output.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { inspect } from 'node:util';
import { jsonOf } from './json-result.js';
import { errorRecord } from './error-record.js';

/** Ten times a second and task is as fast as a person can read, and as often as the broker is asked to write. */
const INTERVAL_MS = 100;
/** Of progress as JSON: it is read with the task, by whoever looks at it. */
const MAX_PROGRESS_BYTES = 16_384;
/** Of one line of the log. */
const MAX_LINE = 10_000;

/**
 * Gathers the progress and the log of one attempt and stores them at most ten times a second: of progress the newest,
 * of the log every line. The first goes out at once; `flush` stores what is left before the attempt ends, so that the
 * last word is never lost. What is secret is taken out.
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

  /** Resolves at once, or with the write where this call makes one. */
  progress(value: number | object): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.newest = value;
    return this.written();
  }

  /** As `progress`. A line break within a line makes it several. */
  log(text: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    // Before it is several lines: so may a secret be.
    for (const line of this.secrets().scrub(textOf(text)).split('\n')) this.keep(cut(line));
    return this.written();
  }

  /**
   * Stores what is not stored yet. Never rejects: a note that is lost must not fail a task that succeeded.
   *
   * @returns undefined where nothing was ever said
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

  /** Whoever still speaks after the attempt has ended is not heard: the task may run elsewhere by now. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  /** What would not stay when it is stored does not wait in memory either. */
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

/** Code that is not type-checked logs what it likes. */
function textOf(line: unknown): string {
  return typeof line === 'string' ? line : inspect(line, { customInspect: false });
}

function cut(line: string): string {
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}… (cut)`;
}

/** Progress that JSON cannot carry must not take the lines with it: the task's own log says what is wrong. */
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

/** A number that is a secret is no progress either. */
function withoutSecrets(progress: string, secrets: SecretTexts): string {
  if (secrets === SecretTexts.none) return progress;
  const scrubbed = secrets.scrubJson(JSON.parse(progress));
  const isProgress = typeof scrubbed === 'number' || (typeof scrubbed === 'object' && scrubbed !== null);
  return JSON.stringify(isProgress ? scrubbed : {});
}
