import { existsSync, readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { PACKAGE_ZONES, zonesOf } from './eslint.zones.js';

const SRC = new URL('src/', import.meta.url);
const EXAMPLES = new URL('examples/', import.meta.url);
const foldersIn = (folder, root = SRC) =>
  readdirSync(new URL(folder, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Each folder of src, of its floors, and of a bridge; `*.ts` stands for the files directly in a floor. */
const roomsOfSrc = foldersIn('.').flatMap((floor) => {
  const rooms = foldersIn(`${floor}/`).map((room) => `${floor}/${room}`);
  const within =
    floor === 'bridges'
      ? rooms.flatMap((room) => foldersIn(`${room}/`).map((name) => `${room}/${name}`))
      : [];
  const inside = [...rooms, ...within];
  const hasFiles = readdirSync(new URL(floor, SRC)).some((name) => name.endsWith('.ts'));
  return [...inside, ...(hasFiles ? [`${floor}/*.ts`] : [])];
});

// A project made by `celeriac new app` has no examples.
const examples = existsSync(EXAMPLES) ? foldersIn('.', EXAMPLES) : [];
const rooms = [...roomsOfSrc, ...examples.map((name) => `examples/${name}`)];

const closedPackage = (name, message) => ({ regex: `^${name}(/|$)`, message });
const bullmq = closedPackage('bullmq', 'Only core/bullmq and worker/consuming know BullMQ.');
const swagger = closedPackage('@nestjs/swagger', 'The core does not know that it is documented over HTTP.');
const otelSdk = {
  regex: '^(@opentelemetry/(?!api$)|bullmq-otel$)',
  message:
    'Only observability/tracing knows how spans are made; elsewhere the API, which does nothing where nothing is traced.',
};
const closed = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const fewParameters = {
  selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]',
  message: 'A class with more than five constructor parameters has a second responsibility: split it.',
};
/** What the console's content security policy refuses, and what would make markup of a task's strings. */
const markup = [
  'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
  'Property[key.name="dangerouslySetInnerHTML"]',
  'MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc|insertAdjacentHTML|setHTMLUnsafe)$/]',
  'JSXAttribute[name.name="style"] > Literal',
].map((selector) => ({
  selector,
  message: 'The content security policy refuses markup and styles in strings.',
}));
const onlyClient = {
  regex: '^(openapi-fetch|node:|@celeriac/client/|(\\.\\./)+(client|cli)/)',
  message: 'The console runs in a browser, and knows the service by the exports of @celeriac/client alone.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '.dist-*',
      'coverage',
      'node_modules',
      '.data',
      'docs/api',
      'packages/client/src/openapi.ts',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...zonesOf(rooms), ...PACKAGE_ZONES] }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // a DTO is a shape: a literal will do
      '@typescript-eslint/no-extraneous-class': 'off', // modules and empty DTOs are classes without members
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': 'off', // `return next()` is Express' idiom
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'no-restricted-syntax': ['error', fewParameters],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only platform/config reads the environment.' },
      ],
    },
  },
  {
    files: [
      'src/platform/config/**',
      'src/platform/embedded/**',
      'src/repl.ts',
      'src/standalone.ts',
      'src/migrate-history.ts',
      'test/**',
      'scripts/**',
      'packages/*/scripts/**',
      'packages/cli/src/terminal.ts',
      'packages/console/vite.config.ts',
      '**/*.spec.ts',
      '**/*.spec.tsx',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  // no-restricted-imports is one rule, so for each file the last of these blocks counts.
  { files: ['src/**'], rules: closed(bullmq, otelSdk) },
  { files: ['src/{core,worker}/**'], rules: closed(bullmq, swagger, otelSdk) },
  {
    files: ['src/core/bullmq/**', 'src/worker/consuming/**'],
    rules: closed(swagger, otelSdk),
  },
  { files: ['src/observability/tracing/**'], rules: closed(bullmq) },
  {
    files: ['packages/console/src/**'],
    ignores: ['**/*.spec.ts', '**/*.spec.tsx'],
    rules: {
      ...closed(onlyClient),
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', fewParameters, ...markup],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'EventSource', 'XMLHttpRequest', 'WebSocket'].map((name) => ({
          name,
          message: 'Only api/ and the session talk to the server.',
        })),
      ],
    },
  },
  {
    files: ['packages/console/src/api/**', 'packages/console/src/app/session.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(
        [
          ...['process', 'console', 'performance', 'setTimeout', 'clearTimeout', 'setInterval'],
          ...['clearInterval', 'fetch', 'URL', 'Buffer', 'AbortController', 'module'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    // What comes over the wire in a test is judged by its assertions.
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'test/**'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
);
