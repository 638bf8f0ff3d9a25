import type { Crud } from '../protocol/crud.js';
import type { CallContext, DataSourceServer, Diagnostic } from '../protocol/provider.js';
import type { ObjectValue } from '../protocol/value.js';
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

/** Begins the operation of a call, on the machine that it is about. */
export type StartCall<Client, Call> = (context: CallContext<Client>, machine: string | null) => Call;

async function during<Client, Call extends OneCall, T>(
  start: StartCall<Client, Call>,
  context: CallContext<Client>,
  machine: string | null,
  work: (call: Call) => T | Promise<T>,
): Promise<T> {
  const call = start(context, machine);
  try {
    return await work(call);
  } finally {
    call.end();
  }
}

/** What a call of any provisioner has. */
export interface OneCall {
  end(): void;
}

/** A resource type as the protocol server takes it. */
export function crudOf<Client, Call extends OneCall>(
  resource: LabResource<Call>,
  start: StartCall<Client, Call>,
): Crud<Client> {
  const machineOf = (values: ObjectValue) => resource.machineOf?.(values) ?? null;
  const { update, import: importOne } = resource;
  return {
    create: (planned, context) =>
      during(start, context, machineOf(planned), async (call) => {
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
      }),
    read: (state, context) =>
      during(start, context, machineOf(state), (call) => {
        try {
          return { values: resource.read(state, call) };
        } catch (error) {
          if (isGone(error)) return { values: null };
          return { values: {}, diagnostics: [diagnosticOf(error)] };
        }
      }),
    ...(update && {
      update: (planned: ObjectValue, prior: ObjectValue, context: CallContext<Client>) =>
        during(start, context, machineOf(prior), async (call) => {
          try {
            return { values: await update.call(resource, planned, prior, call) };
          } catch (error) {
            return { values: {}, diagnostics: [diagnosticOf(error)] };
          }
        }),
    }),
    delete: (state, context) =>
      during(start, context, machineOf(state), async (call) => {
        try {
          await resource.delete(state, call);
          return [];
        } catch (error) {
          return [diagnosticOf(error)];
        }
      }),
    ...(importOne && {
      import: (id: string, context: CallContext<Client>) =>
        during(start, context, null, (call) => {
          try {
            return { values: importOne.call(resource, id, call) };
          } catch (error) {
            return { values: null, diagnostics: [diagnosticOf(error)] };
          }
        }),
    }),
  };
}

/** A data source as the protocol server takes it. */
export function dataSourceOf<Client, Call extends OneCall>(
  source: LabDataSource<Call>,
  start: StartCall<Client, Call>,
): DataSourceServer<Client> {
  return {
    read: (config, context) =>
      during(start, context, null, (call) => {
        try {
          return { state: { ...config, ...source.read(config, call) } };
        } catch (error) {
          return { state: null, diagnostics: [diagnosticOf(error)] };
        }
      }),
  };
}
