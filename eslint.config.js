import { readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, folder by folder, and why. `may` lists the folders that are open to it besides itself and
 * the leaves; everything else of ours is closed. docs/architecture.md tells the same story in words.
 */
const LEAVES = ['validation', 'logging', 'redaction', 'timing'];
const HOUSE = {
  validation: { may: [], because: 'it is a leaf that every border uses' },
  timing: { may: [], because: 'it is a leaf: waiting and writing a time are the same everywhere' },
  logging: { may: [], because: 'it is a leaf: what a line says is decided by who logs it' },
  redaction: { may: [], because: 'it is a leaf: what is secret is known before anything is' },
  config: { may: [], because: 'everything is configured, so configuration knows nothing' },
  embedded: { may: ['config'], because: 'a private Redis is started before there is any application' },
  queue: { may: ['config'], because: 'the core knows no feature and no HTTP' },
  outbound: { may: ['config'], because: 'what guards the way out must not depend on who goes out' },
  worker: { may: ['queue', 'config'], because: 'executing a task is the same whatever the task does' },
  http: { may: ['queue', 'config'], because: 'the edge maps requests and errors; features stand behind it' },
  auth: {
    may: ['queue', 'config', 'http'],
    because: 'who may do what is decided before any feature is asked',
  },
  blobs: {
    may: ['queue', 'config'],
    because: 'what is kept for a task knows its retention, not its feature',
  },
  'background-tasks': { may: ['config'], because: 'its promise differs from that of a queue' },
  health: { may: ['queue', 'config', 'http'], because: 'operations look at the core, not at features' },
  metrics: {
    may: ['queue', 'worker', 'config', 'http', 'background-tasks'],
    because: 'what observes listens to the core, the worker and the edge, and none of them knows it',
  },
  tracing: {
    may: ['queue', 'worker', 'outbound', 'config'],
    because: 'what observes listens to the core, the worker and the way out, and none of them knows it',
  },
  operations: {
    may: ['queue', 'worker', 'config', 'http'],
    because: 'operations look at the core, not at features',
  },
  dashboard: {
    may: ['queue', 'config', 'http', 'auth'],
    because: 'operations look at the core, not at features',
  },
};
for (const feature of ['tasks', 'notifications', 'fetch']) {
  HOUSE[feature] = {
    may: ['queue', 'worker', 'outbound', 'blobs', 'background-tasks', 'http', 'config'],
    because: 'features do not know each other: they meet in the queue',
  };
}

const folders = readdirSync(new URL('src', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const homeless = folders.filter((name) => !(name in HOUSE));
if (homeless.length > 0)
  throw new Error(`Say in eslint.config.js what src/${homeless.join(', src/')} may import, and why.`);

/** Files at the top of src compose folders; no folder imports them. */
const zones = Object.entries(HOUSE).map(([folder, { may, because }]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [...new Set([folder, ...LEAVES, ...may])].map((name) => `./${name}`),
  message: `src/${folder} may import only ${may.join(', ') || 'nothing of ours'}: ${because}.`,
}));

const closedPackage = (name, message) => ({ regex: `^${name}(/|$)`, message });
const bullmq = closedPackage('bullmq', 'Only queue/, worker/ and dashboard/ know BullMQ.');
const swagger = closedPackage('@nestjs/swagger', 'The core does not know that it is documented over HTTP.');
const otelSdk = {
  regex: '^(@opentelemetry/(?!api$)|bullmq-otel$)',
  message:
    'Only tracing/ knows how spans are made; elsewhere the API, which does nothing where nothing is traced.',
};
const closed = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist', '.dist-*', 'coverage', 'node_modules', '.data'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
    plugins: { 'import-x': importX },
    settings: {
      // Without these two it reads no TypeScript, and finds no cycle.
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // a DTO is a shape: a literal will do
      '@typescript-eslint/no-extraneous-class': 'off', // modules and empty DTOs are classes without members
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': 'off', // `return next()` is Express' idiom
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/ reads the environment.' },
      ],
    },
  },
  {
    files: [
      'src/config/**',
      'src/embedded/**',
      'src/standalone.ts',
      'test/**',
      'scripts/**',
      'src/**/*.spec.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/{queue,worker,dashboard,tracing}/**'],
    rules: closed(bullmq, otelSdk),
  },
  { files: ['src/{queue,worker}/**'], rules: closed(swagger, otelSdk) },
  { files: ['src/dashboard/**'], rules: closed(otelSdk) },
  { files: ['src/tracing/**'], rules: closed(bullmq) },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(
        [
          ...['process', 'console', 'performance', 'setTimeout', 'clearTimeout', 'setInterval'],
          ...['clearInterval', 'fetch', 'URL', 'Buffer'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    // What comes over the wire in a test is judged by its assertions.
    files: ['**/*.spec.ts', 'test/**'],
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
