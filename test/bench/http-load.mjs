import autocannon from 'autocannon';

const CONNECTIONS = 32;
const SECONDS = 4;

/**
 * Requests per second over 32 connections, sent from a separate thread; every response must have the expected status.
 */
export async function measureHttp({ url, method = 'GET', status, body, headers = {} }) {
  const json = body && { body: JSON.stringify(body) };
  const sent = body ? { 'content-type': 'application/json', ...headers } : headers;
  const load = {
    url,
    method,
    connections: CONNECTIONS,
    duration: SECONDS,
    workers: 1,
    headers: sent,
    ...json,
  };
  const result = await autocannon(load);
  const accepted = result.statusCodeStats?.[status]?.count ?? 0;
  const others = Object.keys(result.statusCodeStats ?? {}).filter((code) => code !== String(status));
  if (others.length > 0 || result.errors > 0)
    throw new Error(`${method} ${url} answered ${others.join(', ')} and had ${result.errors} errors`);
  return { perSecond: accepted / result.duration, accepted };
}
