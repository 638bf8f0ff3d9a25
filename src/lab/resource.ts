import type { Crud } from '../protocol/crud.js';
import type { CallContext, DataSourceServer, Diagnostic } from '../protocol/provider.js';
import type { ObjectValue } from '../protocol/value.js';
import type { Action } from './events.js';
import type { References } from './references.js';
import { isGone, Refusal } from './refusal.js';

/** A resource type of the provider, as its own code has it: operations that throw where they are refused. */
export interface LabResource<Call> {
  /** The machine that a resource is about, as Terraform names it; operations on one machine follow each other. */
  machineOf?(values: ObjectValue): string | null;
  /**
   * @param record sets values in the state at once: what is recorded stays, tainted, where a later step is refused
   * @returns values to lay over the plan
   */
  create(planned: ObjectValue, call: Call, record: (values: ObjectValue) => void): Promise<ObjectValue>;
  /** Values to lay over the state. A refusal with status 404 takes the resource out of the state. */
  read(state: ObjectValue, call: Call): ObjectValue;
  /** Left out where every change replaces. What is refused is recorded all the same, as the legacy SDK does it. */
  update?(planned: ObjectValue, prior: ObjectValue, call: Call): Promise<ObjectValue>;
  delete(state: ObjectValue, call: Call): Promise<void>;
  import?(id: string, call: Call): ObjectValue;
}

/** A data source of the provider. */
export interface LabDataSource<Call> {
  read(config: ObjectValue, call: Call): ObjectValue;
}

function diagnosticOf(error: unknown): Diagnostic {
  if (!(error instanceof Refusal)) throw error;
  return { summary: error.message };
}

/** What a call is about. */
export interface About {
  /** As Terraform names it. */
  readonly machine: string | null;
  /** What Terraform does, and with what type of resource; null where it only looks. */
  readonly doing: { readonly action: Action; readonly resource: string } | null;
  /** What it refers to, which must be there before. */
  readonly names: readonly string[];
}

/** Begins the operation of a call, once all that it waits for has ended. */
export type StartCall<Client, Call> = (context: CallContext<Client>, about: About) => Promise<Call>;

const lookingOn: About = { machine: null, doing: null, names: [] };

async function during<Client, Call extends OneCall, T extends Findings>(
  start: StartCall<Client, Call>,
  context: CallContext<Client>,
  about: About,
  work: (call: Call) => T | Promise<T>,
  madeBy: (done: T) => readonly string[] = () => [],
): Promise<T> {
  const call = await start(context, about);
  let refused: string | null = 'the lab itself failed';
  let made: readonly string[] = [];
  try {
    const done = await work(call);
    refused = done.diagnostics?.[0]?.summary ?? null;
    made = madeBy(done);
    return done;
  } finally {
    call.end(refused, made);
  }
}

/** What a call of any provisioner has. */
export interface OneCall {
  /**
   * @param refused why it failed; null where it did not
   * @param made names and ids of what it made
   */
  end(refused: string | null, made: readonly string[]): void;
}

interface Findings {
  readonly diagnostics?: readonly Diagnostic[];
}

/** A resource type as the protocol server takes it. */
export function crudOf<Client, Call extends OneCall>(
  type: string,
  resource: LabResource<Call>,
  start: StartCall<Client, Call>,
  references: References,
): Crud<Client> {
  const about = (action: Action | null, values: ObjectValue): About => ({
    machine: resource.machineOf?.(values) ?? null,
    doing: action === null ? null : { action, resource: type },
    names: action === null ? [] : references.named(values),
  });
  const { update, import: importOne } = resource;
  return {
    create: (planned, context) =>
      during(
        start,
        context,
        about('create', planned),
        (call) => create(resource, planned, call),
        ({ values }) => (values === undefined ? [] : references.made(type, { ...planned, ...values })),
      ),
    read: (state, context) =>
      during(start, context, about(null, state), (call) => {
        try {
          return { values: resource.read(state, call) };
        } catch (error) {
          if (isGone(error)) return { values: null };
          return { values: {}, diagnostics: [diagnosticOf(error)] };
        }
      }),
    ...(update && {
      update: (planned: ObjectValue, prior: ObjectValue, context: CallContext<Client>) =>
        during(
          start,
          context,
          { ...about('update', prior), names: [...references.named(planned), ...references.named(prior)] },
          async (call) => {
            try {
              return { values: await update.call(resource, planned, prior, call) };
            } catch (error) {
              return { values: {}, diagnostics: [diagnosticOf(error)] };
            }
          },
        ),
    }),
    delete: async (state, context) => {
      const { diagnostics } = await during(start, context, about('delete', state), async (call) => {
        try {
          await resource.delete(state, call);
          return { diagnostics: [] };
        } catch (error) {
          return { diagnostics: [diagnosticOf(error)] };
        }
      });
      return diagnostics;
    },
    ...(importOne && {
      import: (id: string, context: CallContext<Client>) =>
        during(start, context, lookingOn, (call) => {
          try {
            return { values: importOne.call(resource, id, call) };
          } catch (error) {
            return { values: null, diagnostics: [diagnosticOf(error)] };
          }
        }),
    }),
  };
}

async function create<Call>(
  resource: LabResource<Call>,
  planned: ObjectValue,
  call: Call,
): Promise<{ readonly values?: ObjectValue; readonly diagnostics?: readonly Diagnostic[] }> {
  let recorded: ObjectValue | undefined;
  try {
    const values = await resource.create(planned, call, (some) => {
      recorded = { ...recorded, ...some };
    });
    return { values: { ...recorded, ...values } };
  } catch (error) {
    const diagnostics = [diagnosticOf(error)];
    return recorded === undefined ? { diagnostics } : { diagnostics, values: recorded };
  }
}

/** A data source as the protocol server takes it. */
export function dataSourceOf<Client, Call extends OneCall>(
  source: LabDataSource<Call>,
  start: StartCall<Client, Call>,
): DataSourceServer<Client> {
  return {
    read: (config, context) =>
      during(start, context, lookingOn, (call) => {
        try {
          return { state: { ...config, ...source.read(config, call) } };
        } catch (error) {
          return { state: null, diagnostics: [diagnosticOf(error)] };
        }
      }),
  };
}
