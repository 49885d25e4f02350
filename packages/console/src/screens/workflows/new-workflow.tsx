import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { useRef } from 'preact/hooks';
import type { WorkflowDefinition } from '@celeriac/client';
import { client } from '../../api/client.js';
import { shownError } from '../../api/shown-error.js';
import { useAct } from '../../api/use-act.js';
import { pathTo } from '../../app/paths.js';
import { may } from '../../app/session.js';
import { Button } from '../../components/controls/button.js';
import { TextField } from '../../components/controls/text-field.js';
import { Notice } from '../../components/feedback/notice.js';
import { Screen } from '../../components/layout/screen.js';
import { EXAMPLE_WORKFLOW } from './example.js';
import { placeOf, syntaxErrorOf } from './json-places.js';

/** Starts a workflow from its definition in JSON. */
export function NewWorkflow() {
  return (
    <Screen title="New workflow">
      {may('submitter') ? (
        <Editor />
      ) : (
        <Notice title="Your role cannot start workflows.">That needs submitter or higher.</Notice>
      )}
    </Screen>
  );
}

function Editor() {
  const { route } = useLocation();
  const text = useSignal(JSON.stringify(EXAMPLE_WORKFLOW, null, 2));
  const form = useRef<HTMLFormElement>(null);
  const act = useAct(async () => {
    const { id } = await client.startWorkflow(JSON.parse(text.value) as WorkflowDefinition);
    route(pathTo.workflow(id));
    return 'The workflow is started.';
  });
  const syntax = syntaxErrorOf(text.value);
  const fields = act.error === undefined ? [] : shownError(act.error).fields;
  const select = (pointer: string): void => {
    const area = form.current?.querySelector('textarea');
    const place = placeOf(text.value, pointer);
    if (!area || !place) return;
    area.focus();
    area.setSelectionRange(place.from, place.to);
  };
  return (
    <form
      ref={form}
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (syntax === undefined) void act.run();
      }}
    >
      <p class="soft">
        A graph of named steps. A step starts when the steps in <code>after</code>, and those whose result its
        payload refers to by <code>$result</code>, have ended.
      </p>
      <TextField
        label="Definition"
        isCode
        rows={24}
        value={text.value}
        onInput={(value) => (text.value = value)}
        error={syntax}
      />
      {fields.length > 0 && (
        <Notice tone="failure" title="The definition is invalid.">
          <ul>
            {fields.map(({ place, message }) => (
              <li key={place + message}>
                <Button label={place || '/'} look="quiet" onClick={() => select(place)} /> {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="line">
        <Button
          label="Start"
          type="submit"
          look="primary"
          icon="play"
          isBusy={act.isRunning}
          isDisabled={syntax !== undefined}
        />
        <Button label="Back" look="quiet" href={pathTo.workflows()} />
      </div>
    </form>
  );
}
