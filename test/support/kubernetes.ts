import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { readProject } from './monitoring.js';

/** A document of a manifest, as far as every kind is the same. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The documents of a file of deploy/kubernetes. */
export function readManifest(name: string): readonly Resource[] {
  const documents = parseAllDocuments(readProject(`deploy/kubernetes/${name}`), { merge: true });
  return documents.map((document) => document.toJS() as Resource);
}

/**
 * What is wrong with a resource: values by the JSON schema of its kind, fields that the kind does not have by its type
 * (the schemas allow any; the cluster would drop them, and with them what they were to do). Both are generated from
 * the OpenAPI document of Kubernetes, and of KEDA.
 */
export async function problemsOf(resource: Resource): Promise<readonly string[]> {
  return [...(await wrongValues(resource)), ...unknownFields(resource)];
}

function moduleOf({ apiVersion, kind }: Resource): string {
  const models = apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  return `${models}/${apiVersion}/${kind}`;
}

async function wrongValues(resource: Resource): Promise<readonly string[]> {
  // Each module of these packages exports the class that it is named for.
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

/** The compiler finds them in `const resource: IDeployment = { … }`. */
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

/** Files that the compiler has read: most of its time goes into the same ones again and again. */
const known = new Map<string, ts.SourceFile | undefined>();
const host = ts.createCompilerHost(OPTIONS);

/** The files of this repository, and one that is only in memory. */
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
