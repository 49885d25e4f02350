import { describe, expect, it } from '@jest/globals';
import { secretsOf } from './environment-secrets.js';

describe('the secrets of an environment', () => {
  const secrets = secretsOf({
    REDIS_URL: 'redis://app:p%40ss%2Fwo%23rd@redis:6379/0',
    HISTORY_URL: 'postgres://app:h1st%2Fory8@/celeriac?host=/run/postgresql',
    SMTP_URL: 'smtp://user:un@enc/oded9@mail',
    REDIS_SENTINEL_PASSWORD: 'sentinel-7',
    BLOB_S3_SECRET_ACCESS_KEY: 's3secret+key/1',
    WEBHOOK_SECRETS: 'whsec_first1,whsec_second2',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20otel-token-1,x-team=blue9',
    HTTPS_PROXY: 'http://proxyuser:proxypass1@proxy:3128',
    DASHBOARD_PASSWORD: 'redis',
    PORT: '8000',
    PATH: '/usr/bin',
  });

  it.each([
    'p%40ss%2Fwo%23rd',
    'p@ss/wo#rd',
    'h1st%2Fory8',
    'h1st/ory8',
    'un@enc/oded9',
    'oded9',
    'sentinel-7',
    's3secret+key/1',
    'whsec_second2',
    'otel-token-1',
    'proxypass1',
  ])('include %s', (text) => {
    expect(secrets.scrub(`getaddrinfo ENOTFOUND ${text}!`)).toBe('getaddrinfo ENOTFOUND [redacted]!');
  });

  it('exclude words, ports, paths and users', () => {
    const line = 'redis at port 8000 of /usr/bin for app, user and proxyuser';
    expect(secrets.scrub(line)).toBe(line);
  });
});
