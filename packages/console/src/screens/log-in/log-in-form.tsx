import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { useAct } from '../../api/use-act.js';
import { basePath } from '../../app/base-path.js';
import { withQuery } from '../../app/paths.js';
import { logIn, session } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { TextField } from '../../components/controls/text-field.js';
import { ErrorNotice } from '../../components/feedback/error-notice.js';
import { loginsOf } from './logins.js';

export interface LogInFormProps {
  /** Address to return to after a login at an identity provider. */
  readonly next: string;
}

/** Every way to log in that the API offers. */
export function LogInForm({ next }: LogInFormProps) {
  const { hasKey, providers } = loginsOf(session.value?.logins ?? []);
  return (
    <>
      {providers.map(({ title, url }) => (
        <Button key={url} label={title} look="primary" href={withQuery(basePath + url, { next })} />
      ))}
      {providers.length > 0 && hasKey && <p class="log-in-or soft">or</p>}
      {hasKey && <KeyForm />}
    </>
  );
}

function KeyForm() {
  const { path } = useLocation();
  const key = useSignal('');
  const entering = useAct(() => logIn(key.value.trim()), true);
  return (
    <form
      class="stack"
      action={path}
      onSubmit={(event) => {
        event.preventDefault();
        void entering.run();
      }}
    >
      <TextField
        label="API key"
        hint="It starts with cel_. The browser keeps a session, not the key."
        type="password"
        value={key.value}
        onInput={(value) => (key.value = value)}
        autocomplete="current-password"
        isRequired
        hasFocus
        isCode
      />
      <ErrorNotice error={entering.error} />
      <Button label="Log in" type="submit" look="primary" isBusy={entering.isRunning} />
    </form>
  );
}
