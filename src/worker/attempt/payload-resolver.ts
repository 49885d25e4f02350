import { Injectable } from '@nestjs/common';
import { CoreOptions } from '../../core/core-options.js';
import { PayloadSeals, type StoredPayload, type StoredValues } from '../../core/submit/payload-seals.js';
import { BrokenPayloadError } from '../../core/task/queue.errors.js';
import { DiscardTask } from '../../core/task/task-outcome.js';
import { type RegisteredTask, TaskRegistry } from '../../core/task/task-registry.js';
import { resolve } from '../../core/workflows/definition/references.js';
import { MissingValueError } from '../../core/workflows/definition/workflow.errors.js';
import { NamedError } from '../../platform/errors/named-error.js';
import type { Dto } from '../../platform/validation/dto.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import { valuesAt } from '../../platform/redaction/field-paths.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { parseDto } from '../../platform/validation/parse-dto.js';

const NONE: readonly string[] = [];

/** No payload could be made for a follow-up. */
class FollowUpError extends NamedError {}

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
    private readonly options: CoreOptions,
  ) {}

  /**
   * @param onSecrets receives the secrets before anything could show them, such as a message about an invalid payload
   * @throws UnknownTaskError, PayloadKeyError, InvalidInputError, which a newer worker may be able to handle
   * @throws DiscardTask for a payload that was changed in the broker
   */
  take(stored: StoredPayload, onSecrets: (texts: SecretTexts) => void): ResolvedPayload {
    refuseFaulty(stored);
    const task = this.registry.get(stored.name);
    const { payload: dto, redact = NONE } = task.options;
    const opened = this.resolved(this.open(stored), stored.references);
    const secrets = secretPaths(stored, redact);
    tellSecrets(opened, secrets, onSecrets);
    return { task, payload: this.parsed(stored, dto, opened, secrets) };
  }

  /**
   * The payload with its references, for a step that starts other tasks by it.
   *
   * @throws like `take`
   */
  template(stored: StoredPayload, onSecrets: (texts: SecretTexts) => void): unknown {
    const { redact = NONE } = this.registry.get(stored.name).options;
    const opened = this.open(stored);
    tellSecrets(opened, secretPaths(stored, redact), onSecrets);
    return opened;
  }

  /** A payload made of results, or of an item, is the same in every attempt: no newer worker could help. */
  private parsed(
    { name, references, isItem = false }: StoredPayload,
    dto: Dto<object>,
    opened: unknown,
    secrets: readonly string[],
  ): object {
    try {
      return parseDto(dto, opened, `the payload of ${name}`, secrets, true);
    } catch (error) {
      if (!(error instanceof InvalidInputError) || (references === undefined && !isItem)) throw error;
      throw new DiscardTask(error.message, { cause: error });
    }
  }

  private resolved(payload: unknown, references: StoredValues | undefined): unknown {
    if (references === undefined) return payload;
    try {
      const results = new Map(Object.entries(references.results));
      const resolved = resolve(payload, { results, workflow: references.workflow });
      this.refuseTooLarge(resolved);
      return resolved;
    } catch (error) {
      throw error instanceof MissingValueError ? new DiscardTask(error.message, { cause: error }) : error;
    }
  }

  private refuseTooLarge(payload: unknown): void {
    const { maxPayloadBytes } = this.options;
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (bytes > maxPayloadBytes)
      throw new DiscardTask(
        `With the results that it refers to, the payload has ${bytes} bytes as JSON; the maximum is ${maxPayloadBytes} ` +
          '(MAX_PAYLOAD_BYTES). Refer to parts of the results by `path`.',
      );
  }

  private open(stored: StoredPayload): unknown {
    try {
      return this.seals.open(stored);
    } catch (error) {
      throw error instanceof BrokenPayloadError ? new DiscardTask(error.message, { cause: error }) : error;
    }
  }
}

function refuseFaulty({ fault }: StoredPayload): void {
  if (fault !== undefined) throw new DiscardTask(fault, { cause: new FollowUpError(fault) });
}

/** The paths that the task names now, and those that were encrypted when it was submitted. */
function secretPaths({ sealed }: StoredPayload, redact: readonly string[]): readonly string[] {
  return sealed ? [...new Set([...redact, ...sealed])] : redact;
}

function tellSecrets(
  opened: unknown,
  paths: readonly string[],
  onSecrets: (texts: SecretTexts) => void,
): void {
  if (paths.length > 0) onSecrets(SecretTexts.of(valuesAt(opened, paths)));
}
