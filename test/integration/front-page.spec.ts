import { describe, expect, it } from '@jest/globals';
import { useApi } from '../support/use-api.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('the root URL of the API', () => {
  const api = useApi();

  it.each([
    undefined,
    '*/*',
    'application/json',
    'application/json, text/html;q=0.9',
    'text/plain',
    'text/html;q=0',
  ])('greets a program that accepts %p with JSON, as in the tutorial', async (accept) => {
    const get = api().get('/');
    const answer = await (accept === undefined ? get : get.set('Accept', accept)).expect(200);
    expect(answer.text).toBe('{"message":"Hello World"}');
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('shows a browser a page with working links', async () => {
    const page = await api().get('/').set('Accept', BROWSER).expect(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['vary']).toContain('Accept');
    expect(page.text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    const links = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href]) => `/${href}`);
    expect(links).toEqual(expect.arrayContaining(['/docs', '/dashboard', '/health']));
    for (const link of links) expect([link, (await api().get(link)).status]).not.toEqual([link, 404]);
  });

  it.each(['/docs'])('%s fits the width of a phone', async (path) => {
    const page = await api().get(path).expect(200);
    expect(page.text).toMatch(/<head>[^]*<meta name="viewport" content="width=device-width[^]*<\/head>/);
    expect(page.text).toContain('<title>Celeriac API</title>');
  });
});
