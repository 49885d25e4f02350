import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { hold } from './until.mjs';

/** An SMTP server that takes everything, each message after `slowMs`, and keeps what it was given. */
export async function startMailServer({ slowMs = 0 } = {}) {
  const received = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, callback) {
      void buffer(stream).then(async (content) => {
        await hold(slowMs);
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ recipients, raw: content.toString('latin1'), at: Date.now() });
        callback();
      });
    },
  });
  server.on('error', () => undefined); // a client that has gone
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `smtp://127.0.0.1:${server.server.address().port}`, received, close };
}
