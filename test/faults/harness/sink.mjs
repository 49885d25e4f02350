import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/**
 * An HTTP server that records the tasks' side effects in order, to count how often a task really ran.
 *
 * @returns `effects`: { id, n, attempt, worker, at }, times by the sink's clock, in ms
 */
export async function startSink() {
  const effects = [];
  const server = createServer(async (request, response) => {
    const effect = await json(request).catch(() => undefined);
    if (effect === undefined) return response.destroy();
    effects.push({ ...effect, at: Date.now(), workerClock: effect.at });
    response.writeHead(204).end();
  });
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, effects, close };
}
