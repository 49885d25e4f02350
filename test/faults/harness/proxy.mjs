import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A TCP proxy in front of Redis that simulates network faults. It inspects bytes, but never changes them.
 *
 *     pass()            everything passes, including data held back by a black hole
 *     refuse()          connections are closed, new ones refused
 *     blackHole()       connections stay open, new ones too, but no data passes
 *     delay(ms)         delays each direction by half: a round trip takes `ms` longer
 *     dropReplies(n, matches)  n times, Redis executes a matching command, but the reply is lost with the connection
 *     cut(matches)      closes connections that have ever sent a matching command, whenever they send it;
 *                       ended by pass()
 *
 * `matches` is called with each chunk of bytes from a client.
 */
export async function startProxy(targetPort) {
  const links = new Set();
  const state = { mode: 'pass', oneWayMs: 0, drop: undefined, cut: undefined };
  const counts = { connections: 0, droppedReplies: 0, cut: 0 };
  const server = createServer((client) => {
    counts.connections += 1;
    const link = new Link(client, targetPort, state, counts);
    links.add(link);
    client.once('close', () => links.delete(link));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const cutAll = () => [...links].forEach((link) => link.destroy());
  const listen = async () => {
    if (!server.listening) await once(server.listen(port, '127.0.0.1'), 'listening');
  };
  return {
    port,
    counts,
    async pass() {
      Object.assign(state, { mode: 'pass', oneWayMs: 0, drop: undefined, cut: undefined });
      await listen();
      for (const link of links) link.flow();
    },
    refuse() {
      server.close();
      cutAll();
    },
    blackHole() {
      state.mode = 'hold';
    },
    delay(ms) {
      state.oneWayMs = ms / 2;
    },
    dropReplies(n, matches) {
      state.drop = { left: n, matches };
    },
    cut(matches) {
      state.cut = matches;
      for (const link of links) if (link.hasSent(matches)) link.cut();
    },
    close() {
      server.close();
      cutAll();
    },
  };
}

/** A client's connection and the corresponding one to Redis. */
class Link {
  constructor(client, targetPort, state, counts) {
    Object.assign(this, { client, state, counts });
    /** Beginnings of the chunks it has sent, to find certain connections. */
    this.seen = [];
    this.upstream = connect(targetPort, '127.0.0.1');
    this.up = new Way(this.upstream, state);
    this.down = new Way(client, state);
    for (const socket of [client, this.upstream]) {
      socket.setNoDelay();
      socket.on('error', () => undefined); // `close` follows
    }
    client.on('data', (piece) => this.take(piece));
    client.on('close', () => this.isDeaf || this.upstream.destroy());
    this.upstream.on('data', (piece) => this.isDeaf || this.down.push(piece));
    this.upstream.on('close', () => client.destroy());
  }

  hasSent(matches) {
    return this.seen.some(matches);
  }

  take(piece) {
    const { drop, cut } = this.state;
    if (this.seen.length < 20) this.seen.push(piece.subarray(0, 200));
    if (cut?.(piece)) return this.cut();
    this.up.push(piece);
    if (drop && drop.left > 0 && drop.matches(piece)) this.loseReply(drop);
  }

  /** Redis executes everything sent to it; the client only sees that its connection is closed. */
  loseReply(drop) {
    drop.left -= 1;
    this.counts.droppedReplies += 1;
    this.isDeaf = true;
    this.client.destroy();
    this.upstream.end();
  }

  cut() {
    this.counts.cut += 1;
    this.destroy();
  }

  flow() {
    this.up.flow();
    this.down.flow();
  }

  destroy() {
    this.client.destroy();
    this.upstream.destroy();
  }
}

/** One direction: delayed or held back data stays in order. */
class Way {
  constructor(to, state) {
    Object.assign(this, { to, state, held: [], dueAt: 0 });
  }

  push(piece) {
    if (this.held.length === 0 && this.state.mode === 'pass' && this.state.oneWayMs === 0) {
      this.to.write(piece);
      return;
    }
    this.held.push({ piece, at: performance.now() + this.state.oneWayMs });
    this.wait();
  }

  /** Writes due data, unless it must be held back. */
  flow() {
    if (this.state.mode === 'hold') return;
    while (this.held.length > 0 && this.held[0].at <= performance.now())
      this.to.write(this.held.shift().piece);
    this.wait();
  }

  wait() {
    if (this.held.length === 0 || this.state.mode === 'hold' || this.timer) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.flow();
      },
      Math.max(0, this.held[0].at - performance.now()),
    );
  }
}
