import { describe, expect, it } from '@jest/globals';
import { Config, ConfigError } from './config.js';
import { otlpFormatOf } from './otel-environment.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('the variables of OpenTelemetry', () => {
  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }])(
    'leave tracing off with %j',
    (environment) => expect(otlpFormatOf(environment)).toBeUndefined(),
  );

  it.each([{ OTEL_SDK_DISABLED: 'TRUE' }, { OTEL_TRACES_EXPORTER: 'none' }])(
    'turn tracing off with %j',
    (off) => expect(otlpFormatOf({ ...ENDPOINT, ...off })).toBeUndefined(),
  );

  it.each([
    [ENDPOINT, 'protobuf'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' }, 'protobuf'],
    [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'json'],
    [
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' },
      'json',
    ],
  ])('interpret %j as %s', (environment, format) => expect(otlpFormatOf(environment)).toBe(format));

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /must be a URL that starts with http/],
    [
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      /"grpc", but must be one of http\/protobuf, http\/json/,
    ],
  ])('refuse %j', (environment, message) => {
    expect(() => otlpFormatOf(environment)).toThrow(ConfigError);
    expect(() => otlpFormatOf(environment)).toThrow(message);
  });
});

describe('TRACEPARENT_HOSTS', () => {
  it.each([
    ['example.com', ['example.com']],
    ['API.example.com, *.internal', ['api.example.com', '*.internal']],
    ['*', ['*']],
    ['127.0.0.1,[::1]', ['127.0.0.1', '[::1]']],
  ])('%s is %j', (text, hosts) => {
    expect(new Config({ TRACEPARENT_HOSTS: text }).traceparentHosts).toEqual(hosts);
  });

  it.each(['https://example.com', 'example.com/path', 'exa*mple.com', 'a..b', 'example.com:80', ','])(
    'is not %s',
    (text) => expect(() => new Config({ TRACEPARENT_HOSTS: text })).toThrow(/TRACEPARENT_HOSTS/),
  );
});
