import { useAct } from '../../api/use-act.js';
import type { Role, Session } from '../../api/types.js';
import { basePath } from '../../app/base-path.js';
import { logOut, session } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { Facts } from '../../components/data/facts.js';
import { Tag } from '../../components/data/tag.js';
import { Time } from '../../components/data/time.js';
import { Panel } from '../../components/layout/panel.js';

const MAY: Readonly<Record<Role, string>> = {
  viewer: 'sees everything but payloads',
  submitter: 'sees everything but payloads, and submits tasks',
  operator: 'also pauses, cancels, retries, and reads the audit log',
  admin: 'may do everything, and sees payloads',
};

const MODES: Readonly<Record<Exclude<Session['mode'], 'keys'>, string>> = {
  loopback: 'No keys are configured: only this machine is served, without a login.',
  open: 'AUTH=none: every client that reaches the API may do everything.',
};

/** The session of this browser. */
export function SessionPanel() {
  const leaving = useAct(logOut);
  const own = session.value;
  if (!own) return null;
  const { mode, name, role, expires_at: expiresAt } = own;
  return (
    <Panel
      title="Access"
      actions={
        mode === 'keys' && (
          <Button
            label="Log out"
            icon="logOut"
            isBusy={leaving.isRunning}
            onClick={() => void leaving.run()}
          />
        )
      }
    >
      {mode !== 'keys' && <p>{MODES[mode]}</p>}
      <Facts
        facts={[
          ['Name', name],
          ['Role', role && <Tag text={role} />],
          ['This role', role && MAY[role]],
          ['Session ends', expiresAt && <Time at={expiresAt} />],
          ['API', <a href={`${basePath}/docs`}>Documentation of every route</a>],
        ]}
      />
    </Panel>
  );
}
