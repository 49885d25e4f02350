import type { Server } from 'node:http';
import { clientNetwork } from '../access/client-network.js';

/**
 * Closes new connections of an address that has reached its limit, so that it cannot use up the server's connections.
 */
export function limitAddresses(server: Server, maxOfOne: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = clientNetwork(socket.remoteAddress ?? '');
    const count = open.get(address) ?? 0;
    if (count >= maxOfOne) return void socket.destroy();
    open.set(address, count + 1);
    socket.once('close', () => {
      const rest = (open.get(address) ?? 1) - 1;
      if (rest > 0) open.set(address, rest);
      else open.delete(address);
    });
  });
}
