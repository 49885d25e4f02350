import { describe, expect, it } from '@jest/globals';
import { readAmqpUrl } from './amqp-address.js';

describe('readAmqpUrl', () => {
  it.each([
    ['amqp://host', '/'],
    ['amqp://host/', '/'],
    ['amqp://host//', '/'],
    ['amqp://host/%2F', '/'],
    ['amqp://host/shop', 'shop'],
    ['amqp://host//shop', '/shop'],
    ['amqp://host/a%2Fb%20c', 'a/b c'],
  ])('reads the virtual host of %s as kombu does: %s', (url, virtualHost) => {
    expect(readAmqpUrl(url).facts.virtualHost).toBe(virtualHost);
    expect(decodeURIComponent(readAmqpUrl(url).options.vhost ?? '')).toBe(virtualHost);
  });

  it('reads login, host and port, with their defaults', () => {
    const { options, facts } = readAmqpUrl('amqps://us%40er:p%2Fw@[::1]:1234/shop?heartbeat=30');
    expect(options).toMatchObject({
      ...{
        protocol: 'amqps',
        hostname: '::1',
        port: 1234,
        username: 'us@er',
        password: 'p/w',
        heartbeat: 30,
      },
    });
    expect(facts).toMatchObject({ userId: 'us@er', isEncrypted: true, transport: 'amqp' });
    expect(readAmqpUrl('amqp://host').options).toMatchObject({
      ...{ port: 5672, username: 'guest', password: 'guest', heartbeat: 15 },
    });
    expect(readAmqpUrl('amqps://host').options.port).toBe(5671);
  });

  it('shows itself without user and password', () => {
    expect(readAmqpUrl('amqp://user:secret@host//').shown).toBe('amqp://host:5672/');
    expect(readAmqpUrl('amqp://user:secret@host/shop').shown).toBe('amqp://host:5672/shop');
  });
});
