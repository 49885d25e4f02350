import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A message as a real SMTP server received it. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly mail: ParsedMail;
}

/** A real SMTP server that keeps what it is given. Recipients at `refused.example` get a 550, at `slow.example` no answer. */
export async function startSmtp() {
  const received: ReceivedMail[] = [];
  const waiting: string[] = [];
  const left: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onClose: ({ envelope }) => left.push(envelope.mailFrom ? envelope.mailFrom.address : ''),
    onRcptTo: ({ address }, _session, callback) => {
      if (address.endsWith('@slow.example')) return void waiting.push(address);
      const isRefused = address.endsWith('@refused.example');
      callback(isRefused ? Object.assign(new Error('No such user here'), { responseCode: 550 }) : null);
    },
    onData: (stream, session, callback) => {
      simpleParser(stream).then(
        (mail) => {
          received.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), mail });
          callback();
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, received, waiting, left, stop };
}
