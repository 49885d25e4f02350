import type { Attributes, AttributeValue, Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { scrubKnown } from '../../platform/redaction/known-secrets.js';
import { redactText } from '../../platform/redaction/redact-text.js';

/** Attributes that may contain secrets. */
const NEVER_TOLD = ['url.query', 'http.target', 'http.url'];

/** Every span passes through here: queries, logins and known secrets are removed, whoever wrote them. */
export class RedactingProcessor implements SpanProcessor {
  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parent: Context): void {
    this.next.onStart(span, parent);
  }

  /** Nobody uses a span after its end, so it is changed in place. */
  onEnd(span: ReadableSpan): void {
    redact(span.attributes);
    for (const { attributes = {} } of span.events) redact(attributes);
    for (const { attributes = {} } of span.links) redact(attributes);
    if (span.status.message !== undefined) span.status.message = clean(span.status.message);
    this.next.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}

function redact(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (NEVER_TOLD.includes(name)) attributes[name] = undefined;
    else if (name === 'url.full') attributes[name] = withoutQuery(String(value));
    else attributes[name] = shown(value);
  }
}

function shown(value: AttributeValue | undefined): AttributeValue | undefined {
  if (typeof value === 'string') return clean(value);
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === 'string' ? clean(item) : item)) as AttributeValue;
}

function clean(text: string): string {
  return redactText(String(scrubKnown(text)));
}

/** @returns scheme, host and path without login, query or fragment */
function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return clean(url.replace(/[?#].*$/s, ''));
  const { origin, pathname } = new URL(url);
  return clean(`${origin}${pathname}`);
}
