import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import {
  type CompletionEvent,
  type CompletionListener,
  CompletionListeners,
  type SubmitContext,
  TaskQueue,
  type TaskSnapshot,
  WebhookRefusedError,
} from '../../../core/index.js';
import type { DeliverWebhookPayload } from './deliver-webhook.payload.js';
import { DeliverWebhookTask } from './deliver-webhook.task.js';
import { endEvent } from './end-event.js';
import { WebhookPolicy } from './webhook-policy.js';

/** Reports a task's completion by webhook, as a task of its own that is retried for a day. */
@Injectable()
export class EndWebhooks implements CompletionListener, OnModuleInit {
  constructor(
    private readonly listeners: CompletionListeners,
    private readonly policy: WebhookPolicy,
    private readonly taskQueue: TaskQueue,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.listeners.use(this);
  }

  check(url: string): void {
    const refusal = this.policy.refusalOf(url);
    if (refusal !== undefined) throw new WebhookRefusedError(refusal);
  }

  async notify(url: string, task: TaskSnapshot, origin: SubmitContext): Promise<void> {
    await this.deliver(endEvent(url, task, this.config.maxPayloadBytes), origin);
  }

  async send(url: string, event: CompletionEvent, origin: SubmitContext): Promise<void> {
    await this.deliver({ url, ...event }, origin);
  }

  private async deliver(payload: DeliverWebhookPayload, origin: SubmitContext): Promise<void> {
    await this.taskQueue.submit(DeliverWebhookTask, payload, {}, origin);
  }
}
