import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { consoleHandler } from '../../src/api/dashboard/dashboard.js';
import { securityHeaders } from '../../src/api/server/security-headers.js';
import { readConsole } from '../../src/api/dashboard/console-files.js';
import { RawClient, listen, parseAnswer } from '../support/raw-http.js';
import { useApp } from '../support/use-api.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
const BUILT = 'dist/console';

describe('the console', () => {
  const stand = useApp();
  const { api } = stand;
  let port: number;

  beforeAll(async () => {
    port = await listen(stand.app.getHttpServer());
  });

  /** Addresses in the page: its script, its styles and its icon. */
  async function assets(): Promise<string[]> {
    const { text } = await api().get('/dashboard').expect(200);
    return [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  }

  it.each([
    '/dashboard',
    '/dashboard/',
    '/dashboard?a=1',
    '/dashboard/tasks?q=status%3Afailed',
    '/dashboard/queues/x',
  ])('is one page at %s', async (path) => {
    const { text, headers } = await api().get(path).set('Accept', BROWSER).expect(200);
    expect(text).toContain('<div id="app">');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });

  it('loads everything from this server, at paths that hold for every address', async () => {
    const addresses = await assets();
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses)
      expect(address).toMatch(/^\/dashboard\/assets\/[\w.-]+-[\w-]{8}\.(js|css|svg)$/);
  });

  it('has no script or style in its page', async () => {
    const { text } = await api().get('/dashboard').expect(200);
    expect(text).not.toMatch(/<style|style="|<script[^>]*>[^<]|\son\w+=/);
  });

  it('is protected by its policy', async () => {
    for (const path of ['/dashboard', '/DASHBOARD/tasks', '/dashboard/assets/none.js', ...(await assets())]) {
      const { headers } = await api().get(path);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
          "trusted-types 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers).not.toHaveProperty('etag');
    }
  });

  it('sends assets that may be kept for ever, in the smallest form that the client accepts', async () => {
    for (const address of await assets()) {
      const accepting = (codings: string) =>
        api().get(address).set('Accept-Encoding', codings).responseType('arraybuffer').expect(200);
      const plain = await accepting('identity');
      expect(plain.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: expect.stringContaining('Accept-Encoding'),
        'content-type': expect.stringMatching(/^(text\/(javascript|css)|image\/svg\+xml)/),
      });
      expect(plain.headers).not.toHaveProperty('content-encoding');
      for (const [codings, coding] of [
        ['gzip, deflate, br, zstd', 'br'],
        ['gzip, br;q=0', 'gzip'],
        ['deflate', undefined],
      ] as const)
        expect([codings, (await accepting(codings)).headers['content-encoding']]).toEqual([codings, coding]);
    }
  });

  it('has the same content in each form', () => {
    const files = readConsole(BUILT, '');
    for (const { plain, coded } of [files?.page, ...(files?.assets.values() ?? [])].flatMap(
      (file) => file ?? [],
    )) {
      expect(brotliDecompressSync(coded.br ?? '')).toEqual(plain);
      expect(gunzipSync(coded.gzip ?? '')).toEqual(plain);
    }
  });

  it('answers HEAD like GET, without a body', async () => {
    for (const path of ['/dashboard', ...(await assets())]) {
      const { headers, body } = await api().head(path).set('Accept-Encoding', 'br').expect(200);
      const got = await api().get(path).set('Accept-Encoding', 'br').responseType('arraybuffer').expect(200);
      expect(headers['content-type']).toBe(got.headers['content-type']);
      expect(headers['content-length']).toBe(got.headers['content-length']);
      expect(body).toEqual({});
    }
  });

  it.each([
    '/dashboard/assets/none.js',
    '/dashboard/assets/',
    '/dashboard/assets/constructor',
    '/dashboard/assets/../index.html',
    '/dashboard/assets/..%2findex.html',
    '/dashboard/assets/%2e%2e/index.html',
    '/dashboard/assets/..\\index.html',
    '/dashboard/assets/x/../../../.sources',
    '/dashboard/assets/%00',
    '/dashboard/assets/%ff',
  ])('has no file %s', async (path) => {
    const client = await RawClient.open(port);
    client.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: ${BROWSER}\r\n\r\n`,
    );
    expect(parseAnswer(await client.untilClosed())).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
  });

  it('has no data: a client that accepts JSON only gets a 404', async () => {
    const { body } = await api().get('/dashboard/api/queues').set('Accept', 'application/json').expect(404);
    expect(body.code).toBe('not-found');
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)('refuses %s on every path', async (method) => {
    for (const path of ['/dashboard', '/dashboard/nowhere', '/dashboard/assets/x.js', '/DASHBOARD/x']) {
      const { headers, body } = await api()[method](path).expect(405);
      expect(headers['allow']).toBe('GET, HEAD');
      expect(body.code).toBe('read-only');
    }
  });
});

describe('the console behind a proxy', () => {
  it('has the base path in its page and in the addresses of its files', () => {
    const text = readConsole(BUILT, '/jobs')?.page.plain.toString();
    expect(text).toContain('<meta name="base-path" content="/jobs"');
    expect(text).toMatch(/src="\/jobs\/dashboard\/assets\/index-[\w-]+\.js"/);
    expect(text).not.toContain('"./assets/');
  });

  it('cannot be broken by a base path with special characters', () => {
    const text = readConsole(BUILT, '/a"><script>$&')?.page.plain.toString();
    expect(text).toContain('content="/a&quot;>&lt;script>$&amp;"');
  });
});

describe('a console that is not built', () => {
  it('says how to build it', async () => {
    expect(readConsole('dist/none', '')).toBeUndefined();
    const { text, headers } = await request(express().use(consoleHandler(undefined)))
      .get('/tasks')
      .expect(503);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toContain('npm run build');
  });
});

it('docs/security.md shows the policy of the console', () => {
  const shown = /^Content-Security-Policy: (.*)$/m.exec(readFileSync('docs/security.md', 'utf8'))?.[1];
  const headers = new Map<string, unknown>();
  const response = { setHeader: (name: string, value: unknown) => headers.set(name, value) };
  const request = { path: '/dashboard' };
  securityHeaders(false)(
    request as express.Request,
    response as unknown as express.Response,
    () => undefined,
  );
  expect(headers.get('Content-Security-Policy')).toBe(shown);
});
