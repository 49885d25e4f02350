import { readdirSync } from 'node:fs';
import eslint from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { zonesOf } from './eslint.zones.js';

const folders = readdirSync(new URL('src', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const zones = zonesOf(folders);

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
