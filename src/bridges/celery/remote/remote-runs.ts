import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../../core/index.js';
import type { ExpectedResult } from '../broker/celery-results.js';
import type { ResultMeta } from '../protocol/result-meta.js';
import { type RemoteCall, RemoteAttempts } from './remote-attempts.js';
import { RemoteConnection } from './remote-connection.js';
import type { RemoteDefinition } from './remote-definition.js';
import { type RemoteFacts, remoteMessage } from './remote-message.js';
import { progressOf, valueOf } from './remote-outcome.js';

/** Executes a task of ours in Python: sends it once, and waits for its result. */
@Injectable()
export class RemoteRuns {
  constructor(
    private readonly connection: RemoteConnection,
    private readonly attempts: RemoteAttempts,
  ) {}

  /**
   * @returns the result, parsed
   * @throws CeleryUnavailableError, UnroutableError, RemoteTaskError, RemoteRevokedError, RemoteResultError, and the reason
   * of the signal
   */
  async run(remote: RemoteDefinition, payload: object, context: TaskContext): Promise<unknown> {
    const { results } = await this.connection.open();
    const call = await this.attempts.next(context);
    const expected = await results.expect(call.id);
    expected.onState((meta) => report(meta, context));
    const meta = await this.result(remote, payload, call, context, expected).finally(() =>
      expected.release(),
    );
    try {
      return valueOf(remote, meta);
    } catch (error) {
      await this.attempts.note(context, call.number, 'over');
      throw error;
    }
  }

  private async result(
    remote: RemoteDefinition,
    payload: object,
    call: RemoteCall,
    context: TaskContext,
    expected: ExpectedResult,
  ): Promise<ResultMeta> {
    try {
      await this.sendOnce(remote, payload, call, context);
      return await expected.final(context.signal);
    } catch (error) {
      if (isStopped(context.signal)) await this.giveUp(call, context);
      throw error;
    }
  }

  /** A result by `rpc://` goes to the process that has sent the task: another one sends it again. */
  private async sendOnce(
    remote: RemoteDefinition,
    payload: object,
    call: RemoteCall,
    context: TaskContext,
  ): Promise<void> {
    const { broker, results } = await this.connection.open();
    if (call.isSent && results.replyTo === null) return;
    context.signal.throwIfAborted();
    const facts = { ...limitsOf(context), replyTo: results.replyTo };
    await broker.send(remote.queue, remoteMessage(remote, payload, call.id, facts));
    await this.attempts.note(context, call.number, 'sent');
  }

  private async giveUp(call: RemoteCall, context: TaskContext): Promise<void> {
    await this.connection.revoke(call.id);
    await this.attempts.note(context, call.number, 'over').catch(() => undefined); // the reason of the stop counts
  }
}

/**
 * True for a task that was cancelled or has exceeded its time limit. Otherwise the worker stops, or has lost the task:
 * the next attempt goes on waiting.
 */
function isStopped({ reason }: AbortSignal): boolean {
  // By their names: in a quarantine process, they are made anew.
  return reason instanceof Error && ['TaskCancelledError', 'TimeoutError'].includes(reason.name);
}

/** The time limit of the attempt holds in Python, too, and the message expires with it. */
function limitsOf({ deadline }: TaskContext): RemoteFacts {
  if (deadline === undefined) return {};
  return { expiresAt: deadline.getTime(), hardLimitMs: Math.max(1, deadline.getTime() - Date.now()) };
}

function report({ state, result }: ResultMeta, { progress }: TaskContext): void {
  const value = state === 'PROGRESS' ? progressOf(result) : undefined;
  if (value !== undefined) void progress(value).catch(() => undefined);
}
