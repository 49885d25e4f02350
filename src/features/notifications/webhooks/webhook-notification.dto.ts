import { OptionalSubmitOptions, SubmitOptionsDto } from '../../../api/schema/submit-options.dto.js';
import { Field } from '../../../api/schema/fields.js';
import { WebhookEventDto, WebhookUrl } from './deliver-webhook.payload.js';

/** The body of POST /notifications with `channel: "webhook"`. */
export class WebhookNotificationDto {
  @Field.oneOf(['webhook'], { example: 'webhook' })
  channel!: 'webhook';

  @WebhookUrl()
  url!: string;

  @Field.nested(WebhookEventDto, { description: 'Body of the webhook' })
  event!: WebhookEventDto;

  @OptionalSubmitOptions()
  options?: SubmitOptionsDto;
}
