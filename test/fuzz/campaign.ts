import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { OpenApi } from '../support/openapi.js';
import { authorizationOf } from './callers.js';
import { MAX_CPU_MS, bytesOf, wrongInSize } from './cost.js';
import { curlLine } from './curl-line.js';
import type { FuzzStand } from './fuzz-stand.js';
import { Judge } from './judge.js';
import {
  ORIGIN,
  type TaskState,
  allStates,
  fillIn,
  taskIn,
  taskStates,
  workflowStates,
} from './placeholders.js';
import { putRight } from './put-right.js';
import type { FuzzRequest } from './request.js';
import { Requests } from './requests.js';
import { type Answer, Client, NoAnswer } from './send.js';
import { TasksInStates } from './tasks-in-states.js';
import { cpuMsUsedBy, memoryOf } from './usage.js';

/** Time limit for requests with `Prefer`, so that the fuzz does not wait. */
const SHORT_PATIENCE_MS = 400;

/** Number of repetitions of an expensive request before it is a finding: the first ones compile code. */
const MORE_TRIES = 3;

/** A problem of a response, with a command that reproduces it. */
export interface Finding {
  readonly operation: string;
  readonly wrong: string;
  readonly curl: string;
}

/** Sends requests to one running stand, and collects the results. */
export class Campaign {
  /** Count of each status per operation. */
  readonly answers = new Map<string, number>();
  /** Maximum CPU time of a request per operation, in ms. */
  readonly costs = new Map<string, number>();
  sent = 0;
  sentBytes = 0;
  /** Tasks that are only read: one per state is enough. */
  private readonly readable = new Map<TaskState, string>();
  private isBrokerAway = false;
  private readonly client: Client;
  private readonly judge: Judge;
  private readonly tasks: TasksInStates;
  private readonly requests: Requests;

  private constructor(
    private readonly stand: FuzzStand,
    api: OpenApi,
  ) {
    this.client = new Client(stand.api.url);
    this.judge = new Judge(api);
    this.tasks = new TasksInStates(
      stand.api.url,
      stand.origin.url,
      Object.fromEntries(authorizationOf('admin')),
    );
    this.requests = new Requests(api);
  }

  static async open(stand: FuzzStand): Promise<Campaign> {
    const document = await (await fetch(`${stand.api.url}/openapi.json`)).json();
    return new Campaign(stand, new OpenApi(document as ConstructorParameters<typeof OpenApi>[0]));
  }

  close(): void {
    this.client.close();
  }

  /** Sends arbitrary requests, and minimises the first one with a wrong response. */
  async run(count: number, seed: number): Promise<Finding | undefined> {
    let last: Finding | undefined;
    const property = fc.asyncProperty(this.requests.any(), async (request) => {
      const finding = await this.attempt(request);
      if (finding === undefined) return;
      last = finding;
      throw new Error(finding.wrong);
    });
    const { failed, errorInstance } = await fc.check(property, { seed, numRuns: count });
    if (failed && last === undefined) throw errorInstance; // the stand itself is broken
    return last;
  }

  /** Sends the given number of requests and lists all problems, one finding per kind, without minimising them. */
  async survey(count: number, seed: number): Promise<Finding[]> {
    const found = new Map<string, Finding>();
    for (const request of fc.sample(this.requests.any(), { seed, numRuns: count })) {
      const finding = await this.attempt(request);
      if (finding === undefined) continue;
      const kind = `${finding.operation} ${finding.wrong}`;
      const known = found.get(kind);
      if (known === undefined || known.curl.length > finding.curl.length) found.set(kind, finding);
    }
    return [...found.values()];
  }

  /** A valid request for every operation; those about one task or workflow with one in each state. */
  async walk(seed: number): Promise<Finding[]> {
    const findings: (Finding | undefined)[] = [];
    for (const arbitrary of this.requests.ofEach()) {
      const [request] = fc.sample(arbitrary, { seed, numRuns: 1 });
      if (request === undefined) continue;
      const states = statesFor(request);
      const variants = states.length > 0 ? states.map((state) => aimedAt(request, state)) : [request];
      for (const variant of variants) findings.push(await this.attempt(variant));
    }
    return findings.filter((finding) => finding !== undefined);
  }

  /** Requests that are long in one place, once for each place. */
  async pump(seed: number): Promise<Finding[]> {
    const findings: (Finding | undefined)[] = [];
    for (const [i, arbitrary] of this.requests.pumped().entries()) {
      const [request] = fc.sample(arbitrary, { seed: seed + i, numRuns: 1 });
      if (request !== undefined) findings.push(await this.attempt(request));
    }
    return findings.filter((finding) => finding !== undefined);
  }

