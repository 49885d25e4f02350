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

/** An email to one recipient. Every field is checked by a DTO: header fields contain no line breaks. */
export interface Email {
  /** A bare address. */
  readonly to: string;
  readonly subject: string;
  /** Generated from `html` if omitted. */
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly reply_to?: string | undefined;
  readonly list_unsubscribe?: string | undefined;
  readonly attachments?: readonly AttachmentDto[] | undefined;
}

export interface SendOptions {
  /** Prefix of the Message-ID, which makes a repeated attempt recognisable. Default: random. */
  readonly id?: string;
  /** Aborts the SMTP conversation: an email that is not sent completely is not delivered. */
  readonly signal?: AbortSignal;
}

export interface SentEmail {
  readonly message_id: string;
  /** `smtp`, or without SMTP_URL the path of the .eml file in DATA_DIR. */
  readonly delivered_to: string;
}

/** Forbids local files and URLs as content. */
const SAFE = { disableFileAccess: true, disableUrlAccess: true } as const;
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;
/** Less than the five minutes after which servers close the connection (RFC 5321, section 4.5.3.2). */
const IDLE_MS = 60_000;

/**
 * Sends emails to SMTP_URL over pooled connections. Without it, writes each to a file.
 *
 * A pooled connection that has died is replaced, as long as nothing of the email was sent over it. An email that was
 * sent but not confirmed is an error: the task's next attempt sends it again.
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

  /** Tasks have drained by now: a conversation still open belongs to none of them. */
  onApplicationShutdown(): void {
    this.transport.close({ force: true });
  }

  /**
   * @throws SmtpError, or an AbortError after the signal has aborted
   * @throws the errors of `Attachments.load`
   */
  async send(email: Email, { id = randomUUID(), signal }: SendOptions = {}): Promise<SentEmail> {
    const messageId = `<${id}@${asciiDomainOf(this.config.mailFrom.address)}>`;
    const message = await this.deliver({
      ...this.messageOf(email, await this.attachments.load(email.attachments)),
      messageId,
      ...(signal && { signal }),
    });
    // The stream transport with `buffer` returns the whole message; SMTP returns none.
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

  /** Passes addresses as objects with an explicit envelope, so that nothing is parsed from text. */
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

/** Every server accepts an ASCII domain; non-ASCII domains are optional (RFC 6531). */
function withAsciiDomain(address: string): string {
  return `${address.slice(0, address.lastIndexOf('@'))}@${asciiDomainOf(address)}`;
}

function transportFor({ smtpUrl, smtpConnections }: Config): Transporter {
  if (!smtpUrl) return createTransport({ streamTransport: true, buffer: true, ...SAFE });
  const pool = { pool: true, maxConnections: smtpConnections, idleTimeout: IDLE_MS } as const;
  return createTransport({ url: smtpUrl, ...pool, ...TIMEOUTS, ...SAFE });
}
