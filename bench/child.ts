import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition } from '../src/definition/parse.js';
import { hasErrors, type Issue } from '../src/errors.js';
import { runGuardrails } from '../src/guardrails/run.js';
import { parseLock, printLock } from '../src/model/lock/lock-file.js';
import { resolveParsed } from '../src/model/resolve.js';
import type { SiteModel } from '../src/model/types.js';
import { addRackform } from '../src/stacks/add-rackform.js';
import { createApp } from '../src/stacks/app.js';
import { fleet, SITE } from './fleet.js';
import { plainProgram } from './plain.js';
import { type PlainInput, plainInput } from './plain-input.js';

/** Stages of rackform, in order. */
export const stages = ['parse', 'resolve', 'guardrails', 'constructs', 'synth'] as const;
export type Stage = (typeof stages)[number];

/** What one run took. Heap is what is left after collection while the App is still there. */
export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly heapMB: number;
}

export interface RackformMeasured extends Measured {
  readonly stages: Readonly<Record<Stage, number>>;
}

/** What synthesis of one stack at a time took. */
export interface PartsMeasured {
  readonly stacks: number;
  readonly wallMs: number;
  /** Definition, lock and model. */
  readonly modelMB: number;
  /** Most of all heaps while an App of one stack is there. */
  readonly peakMB: number;
}

/** What a child is told, one JSON argument. */
export interface Task {
  readonly kind: 'prepare' | 'rackform' | 'plain' | 'parts';
  readonly machines: number;
  /** Where the prepared values are. */
  readonly inputs: string;
  readonly outdir: string;
}

/** Does one task and writes its figures to stdout as JSON. */
export function runChild(task: Task): void {
  mkdirSync(task.outdir, { recursive: true });
  const tasks = { prepare, rackform: runRackform, plain: runPlain, parts: runParts };
  process.stdout.write(JSON.stringify(tasks[task.kind](task)));
}

function collectedHeapMB(): number {
  if (globalThis.gc === undefined) throw new Error('the child needs node --expose-gc');
  // The second time takes what finalizers of the first let go.
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}

function refuse(issues: readonly Issue[]): void {
  if (!hasErrors(issues)) return;
  const errors = issues.filter((issue) => issue.severity === 'error');
  throw new Error(
    `the fleet is refused: ${errors.map(({ code, message }) => `${code} ${message}`).join('; ')}`,
  );
}

const lockFile = (inputs: string) => join(inputs, 'lock.yaml');
const plainFile = (inputs: string) => join(inputs, 'plain.json');

/** Decides the lock and takes the values of the plain program out of the model. */
function prepare({ machines, inputs, outdir }: Task): { readonly stacks: number } {
  const parsed = parseDefinition(fleet(machines));
  const { lock, issues } = resolveParsed(parsed, { site: SITE, lock: null });
  refuse(issues);
  if (lock === null) throw new Error('the fleet has no lock');
  const { model } = resolveParsed(parsed, { site: SITE, lock });
  if (model === null) throw new Error('the fleet has no model');
  const app = createApp(outdir);
  const dependencies = Object.fromEntries(
    addRackform(app, model).map((stack) => [stack.node.id, stack.dependencies.map((other) => other.node.id)]),
  );
  mkdirSync(inputs, { recursive: true });
  writeFileSync(lockFile(inputs), printLock(lock));
  writeFileSync(plainFile(inputs), JSON.stringify(plainInput(model, dependencies)));
  return { stacks: model.stacks.length };
}

/** A clock of stages. */
function laps() {
  const taken: Partial<Record<Stage, number>> = {};
  let from = performance.now();
  return {
    done: (stage: Stage) => {
      const now = performance.now();
      taken[stage] = now - from;
      from = now;
    },
    all: () => taken as Record<Stage, number>,
  };
}

function modelOf({ machines, inputs }: Task, done: (stage: Stage) => void) {
  const definition = fleet(machines);
  const text = readFileSync(lockFile(inputs), 'utf8');
  return () => {
    const parsed = parseDefinition(definition);
    const { lock } = parseLock(text, SITE, `locks/${SITE}.yaml`);
    done('parse');
    const resolution = resolveParsed(parsed, { site: SITE, lock });
    done('resolve');
    const issues = [...resolution.issues, ...runGuardrails(resolution)];
    done('guardrails');
    refuse(issues);
    if (resolution.model === null) throw new Error('the fleet has no model');
    return { definition, resolution, issues, model: resolution.model };
  };
}

function runRackform(task: Task): RackformMeasured {
  let clock = laps();
  const make = modelOf(task, (stage) => clock.done(stage));
  clock = laps();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const kept = make();
  const app = createApp(task.outdir);
  addRackform(app, kept.model);
  clock.done('constructs');
  app.synth();
  clock.done('synth');
  const figures = figuresOf(begun, cpu);
  return { ...figures, heapMB: heapWith([app, kept]), stages: clock.all() };
}

function runPlain({ inputs, outdir }: Task): Measured {
  const input = JSON.parse(readFileSync(plainFile(inputs), 'utf8')) as PlainInput;
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const app = plainProgram(input, outdir);
  app.synth();
  const figures = figuresOf(begun, cpu);
  return { ...figures, heapMB: heapWith([app, input]) };
}

function figuresOf(begun: number, cpu: NodeJS.CpuUsage): Omit<Measured, 'heapMB'> {
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

/** Holds what it is given until the heap is read. */
function heapWith(kept: readonly unknown[]): number {
  const heap = collectedHeapMB();
  if (kept.some((each) => each === undefined)) throw new Error('something was let go too early');
  return heap;
}

/** Stacks of which the heap is read: it takes long where there are many. */
const READINGS = 12;

function runParts(task: Task): PartsMeasured {
  const kept = modelOf(task, () => {})();
  const { stacks } = kept.model;
  const modelMB = heapWith([kept]);
  const every = Math.ceil(stacks.length / READINGS);
  let peakMB = 0;
  let reading = 0;
  const begun = performance.now();
  stacks.forEach((stack, index) => {
    const app = synthesizeOne(kept.model, stack.name, task.outdir);
    if (index % every !== 0) return;
    const from = performance.now();
    peakMB = Math.max(peakMB, heapWith([app, kept]));
    reading += performance.now() - from;
  });
  return { stacks: stacks.length, wallMs: performance.now() - begun - reading, modelMB, peakMB };
}

function synthesizeOne(model: SiteModel, stack: string, outdir: string) {
  const app = createApp(outdir);
  addRackform(app, model, { stacks: [stack] });
  app.synth();
  return app;
}
