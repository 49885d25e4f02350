import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import type { Attachments } from '../../src/features/notifications/email/attachments.js';
import { Mailer } from '../../src/features/notifications/email/mailer.js';
import { Outbox } from '../../src/features/notifications/email/outbox.js';
import { SmtpError } from '../../src/features/notifications/email/smtp-error.js';
import { eventually } from '../support/eventually.js';
import { type Smtp, startSmtp } from '../support/smtp.js';

const email = { to: 'ada@example.com', subject: 'Hello', text: 'How are you?' };
const none: Pick<Attachments, 'load'> = { load: () => Promise.resolve([]) };

/** A mailer as in a worker. */
function mailerFor(url: string, variables: Record<string, string> = {}): Mailer {
  const config = new Config({ SMTP_URL: url, MAIL_FROM: 'Shop <service@shop.example>', ...variables });
  return new Mailer(config, new Outbox(config), none as Attachments);
}

/** The error of a send that must fail. */
async function failureOf(sending: Promise<unknown>): Promise<SmtpError> {
  const error: unknown = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SmtpError);
  return error as SmtpError;
}

describe('an email on its way to the SMTP server', () => {
  let smtp: Smtp;
  let mailer: Mailer;

  beforeAll(async () => {
    smtp = await startSmtp();
  });

  afterEach(() => mailer.onApplicationShutdown());

  afterAll(async () => {
    await smtp.stop();
  });

  it.each([
    ['refused.example', true, 'The SMTP server refused the recipient: 550 No such user here', 550],
    ['busy.example', false, 'The SMTP server refused the recipient: 451 Try again later', 451],
    ['rejected.example', true, 'The SMTP server refused the message: 554 This looks like spam', 554],
  ])('to %s reports whether a retry can help: %s', async (domain, isPermanent, message, responseCode) => {
    mailer = mailerFor(smtp.url);
    const error = await failureOf(mailer.send({ ...email, to: `ada@${domain}` }));
    expect(error).toMatchObject({ isPermanent, message, responseCode });
  });

  it('to an unreachable server can be retried', async () => {
    const gone = await startSmtp();
    await gone.stop();
    mailer = mailerFor(gone.url);
    const error = await failureOf(mailer.send(email));
    expect(error).toMatchObject({ isPermanent: false, responseCode: undefined });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('is not sent twice if the connection breaks after its last byte, which is an error', async () => {
    mailer = mailerFor(smtp.url);
    const to = 'ada@dropped.example';
    const copies = () => smtp.received.filter(({ recipients }) => recipients.includes(to));
    const error = await failureOf(mailer.send({ ...email, to }, { id: '1' }));
    expect(error.isPermanent).toBe(false);
    expect(copies()).toHaveLength(1);
    await mailer.send({ ...email, to }, { id: '1' });
    expect(copies().map(({ mail }) => mail.messageId)).toEqual(['<1@shop.example>', '<1@shop.example>']);
  });

  it('reuses the connection of the previous one', async () => {
    mailer = mailerFor(smtp.url, { SMTP_CONNECTIONS: '2' });
    const before = smtp.connections.opened;
    for (let i = 0; i < 5; i++) await mailer.send(email);
    expect(smtp.connections.opened - before).toBe(1);
    await Promise.all(Array.from({ length: 12 }, () => mailer.send(email)));
    expect(smtp.connections.opened - before).toBe(2);
  });

  it("does not notice that the previous one's connection has died", async () => {
    mailer = mailerFor(smtp.url);
    await mailer.send(email);
    const before = smtp.connections.opened;
    smtp.hangUp();
    await mailer.send(email);
    expect(smtp.connections.opened - before).toBe(1);
  });

  it('does not notice a connection that closes while it is reused', async () => {
    mailer = mailerFor(smtp.url);
    await mailer.send(email);
    const count = smtp.received.length;
    const sending = mailer.send(email);
    smtp.hangUp();
    await sending;
    expect(smtp.received).toHaveLength(count + 1);
  });

  it('passes the connection of a refused email to the next', async () => {
    mailer = mailerFor(smtp.url, { SMTP_CONNECTIONS: '1' });
    const before = smtp.connections.opened;
    await failureOf(mailer.send({ ...email, to: 'ada@refused.example' }));
    await mailer.send(email);
    expect(smtp.connections.opened - before).toBe(1);
  });

  it('ends with its signal, and does not affect others', async () => {
    mailer = mailerFor(smtp.url, { SMTP_CONNECTIONS: '1' });
    const controller = new AbortController();
    const slow = mailer.send({ ...email, to: 'ada@slow.example' }, { signal: controller.signal });
    await eventually(() => expect(smtp.waiting).toContain('ada@slow.example'));
    const next = mailer.send({ ...email, to: 'next@example.com' });
    controller.abort();
    await expect(slow).rejects.toMatchObject({ name: 'AbortError' });
    await next;
    expect(smtp.received.at(-1)?.recipients).toEqual(['next@example.com']);
  });

  it('is given up when the process ends, and no connection stays', async () => {
    mailer = mailerFor(smtp.url);
    await mailer.send(email);
    const slow = failureOf(mailer.send({ ...email, to: 'eve@slow.example' }));
    await eventually(() => expect(smtp.waiting).toContain('eve@slow.example'));
    mailer.onApplicationShutdown();
    expect((await slow).isPermanent).toBe(false);
    await eventually(() => expect(smtp.connections.open.size).toBe(0));
  });

  it('says who sends it and carries no more than it has to', async () => {
    mailer = mailerFor(smtp.url);
    const { message_id: id } = await mailer.send(email);
    const { mail } = smtp.received.at(-1) ?? {};
    expect(mail?.from?.value).toEqual([{ address: 'service@shop.example', name: 'Shop' }]);
    expect(id).toMatch(/^<[\da-f-]{36}@shop\.example>$/);
    expect([...(mail?.headers.keys() ?? [])].sort()).toEqual(
      [
        'content-transfer-encoding',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ].sort(),
    );
  });

  it('has a text part even if only HTML is given', async () => {
    mailer = mailerFor(smtp.url);
    const html =
      '<h1>Hällo</h1><p>Look <a href="https://example.com/a?b=1&amp;c=2">here</a></p><script>no()</script>';
    await mailer.send({ to: 'ada@example.com', subject: 'HTML', html });
    const { mail } = smtp.received.at(-1) ?? {};
    expect(mail?.html).toContain('<h1>Hällo</h1>');
    expect(mail?.text?.trim()).toBe('Hällo\n\nLook here <https://example.com/a?b=1&c=2>');
  });
});

describe('the login of SMTP_URL', () => {
  const PASSWORD = 's3cret-ö';

  it('explains a rejection, and keeps the password secret even if the server repeats it', async () => {
    const smtp = await startSmtp({
      authMethods: ['LOGIN', 'PLAIN'],
      onAuth: ({ password }, _session, callback) =>
        callback(Object.assign(new Error(`Password ${password} is wrong`), { responseCode: 535 })),
    });
    const url = `smtp://ada:${encodeURIComponent(PASSWORD)}@127.0.0.1:${smtp.port}`;
    const mailer = mailerFor(url);
    const error = await failureOf(mailer.send(email));
    expect(error).toMatchObject({ isPermanent: true, responseCode: 535 });
    expect(error.message).toMatch(
      /^The SMTP server refused the login: 535 .*Password \*\*\* is wrong\n.*SMTP_URL/,
    );
    expect(error.message).not.toContain(PASSWORD);
    mailer.onApplicationShutdown();
    await smtp.stop();
  });

  it('is reported as missing if the server requires one', async () => {
    const smtp = await startSmtp({
      onMailFrom: (_address, _session, callback) =>
        callback(Object.assign(new Error('Authentication required'), { responseCode: 530 })),
    });
    const mailer = mailerFor(smtp.url);
    const error = await failureOf(mailer.send(email));
    expect(error.message).toMatch(/^The SMTP server refused the sender \(MAIL_FROM\): 530 .*\n.*SMTP_URL/);
    mailer.onApplicationShutdown();
    await smtp.stop();
  });
});
