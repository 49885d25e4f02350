import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually } from '../support/eventually.js';
import { type ReceivedMail, type Smtp, startSmtp } from '../support/smtp.js';
import { type Stand, startStand } from '../support/stand.js';

const plain = { channel: 'email', to: 'ada@example.com', subject: 'Hello', text: 'How are you?' };
const report = {
  channel: 'email',
  to: 'ada@example.com',
  template: 'report-ready',
  variables: { name: 'Ada', title: 'November', report_url: 'https://example.com/r/1' },
};

describe('POST /notifications with channel email', () => {
  let smtp: Smtp;
  let stand: Stand;
  let app: NestExpressApplication;

  beforeAll(async () => {
    smtp = await startSmtp();
    stand = await startStand({}, { SMTP_URL: smtp.url, MAIL_FROM: 'Shop <service@shop.example>' });
    ({ app } = stand);
  });

  afterAll(async () => {
    await stand.stop();
    await smtp.stop();
  });

  const post = (body: object | undefined, path = '/notifications') =>
    request(app.getHttpServer()).post(path).send(body);
  const taskOf = async (id: string) =>
    (await request(app.getHttpServer()).get(`/tasks/${id}`).expect(200)).body;
  const mailTo = (recipient: string): Promise<ReceivedMail> =>
    eventually(() => {
      const found = smtp.received.find(({ recipients }) => recipients.includes(recipient));
      if (found === undefined) throw new Error(`Nothing came for ${recipient}`);
      return found;
    });
  const pointersOf = async (body: object | undefined) => {
    const answer = await post(body).expect(422);
    return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };

  it('stores one task for one recipient, with its Location', async () => {
    const { body, headers } = await post({ ...plain, to: 'one@example.com' }).expect(201);
    expect(body).toEqual({
      items: [
        expect.objectContaining({
          task_id: expect.any(String),
          name: 'notifications.send-email',
          queue: 'notifications',
          status: 'PENDING',
          max_attempts: 13,
        }),
      ],
    });
    const [{ task_id: id }] = body.items;
    expect(headers['location']).toBe(`/tasks/${id}`);
    const { mail, recipients } = await mailTo('one@example.com');
    expect(recipients).toEqual(['one@example.com']);
    expect(mail).toMatchObject({ subject: 'Hello', messageId: `<${id}@shop.example>` });
    await eventually(async () =>
      expect((await taskOf(id)).result).toEqual({
        message_id: `<${id}@shop.example>`,
        delivered_to: 'smtp',
      }),
    );
  });

  it('stores one task per recipient, in order, and hides the others', async () => {
    const to = ['a1@example.com', 'a2@example.com', 'a3@refused.example'];
    const { body, headers } = await post({ ...plain, to }).expect(201);
    expect(body.items).toHaveLength(3);
    expect(headers).not.toHaveProperty('location');
    for (const address of to.slice(0, 2)) {
      const { recipients, mail } = await mailTo(address);
      expect(recipients).toEqual([address]);
      expect(mail.to).toMatchObject({ value: [{ address }] });
      expect(mail.cc ?? mail.bcc).toBeUndefined();
    }
    await eventually(async () => {
      const tasks = await Promise.all(body.items.map((item: any) => taskOf(item.task_id)));
      expect(tasks.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'FAILURE']);
      expect(tasks[2].error).toMatchObject({
        type: 'SmtpError',
        message: 'The SMTP server refused the recipient: 550 No such user here',
      });
    });
  });

  it('retries after a temporary rejection', async () => {
    const options = { attempts: 3, backoff: { type: 'fixed', delay_ms: 1, jitter: 0 } };
    const { body } = await post({ ...plain, to: 'x@busy.example', options }).expect(201);
    await eventually(async () => {
      const task = await taskOf(body.items[0].task_id);
      expect(task).toMatchObject({ status: 'FAILURE', attempt: 3 });
      expect(task.errors.map(({ message }: any) => message)).toEqual(
        Array(3).fill('The SMTP server refused the recipient: 451 Try again later'),
      );
    });
  });

  it('applies its options to every task, and deduplicates per recipient', async () => {
    const options = { tags: ['invoice-7'], delay_ms: 60_000, deduplicate: { key: 'invoice-7' } };
    const ask = (to: string[]) => post({ ...plain, to, options });
    const first = await ask(['d1@example.com', 'd2@example.com']).expect(201);
    expect(new Set(first.body.items.map((item: any) => item.task_id)).size).toBe(2);
    expect(first.body.items[1]).toMatchObject({ tags: ['invoice-7'], status: 'PENDING' });
    const again = await ask(['d2@example.com']).expect(200);
    expect(again.body.items[0].task_id).toBe(first.body.items[1].task_id);
    await ask(['d2@example.com', 'd3@example.com']).expect(201);
  });

  it('is executed once per Idempotency-Key', async () => {
    const ask = () =>
      post({ ...plain, to: ['k1@example.com', 'k2@example.com'] }).set('Idempotency-Key', 'k-7');
    const [first, second] = [await ask().expect(201), await ask().expect(201)];
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(second.body).toEqual(first.body);
    await mailTo('k2@example.com');
    expect(smtp.received.filter(({ recipients }) => recipients[0]?.startsWith('k'))).toHaveLength(2);
  });

  it('adds one-click unsubscribe and a reply address', async () => {
    const url = `https://example.com/u?token=${'a'.repeat(400)}`;
    const more = { to: 'u@example.com', list_unsubscribe: url, reply_to: 'support@example.com' };
    await post({ ...plain, ...more }).expect(201);
    const { mail } = await mailTo('u@example.com');
    expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url } });
    expect(mail.headerLines).toContainEqual({
      key: 'list-unsubscribe-post',
      line: 'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    });
    expect(mail.replyTo).toMatchObject({ value: [{ address: 'support@example.com' }] });
    await post({ ...plain, to: 'u2@example.com', list_unsubscribe: 'mailto:leave@example.com?subject=no' });
    const { raw } = await mailTo('u2@example.com');
    expect(raw).toMatch(/^List-Unsubscribe: <mailto:leave@example\.com\?subject=no>\r$/m);
    expect(raw).not.toContain('One-Click');
  });

  describe('with a template', () => {
    it('sends the rendered template, with variables escaped', async () => {
      const variables = {
        ...report.variables,
        name: '<b>Ada</b> & "co"',
        figures: [{ label: '<i>', value: 7 }],
      };
      await post({ ...report, to: 't1@example.com', variables }).expect(201);
      const { mail } = await mailTo('t1@example.com');
      expect(mail.subject).toBe('November is ready');
      expect(mail.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt; &amp; &quot;co&quot;,');
      expect(mail.html).toContain('href="https://example.com/r/1"');
      expect(mail.text).toContain('Hello <b>Ada</b> & "co",');
      expect(mail.text).toContain('- <i>: 7');
    });

    it.each([
      ['a name that is missing', { ...report.variables, name: undefined }, '/variables/name'],
      ['null for a name', { ...report.variables, name: null }, '/variables/name'],
      ['a name that it does not know', { ...report.variables, nmae: 'x' }, '/variables/nmae'],
      ['a text for a list', { ...report.variables, figures: 'many' }, '/variables/figures'],
      [
        'an item without its value',
        { ...report.variables, figures: [{ label: 'a' }] },
        '/variables/figures/0/value',
      ],
      ['an object for a text', { ...report.variables, name: {} }, '/variables/name'],
      ['a link that runs', { ...report.variables, report_url: 'javascript:alert(1)' }, '/variables'],
      ['a link that breaks out', { ...report.variables, report_url: 'https://a.b/"onload="x' }, '/variables'],
      [
        'a second line for the subject',
        { ...report.variables, title: 'a\r\nBcc: eve@evil.example' },
        '/variables',
      ],
      ['more than any email needs', { ...report.variables, name: 'a'.repeat(70_000) }, '/variables'],
    ])('refuses %s, and names it', async (_what, variables, pointer) => {
      expect(await pointersOf({ ...report, variables })).toEqual([pointer]);
    });

    it.each(['nothing', '../secrets', '_partials', '__proto__', 'constructor', ''])(
      'refuses the unknown template %j',
      async (template) => {
        expect(await pointersOf({ ...plain, subject: undefined, text: undefined, template })).toEqual([
          '/template',
        ]);
      },
    );
  });

  it.each<[string, object | undefined, string[]]>([
    ['nothing', undefined, ['/channel']],
    ['no channel', { ...plain, channel: undefined }, ['/channel']],
    ['an unknown channel', { ...plain, channel: 'pigeon' }, ['/channel']],
    ['neither template nor subject', { channel: 'email', to: 'a@b.co' }, ['/subject']],
    ['a subject alone', { ...plain, text: undefined }, ['/text']],
    ['a text alone', { ...plain, subject: undefined }, ['/subject']],
    ['a template and a text', { ...report, text: 'x' }, ['/text']],
    ['a template and a subject and HTML', { ...report, subject: 'x', html: 'x' }, ['/subject', '/html']],
    ['variables of nothing', { ...plain, variables: {} }, ['/variables']],
    ['no recipient', { ...plain, to: [] }, ['/to']],
    ['101 recipients', { ...plain, to: Array.from({ length: 101 }, (_, i) => `a${i}@b.co`) }, ['/to']],
    ['one recipient twice', { ...plain, to: ['a@b.co', 'A@b.co'] }, ['/to']],
    ['a recipient that is no text', { ...plain, to: [{ address: 'a@b.co' }] }, ['/to/0']],
    ['what it does not know', { ...plain, cc: 'a@b.co' }, ['/cc']],
    ['a from of its own', { ...plain, from: 'boss@bank.example' }, ['/from']],
    ['wrong options', { ...plain, options: { attempts: 0 } }, ['/options/attempts']],
    [
      'a file',
      { ...plain, attachments: [{ path: '/etc/passwd' }] },
      ['/attachments/0/path', '/attachments/0/fetch_task_id'],
    ],
  ])('refuses %s', async (_what, body, pointers) => {
    expect(new Set(await pointersOf(body))).toEqual(new Set(pointers));
  });

  it('stores nothing if the total size is too large', async () => {
    const to = Array.from({ length: 100 }, (_, i) => `a${i}@b.co`);
    const { body } = await post({ ...plain, to, html: 'a'.repeat(200_000) }).expect(422);
    expect(body.errors[0].message).toContain('may create 10485760 more');
  });

  describe('POST /notifications/batch', () => {
    const batch = (notifications: unknown, status = 201) =>
      post({ notifications }, '/notifications/batch').expect(status);

    it('accepts a thousand, in order', async () => {
      const options = { delay_ms: 3_600_000 };
      const later = Array.from({ length: 999 }, (_, i) => ({ ...report, to: `b${i}@bulk.example`, options }));
      const many = [...later, { ...report, to: 'b999@bulk.example' }];
      const { body } = await batch(many);
      expect(body.items).toHaveLength(1_000);
      const ids = body.items.flatMap((item: any) => item.task_ids);
      expect(new Set(ids).size).toBe(1_000);
      expect(await taskOf(ids[500])).toMatchObject({ status: 'PENDING', name: 'notifications.send-email' });
      const last = await mailTo('b999@bulk.example');
      expect(last.mail.messageId).toBe(`<${ids[999]}@shop.example>`);
    });

    it('rejects only its invalid entries, each with its problem and position', async () => {
      const { body } = await batch([
        { ...plain, to: ['c1@example.com', 'c2@example.com'] },
        { ...plain, to: 'nobody' },
        'text',
        { ...report, variables: {} },
        { ...report, template: 'nothing' },
        { ...plain, to: 'c3@example.com' },
      ]);
      expect(body.items.map((item: any) => item.task_ids?.length ?? item.problem.code)).toEqual([
        2,
        'validation',
        'validation',
        'validation',
        'validation',
        1,
      ]);
      const pointers = body.items.flatMap(
        (item: any) => item.problem?.errors.map((one: any) => one.pointer) ?? [],
      );
      expect(pointers).toEqual([
        '/notifications/1/to',
        '/notifications/2/channel',
        ...['name', 'title', 'report_url'].map((name) => `/notifications/3/variables/${name}`),
        '/notifications/4/template',
      ]);
      await mailTo('c3@example.com');
    });

    it('creates at most a thousand tasks, however many recipients there are', async () => {
      const to = Array.from({ length: 100 }, (_, i) => `e${i}@example.com`);
      const later = { ...plain, to, options: { delay_ms: 3_600_000 } };
      const { body } = await batch([...Array(10).fill(later), { ...later, to: ['z@example.com'] }]);
      expect(body.items.slice(0, 10).every((item: any) => item.task_ids.length === 100)).toBe(true);
      expect(body.items[10].problem).toMatchObject({
        code: 'validation',
        errors: [{ pointer: '/notifications/10' }],
      });
    });

    it.each([[undefined], [[]], [{}], [Array(1_001).fill(plain)]])(
      'refuses an invalid batch as a whole',
      async (body) => {
        await batch(body, 422);
      },
    );
  });
});
