import { Injectable } from '@nestjs/common';
import { PayloadSeals, type StoredPayload } from '../../core/submit/payload-seals.js';
import { BrokenPayloadError } from '../../core/task/queue.errors.js';
import { DiscardTask } from '../../core/task/task-outcome.js';
import { type RegisteredTask, TaskRegistry } from '../../core/task/task-registry.js';
import { valuesAt } from '../../platform/redaction/field-paths.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { parseDto } from '../../platform/validation/parse-dto.js';

const NONE: readonly string[] = [];

/** The decrypted payload and its task, kept in memory only. */
export interface ResolvedPayload {
  readonly task: RegisteredTask;
  readonly payload: object;
}

/** Turns the stored payload into a task's input: resolves the name, decrypts and parses. */
@Injectable()
export class PayloadResolver {
  constructor(
    private readonly registry: TaskRegistry,
    private readonly seals: PayloadSeals,
  ) {}

  /**
   * @param onSecrets receives the secrets before anything could show them, such as a message about an invalid payload
   * @throws UnknownTaskError, PayloadKeyError, InvalidInputError, which a newer worker may be able to handle
   * @throws DiscardTask for a payload that was changed in the broker
   */
  take(stored: StoredPayload, onSecrets: (texts: SecretTexts) => void): ResolvedPayload {
    const task = this.registry.get(stored.name);
    const { payload: dto, redact = NONE } = task.options;
    const opened = this.open(stored);
    const secrets = stored.sealed ? [...new Set([...redact, ...stored.sealed])] : redact;
    if (secrets.length > 0) onSecrets(SecretTexts.of(valuesAt(opened, secrets)));
    return { task, payload: parseDto(dto, opened, `the payload of ${stored.name}`, secrets, true) };
  }

  private open(stored: StoredPayload): unknown {
    try {
      return this.seals.open(stored);
    } catch (error) {
      throw error instanceof BrokenPayloadError ? new DiscardTask(error.message, { cause: error }) : error;
    }
  }
}
