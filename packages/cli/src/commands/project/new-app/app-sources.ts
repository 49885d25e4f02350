/** Scripts of package.json that need parts which a new project does not have. */
const DEVELOPMENT_SCRIPTS = [
  ...['client:types', 'docs:cli', 'docs:api', 'test:smoke', 'fuzz', 'mutation', 'faults', 'bench'],
];

interface PackageJson {
  name: string;
  version: string;
  description: string;
  scripts: Record<string, string>;
}

interface PackageLock {
  name: string;
  version: string;
  packages: Record<string, Partial<PackageJson>>;
}

/** The package.json of the project. */
export function packageJsonOf(template: string, name: string): string {
  const json = JSON.parse(template) as PackageJson;
  const kept = Object.entries(json.scripts).filter(([script]) => !DEVELOPMENT_SCRIPTS.includes(script));
  const scripts = Object.fromEntries(
    kept.map(([script, line]) => [script, line.replace(' npm:docs:api', '')]),
  );
  return jsonText({ ...json, name, version: '0.1.0', description: `${name}, made from Celeriac`, scripts });
}

/** The package-lock.json, so that the project installs the versions that the template was tested with. */
export function packageLockOf(template: string, name: string): string {
  const json = JSON.parse(template) as PackageLock;
  const root = { ...json.packages[''], name, version: '0.1.0' };
  return jsonText({ ...json, name, version: '0.1.0', packages: { ...json.packages, '': root } });
}

export function readmeOf(name: string): string {
  return `# ${name}

A service for background work, made from the Celeriac template: an HTTP API, durable queues, workers and a console.

\`\`\`sh
npm install
npm start
\`\`\`

starts everything on this machine, with a Redis of its own. Then, in another terminal:

\`\`\`sh
npx celeriac call greetings.greet '{"name": "Ada"}' --wait
npx celeriac status
\`\`\`

<http://localhost:8000/dashboard> shows what happens, <http://localhost:8000/docs> documents the API. \`npm run dev\`
starts the same, and again after each change.

## Where things are

- \`src/features/greetings\`: a task of your own, to be replaced.
- \`src/features\`: your features, which \`src/apps/features.ts\` lists. The tutorial's routes, \`fetch\` and
  \`notifications\` come from the template: remove what you do not need.
- \`.env\`: settings, explained in [docs/settings.md](docs/settings.md).
- \`docs\`: how to write [tasks](docs/tasks.md) and [features](docs/features.md), and [deployment](docs/deployment.md).

\`npx celeriac new task reports.write-nightly\` adds a task with its spec. \`npm test\` runs the specs, \`npm run check\`
everything before a commit.
`;
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
