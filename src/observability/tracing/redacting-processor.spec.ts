import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { knowSecrets } from '../../platform/redaction/known-secrets.js';
import { SecretTexts } from '../../platform/redaction/secret-texts.js';
import { RedactingProcessor } from './redacting-processor.js';

describe('an exported span', () => {
  const exporter = new InMemorySpanExporter();
  const processor = new RedactingProcessor(new SimpleSpanProcessor(exporter));
  const tracer = new NodeTracerProvider({ spanProcessors: [processor] }).getTracer('test');
  let forget: () => void;

  beforeEach(() => {
    forget = knowSecrets(SecretTexts.of(['hunter2']));
  });

  afterEach(() => {
    forget();
    exporter.reset();
  });

  const attributesOf = (attributes: Record<string, string | string[] | number>) => {
    tracer.startSpan('test', { attributes }).end();
    return exporter.getFinishedSpans()[0]?.attributes;
  };

  it.each([
    ['https://ada:love@example.com:8443/a/b?token=1#top', 'https://example.com:8443/a/b'],
    ['http://[::1]:80/?q', 'http://[::1]/'],
    ['/relative?token=1', '/relative'],
    ['https://example.com/hunter2', 'https://example.com/[redacted]'],
  ])('reduces the URL %s to %s', (url, shown) => {
    expect(attributesOf({ 'url.full': url })).toEqual({ 'url.full': shown });
  });

  it('contains no query under any name', () => {
    const attributes = attributesOf({ 'url.query': '?a', 'http.target': '/?a', 'http.url': 'http://a/?a' });
    expect(Object.values(attributes ?? {}).filter((value) => value !== undefined)).toEqual([]);
  });

  it('contains no secret in attributes, lists, events or status', () => {
    const span = tracer.startSpan('test', {
      attributes: { text: 'Bearer abc123def456', list: ['a', 'hunter2'], count: 3 },
      links: [
        {
          context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 },
          attributes: { a: 'hunter2' },
        },
      ],
    });
    span.recordException(new Error('no hunter2'));
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'redis://a:b@c refused hunter2' });
    span.end();
    const [found] = exporter.getFinishedSpans();
    expect(found?.attributes).toEqual({ text: 'Bearer [redacted]', list: ['a', '[redacted]'], count: 3 });
    expect(found?.status.message).toBe('redis://[redacted]@c refused [redacted]');
    expect(found?.events[0]?.attributes).toMatchObject({ 'exception.message': 'no [redacted]' });
    expect(JSON.stringify([found?.events, found?.links])).not.toContain('hunter2');
  });
});
