/**
 * What the standalone prints when everything serves: where to look, and one line to try. Addresses that stand for
 * this machine are shown as `localhost`.
 *
 * @param redis where the embedded Redis is; left out when REDIS_URL gave one, as that may hold a password
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
    ['Redis', urls.redis ? `${urls.redis} (embedded, its data in ${dataDir}/redis)` : 'as REDIS_URL says'],
  ];
  return [
    '',
    'Celeriac is running. Ctrl-C stops it.',
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
