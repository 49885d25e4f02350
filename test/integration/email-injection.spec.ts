import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Config, ConfigError } from '../../src/platform/config/config.js';
import type { Attachment, Attachments } from '../../src/features/notifications/email/attachments.js';
import { type Email, Mailer } from '../../src/features/notifications/email/mailer.js';
import { Outbox } from '../../src/features/notifications/email/outbox.js';
import { type Smtp, startSmtp } from '../support/smtp.js';
import { useApi } from '../support/use-api.js';

const EVIL = 'Bcc: eve@evil.example';
/** Characters that some programs treat as the end of a line or text. */
const BREAKS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\u2029',
  '\u0085',
  '\v',
  '\f',
  '\r\n\r\n',
  '\n ',
  '\u001b[2J',
  '\ud800',
];

const payload = { to: 'ada@example.com', subject: 'Hello', text: 'How are you?' };
const withFile = (filename: string) => ({
  ...payload,
  attachments: [{ fetch_task_id: '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e', filename }],
});

/** For each field that reaches a header: a request with it, and the pointer of the refusal. */
const FIELDS: [string, (value: string) => object, string][] = [
  ['to', (value) => ({ ...payload, to: `ada@example.com${value}` }), '/to'],
  ['the name in to', (value) => ({ ...payload, to: `ada${value}@example.com` }), '/to'],
  ['subject', (value) => ({ ...payload, subject: `Hello${value}` }), '/subject'],
  ['reply_to', (value) => ({ ...payload, reply_to: `ada@example.com${value}` }), '/reply_to'],
  [
    'list_unsubscribe',
    (value) => ({ ...payload, list_unsubscribe: `https://example.com/${value}` }),
    '/list_unsubscribe',
  ],
  [
    'list_unsubscribe by mail',
    (value) => ({ ...payload, list_unsubscribe: `mailto:a@b.co${value}` }),
    '/list_unsubscribe',
  ],
  ['filename', (value) => withFile(`report${value}.pdf`), '/attachments/0/filename'],
];

const NO_ADDRESSES = [
  'ada@example.com, eve@evil.example',
  'ada@example.com,eve@evil.example',
  'ada@example.com;eve@evil.example',
  'ada@example.com eve@evil.example',
  'Ada <ada@example.com>',
  '"eve@evil.example" <ada@example.com>',
  '<ada@example.com>',
  '<ada@example.com>,<eve@evil.example>',
  'ada@example.com (eve@evil.example)',
  '"ada@evil.example,"@example.com',
  '"ada\r\nBcc: eve@evil.example"@example.com',
  '"ada eve"@example.com',
  'ada@[127.0.0.1]',
  'ada@127.0.0.1',
  'ada@0x7f.1',
  'ada@localhost',
  'ada@example.com>SIZE=1',
  'ada@example.com> NOTIFY=NEVER',
  'ada@evil.example@example.com',
  'group:ada@example.com;',
  '@evil.example:ada@example.com',
  'ada%eve@evil.example@example.com',
  'ada@example..com',
  '.ada@example.com',
  'ada@-example.com',
  'ada@ex%41mple.com',
  'ada@example。com',
  'ada@exa\u00admple.com',
  'ada\u200b@example.com',
  'ada@example.com\u200e',
  'ada＠example.com',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a.'.repeat(130)}example`,
  'mailto:ada@example.com?bcc=eve@evil.example',
  '=?utf-8?q?eve=40evil.example?=@example.com ',
  '',
  '@',
];

