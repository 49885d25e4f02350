import { Injectable } from '@nestjs/common';
import { submitOptionsOf } from '../../../api/schema/submit-options.js';
import type { NamedTask, SubmitOptions } from '../../../core/index.js';
import { InvalidInputError } from '../../../platform/validation/invalid-input.error.js';
import { parseDto } from '../../../platform/validation/parse-dto.js';
import { Attachments } from './attachments.js';
import type { Channel } from '../channel.js';
import { EmailNotificationDto } from './email-notification.dto.js';
import type { SendEmailPayload } from './send-email.task.js';
import type { RenderedEmail } from '../templates/template.js';
import { Templates } from '../templates/templates.js';

/**
 * `channel: "email"`: one `notifications.send-email` per recipient. Templates are rendered here, once: the stored email
 * is the one that is sent, even if the template changes, and a template that cannot be rendered is never stored.
 */
@Injectable()
export class EmailChannel implements Channel {
  constructor(
    private readonly templates: Templates,
    private readonly attachments: Attachments,
  ) {}

  async tasksOf(value: object): Promise<NamedTask[]> {
    const dto = parseDto(EmailNotificationDto, value, 'the notification');
    const content = { ...this.contentOf(dto), ...detailsOf(dto) };
    await this.attachments.refuseHopeless(dto.attachments);
    const options = submitOptionsOf(dto.options);
    return [dto.to].flat().map((to) => ({
      name: 'notifications.send-email',
      payload: { to, ...content },
      options: forRecipient(options, to),
    }));
  }

  /** The DTO ensures that there is a template or a subject. */
  private contentOf({ template, variables, subject = '', text, html }: EmailNotificationDto): RenderedEmail {
    if (template != null) return this.rendered(template, variables ?? {});
    return { subject, ...(text != null && { text }), ...(html != null && { html }) };
  }

  private rendered(name: string, variables: object): RenderedEmail {
    const template = this.templates.find(name);
    if (template !== undefined) return template.render(variables);
    const known = this.templates.all().map((each) => each.name);
    const message = `template not found; known templates: ${known.join(', ') || 'none'}`;
    throw new InvalidInputError('the notification', [{ path: ['template'], message }]);
  }
}

function detailsOf(dto: EmailNotificationDto): Omit<SendEmailPayload, 'to' | 'subject'> {
  const { reply_to, list_unsubscribe, attachments } = dto;
  return {
    ...(reply_to != null && { reply_to }),
    ...(list_unsubscribe != null && { list_unsubscribe }),
    ...(attachments?.length && { attachments }),
  };
}

/** With one key for all, only the first of several recipients would get the email. */
function forRecipient(options: SubmitOptions, to: string): SubmitOptions {
  const { deduplicate } = options;
  return deduplicate
    ? { ...options, deduplicate: { ...deduplicate, key: [...[deduplicate.key].flat(), to] } }
    : options;
}
