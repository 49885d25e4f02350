import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type SendMailOptions, type Transporter, createTransport } from 'nodemailer';
import { Config } from '../../../platform/config/config.js';
import { asciiDomainOf } from '../../../platform/validation/rules/mail-address.js';
import { type Attachment, Attachments } from './attachments.js';
import type { AttachmentDto } from './email-details.dto.js';
import { headerValue } from './encoded-words.js';
import { unsubscribeHeaders } from './list-unsubscribe.js';
import { Outbox } from './outbox.js';
import { SmtpError, secretsOf } from './smtp-error.js';
import { textOfHtml } from './text-of-html.js';

/** What is to be said to one recipient. Every field was checked by a DTO: it holds no line break where a header is. */
export interface Email {
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  /** Made from `html` where there is none. */
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly reply_to?: string | undefined;
  readonly list_unsubscribe?: string | undefined;
  readonly attachments?: readonly AttachmentDto[] | undefined;
}

export interface SendOptions {
  /** Makes a repeated attempt recognisable: the Message-ID begins with it. Default: a random one. */
  readonly id?: string;
  /** Ends the conversation with the server: an email whose end was not sent yet is not delivered. */
  readonly signal?: AbortSignal;
}

export interface SentEmail {
  readonly message_id: string;
  /** `smtp`, or where there is no SMTP_URL the path of the .eml file within DATA_DIR. */
  readonly delivered_to: string;
}

/** Never a file or an address of ours as content. */
const SAFE = { disableFileAccess: true, disableUrlAccess: true } as const;
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;
/** Less than the five minutes after which servers hang up (RFC 5321, section 4.5.3.2). */
const IDLE_MS = 60_000;

/**
 * Sends emails to SMTP_URL, over connections that are kept for the next ones. Without it, writes each as a file.
 *
 * A connection that has died since its last email is replaced without anyone noticing, as long as nothing of the
 * email had gone out over it. What went out and was not confirmed is an error: the task's next attempt sends it again.
 */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly transport: Transporter;
  private readonly secrets: readonly string[];

  constructor(
    private readonly config: Config,
    private readonly outbox: Outbox,
    private readonly attachments: Attachments,
  ) {
    this.transport = transportFor(config);
    this.secrets = secretsOf(config.smtpUrl);
  }

  /** What was to be drained is by now: a conversation that still goes on is nobody's. */
  onApplicationShutdown(): void {
    this.transport.close({ force: true });
  }

  /**
   * @throws SmtpError, or an AbortError when the signal has aborted
   * @throws what `Attachments.load` throws
   */
  async send(email: Email, { id = randomUUID(), signal }: SendOptions = {}): Promise<SentEmail> {
    const messageId = `<${id}@${asciiDomainOf(this.config.mailFrom.address)}>`;
    const message = await this.deliver({
      ...this.messageOf(email, await this.attachments.load(email.attachments)),
      messageId,
      ...(signal && { signal }),
    });
    // The stream transport with `buffer` gives the whole message; SMTP gives none.
    const deliveredTo = this.config.smtpUrl ? 'smtp' : await this.outbox.store(message as Buffer);
    return { message_id: messageId, delivered_to: deliveredTo };
  }

  private async deliver(options: SendMailOptions & { signal?: AbortSignal }): Promise<unknown> {
    try {
      const info: { readonly message?: unknown } = await this.transport.sendMail(options);
      return info.message;
    } catch (error) {
      throw options.signal?.aborted ? error : SmtpError.of(error, this.secrets);
    }
  }

  /** Addresses as objects and an envelope of their own: nothing is parsed out of a text. */
  private messageOf(email: Email, attachments: readonly Attachment[]): SendMailOptions {
    const { to, subject, html, text = html && textOfHtml(html) } = email;
    const from = { ...this.config.mailFrom, address: withAsciiDomain(this.config.mailFrom.address) };
    const recipient = withAsciiDomain(to);
    return {
      from,
      to: { name: '', address: recipient },
      envelope: { from: from.address, to: [recipient] },
      subject: headerValue(subject),
      ...(text !== undefined && { text }),
      ...(html !== undefined && { html }),
      ...(email.reply_to && { replyTo: { name: '', address: withAsciiDomain(email.reply_to) } }),
      ...(email.list_unsubscribe && { headers: unsubscribeHeaders(email.list_unsubscribe) }),
      attachments: attachments.map((one) => ({ ...one, contentDisposition: 'attachment' as const })),
    };
  }
}

/** Any server takes such a domain; letters of other scripts it need not (RFC 6531). */
function withAsciiDomain(address: string): string {
  return `${address.slice(0, address.lastIndexOf('@'))}@${asciiDomainOf(address)}`;
}

function transportFor({ smtpUrl, smtpConnections }: Config): Transporter {
  if (!smtpUrl) return createTransport({ streamTransport: true, buffer: true, ...SAFE });
  const pool = { pool: true, maxConnections: smtpConnections, idleTimeout: IDLE_MS } as const;
  return createTransport({ url: smtpUrl, ...pool, ...TIMEOUTS, ...SAFE });
}
