import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type * as Client from '@celeriac/client';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, startBrowser } from '../support/browser.js';
import { API_KEYS, KEYS } from '../support/keys.js';
import { type LocalOrigin, startOrigin } from '../support/local-origin.js';
import { type Stand, startStand } from '../support/stand.js';

/** The page's own variables. */
declare const celeriac: typeof Client;
declare const url: string;
declare const apiKey: string;

describeInBrowser('the client in a web page of another origin', () => {
  let site: LocalOrigin;
  let stand: Stand;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: ['packages/client/src/index.ts'],
      bundle: true,
      format: 'iife',
      globalName: 'celeriac',
      write: false,
    });
    const script = outputFiles[0]?.text ?? '';
    let api = '';
    site = await startOrigin((_request, response) => {
      const variables = `const url = "${api}", apiKey = "${KEYS.submitter}"`;
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><link rel="icon" href="data:,"><script>${script};${variables}</script>`);
    });
    stand = await startStand({}, { API_KEYS, CORS_ORIGINS: site.url });
    await stand.app.listen(0, '127.0.0.1');
    api = await stand.app.getUrl();
    browser = await startBrowser();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(site.url);
  });

  afterAll(async () => {
    await browser.close();
    await stand.stop();
    await site.close();
  });

  it('submits a task, follows its events, and gets its result', async () => {
    const seen = await page.evaluate(async () => {
      const client = celeriac.createClient({ url, apiKey });
      const handle = await client.submit('math.divide', { x: 10, y: 4 });
      const events: string[] = [];
      for await (const { type } of handle.events()) events.push(type);
      return { events, result: await handle.result() };
    });
    expect(seen.result).toBe(2.5);
    expect([seen.events[0], seen.events.at(-1)]).toEqual(['snapshot', 'result']);
  });

  it('waits for more tasks than the browser has connections, and still sends requests', async () => {
    const seen = await page.evaluate(async () => {
      const client = celeriac.createClient({ url, apiKey });
      const held = await Promise.all(
        Array.from({ length: 10 }, (_, x) => client.submit('math.divide', { x, y: 1 }, { delay_ms: 500 })),
      );
      const results = Promise.all(held.map((handle) => handle.result()));
      const meanwhile = await (await client.submit('math.divide', { x: 1, y: 1 })).state();
      return { results: await results, meanwhile: meanwhile.name };
    });
    expect(seen).toEqual({ results: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], meanwhile: 'math.divide' });
    expect(complaints).toEqual([]);
  });

  it('throws errors of its own for refusals and for a server that is away', async () => {
    const seen = await page.evaluate(async (nowhere) => {
      const { ProblemError, UnreachableError, createClient } = celeriac;
      const refused = await createClient({ url })
        .submit('math.divide', { x: 1, y: 1 })
        .catch((error: unknown) => error instanceof ProblemError && error.code);
      const away = await createClient({ url: nowhere, tries: 2 })
        .handle('1')
        .state()
        .catch((error: unknown) => error instanceof UnreachableError && error.message);
      return { refused, away };
    }, 'http://127.0.0.1:9');
    expect(seen).toEqual({ refused: 'unauthenticated', away: 'http://127.0.0.1:9 does not answer' });
  });
});
