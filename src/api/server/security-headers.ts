import type { RequestHandler } from 'express';
import helmet from 'helmet';

const HSTS = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** Swagger UI and Bull Board, and the login before them: the only answers that a browser shows as a page. */
const PAGES = /^\/(?:docs|dashboard)(?:\/|$)/i;
/** What changes only with a new version of a package: a browser asks whether it has. */
const ASSETS = /^\/(?:docs|dashboard\/static)\/./i;

/**
 * What a page may load: only from the server that it came from. Styles stand in elements of both pages too, and
 * Swagger UI draws with `data:` images. There are no scripts in the pages, but for data that is not run.
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
 * For all that is no page, whatever a route lets out: it is not guessed what it is, it loads nothing, is shown in no
 * frame, is kept nowhere and read by no other site. Few and fixed, because helmet's set costs a tenth of the speed.
 */
const ANSWER = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cache-Control', 'no-store'],
] as const;

/**
 * Tells browsers what they must not do with an answer. A route that knows better sets the header again.
 *
 * @param isBehindProxy whether a proxy is believed that it was asked over https: this process itself never is
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
