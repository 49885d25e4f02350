import { apiUrl } from '../../app/base-path.js';
import { session } from '../../app/session.js';
import { useQuery } from '../../app/use-query.js';
import { CodeLine } from '../../components/controls/code-line.js';
import { Segments } from '../../components/controls/segments.js';
import { Panel } from '../../components/layout/panel.js';
import { cliCommand, curlCommand, typeScriptCommand } from './commands.js';
import type { Submission } from './submission.js';

const LANGUAGES = { curl: curlCommand, ts: typeScriptCommand, cli: cliCommand } as const;

type Language = keyof typeof LANGUAGES;

/** The same submit for a shell, a program, or the CLI. */
export function CopyCommands({ submission }: { readonly submission: Submission | undefined }) {
  const { query, setQuery } = useQuery();
  const wanted = query['as'] ?? '';
  const language: Language = Object.hasOwn(LANGUAGES, wanted) ? (wanted as Language) : 'curl';
  const target = { url: apiUrl, needsKey: session.value?.mode === 'keys' };
  const command = submission && LANGUAGES[language](target, submission);
  return (
    <Panel title="Copy as">
      <Segments
        label="Copy as"
        value={language}
        options={[
          { value: 'curl', label: 'curl' },
          { value: 'ts', label: 'TypeScript' },
          { value: 'cli', label: 'CLI' },
        ]}
        onChange={(chosen) => setQuery({ as: chosen === 'curl' ? undefined : chosen }, true)}
      />
      {command ? <CodeLine text={command.text} /> : <p class="soft">The payload or an option is not JSON.</p>}
      {command && command.missing.length > 0 && (
        <p class="soft">
          The CLI has no flag for {command.missing.join(' and ')}: it is left out. curl and TypeScript have
          it.
        </p>
      )}
      {target.needsKey && (
        <p class="soft">
          It reads your API key from <code>CELERIAC_API_KEY</code>.
        </p>
      )}
    </Panel>
  );
}
