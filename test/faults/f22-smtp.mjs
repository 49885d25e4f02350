/** F22: an SMTP server with every kind of failure. Temporary errors are retried, permanent ones are final at once. */
import { startSmtpTarget } from './harness/smtp-target.mjs';
import { Tasks } from './harness/tasks.mjs';
import { hold } from './harness/until.mjs';

const DOWN_MS = 4_000;
/** Number of emails of each kind. */
const EACH = 10;

/** Options of each email: the default waits would take more than an hour. */
const options = { attempts: 5, backoff: { type: 'exponential', delay_ms: 1_000 } };

/** Expected by recipient domain: the task's status, its attempts, and how often its email was received. */
const KINDS = {
  taken: { status: 'SUCCESS', attempt: 1, received: 1 },
  slow: { status: 'SUCCESS', attempt: 1, received: 1 },
  busy: { status: 'SUCCESS', attempt: 3, received: 1 },
  'always-busy': { status: 'FAILURE', attempt: 5, received: 0 },
  refused: { status: 'FAILURE', attempt: 1, received: 0 },
  rejected: { status: 'FAILURE', attempt: 1, received: 0 },
  dropped: { status: 'SUCCESS', attempt: 2, received: 2 },
  silent: { status: 'SUCCESS', attempt: 2, received: 1 },
};

export default {
  fault: 'SMTP down, slow, 4xx, 5xx, dropped after DATA',
  async run(row) {
    const smtp = await startSmtpTarget();
    row.atEnd(() => smtp.close());
    const stand = await row.prepareAll({
      workers: 1,
      variables: { SMTP_URL: smtp.url, SMTP_CONNECTIONS: '8' },
    });
    const tasks = new Tasks(stand.url);
    const send = async (domain, n) => {
      const email = { to: `person-${n}@${domain}.example`, subject: `Number ${n}`, text: 'Hello' };
      const id = await tasks.mustSubmit('/tasks/notifications.send-email', { payload: email, options });
      return { domain, id, recipient: email.to };
    };
    const sendAll = (domain) => Promise.all(Array.from({ length: EACH }, (_, n) => send(domain, n)));

    smtp.goAway();
    const whileDown = await sendAll('down');
    await hold(DOWN_MS);
    await smtp.comeBack();
    // A hanging SMTP session occupies its slot for 30 s: one is enough to see that the others continue.
    const sent = [...(await Promise.all(Object.keys(KINDS).filter(isMany).map(sendAll))).flat()];
    sent.push(await send('silent', 0));

    const counts = await tasks.count();
    const received = (email) => smtp.kept.filter(({ recipient }) => recipient === email.recipient);
    const wrong = [];
    for (const email of [...whileDown, ...sent]) {
      const { status, attempt } = await tasks.read(email.id);
      const wanted = KINDS[email.domain] ?? { status: 'SUCCESS', attempt, received: 1 };
      const found = { status, attempt, received: received(email).length };
      if (JSON.stringify(found) !== JSON.stringify(wanted)) wrong.push({ domain: email.domain, ...found });
    }
    const repeats = [...whileDown, ...sent].map((email) => received(email).length - 1);
    const ids = [...whileDown, ...sent].map((email) => new Set(received(email).map((m) => m.messageId)).size);

    row.counts = { ...counts, duplicates: repeats.reduce((a, b) => a + Math.max(0, b), 0) };
    row.figures.unlike_documented = wrong;
    row.exactly('lost', counts.lost, 0);
    row.exactly('completed', counts.completed, EACH * 5 + 1);
    row.exactly('ended otherwise than documented', wrong.length, 0);
    row.atMost('duplicates of an email', Math.max(...repeats), 1);
    row.atMost('Message-IDs of an email', Math.max(...ids), 1);
  },
};

function isMany(domain) {
  return domain !== 'silent';
}
