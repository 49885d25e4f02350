import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dumpOf } from '../support/redis-dump.js';
import { WorkflowStand, echo, resultOf } from '../support/workflow-stand.js';

const SECRETS = ['s3cret-of-ada', 's3cret-of-bob', 'short-1', 's3cret-literal'] as const;
const [ADA, BOB, SHORT, LITERAL] = SECRETS;

describe('secrets of steps', () => {
  let stand: WorkflowStand;

  beforeAll(async () => {
    stand = await WorkflowStand.create();
  });
  afterAll(() => stand.close());

  async function leaks(): Promise<string[]> {
    // The lines of tasks themselves are scrubbed by the real logger, see redact.spec.ts.
    const lines = stand.logger.lines.filter((line) => !line.endsWith(' TaskLog'));
    const shown = [await dumpOf(stand.sandbox.redis, stand.sandbox.prefix), ...lines].join('\n');
    return SECRETS.filter((secret) => shown.includes(secret));
  }

  it('stay sealed in the list of an each, in its items, and in their errors', async () => {
    const each = [
      { user: 'ada', password: ADA },
      { user: 'bob', password: BOB },
      { user: 'eve', password: SHORT },
    ];
    const id = await stand.start({
      steps: {
        note: echo('a note'),
        plain: { task: 'test.account', payload: { account: { $item: '' } }, each, ifFailed: 'continue' },
        noted: {
          task: 'test.account',
          payload: { account: { $item: '' }, note: resultOf('note') },
          ...{ each, ifFailed: 'continue' },
        },
        parts: {
          task: 'test.account',
          payload: {
            account: { user: { $item: '/user' }, password: { $item: '/password' } },
            note: resultOf('note'),
          },
          ...{ each, ifFailed: 'continue' },
        },
      },
    });
    await stand.ended(id);
    expect((await stand.taskOf(id, 'noted')).result).toMatchObject([13, 13, { $error: {} }]);
    expect((await stand.taskOf(id, 'parts[2]')).error?.message).toBe('too short: [redacted]');
    expect(await leaks()).toEqual([]);
  });

  it('stay sealed inside a $literal', async () => {
    const account = { user: 'ada', password: LITERAL };
    const id = await stand.start({
      steps: {
        note: echo('a note'),
        object: { task: 'test.account', payload: { account: { $literal: account }, note: resultOf('note') } },
        value: {
          task: 'test.account',
          payload: { account: { user: 'ada', password: { $literal: LITERAL } }, note: resultOf('note') },
        },
        whole: { task: 'test.account', payload: { $literal: { account } }, after: ['note'] },
        item: {
          task: 'test.account',
          payload: { account: { $literal: account }, note: { $item: '' } },
          each: ['one'],
        },
      },
    });
    const { workflow } = await stand.ended(id);
    expect(workflow.status).toBe('SUCCESS');
    expect((await stand.taskOf(id, 'object')).result).toBe(LITERAL.length);
    expect(await leaks()).toEqual([]);
  });

  it('stay sealed if a reference fills them', async () => {
    const id = await stand.start({
      steps: {
        note: echo('a note that is public'),
        account: { task: 'test.account', payload: { account: { user: 'ada', password: resultOf('note') } } },
        missing: {
          task: 'test.account',
          payload: {
            account: { user: ADA.slice(0, 2), password: LITERAL },
            note: resultOf('note', '/nothing'),
          },
          ifFailed: 'continue',
        },
      },
    });
    await stand.ended(id);
    expect((await stand.taskOf(id, 'account')).result).toBe(21);
    expect((await stand.taskOf(id, 'missing')).error?.message).toContain('/nothing');
    const stored = await dumpOf(stand.sandbox.redis, stand.sandbox.prefix);
    expect(stored).toContain('logs in with [redacted]');
    expect(stored).not.toContain('logs in with a note');
    expect(await leaks()).toEqual([]);
  });
});
