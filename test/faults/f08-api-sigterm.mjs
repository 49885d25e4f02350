/** F8: an API asked to stop answers all accepted requests, and finishes its background events. */
import { ask } from './harness/ask.mjs';
import { startSmtpTarget } from './harness/smtp-target.mjs';
import { warningsIn } from './harness/stand.mjs';

const EMAILS_A_SECOND = 10;

export default {
  fault: 'API SIGTERM under load',
  async run(row) {
    const mail = await startSmtpTarget();
    const stand = await row.prepareAll({ variables: { SMTP_URL: mail.url } });
    row.atEnd(() => mail.close());
    const load = row.load({ rate: 100, payload: { ms: 10 } });
    const promised = [];
    const emails = setInterval(() => {
      // A few take seconds: long after their responses, and after the API was asked to stop.
      const domain = promised.length % 10 === 9 ? 'slow.example' : 'example.com';
      const to = `user-${promised.length}@${domain}`;
      promised.push(ask(`${stand.url}/notify?email=${to}`, { method: 'POST' }).then(({ status }) => status));
    }, 1_000 / EMAILS_A_SECOND);
    row.atEnd(() => clearInterval(emails));
    await row.more(300);

    row.phase = 'during';
    const toldAt = Date.now();
    const code = await stand.api.kill('SIGTERM');
    row.recoveryS = (Date.now() - toldAt) / 1_000;
    clearInterval(emails);
    const answered = (await Promise.all(promised)).filter((status) => status === 200).length;
    await stand.startApi();
    row.phase = 'after';
    await row.more(200);
    await load.stop();
    const counts = await row.count();

    const cutOff = stand.submissions.entries.filter(
      ({ status, code }) => status === 0 && code !== 'ECONNREFUSED',
    );
    const dropped = droppedBy(stand.api);
    Object.assign(row.figures, {
      cut_off: cutOff.length,
      emails_promised: answered,
      emails_dropped: dropped,
    });
    row.holds(counts, { duplicates: 0 });
    row.exactly('exit code', code, 0);
    row.exactly('cut off though the API had taken it', cutOff.filter((entry) => entry.wasReplayed).length, 0);
    row.exactly('background events neither done nor counted', answered - dropped - mail.kept.length, 0);
    row.atLeast('background events', answered, 1);
  },
};

/** Background events that the process reported as dropped. */
function droppedBy(api) {
  const numbers = warningsIn(api).map(({ msg }) => /^Dropped (\d+) background events/.exec(msg)?.[1] ?? 0);
  const late = /before the background events of (\d+) requests/.exec(api.output())?.[1] ?? 0;
  return numbers.reduce((sum, number) => sum + Number(number), Number(late));
}
