import { describe, expect, it } from '@jest/globals';
import type { RemoteDefinition } from './remote-definition.js';
import { argumentsOf, remoteMessage, revokeMessage } from './remote-message.js';

class Payload {}

const remote: RemoteDefinition = {
  ...{ name: 'images.resize', task: 'proj.resize', queue: 'images', payload: Payload },
  ...{ args: ['url', 'width'], kwargs: { user_id: 'userId' }, redact: ['token'] },
};

describe('the arguments of a task in Python', () => {
  it.each([
    [{ url: 'u', width: 3 }, ['u', 3], {}],
    [{ width: 3, userId: 'ada', url: 'u', more: null }, ['u', 3], { user_id: 'ada', more: null }],
    [{ width: 3 }, [], { width: 3 }],
    [{ url: 'u', width: undefined, more: 1 }, ['u'], { more: 1 }],
    [JSON.parse('{"url":"u","__proto__":{"a":1}}'), ['u'], JSON.parse('{"__proto__":{"a":1}}')],
  ])('of %j', (payload: object, args, kwargs) => {
    expect(argumentsOf(remote, payload)).toEqual({ args, kwargs });
    expect(Object.keys(argumentsOf(remote, payload).kwargs)).toEqual(Object.keys(kwargs as object));
  });
});

describe('the message of a task in Python', () => {
  it('has the secrets in its body only', () => {
    const { headers, body, properties } = remoteMessage(remote, { url: 'u', token: 'hunter2' }, 'an-id');
    expect(body.toString()).toBe(
      '[["u"],{"token":"hunter2"},{"callbacks":null,"errbacks":null,"chain":null,"chord":null}]',
    );
    expect(headers).toMatchObject({ task: 'proj.resize', id: 'an-id', argsrepr: "('u',)" });
    expect(headers['kwargsrepr']).toBe("{'token': '[redacted]'}");
    expect(properties).toMatchObject({ correlationId: 'an-id', contentType: 'application/json' });
  });

  it('has the limits that it was given', () => {
    const expiresAt = Date.parse('2099-01-02T03:04:05Z');
    const { headers } = remoteMessage(remote, {}, 'an-id', { expiresAt, hardLimitMs: 1_500 });
    expect(headers).toMatchObject({ expires: '2099-01-02T03:04:05.000000+00:00', timelimit: [1.5, null] });
  });
});

it('a revocation terminates the task in any worker', () => {
  expect(JSON.parse(revokeMessage('an-id').body.toString())).toEqual({
    method: 'revoke',
    arguments: { task_id: 'an-id', terminate: true, signal: 'SIGTERM' },
    ...{ destination: null, pattern: null, matcher: null },
  });
});
