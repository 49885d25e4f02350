import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { webhookSecrets } from '../../../platform/config/settings/webhook-secrets.js';
import { signatureHeaders } from './webhook-signature.js';

const NEW = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OLD = `whsec_${Buffer.alloc(64, 7).toString('base64')}`;
const body = '{"type":"a.b","data":{"ü":"€"}}';
const id = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4e';
const sign = (secrets: string, at = Date.now()) =>
  signatureHeaders({ id, at, body }, webhookSecrets(secrets));
const verify = (secret: string, headers: Record<string, string>, text = body) =>
  new Webhook(secret).verify(text, headers);

describe('the signature of a webhook', () => {
  it('matches the specification', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: 1_614_265_330_999,
      body: '{"test": 2432232314}',
    };
    expect(signatureHeaders(message, webhookSecrets(secret))).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is accepted by a receiver that knows either of two secrets', () => {
    const at = Date.now(); // for both, because a second could end in between
    const headers = sign(`${NEW}, ${OLD}`, at);
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    expect(verify(NEW, headers)).toEqual(JSON.parse(body));
    expect(verify(OLD, headers)).toEqual(JSON.parse(body));
    expect(headers['webhook-signature'].split(' ')[0]).toBe(sign(NEW, at)['webhook-signature']);
  });

  it.each([
    ['another body', (headers: Record<string, string>) => verify(NEW, headers, body.replace('a', 'b'))],
    ['another id', (headers: Record<string, string>) => verify(NEW, { ...headers, 'webhook-id': `${id}0` })],
    [
      'another time',
      (headers: Record<string, string>) =>
        verify(NEW, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }),
    ],
    ['another secret', (headers: Record<string, string>) => verify(OLD, headers)],
  ])('does not match %s', (_what, check) => {
    expect(() => check(sign(NEW))).toThrow('No matching signature');
  });

  it('is refused by a receiver when it is too old', () => {
    expect(() => verify(NEW, sign(NEW, Date.now() - 301_000))).toThrow('too old');
  });

  it('fails without a secret', () => {
    expect(() => signatureHeaders({ id, at: 0, body }, [])).toThrow('WEBHOOK_SECRETS');
  });
});

describe('WEBHOOK_SECRETS', () => {
  const bytes = (count: number) => `whsec_${Buffer.alloc(count, 1).toString('base64')}`;

  it.each([24, 32, 64])('accepts a secret of %d bytes', (count) => {
    expect(webhookSecrets(bytes(count))).toEqual([Buffer.alloc(count, 1)]);
  });

  it.each([
    ['too short', bytes(23)],
    ['too long', bytes(65)],
    ['without its beginning', bytes(32).slice('whsec_'.length)],
    ['another beginning', bytes(32).replace('whsec_', 'whpk_')],
    ['not base64', bytes(32).replace('AQ', '-_')],
    ['base64 with something behind it', `${bytes(32)}.`],
    ['an empty second one', `${bytes(32)},`],
    ['a good and a bad one', `${bytes(32)},secret`],
  ])('refuses a secret that is %s, without showing it', (_what, value) => {
    expect(() => webhookSecrets(value)).toThrow('whsec_ and 24 to 64 random bytes in base64');
    expect(() => webhookSecrets(value)).not.toThrow(value.slice(-10));
  });
});
