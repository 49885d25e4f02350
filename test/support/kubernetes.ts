import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { readProject } from './monitoring.js';

/** A document of a manifest, with the fields common to all kinds. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The documents of a file in deploy/kubernetes. */
export function readManifest(name: string): readonly Resource[] {
  const documents = parseAllDocuments(readProject(`deploy/kubernetes/${name}`), { merge: true });
  return documents.map((document) => document.toJS() as Resource);
}

/**
 * Lists the problems of a resource: invalid values by the JSON schema of its kind, unknown fields by its type (the
 * schemas allow any, and the cluster would silently drop them). Both are generated from the OpenAPI documents of
 * Kubernetes and KEDA.
 */
export async function problemsOf(resource: Resource): Promise<readonly string[]> {
  return [...(await wrongValues(resource)), ...unknownFields(resource)];
}

function moduleOf({ apiVersion, kind }: Resource): string {
  const models = apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}`;
}

async function wrongValues(resource: Resource): Promise<readonly string[]> {
  // Each module of these packages exports the class that it is named after.
  const models = (await import(moduleOf(resource))) as Record<
    string,
    new (data: object) => { validate(): void }
  >;
  const Model = models[resource.kind];
  if (Model === undefined) return [`There is no kind ${resource.kind} in ${resource.apiVersion}`];
  try {
    new Model(resource).validate();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** Found by compiling `const resource: IDeployment = { … }`. */
function unknownFields(resource: Resource): readonly string[] {
  const type = `I${resource.kind}`;
  const source = [
    `import type { ${type} } from '${moduleOf(resource)}';`,
    `export const resource: ${type} = ${JSON.stringify(resource)};`,
  ].join('\n');
  const file = fileURLToPath(new URL('../../manifest.ts', import.meta.url));
  const program = ts.createProgram([file], OPTIONS, hostWith(file, source));
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Files already parsed: most compile time would go into the same ones again. */
const known = new Map<string, ts.SourceFile | undefined>();
const host = ts.createCompilerHost(OPTIONS);

/** The files of this repository, and one in memory. */
function hostWith(file: string, source: string): ts.CompilerHost {
  return {
    ...host,
    fileExists: (path) => path === file || host.fileExists(path),
    readFile: (path) => (path === file ? source : host.readFile(path)),
    getSourceFile: (path, options) => {
      if (path === file) return ts.createSourceFile(path, source, options);
      if (!known.has(path)) known.set(path, host.getSourceFile(path, options));
      return known.get(path);
    },
  };
}
