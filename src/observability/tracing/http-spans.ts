import { ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { isUnwatched } from '../../platform/outbound/client-span.js';

/**
 * Not traced: probes and scrapes, which come every few seconds; what people look at; and event streams, which last as
 * long as their tasks.
 */
const UNTRACED =
  /^\/(health|metrics|docs|openapi\.json|dashboard|favicon\.ico)(?:[/?]|$)|^\/tasks\/[^/?]+\/events(?:\?|$)/;

/**
 * A span for each request that comes in, and for each that code of tasks sends by node:http or node:https; of these
 * only what belongs to a trace. Fetches and webhooks have spans of their own (`platform/outbound/client-span`).
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

/** The same for the `fetch` of Node. */
export function instrumentFetch(): void {
  new UndiciInstrumentation({ requireParentforSpans: true });
}

/**
 * Of what comes in: `GET /tasks/:id`, the pattern of the route, never the path, so that a name has few values. Whose
 * client hangs up has no status, and gets 499, as in the log.
 */
function describe(span: Span, request: object, response: ServerResponse): void {
  if (!response.writableFinished) span.setAttribute('http.response.status_code', 499);
  // Set by Express once a route has matched.
  const { method = 'GET', route } = request as { method?: string; route?: { path?: unknown } };
  if (typeof route?.path !== 'string') return;
  span.setAttribute('http.route', route.path);
  span.updateName(`${method} ${route.path}`);
}
