import { Injectable, Logger } from '@nestjs/common';
import {
  InvalidOptionError,
  PayloadTooLargeError,
  QueueFullError,
  type StoredTask,
  TaskQueue,
} from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { CeleryBroker } from '../broker/celery-broker.js';
import { builtinError } from '../protocol/python-error.js';
import { argumentsErrorIn } from './bind-arguments.js';
import { hasSecrets } from './call-reader.js';
import type { Incoming, Refusal, RefusalReason } from './incoming.js';
import { submitOf } from './submit-of.js';

/** A call with our id for it. */
export interface Ready {
  readonly incoming: Incoming;
  readonly id: string;
}

/** The outcome of a submit: the task is stored, or was refused, or its queue takes no more. */
export type SubmitOutcome = 'stored' | Refusal | QueueFullError;

/** Submits calls, all of a turn with a few round trips. */
@Injectable()
export class Submitter {
  private readonly logger = new Logger('CeleryIngress');

  constructor(
    private readonly queue: TaskQueue,
    private readonly broker: CeleryBroker,
    private readonly config: Config,
  ) {}

  /**
   * @returns the outcome of each
   * @throws BrokerUnavailableError: any of them may be stored or not
   */
  async submit(calls: readonly Ready[]): Promise<SubmitOutcome[]> {
    if (calls.length === 0) return [];
    try {
      return await this.submitTogether(calls);
    } catch (error) {
      if (!isBug(error)) throw error;
      return calls.length === 1 ? calls.map((call) => this.broken(call, error)) : this.submitSingly(calls);
    }
  }

  private async submitTogether(calls: readonly Ready[]): Promise<SubmitOutcome[]> {
    const order = { transport: this.broker.facts.transport, steps: this.config.celeryPrioritySteps };
    const groups = calls.map(({ incoming, id }) => {
      const { call, task, payload } = incoming;
      return [submitOf(call, task.registered, payload, id, order)];
    });
    const stored = await this.queue.submitGroups(groups);
    return calls.map(({ incoming }, i) => outcomeOf(incoming, stored[i]));
  }

  /** Finds the one call that breaks the submit of all. */
  private async submitSingly(calls: readonly Ready[]): Promise<SubmitOutcome[]> {
    const outcomes: SubmitOutcome[] = [];
    for (const call of calls) outcomes.push(...(await this.submit([call])));
    return outcomes;
  }

  private broken({ incoming }: Ready, error: unknown): Refusal {
    this.logger.error(`The call of ${incoming.call.task} cannot be submitted`, error);
    return refused(
      incoming,
      'internal',
      'RuntimeError',
      'The call cannot be submitted: see the log of the bridge',
    );
  }
}

function outcomeOf(incoming: Incoming, stored: StoredTask[] | Error | undefined): SubmitOutcome {
  if (!(stored instanceof Error)) return 'stored';
  if (stored instanceof QueueFullError) return stored;
  if (stored instanceof InvalidInputError) return invalid(incoming, stored);
  if (stored instanceof InvalidOptionError) return refused(incoming, 'options', 'ValueError', stored.message);
  if (stored instanceof PayloadTooLargeError) return refused(incoming, 'size', 'ValueError', stored.message);
  throw stored;
}

function invalid(incoming: Incoming, { message, problems }: InvalidInputError): Refusal {
  const arguments_ = argumentsErrorIn(incoming.task, incoming.payload, problems);
  return arguments_ === undefined
    ? refused(incoming, 'payload', 'ValueError', message)
    : refused(incoming, 'arguments', 'TypeError', arguments_.message);
}

function refused(
  { taken, call, task }: Incoming,
  reason: RefusalReason,
  type: 'TypeError' | 'ValueError' | 'RuntimeError',
  message: string,
): Refusal {
  return {
    taken,
    call,
    reason,
    error: builtinError(type, message),
    message,
    hasSecrets: hasSecrets(task.registered),
  };
}

/** True for an error of the language: the broker's errors have names of their own. */
function isBug(error: unknown): boolean {
  return error instanceof Error && error.name in globalThis;
}
