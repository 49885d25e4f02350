import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const SLOW_MS = 2_000;

/** What is said to a recipient, by the name of the domain, the n-th time: nothing where it is taken. */
const REPLIES = {
  busy: (n) => n <= 2 && [451, 'Try again later'],
  'always-busy': () => [451, 'Try again later'],
  refused: () => [550, 'No such user here'],
};

/**
 * An SMTP server that treats a recipient as its domain says: `busy.example` is taken the third time, `refused.example`
 * never, `rejected.example` is refused when its message is there, of `dropped.example` the first message is kept and
 * the line cut without a word, at `slow.example` each answer takes 2 s, at `silent.example` the first never comes.
 * All others are taken. It can go away and come back at the same port.
 *
 * @returns `kept`: { recipient, messageId } of every message that was received whole, whatever was answered
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
    server.on('error', () => undefined); // clients are cut off on purpose
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
