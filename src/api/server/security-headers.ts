import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { isConsolePath } from '../access/login/next-place.js';

const HSTS = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** Swagger UI with its login. */
const DOCS = /^\/docs(?:\/|$)/i;
/** Files that change only with a package's version: browsers revalidate them. */
const DOCS_FILES = /^\/docs\/./i;

/**
 * Policy of Swagger UI: it loads from its own server only, and uses inline styles and `data:` images. Its inline script
 * contains only data that is not executed.
 */
const docs = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  strictTransportSecurity: false, // only over https: see below
});

/** Browser features that the console never uses. */
const NO_FEATURES = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'display-capture'];

/**
 * Headers of the console. Its scripts cannot write markup: Trusted Types refuse it. A link to another site reveals only
 * that the console exists, not what was looked at.
 */
const OF_CONSOLE = [
  ['X-Content-Type-Options', 'nosniff'],
  [
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
  ],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'same-origin'],
  ['Permissions-Policy', NO_FEATURES.map((name) => `${name}=()`).join(', ')],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
] as const;

/**
 * Headers of all other responses, whatever a route returns: no content sniffing, nothing loaded, no frames, no caching,
 * not readable by other sites. A few fixed headers, because helmet's set costs a tenth of the speed.
 */
const ANSWER = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
] as const;

/**
 * Sets security headers. A route may override them.
 *
 * @param isBehindProxy whether to trust a proxy's statement that the request came over https; this process itself never
 * serves https
 */
export function securityHeaders(isBehindProxy: boolean): RequestHandler {
  return (request, response, next) => {
    if (isBehindProxy && request.secure) response.setHeader(...HSTS);
    if (DOCS.test(request.path)) {
      response.setHeader('Cache-Control', DOCS_FILES.test(request.path) ? 'no-cache' : 'no-store');
      return docs(request, response, next);
    }
    const headers = isConsolePath(request.path) ? OF_CONSOLE : ANSWER;
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
