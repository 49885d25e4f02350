/**
 * The message that the standalone prints when everything serves: addresses, and a command to try. Loopback and wildcard
 * addresses are shown as `localhost`. The console comes first: it is where a newcomer looks.
 *
 * @param urls `redis` is the address of the embedded Redis; omitted with REDIS_URL, which may contain a password.
 * `console` is given if another server than the API serves it. `bridge` is omitted without CELERY_BROKER_URL
 * @param history its state in a line; omitted with HISTORY_URL
 */
export function welcome(
  urls: {
    readonly api: string;
    readonly worker: string;
    readonly bridge?: string | undefined;
    readonly redis?: string | undefined;
    readonly console?: string | undefined;
  },
  dataDir: string,
  history = 'set by HISTORY_URL',
): string {
  const api = shown(urls.api);
  const places = [
    ['Console', urls.console ?? `${api}/dashboard`],
    ['API', api],
    ['Docs', `${api}/docs`],
    ['Health', `${api}/health`],
    ['Worker', `${shown(urls.worker)}/health`],
    ...(urls.bridge === undefined ? [] : [['Bridge', `${shown(urls.bridge)}/health`]]),
    ['Redis', urls.redis ? `${urls.redis} (embedded, data in ${dataDir}/redis)` : 'set by REDIS_URL'],
    ['History', history],
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
