import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { freePort } from '../../../dist/platform/embedded/program/free-port.js';
import { rabbitmqEnvironment } from '../../support/rabbitmq-environment.mjs';
import { spawnChild, temporaryFolder } from './children.mjs';
import { until } from './until.mjs';

/** Debian's script. The one on its PATH runs for root only, as another user. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/**
 * The row's own RabbitMQ, which can be killed and restarted with the same data.
 *
 * @returns undefined on a machine without RabbitMQ
 */
export async function createRabbitmq() {
  if (!existsSync(PROGRAM)) return undefined;
  const folder = await temporaryFolder();
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()];
  const env = rabbitmqEnvironment(folder, { port, distribution, names });
  // Erlang's directory of nodes would start by itself, and stay.
  spawnChild('epmd', 'epmd', ['-port', String(names), '-address', '127.0.0.1']);
  let server;
  const start = async () => {
    server = spawnChild('rabbitmq', PROGRAM, [], { env, cwd: folder });
    await until(() => greets(port), { what: 'RabbitMQ', limitMs: 120_000 });
  };
  // Its own children end with its group.
  return { url: `amqp://guest:guest@127.0.0.1:${port}//`, start, kill: () => server.kill('SIGKILL') };
}

/** True when it speaks AMQP: the port opens last. */
async function greets(port) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // it is not up yet
  try {
    await once(socket, 'connect');
    socket.write(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'));
    socket.setTimeout(2_000, () => socket.destroy(new Error('It is silent')));
    await once(socket, 'data');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
