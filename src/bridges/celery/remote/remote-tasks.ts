import { Injectable } from '@nestjs/common';
import { parseDto } from '../../../platform/validation/parse-dto.js';
import { jsonFaultIn } from '../../../platform/validation/json-fault.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { type TaskClass, idOf, madeAt, newTaskId, runningTask } from '../../../core/index.js';
import { RemoteConnection } from './remote-connection.js';
import { type RemoteDefinition, remoteDefinitionOf } from './remote-definition.js';
import { RemoteHandle } from './remote-handle.js';
import { type RemoteFacts, remoteMessage } from './remote-message.js';
import { RemoteSends } from './remote-sends.js';

/** Options of one call. */
export interface RemoteSubmitOptions {
  /**
   * Names the call among those of the running task: a further attempt that submits it again finds it, and waits for the
   * same result. Default: each submit is a new call.
   */
  readonly key?: string;
  /** Delay of the start in Python. Default: none. */
  readonly delayMs?: number;
  /** The latest start. Default: none. */
  readonly expiresAt?: Date;
  /** Celery's number, 0 to 9. Default: 0. */
  readonly priority?: number;
  /** Python ends the task then. Default: none. */
  readonly timeLimitMs?: number;
  /** Python raises SoftTimeLimitExceeded in the task then. Default: none. */
  readonly softTimeLimitMs?: number;
}

/** Sends tasks to Python without a task of ours that waits for them. */
@Injectable()
export class RemoteTasks {
  constructor(
    private readonly connection: RemoteConnection,
    private readonly sends: RemoteSends,
  ) {}

  /**
   * Sends a task. Resolves when Celery's broker has it.
   *
   * @returns its handle. Use `result`, or `release` it
   * @throws InvalidInputError, CeleryUnavailableError, UnroutableError
   */
  async submit<P extends object, R>(
    task: TaskClass<P, R>,
    payload: P,
    options: RemoteSubmitOptions = {},
  ): Promise<RemoteHandle<R>> {
    const remote = remoteDefinitionOf(task);
    refuseFaulty(remote, payload);
    const { broker, results } = await this.connection.open();
    const id = idFor(remote, options.key);
    const handle = new RemoteHandle<R>(id, remote, await results.expect(id), this.connection);
    const send = () => {
      const facts = { ...factsOf(options), replyTo: results.replyTo };
      return broker.send(remote.queue, remoteMessage(remote, payload, id, facts));
    };
    try {
      const isRepeatable = options.key !== undefined && results.replyTo === null;
      await (isRepeatable ? this.sends.once(id, send) : send());
      return handle;
    } catch (error) {
      handle.release();
      throw error;
    }
  }
}

function refuseFaulty({ name, payload: dto, redact }: RemoteDefinition, payload: object): void {
  const subject = `the payload of ${name}`;
  const fault = jsonFaultIn(payload);
  if (fault !== undefined) throw new InvalidInputError(subject, [fault]);
  parseDto(dto, payload, subject, redact);
}

function idFor({ task }: RemoteDefinition, key: string | undefined): string {
  const running = runningTask();
  if (key === undefined) return newTaskId();
  if (running === undefined)
    throw new TypeError('key must only be given inside a running task, whose calls it names');
  return idOf(JSON.stringify([running.id, task, key]), madeAt(running.id));
}

function factsOf({
  delayMs,
  expiresAt,
  priority,
  timeLimitMs,
  softTimeLimitMs,
}: RemoteSubmitOptions): RemoteFacts {
  return {
    etaAt: delayMs === undefined ? null : Date.now() + delayMs,
    expiresAt: expiresAt?.getTime() ?? null,
    priority: priority ?? 0,
    hardLimitMs: timeLimitMs ?? null,
    softLimitMs: softTimeLimitMs ?? null,
  };
}
