import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../core-options.js';
import { changedAt } from '../../platform/redaction/field-paths.js';
import { BrokenSealError, PayloadCipher, UnknownKeyError } from './payload-cipher.js';
import { BrokenPayloadError, PayloadKeyError } from '../task/queue.errors.js';
import type { TaskOptions } from '../task/task.js';

/** A payload in the form sent to the broker. */
export interface SealedPayload {
  readonly payload: object;
  /** The encrypted paths: stored with the payload, because the task's own may have changed when it is read. */
  readonly sealed?: readonly string[];
}

/** Everything needed to read a payload. The name is the one under which it was stored. */
export interface StoredPayload {
  readonly name: string;
  readonly payload: unknown;
  readonly sealed?: readonly string[] | undefined;
  /** The values for the references in the payload of a step. Never stored. */
  readonly references?: StoredValues | undefined;
  /** Whether it is made of an item of a step with `each`. */
  readonly isItem?: boolean | undefined;
  /** Why there is no payload. */
  readonly fault?: string | undefined;
}

/** The values to which a payload refers: results by the names of steps, and the ended workflow. Plain JSON. */
export interface StoredValues {
  readonly results: Readonly<Record<string, unknown>>;
  readonly workflow?: unknown;
}

/** Encrypts the payload fields that a task names in `redact`, and decrypts them for execution. */
@Injectable()
export class PayloadSeals {
  private readonly cipher: PayloadCipher | undefined;

  constructor(options: CoreOptions) {
    const [first, ...others] = options.payloadKeys ?? [];
    this.cipher = first && new PayloadCipher([first, ...others]);
  }

  /**
   * @param hasLiterals true for the payload of a step, any part of which may be inside a `$literal`
   * @throws PayloadKeyError without a key; the registry prevents such a task from starting
   */
  seal(
    { name, redact = [] }: Pick<TaskOptions<object>, 'name' | 'redact'>,
    payload: object,
    hasLiterals = false,
  ): SealedPayload {
    if (redact.length === 0) return { payload };
    const more = hasLiterals ? redact.flatMap(insideLiterals) : [];
    const found = new Set<string>();
    const sealed = changedAt(payload, [...redact, ...more], (value, path) => {
      found.add(path);
      return this.encrypted(value, name, path);
    });
    // No path is empty, so changes are inside and an object stays one.
    return { payload: sealed as object, sealed: [...redact, ...more.filter((path) => found.has(path))] };
  }

  /**
   * Decrypts the payload. Keep it no longer and pass it no further than necessary.
   *
   * @throws PayloadKeyError if this process does not have its key; another one may
   * @throws BrokenPayloadError if it was changed
   */
  open({ name, payload, sealed = [] }: StoredPayload): unknown {
    return changedAt(payload, sealed, (value, path) => this.decrypted(value, name, path));
  }

  private encrypted(value: unknown, name: string, path: string): unknown {
    if (value === undefined) return undefined; // JSON omits it
    if (this.cipher === undefined) throw new PayloadKeyError(name);
    return this.cipher.encrypt(value, placeOf(name, path));
  }

  private decrypted(value: unknown, name: string, path: string): unknown {
    if (this.cipher === undefined) throw new PayloadKeyError(name);
    try {
      return this.cipher.decrypt(value, placeOf(name, path));
    } catch (error) {
      if (error instanceof UnknownKeyError) throw new PayloadKeyError(name, error.keyId);
      throw error instanceof BrokenSealError ? new BrokenPayloadError(name, path) : error;
    }
  }
}

/** The paths of a field of which an outer part, or the whole payload, is inside a `$literal`. */
function insideLiterals(path: string): string[] {
  const names = path.split('.');
  return names.map((_, i) => [...names.slice(0, i), '$literal', ...names.slice(i)].join('.'));
}

/** A value is valid for one field of one task type, at any position of a list. */
function placeOf(name: string, path: string): string {
  return JSON.stringify([name, path]);
}
