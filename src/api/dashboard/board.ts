import { ExpressAdapter } from '@bull-board/express';
import type { AppViewRoute } from '@bull-board/api/typings/app';

const LINK = /<link\b[^<>]*>\s*/g;
const ELSEWHERE = /\bhref="https?:/;

/**
 * Bull Board's page asks Google for its fonts, and so tells Google of everyone who looks at it. Ours asks only the
 * server that it came from: the link is taken out of the page. Browsers hold every later version of the page to it
 * (api/server/security-headers.ts).
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
        response.send(html.replaceAll(LINK, (link) => (ELSEWHERE.test(link) ? '' : link)));
      });
    });
    return this;
  }
}
