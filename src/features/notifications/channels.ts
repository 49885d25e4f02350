import { Injectable } from '@nestjs/common';
import type { NamedTask } from '../../core/index.js';
import { InvalidInputError } from '../../platform/validation/invalid-input.error.js';
import type { Channel } from './channel.js';
import { EmailChannel } from './email/email-channel.js';
import { WebhookChannel } from './webhooks/webhook-channel.js';

/** Every channel by its name, the `channel` of a notification. */
@Injectable()
export class Channels {
  private readonly byName: ReadonlyMap<unknown, Channel>;

  constructor(email: EmailChannel, webhook: WebhookChannel) {
    this.byName = new Map<unknown, Channel>([
      ['email', email],
      ['webhook', webhook],
    ]);
  }

  /** The tasks of any notification, see `Channel.tasksOf`. */
  async tasksOf(value: unknown): Promise<readonly NamedTask[]> {
    const notification = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
    const channel = this.byName.get(Reflect.get(notification, 'channel'));
    if (channel === undefined) throw this.unknownChannel();
    return channel.tasksOf(notification);
  }

  private unknownChannel(): InvalidInputError {
    const message = `channel must be one of ${[...this.byName.keys()].join(', ')}`;
    return new InvalidInputError('the notification', [{ path: ['channel'], message }]);
  }
}
