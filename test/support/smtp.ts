import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** A message as a real SMTP server received it. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly mail: ParsedMail;
  /** Its lines, unparsed. */
  readonly raw: string;
}

/** The server's replies to some recipients, by domain. */
const REPLIES = new Map([
  ['refused.example', [550, 'No such user here']],
  ['busy.example', [451, 'Try again later']],
  ['closing.example', [421, 'Closing the connection']],
] as const);

/**
 * A real SMTP server that keeps all messages. The recipient's domain selects the reply from REPLIES; `slow.example`
 * gets none. After receiving the first message to `dropped.example` it disconnects without a reply; messages to
 * `rejected.example` are refused after their data.
 */
export async function startSmtp(options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const waiting: string[] = [];
  const left: string[] = [];
  const dropped: string[] = [];
  const connections = { opened: 0, open: new Set<{ destroy(): void }>() };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.onAuth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    onConnect: (_session, callback) => {
      connections.opened += 1;
      callback();
    },
    onClose: (session) => left.push(senderOf(session)),
    onRcptTo: ({ address }, _session, callback) => {
      const domain = address.slice(address.lastIndexOf('@') + 1);
      if (domain === 'slow.example') return void waiting.push(address);
      const [responseCode, words] = [...REPLIES].find(([name]) => name === domain)?.[1] ?? [];
      callback(responseCode ? Object.assign(new Error(words), { responseCode }) : null);
    },
    onData: (stream, session, callback) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      const fail = (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)));
      buffer(stream).then(async (content) => {
        if (recipients[0]?.endsWith('@rejected.example'))
          return callback(Object.assign(new Error('This looks like spam'), { responseCode: 554 }));
        received.push({ recipients, mail: await simpleParser(content), raw: content.toString('latin1') });
        if (recipients[0]?.endsWith('@dropped.example') && dropped.push(recipients[0]) === 1) return hangUp();
        callback();
      }, fail);
    },
    ...options,
  });
  const hangUp = () => {
    for (const socket of connections.open) socket.destroy();
  };
  server.server.on('connection', (socket) => {
    connections.open.add(socket);
    socket.once('close', () => connections.open.delete(socket));
  });
  server.on('error', () => undefined); // a disconnected client
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, port, received, waiting, left, connections, hangUp, stop };
}

/** The result of `startSmtp`. */
export type Smtp = Awaited<ReturnType<typeof startSmtp>>;

/** A client that disconnects at once has no envelope, despite the types. */
function senderOf({ envelope }: Partial<SMTPServerSession>): string {
  return envelope?.mailFrom ? envelope.mailFrom.address : '';
}
