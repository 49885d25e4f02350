import { ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { isUnwatched } from '../../platform/outbound/client-span.js';

/**
 * Untraced requests: probes and scrapes, which come every few seconds, pages for people, and event streams, which last
 * as long as their tasks.
 */
const UNTRACED =
  /^\/(health|metrics|docs|openapi\.json|dashboard|favicon\.ico)(?:[/?]|$)|^\/tasks\/[^/?]+\/events(?:\?|$)/;

/**
 * Creates a span for each incoming request, and for each outgoing one that a task sends by node:http or node:https, if
 * it belongs to a trace. Fetches and webhooks have their own spans (`platform/outbound/client-span`).
 */
export function instrumentHttp(): void {
  new HttpInstrumentation({
    ignoreIncomingRequestHook: ({ url = '' }) => UNTRACED.test(url),
    ignoreOutgoingRequestHook: isUnwatched,
    requireParentforOutgoingSpans: true,
    applyCustomAttributesOnSpan: (span, request, response) => {
      if (response instanceof ServerResponse) describe(span, request, response);
    },
  });
}

/** The same for Node's `fetch`. */
export function instrumentFetch(): void {
  new UndiciInstrumentation({ requireParentforSpans: true });
}

/**
 * Names an incoming request's span after the route's pattern, `GET /tasks/:id`, never the path, which keeps the number
 * of names small. A client that disconnects early has no status, and gets 499, as in the log.
 */
function describe(span: Span, request: object, response: ServerResponse): void {
  if (!response.writableFinished) span.setAttribute('http.response.status_code', 499);
  // Set by Express once a route has matched.
  const { method = 'GET', route } = request as { method?: string; route?: { path?: unknown } };
  if (typeof route?.path !== 'string') return;
  span.setAttribute('http.route', route.path);
  span.updateName(`${method} ${route.path}`);
}
