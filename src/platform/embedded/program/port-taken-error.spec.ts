import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holderOf } from './port-holder.js';
import { PortTakenError, requireFreePorts } from './port-taken-error.js';

describe('a port in use', () => {
  const server = createServer();
  let port: number;

  beforeEach(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const listener = () => ({ name: 'API', host: '127.0.0.1', port, variable: 'PORT' });

  it('is reported with the listening process and a command to type', async () => {
    const failure = requireFreePorts([listener()], 'npm start');
    await expect(failure).rejects.toThrow(PortTakenError);
    await expect(failure).rejects.toThrow(
      new RegExp(
        `cannot listen on port ${port}: it is in use by process ${process.pid} \\(.*\\n.*\\n\\n {2}PORT=\\d+ npm start`,
      ),
    );
  });

  it('is found with its holder at any address; a free port has none', async () => {
    expect(holderOf(port)?.pid).toBe(process.pid);
    const sixth = createServer().listen(0, '::');
    await once(sixth, 'listening');
    const other = (sixth.address() as AddressInfo).port;
    expect(holderOf(other)?.pid).toBe(process.pid);
    await new Promise((resolve) => sixth.close(resolve));
    expect(holderOf(other)).toBeUndefined();
  });

  it('does not matter if any free port will do', async () => {
    await expect(requireFreePorts([{ ...listener(), port: 0 }], 'npm start')).resolves.toBeUndefined();
  });
});
