import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const SLOW_MS = 2_000;

/** Reply to a recipient by domain, for the n-th time: false if it is accepted. */
const REPLIES = {
  busy: (n) => n <= 2 && [451, 'Try again later'],
  'always-busy': () => [451, 'Try again later'],
  refused: () => [550, 'No such user here'],
};

/**
 * An SMTP server that treats recipients by domain: accepts `busy.example` the third time, never `refused.example`;
 * refuses `rejected.example` after the message; disconnects without a reply after the first message to
 * `dropped.example`; takes 2 s for each reply at `slow.example`; never replies at `silent.example`. All others are
 * accepted. It can stop and return on the same port.
 *
 * @returns `kept`: { recipient, messageId } of every completely received message, whatever the reply
 */
export async function startSmtpTarget() {
  const sockets = new Map();
  const asked = new Map();
  const kept = [];
  const times = (recipient) => {
    asked.set(recipient, (asked.get(recipient) ?? 0) + 1);
    return asked.get(recipient);
  };

  function judge({ address }, _session, answer) {
    const domain = domainOf(address);
    const n = times(address);
    const reply = REPLIES[domain]?.(n);
    if (reply) return answer(problem(...reply));
    if (domain === 'slow') return void setTimeout(answer, SLOW_MS);
    if (domain !== 'silent' || n > 1) answer();
  }

  async function keep(stream, { envelope, remotePort }, answer) {
    const content = await text(stream).catch(() => undefined);
    if (content === undefined) return;
    const recipient = envelope.rcptTo[0].address;
    const domain = domainOf(recipient);
    if (domain === 'rejected') return answer(problem(554, 'This looks like spam'));
    const [, messageId] = /^Message-ID: (\S+)/im.exec(content) ?? [];
    kept.push({ recipient, messageId });
    const isFirst = kept.filter((one) => one.recipient === recipient).length === 1;
    if (domain === 'dropped' && isFirst) return sockets.get(remotePort)?.destroy();
    if (domain === 'slow') return void setTimeout(answer, SLOW_MS);
    answer();
  }

  const listen = async (port) => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: judge,
      onData: (...given) => void keep(...given),
    });
    server.on('error', () => undefined); // clients are disconnected intentionally
    server.server.on('connection', (socket) => {
      const { remotePort } = socket;
      sockets.set(remotePort, socket);
      socket.once('close', () => sockets.delete(remotePort));
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  };

  let server = await listen(0);
  const { port } = server.server.address();
  const goAway = () => {
    server.close(() => undefined);
    for (const socket of sockets.values()) socket.destroy();
  };
  const comeBack = async () => {
    server = await listen(port);
  };
  return { url: `smtp://127.0.0.1:${port}`, kept, goAway, comeBack, close: goAway };
}

function domainOf(address) {
  return address.slice(address.lastIndexOf('@') + 1).replace('.example', '');
}

function problem(responseCode, words) {
  return Object.assign(new Error(words), { responseCode });
}
