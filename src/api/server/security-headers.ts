import type { RequestHandler } from 'express';
import helmet from 'helmet';

const HSTS = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** Swagger UI and Bull Board with their logins: the only responses that browsers display as pages. */
const PAGES = /^\/(?:docs|dashboard)(?:\/|$)/i;
/** Files that change only with a package's version: browsers revalidate them. */
const ASSETS = /^\/(?:docs|dashboard\/static)\/./i;

/**
 * Policy of pages: they load from their own server only. Both pages use inline styles, and Swagger UI uses `data:`
 * images. Inline scripts contain only data that is not executed.
 */
const page = helmet({
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
    if (!PAGES.test(request.path)) {
      for (const [name, value] of ANSWER) response.setHeader(name, value);
      return next();
    }
    response.setHeader('Cache-Control', ASSETS.test(request.path) ? 'no-cache' : 'no-store');
    page(request, response, next);
  };
}
