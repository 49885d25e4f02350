import { Injectable } from '@nestjs/common';
import { submitOptionsOf } from '../../../api/schema/submit-options.js';
import type { NamedTask } from '../../../core/index.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../../platform/validation/parse-dto.js';
import type { Channel } from '../channel.js';
import { WebhookNotificationDto } from './webhook-notification.dto.js';
import { WebhookPolicy } from './webhook-policy.js';

/** `channel: "webhook"`: one `notifications.deliver-webhook`. */
@Injectable()
export class WebhookChannel implements Channel {
  constructor(private readonly policy: WebhookPolicy) {}

  async tasksOf(value: object): Promise<NamedTask[]> {
    const { url, event, options } = parseDto(WebhookNotificationDto, value, 'the notification');
    const refusal = this.policy.refusalOf(url);
    if (refusal !== undefined)
      throw new InvalidInputError('the notification', [{ path: ['url'], message: refusal }]);
    const { type, data, timestamp } = event;
    const payload = { url, type, data, ...(timestamp != null && { timestamp }) };
    return Promise.resolve([
      { name: 'notifications.deliver-webhook', payload, options: submitOptionsOf(options) },
    ]);
  }
}
