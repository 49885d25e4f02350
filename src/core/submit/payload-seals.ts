import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { changedAt } from '../../platform/redaction/field-paths.js';
import { BrokenSealError, PayloadCipher, UnknownKeyError } from './payload-cipher.js';
import { BrokenPayloadError, PayloadKeyError } from '../task/queue.errors.js';
import type { TaskOptions } from '../task/task.js';

/** A payload as the broker gets it. */
export interface SealedPayload {
  readonly payload: object;
  /** The paths at which it is encrypted: stored with it, because the task's own may be others when it is read. */
  readonly sealed?: readonly string[];
}

/** What is needed to read a payload: the name is the one that it was stored under. */
export interface StoredPayload {
  readonly name: string;
  readonly payload: unknown;
  readonly sealed?: readonly string[] | undefined;
}

/** Encrypts the fields of payloads that a task names in `redact`, and decrypts them for who is to have them. */
@Injectable()
export class PayloadSeals {
  private readonly cipher: PayloadCipher | undefined;

  constructor(config: Config) {
    const [first, ...others] = config.payloadKeys ?? [];
    this.cipher = first && new PayloadCipher([first, ...others]);
  }

  /** @throws PayloadKeyError without a key: the registry does not let such a task start */
  seal({ name, redact = [] }: Pick<TaskOptions<object>, 'name' | 'redact'>, payload: object): SealedPayload {
    if (redact.length === 0) return { payload };
    const sealed = changedAt(payload, redact, (value, path) => this.encrypted(value, name, path));
    // No path is empty: what is changed is within, and an object stays one.
    return { payload: sealed as object, sealed: redact };
  }

  /**
   * The payload in clear: hold it no longer and show it no further than it takes.
   *
   * @throws PayloadKeyError when its key is not among ours: another process may have it
   * @throws BrokenPayloadError when it is not what was stored
   */
  open({ name, payload, sealed = [] }: StoredPayload): unknown {
    return changedAt(payload, sealed, (value, path) => this.decrypted(value, name, path));
  }

  private encrypted(value: unknown, name: string, path: string): unknown {
    if (value === undefined) return undefined; // JSON leaves it out
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

/** A value counts for one field of one task, wherever in a list it stands. */
function placeOf(name: string, path: string): string {
  return JSON.stringify([name, path]);
}
