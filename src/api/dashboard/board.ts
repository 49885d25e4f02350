import { ExpressAdapter } from '@bull-board/express';
import type { AppViewRoute } from '@bull-board/api/typings/app';

const LINK = /<link\b[^<>]*>\s*/g;
const ELSEWHERE = /\bhref="https?:/;

/**
 * Bull Board's page loads fonts from Google, which reveals its users to Google. This adapter removes the link, so that
 * the page loads from its own server only. Its content security policy enforces that for every later version
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
