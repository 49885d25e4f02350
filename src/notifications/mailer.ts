import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Transporter, createTransport } from 'nodemailer';
import { Config } from '../config/config.js';

export interface Email {
  /** One bare address that a DTO has checked. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface SentEmail {
  readonly message_id: string;
  /** `smtp`, or the path of the .eml file where there is no SMTP_URL. */
  readonly delivered_to: string;
}

/** Never a file or an address of ours as content, and never for ever. */
const SAFE = { disableFileAccess: true, disableUrlAccess: true } as const;
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;

/** Sends emails to SMTP_URL. Without one, writes each as a file under DATA_DIR/outbox and logs where. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly logger = new Logger(Mailer.name);
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    this.transport = config.smtpUrl
      ? createTransport({ url: config.smtpUrl, ...TIMEOUTS, ...SAFE })
      : createTransport({ streamTransport: true, buffer: true, ...SAFE });
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }

  /**
   * @param messageId makes a repeated attempt recognisable; a random one where it is left out
   * @param signal ends the conversation with the server: an email whose end was not sent yet is not delivered
   * @throws the SMTP server's error
   */
  async send(
    { to, subject, text }: Email,
    messageId = `<${randomUUID()}@celeriac>`,
    signal?: AbortSignal,
  ): Promise<SentEmail> {
    const from = this.config.mailFrom;
    const info = await this.transport.sendMail({
      messageId,
      from: { name: 'Celeriac', address: from },
      to: { name: '', address: to },
      envelope: { from, to: [to] },
      subject,
      text,
      ...(signal && { signal }),
    });
    // The stream transport with `buffer` gives the whole message; SMTP gives none.
    const deliveredTo = this.config.smtpUrl ? 'smtp' : await this.store(info.message as Buffer);
    return { message_id: messageId, delivered_to: deliveredTo };
  }

  /** Written beside and renamed, so that whoever watches the folder never sees half a message. */
  private async store(message: Buffer): Promise<string> {
    const folder = resolve(this.config.dataDir, 'outbox');
    await mkdir(folder, { recursive: true });
    const path = join(
      folder,
      `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`,
    );
    await writeFile(`${path}.part`, message);
    await rename(`${path}.part`, path);
    this.logger.log(`No SMTP_URL: the email is in ${path}`);
    return path;
  }
}
