import { api } from '../../../api/client.js';
import { useLoad } from '../../../api/use-load.js';
import { basePath } from '../../../app/base-path.js';
import { pathTo } from '../../../app/paths.js';
import { may, session } from '../../../app/session.js';
import { Button } from '../../../components/controls/button.js';
import { CodeLine } from '../../../components/controls/code-line.js';
import { Panel } from '../../../components/layout/panel.js';
import { Screen } from '../../../components/layout/screen.js';
import { ExampleRun } from './example-run.js';
import { curlOf, examplesFor } from './examples.js';
import './greeting.css';

/** In place of an overview without a single task: three things to try. @param onEnd shows the overview */
export function Greeting({ onEnd }: { readonly onEnd: () => void }) {
  const types = useLoad(async (signal) => (await api.GET('/task-types', { signal })).data?.items ?? [], []);
  const examples = examplesFor(types.data ?? []);
  const origin = `${location.origin}${basePath}`;
  const mayTry = may('submitter');
  return (
    <Screen title="Welcome to Celeriac" actions={<Button label="Show the overview" onClick={onEnd} />}>
      <p class="greeting-text">
        No task has run here yet. A task is a name with a payload: the API stores it in a queue, a worker runs
        it, and you follow it here.{' '}
        {!mayTry && 'Your role may look but not submit, so the first task comes from somebody else.'}
      </p>
      {mayTry && (
        <ol class="examples">
          {examples.map((example) => (
            <ExampleRun key={example.title} example={example} />
          ))}
        </ol>
      )}
      {mayTry && (
        <div class="columns">
          <Panel title="From a terminal">
            {examples.slice(0, 1).map((example) => (
              <CodeLine key={example.name} text={curlOf(example, origin, session.value?.mode === 'keys')} />
            ))}
            <p class="soft">
              The API can do all that these pages do: see <a href={`${basePath}/docs`}>its documentation</a>.
            </p>
          </Panel>
          <Panel title="Your own task">
            <CodeLine text="npx celeriac new task reports.write-nightly" />
            <p class="soft">
              This creates a processor and its spec. Restart the worker, and the task appears under{' '}
              <a href={pathTo.newTask()}>New task</a> with a form for its payload.
            </p>
          </Panel>
        </div>
      )}
    </Screen>
  );
}
