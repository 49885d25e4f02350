import { Injectable, Logger } from '@nestjs/common';
import { type RegisteredTask, TaskRegistry } from '../../../core/index.js';
import { Config } from '../../../platform/config/config.js';
import type { Taken } from '../broker/celery-broker.js';
import { nameOrNull, own } from '../protocol/own-field.js';
import { builtinError, notRegistered, unreadableError } from '../protocol/python-error.js';
import { checkedReplyTo, readTaskMessage } from '../protocol/read-task-message.js';
import { type TaskMessage, UnreadableMessageError } from '../protocol/task-message.js';
import { ArgumentsError, bindArguments } from './bind-arguments.js';
import { celeryCallOf, unreadableCall } from './celery-call-of.js';
import type { CalledTask, Incoming, Refusal } from './incoming.js';

/** Reads messages as calls of tasks, up to the payload. Asks no broker. */
@Injectable()
export class CallReader {
  private readonly logger = new Logger('CeleryIngress');

  constructor(
    private readonly registry: TaskRegistry,
    private readonly config: Config,
  ) {}

  read(taken: Taken): Incoming | Refusal {
    const limits = { maxBytes: this.config.celeryMaxMessageBytes };
    try {
      return this.callOf(taken, readTaskMessage(taken, limits));
    } catch (error) {
      if (error instanceof UnreadableMessageError) return this.unreadable(taken, error);
      return this.broken(taken, error);
    }
  }

  /** One message that breaks its reader must not stop the others: it would come again and again. */
  private broken(taken: Taken, error: unknown): Refusal {
    this.logger.error('A message from Celery cannot be read', error);
    const message = 'The message cannot be read: see the log of the bridge';
    const id = nameOrNull(own(taken.headers, 'id'));
    const python = { type: 'RuntimeError', module: 'builtins' };
    return {
      ...this.unreadable(taken, new UnreadableMessageError('shape', message, id, python)),
      reason: 'internal',
    };
  }

  private callOf(taken: Taken, message: TaskMessage): Incoming | Refusal {
    const task = this.find(message.task);
    const call = celeryCallOf(message, taken.queue, hasSecrets(task?.registered));
    const refused = { taken, call, hasSecrets: hasSecrets(task?.registered) };
    if (task === undefined) {
      const hasSecrets = this.speaksOfSecrets(taken);
      const sentence = `No task named ${JSON.stringify(message.task)} may be called by Celery`;
      return {
        ...refused,
        hasSecrets,
        reason: 'unknown_task',
        error: notRegistered(message.task),
        message: sentence,
      };
    }
    try {
      return { taken, call, task, payload: bindArguments(task, message) };
    } catch (error) {
      if (!(error instanceof ArgumentsError)) throw error;
      const python = builtinError('TypeError', error.message);
      return { ...refused, reason: 'arguments', error: python, message: error.message };
    }
  }

  /** The fence: a task that does not declare `celery` does not exist for Celery. */
  private find(name: string): CalledTask | undefined {
    const registered = this.registry.find(name);
    const { celery, payload } = registered?.options ?? {};
    if (registered === undefined || celery === undefined || payload === undefined) return undefined;
    return { name, dto: payload, binding: celery, registered };
  }

  private unreadable(taken: Taken, error: UnreadableMessageError): Refusal {
    const { id, reason, message } = error;
    const call =
      id === null ? null : unreadableCall(id, checkedReplyTo(taken.properties.replyTo), taken.queue);
    return {
      taken,
      call,
      reason,
      error: unreadableError(error),
      message,
      hasSecrets: this.speaksOfSecrets(taken),
    };
  }

  /**
   * True if a message that is no call of a known task names one with fields to redact: in its header, in the body as
   * protocol 1 does, or in a signature.
   */
  private speaksOfSecrets({ headers, body }: Taken): boolean {
    const names = this.registry.all().flatMap((task) => (hasSecrets(task) ? namesOf(task) : []));
    return names.some((name) => own(headers, 'task') === name || body.includes(name));
  }
}

function namesOf({ options: { name, aliases = [] } }: RegisteredTask): readonly string[] {
  return [name, ...aliases];
}

/** True if the task has fields to redact. */
export function hasSecrets(task: RegisteredTask | undefined): boolean {
  return (task?.options.redact ?? []).length > 0;
}
