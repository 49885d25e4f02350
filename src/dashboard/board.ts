import { ExpressAdapter } from '@bull-board/express';
import type { AppViewRoute } from '@bull-board/api/typings/app';

const ELSEWHERE = /<link\b[^>]*\bhref="https?:[^>]*>\s*/g;

/**
 * Bull Board's page asks Google for its fonts, and so tells Google of everyone who looks at it. Ours asks only the
 * server that it came from: the link is taken out of the page, and the browser is told to hold every later version
 * of the page to it. Nor may another site show the page in a frame, to have its buttons pressed unseen.
 */
export class Board extends ExpressAdapter {
  constructor() {
    super();
    this.app.disable('x-powered-by');
  }

  override setEntryRoute(entry: AppViewRoute): this {
    this.app[entry.method](entry.route, (_request, response, next) => {
      const { name, params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.render(name, params, (error: Error | null, html: string) => {
        if (error) return next(error);
        response.setHeader('Content-Security-Policy', POLICY).send(html.replaceAll(ELSEWHERE, ''));
      });
    });
    return this;
  }
}

/** Styles stand in the page's own elements too. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ');
