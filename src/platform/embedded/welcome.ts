/**
 * The message that the standalone prints when everything serves: addresses, and a command to try. Loopback and wildcard
 * addresses are shown as `localhost`.
 *
 * @param redis address of the embedded Redis; omitted with REDIS_URL, which may contain a password
 */
export function welcome(
  urls: { api: string; worker: string; redis?: string | undefined },
  dataDir: string,
): string {
  const api = shown(urls.api);
  const places = [
    ['API', api],
    ['Docs', `${api}/docs`],
    ['Dashboard', `${api}/dashboard`],
    ['Health', `${api}/health`],
    ['Worker', `${shown(urls.worker)}/health`],
    ['Redis', urls.redis ? `${urls.redis} (embedded, data in ${dataDir}/redis)` : 'set by REDIS_URL'],
  ];
  return [
    '',
    'Celeriac is running. Press Ctrl-C to stop it.',
    '',
    ...places.map(([name = '', place = '']) => `  ${name.padEnd(11)}${place}`),
    '',
    'Try it:',
    '',
    `  curl -X POST '${api}/tasks?x=10&y=2'`,
    '',
  ].join('\n');
}

function shown(url: string): string {
  return url.replace(/\/$/, '').replace(/\/\/(127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?=:|$)/, '//localhost');
}
