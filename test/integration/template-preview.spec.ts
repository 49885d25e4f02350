import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Browser } from 'playwright-core';
import request from 'supertest';
import { missingBrowser, openPage, startBrowser } from '../support/browser.js';
import { startApi } from '../support/in-process.js';
import { itWith, mayUse } from '../support/needs.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

const PREVIEW = '/notifications/templates/welcome/preview';

describe('the preview of a template', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let folder: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    sandbox = await createSandbox();
    folder = join(sandbox.folder, 'templates');
    cpSync(new URL('../../templates', import.meta.url), folder, { recursive: true });
    app = await startApi({ ...sandbox.variables, TEMPLATES_DIR: folder });
    await app.listen(0, '127.0.0.1');
    browser = mayUse(missingBrowser) ? await startBrowser() : undefined;
  });

  afterAll(async () => {
    await browser?.close();
    await app.close();
    await sandbox.clean();
  });

  const get = (path: string) => request(app.getHttpServer()).get(path);

  it('lists the templates with their variables', async () => {
    const { body } = await get('/notifications/templates').expect(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual([
      'alert',
      'report-ready',
      'welcome',
    ]);
    expect(body.items[2]).toEqual({
      name: 'welcome',
      subject: 'Welcome, Ada',
      parts: ['html', 'text'],
      example: expect.objectContaining({ name: 'Ada' }),
      optional: ['steps'],
    });
  });

  it('shows either part as it would be sent, with nothing active', async () => {
    const html = await get(PREVIEW).expect(200);
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'; /);
    expect(html.headers['x-content-type-options']).toBe('nosniff');
    expect(html.text).toContain('Hello Ada,');
    const text = await get(`${PREVIEW}?part=text`).expect(200);
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text.text).toMatch(/^Good to have you here\n\nHello Ada,/);
  });

  it('reflects the current files, and reports their errors', async () => {
    const file = join(folder, 'welcome', 'text.hbs');
    writeFileSync(file, 'New words for {{name}}');
    expect((await get(`${PREVIEW}?part=text`).expect(200)).text).toBe('New words for Ada');
    writeFileSync(file, 'New words for {{nmae}}');
    const { body } = await get(`${PREVIEW}?part=text`).expect(422);
    expect(body.detail).toContain('"nmae" not defined');
    writeFileSync(file, 'New words for {{name}}');
    await get(`${PREVIEW}?part=text`).expect(200);
  });

  it.each(['nothing', '..%2f..%2fetc', '_partials', '__proto__'])('answers 404 for %s', async (name) => {
    expect((await get(`/notifications/templates/${name}/preview`).expect(404)).body.code).toBe('not-found');
  });

  it('refuses any other part', async () => {
    await get(`${PREVIEW}?part=subject`).expect(422);
  });

  itWith(missingBrowser)('looks right in a browser, at ease with its policy', async () => {
    if (browser === undefined) return;
    const origin = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
    const { page, complaints } = await openPage(browser, origin);
    await page.goto(`${origin}${PREVIEW}`);
    expect(await page.locator('h1').textContent()).toBe('Good to have you here');
    const card = await page.locator('.card').boundingBox();
    expect(card?.width).toBeCloseTo(560, -1);
    const color = await page.evaluate("getComputedStyle(document.querySelector('a')).color");
    expect(color).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('window.origin')).toBe('null');
    expect(complaints).toEqual([]);
  });

  it('does not exist in production', async () => {
    const production = await startApi({
      ...sandbox.variables,
      NODE_ENV: 'production',
      AUTH: 'none',
      TEMPLATES_DIR: folder,
    });
    for (const path of ['/notifications/templates', PREVIEW])
      expect((await request(production.getHttpServer()).get(path).expect(404)).body.code).toBe('not-found');
    await production.close();
  });
});