describe('an email header', () => {
  const api = useApi();

  const pointersOf = async (path: string, body: object) => {
    const answer = await api().post(path).send(body).expect(422);
    return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };

  it.each(FIELDS)('cannot be injected by %s', async (_what, withValue, pointer) => {
    for (const text of BREAKS) {
      const body = withValue(`${text}${EVIL}`);
      expect(await pointersOf('/notifications', { channel: 'email', ...body })).toEqual([pointer]);
      expect(await pointersOf('/tasks/notifications.send-email', { payload: body })).toEqual([
        `/payload${pointer}`,
      ]);
    }
  });

  it.each(NO_ADDRESSES)('accepts exactly one bare address, not %j', async (address) => {
    expect(await pointersOf('/notifications', { ...payload, channel: 'email', to: address })).toEqual([
      '/to',
    ]);
    expect(
      await pointersOf('/notifications', { ...payload, channel: 'email', to: ['a@b.co', address] }),
    ).toEqual(['/to/1']);
    expect(await pointersOf('/notifications', { ...payload, channel: 'email', reply_to: address })).toEqual([
      '/reply_to',
    ]);
    await api().post('/notify').query({ email: address }).expect(422);
  });

  it('accepts no characters in Reply-To that require SMTPUTF8', async () => {
    for (const address of ['jörg@example.com', '用户@例子.example'])
      expect(await pointersOf('/notifications', { ...payload, channel: 'email', reply_to: address })).toEqual(
        ['/reply_to'],
      );
  });

  it.each([
    'http://example.com/u',
    'javascript:alert(1)',
    'https:example.com',
    'https://user:secret@example.com/',
    'https://example.com/>,<mailto:eve@evil.example',
    'https://example.com/a b',
    'mailto:',
    'mailto:eve@evil.example,ada@example.com',
    'https://exämple.com/',
    `https://example.com/${'a'.repeat(500)}`,
    '//example.com/u',
  ])('offers no unsubscribe link at %j', async (url) => {
    const body = { ...payload, channel: 'email', list_unsubscribe: url };
    expect(await pointersOf('/notifications', body)).toEqual(['/list_unsubscribe']);
  });

  it.each([
    '../../etc/passwd',
    'a/b',
    'a\\b',
    '..',
    '.bashrc',
    'invoice\u202efdp.exe',
    'a"b',
    'a;b:c',
    ' a',
    'a.',
  ])('accepts no file name %j', async (name) => {
    expect(await pointersOf('/notifications', { channel: 'email', ...withFile(name) })).toEqual([
      '/attachments/0/filename',
    ]);
  });

  it.each([
    'a\r\nBcc: eve@evil.example <a@b.co>',
    'a@b.co, eve@evil.example',
    'Ada <a@b.co> <eve@evil.example>',
    'Ada',
    '<>',
    'Ada\u2028 <a@b.co>',
    '=?utf-8?Q?fake?= <a@b.co>',
    'Müller =?utf-8?Q?fake?= <a@b.co>',
  ])('accepts no sender %j', (sender) => {
    expect(() => new Config({ MAIL_FROM: sender })).toThrow(ConfigError);
  });
});

