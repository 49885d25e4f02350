import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { OutboundRefusedError } from '../../../platform/outbound/outbound.errors.js';
import { Reach } from '../../../platform/outbound/addresses/reach.js';
import { readDestination } from '../../../platform/outbound/addresses/url-rules.js';

const NO_SECRET =
  'webhooks are signed, but no secret is set: the operator must set WEBHOOK_SECRETS (docs/notifications.md)';

/** Decides, before anything is stored, whether a webhook to a URL can be delivered at all. */
@Injectable()
export class WebhookPolicy {
  private readonly reach: Reach;

  constructor(private readonly config: Config) {
    this.reach = new Reach(config);
  }

  /** @returns the reason for a refusal, or undefined. Resolved addresses are checked at connection time. */
  refusalOf(url: string): string | undefined {
    if (!this.config.webhookSecrets) return NO_SECRET;
    try {
      this.reach.check(readDestination(url));
      return undefined;
    } catch (error) {
      if (error instanceof OutboundRefusedError) return error.message;
      throw error;
    }
  }
}
