/**
 * A simulated internet, if FAULTS_INTERNET_PORT is set: every name has a public address, `loopback.…` has 127.0.0.1,
 * and all of them lead to the row's server. The product itself judges names and addresses.
 */
import { connect, isIP } from 'node:net';
import { realNetwork } from '../../../dist/platform/outbound/guarded-connector.js';

const PUBLIC = '93.184.215.14';
const port = process.env.FAULTS_INTERNET_PORT;

if (port) Object.assign(realNetwork, { resolve, connect: connector });

async function resolve(hostname) {
  return [{ address: hostname.startsWith('loopback.') ? '127.0.0.1' : PUBLIC, family: 4 }];
}

function connector({ lookup, signal }) {
  return ({ hostname }, callback) => {
    if (isIP(hostname)) return dial(hostname);
    lookup(hostname, { all: true }, (error, found) =>
      error ? callback(error, null) : dial(found[0].address),
    );

    /** Makes the socket look connected to the address. */
    function dial(address) {
      const socket = connect({ port: Number(port), host: '127.0.0.1', signal });
      Object.defineProperty(socket, 'remoteAddress', { value: address });
      socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null));
    }
  };
}
