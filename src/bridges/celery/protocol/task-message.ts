import { NamedError } from '../../../platform/errors/named-error.js';
import type { Embed } from './signature.js';

/** A call of a task, read from a message of protocol 1 or 2, or to be written as one of protocol 2. */
export interface TaskMessage {
  /** Any text of 1 to 255 characters without control characters; usually a UUID. */
  readonly id: string;
  /** Celery's name of the task. */
  readonly task: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** The first task of the tree; the own id if it is the first. */
  readonly rootId: string;
  readonly parentId: string | null;
  readonly group: string | null;
  readonly groupIndex: number | null;
  /** The earliest start; ms since 1970. */
  readonly etaAt: number | null;
  /** The latest start; ms since 1970. */
  readonly expiresAt: number | null;
  /** Number of attempts before this message: Python sends a new one for each. */
  readonly retries: number;
  /** In ms. */
  readonly softLimitMs: number | null;
  readonly hardLimitMs: number | null;
  /** True if nothing is to be told of its result. */
  readonly ignoreResult: boolean;
  /** Python's texts for display; null if the producer sent none. */
  readonly argsRepr: string | null;
  readonly kwargsRepr: string | null;
  readonly shadow: string | null;
  readonly origin: string | null;
  /** The queue of an `rpc://` client, a UUID; null otherwise. */
  readonly replyTo: string | null;
  /** 0 to 9; 0 if the producer asked for none. */
  readonly priority: number;
  readonly embed: Embed;
  /** `traceparent` of the caller; null without. */
  readonly traceparent: string | null;
  /** By the names in Celery's `stamped_headers`. */
  readonly stamps: Readonly<Record<string, unknown>>;
}

/** A message that is no readable task. The sender gets FAILURE if the message has an id. */
export class UnreadableMessageError extends NamedError {
  /**
   * @param reason a word for metrics: `encoding`, `compression`, `json`, `shape`, `size`, `canvas`
   * @param message one sentence for people
   * @param id of the task, if it can be told
   * @param python the exception that the caller is to see
   */
  constructor(
    readonly reason: 'encoding' | 'compression' | 'json' | 'shape' | 'size' | 'canvas',
    message: string,
    readonly id: string | null,
    readonly python: { readonly type: string; readonly module: string },
  ) {
    super(message);
  }
}
