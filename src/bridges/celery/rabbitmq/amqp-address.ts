import type { Options } from 'amqplib';
import type { BrokerFacts } from '../broker/celery-broker.js';

/** A connection that is silent for two intervals is dead. In s. */
const HEARTBEAT_S = 15;
const LOGIN = 'guest';

/** The parts of an `amqp://` URL. */
export interface AmqpAddress {
  readonly options: Options.Connect;
  readonly facts: BrokerFacts;
  /** For people, without user and password. */
  readonly shown: string;
}

/**
 * Reads the URL as kombu does: the virtual host is the path without its first `/`, `/` if nothing is left, and user and
 * password are `guest` if there is none.
 *
 * @param url of the setting CELERY_BROKER_URL, which has been checked
 */
export function readAmqpUrl(url: string): AmqpAddress {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const isEncrypted = protocol === 'amqps:';
  const host = hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost';
  const portNumber = port === '' ? (isEncrypted ? 5671 : 5672) : Number(port);
  const virtualHost = decodeURIComponent(pathname.slice(1)) || '/';
  const userId = username === '' ? LOGIN : decodeURIComponent(username);
  return {
    options: {
      protocol: isEncrypted ? 'amqps' : 'amqp',
      hostname: host,
      port: portNumber,
      username: userId,
      password: username === '' && password === '' ? LOGIN : decodeURIComponent(password),
      // amqplib decodes it once more.
      vhost: encodeURIComponent(virtualHost),
      heartbeat: heartbeatOf(searchParams.get('heartbeat')),
    },
    facts: { hostname: host, port: portNumber, userId, virtualHost, transport: 'amqp', isEncrypted },
    shown: `${protocol}//${hostname || host}:${portNumber}/${virtualHost === '/' ? '' : virtualHost}`,
  };
}

/** `?heartbeat=30`, in s; 0: none. */
function heartbeatOf(text: string | null): number {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : HEARTBEAT_S;
}