  /**
   * Repeats the walk while the broker is down: every response is one that needs no broker, or the documented 503. Then
   * the broker returns, and the API recovers.
   */
  async walkWithoutBroker(seed: number): Promise<Finding[]> {
    for (const state of allStates)
      if (!this.readable.has(state)) this.readable.set(state, await this.tasks.make(state));
    const { redis, api } = this.stand;
    await redis.stop();
    this.isBrokerAway = true;
    const findings = await this.walk(seed);
    await redis.start();
    this.isBrokerAway = false;
    await eventually(async () => {
      const { status } = await fetch(`${api.url}/health/ready`);
      if (status !== 200) throw new Error(`/health/ready answers ${status} though the broker is back`);
    });
    return findings;
  }

  private async attempt(request: FuzzRequest): Promise<Finding | undefined> {
    let [wrong, cpuMs] = await this.costOf(request);
    for (let tries = 0; cpuMs > MAX_CPU_MS && tries < MORE_TRIES; tries++) {
      await memoryOf(this.stand.api); // Otherwise this request would pay for collecting earlier garbage.
      const [wrongAgain, cpuMsAgain] = await this.costOf(request);
      cpuMs = Math.min(cpuMs, cpuMsAgain);
      wrong = [...new Set([...wrong, ...wrongAgain])];
    }
    this.costs.set(request.operation, Math.max(cpuMs, this.costs.get(request.operation) ?? 0));
    if (cpuMs > MAX_CPU_MS) wrong.push(`it takes ${Math.round(cpuMs)} ms of CPU`);
    if (wrong.length === 0) return undefined;
    return { operation: request.operation, wrong: wrong.join('; '), curl: this.howTo(request) };
  }

  /** Sends a request. @returns the problems of the response, and the API's CPU time in ms */
  private async costOf(request: FuzzRequest): Promise<[wrong: string[], cpuMs: number]> {
    const ready = await this.readied(request);
    const before = await cpuMsUsedBy(this.stand.api);
    const outcome = await this.outcomeOf(ready);
    const cpuMs = (await cpuMsUsedBy(this.stand.api)) - before;
    if (!(outcome instanceof NoAnswer)) await putRight(this.stand.api.url, ready, outcome);
    return [this.wrongIn(ready, outcome), cpuMs];
  }

  private async outcomeOf(request: FuzzRequest): Promise<Answer | NoAnswer> {
    this.sent += 1;
    this.sentBytes += bytesOf(request);
    try {
      const answer = await this.client.send(request, mayWait(request) ? SHORT_PATIENCE_MS : undefined);
      this.count(`${request.operation} ${answer.status}`);
      return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.count(`${request.operation} ${error.kind}`);
      return error;
    }
  }

  private wrongIn(request: FuzzRequest, outcome: Answer | NoAnswer): string[] {
    if (!(outcome instanceof NoAnswer))
      return [...this.judge.wrongIn(request, outcome), ...wrongInSize(request, outcome)];
    return outcome.kind === 'silent' && mayWait(request) ? [] : [outcome.message];
  }

  private count(what: string): void {
    this.answers.set(what, (this.answers.get(what) ?? 0) + 1);
  }

  /** Fills in every placeholder, and creates the tasks that it needs. */
  private async readied(request: FuzzRequest): Promise<FuzzRequest> {
    const isShared = request.method === 'GET' || this.isBrokerAway;
    const made = isShared ? this.readable : new Map<TaskState, string>();
    const idOf = async (state: TaskState) => {
      const id = made.get(state) ?? (await this.tasks.make(state));
      made.set(state, id);
      return id;
    };
    const fill = (text: string) => fillIn(text, this.stand.origin.url, idOf);
    const target = await fill(request.target);
    const isText = request.body?.includes('__TASK_') ?? request.body?.includes(ORIGIN);
    if (!request.body || !isText) return { ...request, target };
    return { ...request, target, body: Buffer.from(await fill(request.body.toString('utf8'))) };
  }

  /** The command to reproduce a finding on any stand; `npm start` runs one at this address. */
  private howTo(request: FuzzRequest): string {
    const text = `${request.target} ${request.body?.toString('utf8') ?? ''}`;
    const states = allStates.filter((state) => text.includes(taskIn(state)));
    const first = states.map((state) => `# ${taskIn(state)} is made by ${this.tasks.describe(state)}\n`);
    const local = text.includes(ORIGIN) ? [`# ${ORIGIN} is any server on 127.0.0.1\n`] : [];
    return [...first, ...local].join('') + curlLine('http://localhost:8000', request);
  }
}

/** True if it asks for a delayed response. */
function mayWait({ headers }: FuzzRequest): boolean {
  return headers.some(([name, value]) => name === 'Prefer' && /wait=\W{0,9}[1-9]/.test(value));
}

function statesFor({ operation }: FuzzRequest): readonly TaskState[] {
  if (operation.includes('{task_id}')) return taskStates;
  return operation.includes('{workflow_id}') ? workflowStates : [];
}

function aimedAt(request: FuzzRequest, state: TaskState): FuzzRequest {
  return { ...request, target: request.target.replace(/__TASK_[A-Z]+__/, taskIn(state)) };
}