/** Values that the DTOs accept, and values that they refuse, in case a DTO ever fails. */
describe('a message on the wire', () => {
  let smtp: Smtp;
  let mailer: Mailer;
  const files: Attachment[] = [];

  beforeAll(async () => {
    smtp = await startSmtp();
    const config = new Config({
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Müller, "Söhne" & Co <shop@xn--mller-kva.example>',
    });
    const attachments: Pick<Attachments, 'load'> = { load: () => Promise.resolve(files.splice(0)) };
    mailer = new Mailer(config, new Outbox(config), attachments as Attachments);
  });

  afterAll(async () => {
    mailer.onApplicationShutdown();
    await smtp.stop();
  });

  const HEADERS = ['content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'];
  const OPTIONAL = ['content-transfer-encoding', 'reply-to', 'list-unsubscribe', 'list-unsubscribe-post'];

  /** Sends an email and returns the received one; fails if it has an unintended header or recipient. */
  async function send(email: Partial<Email>) {
    await mailer.send({ ...payload, ...email });
    const got = smtp.received.at(-1);
    const names = (got?.raw.split('\r\n\r\n')[0] ?? '')
      .split('\r\n')
      .filter((line) => !/^\s/.test(line))
      .map((line) => line.split(':')[0]?.toLowerCase() ?? '');
    expect(names.filter((name) => !OPTIONAL.includes(name)).sort()).toEqual(HEADERS);
    expect(new Set(names).size).toBe(names.length);
    expect(got?.recipients).toHaveLength(1);
    return got;
  }

  it("has its sender's name intact", async () => {
    const got = await send({});
    expect(got?.mail.from?.value).toEqual([
      {
        name: 'Müller, "Söhne" & Co',
        address: expect.stringMatching(/^shop@(xn--mller-kva|müller)\.example$/),
      },
    ]);
  });

  it.each([
    'ada@bücher.example',
    'ada+tag@example.com',
    "o'hara@example.com",
    'a!b#c$d%e&f*g=h?i^j_k`l{m|n}o~p@example.com',
  ])('reaches %s', async (to) => {
    const got = await send({ to });
    const ascii = to.replace('bücher', 'xn--bcher-kva');
    expect(got?.raw).toContain(`\r\nTo: ${ascii}\r\n`);
    expect(got?.mail.to).toMatchObject({
      value: [{ address: expect.stringMatching(/^[^<>,;]+@[^<>,;]+$/) }],
    });
  });

  it('reaches an internationalized address if the server supports it', async () => {
    const got = await send({ to: '用户@例子.example', reply_to: 'почта@пример.example' });
    expect(got?.recipients).toEqual(['用户@例子.example']);
    expect(Buffer.from(got?.raw ?? '', 'latin1').toString()).toContain('\r\nTo: 用户@例子.example\r\n');
  });

  it.each([
    'Grüße, 世界 👋🏽',
    'a'.repeat(200),
    '=?utf-8?q?Bcc:_eve=40evil.example?=',
    '=?utf-8?Q?fake?=',
    'Grüße =?utf-8?Q?fake?= 世界',
    `${'Ä👋🏽 '.repeat(30)}=?a?b?c?=`,
    '=?',
    'What is =?',
    'Bcc: eve@evil.example',
    '\u202eesrever',
    'Re: [x] "quoted" <a@b.co>',
  ])('has the subject %j', async (subject) => {
    const got = await send({ subject });
    expect(got?.mail.subject).toBe(subject.trim());
    expect(headOf(got?.raw)).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    expect(
      headOf(got?.raw)
        .split('\r\n')
        .every((line) => line.length <= 998),
    ).toBe(true);
  });

  it('has only ASCII headers unless an address needs more', async () => {
    files.push({ filename: 'Grüße 世界.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') });
    const got = await send({
      subject: 'Grüße 世界',
      to: 'ada@bücher.example',
      reply_to: 'support@bücher.example',
      list_unsubscribe: 'https://example.com/a?b=%C3%BC',
    });
    expect(got?.raw).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    expect(got?.mail.attachments[0]?.filename).toBe('Grüße 世界.pdf');
  });

  it.each(
    BREAKS.flatMap((text) => [
      { subject: `Hi${text}${EVIL}` },
      { to: `ada@example.com${text}${EVIL}` },
      { reply_to: `a@b.co${text}${EVIL}` },
      { list_unsubscribe: `https://example.com/${text}${EVIL}` },
    ]),
  )('gets no additional header or recipient from an unchecked %j', async (email) => {
    const before = smtp.received.length;
    await send(email).catch((error: unknown) => {
      // Refusing it is correct, too.
      if (smtp.received.length > before) throw error;
    });
  });

  it('has its file names and types intact', async () => {
    files.push({
      filename: 'Grüße; "x" \r\nBcc: eve@evil.example.pdf',
      contentType: 'application/pdf',
      content: Buffer.from('%PDF'),
    });
    const got = await send({});
    expect(got?.mail.attachments).toHaveLength(1);
    expect(got?.mail.attachments[0]).toMatchObject({
      contentType: 'application/pdf',
      content: Buffer.from('%PDF'),
    });
  });
});

/** Everything before the body. */
function headOf(raw = ''): string {
  return raw.slice(0, raw.indexOf('\r\n\r\n'));
}
