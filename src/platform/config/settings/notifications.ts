import { isHeaderText } from '../../validation/rules/is-header-text.js';
import { isMailAddress } from '../../validation/rules/mail-address.js';
import { integer, milliseconds, optional, secret, setting, text, url } from '../setting.js';
import { webhookSecrets } from './webhook-secrets.js';

/** Settings of emails and webhooks. */
export const notificationSettings = {
  smtpUrl: secret(
    optional(
      'SMTP_URL',
      url('smtp', 'smtps'),
      'SMTP server for emails; unset: each email is written to DATA_DIR/outbox as an .eml file',
    ),
  ),
  smtpConnections: setting(
    'SMTP_CONNECTIONS',
    integer(1, 1_000),
    '5',
    'maximum connections of a process to the SMTP server',
  ),
  mailFrom: setting(
    'MAIL_FROM',
    sender,
    'Celeriac <celeriac@localhost>',
    'sender of every email: an address, or `Name <address>`; its domain is used in every Message-ID',
  ),
  maxAttachmentBytes: setting(
    'MAX_ATTACHMENT_BYTES',
    integer(0),
    '10485760',
    'maximum total size of the attachments of one email, before encoding',
  ),
  templatesDir: optional(
    'TEMPLATES_DIR',
    text,
    'folder of the email templates; unset: the templates shipped with the program',
  ),
  webhookSecrets: secret(
    optional(
      'WEBHOOK_SECRETS',
      webhookSecrets,
      'secrets that sign webhooks, newest first: `whsec_…`, separated by commas; unset: no webhooks',
    ),
  ),
  webhookTimeoutMs: setting(
    'WEBHOOK_TIMEOUT_MS',
    milliseconds(1, 3_600_000),
    '8000',
    'time limit for the receiver of a webhook to respond',
  ),
} as const;

export interface Sender {
  /** Empty for a bare address. */
  readonly name: string;
  readonly address: string;
}

/** `Name <address>`, `"Name" <address>` or `address`. */
function sender(value: string): Sender {
  const [, given = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(value) ?? [];
  const name = given.trimEnd().replace(/^"(.*)"$/, '$1');
  const address = bracketed ?? value;
  // Checked before trimming: a line separator at the end counts as white space.
  const isSafe = given === '' || (isHeaderText(given, 200) && name.length <= 100);
  // `=?utf-8?Q?…?=`: mail programs would decode it, but this setting takes the name itself.
  const isRight = isSafe && !given.includes('=?') && isMailAddress(address, { host: true });
  if (!isRight)
    throw new Error('an email address, or a name and one, such as Shop <noreply@shop.example>, not encoded');
  return { name, address };
}
