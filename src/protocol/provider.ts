import type { ProviderSchema } from './schema.js';
import type { Path } from './types.js';
import type { ObjectValue } from './value.js';

/** One problem that Terraform shows; with a path it points at the user's line. An error unless said otherwise. */
export interface Diagnostic {
  readonly severity?: 'error' | 'warning';
  /** One line; it says what is wrong, not where. */
  readonly summary: string;
  readonly detail?: string;
  /** From the resource to the value. Ends before the elements of a set: the protocol cannot point into one. */
  readonly path?: Path;
}

/** What every call after the configuration is given. */
export interface CallContext<C> {
  /** What `configure` returned. */
  readonly client: C;
  /** Aborts when Terraform is interrupted or went away. */
  readonly signal: AbortSignal;
}

/** Problems found, as part of any answer. */
export interface Findings {
  readonly diagnostics?: readonly Diagnostic[];
}

/** A state as the resource's server left it. Null: there is none. */
export interface StateAnswer extends Findings {
  readonly state: ObjectValue | null;
  /** Bytes that Terraform keeps beside the state. What came in is kept where none are given. */
  readonly private?: Uint8Array;
}

/** A change to plan. On create `prior` is null, on delete `proposed`. */
export interface PlanRequest {
  readonly prior: ObjectValue | null;
  /** Configuration merged with the prior state by Terraform. */
  readonly proposed: ObjectValue | null;
  /** Exactly what the user wrote; null on delete. */
  readonly config: ObjectValue | null;
  readonly private: Uint8Array;
}

/** A planned change. */
export interface PlanAnswer extends Findings {
  readonly planned: ObjectValue | null;
  /** What cannot be changed in place, of what has changed. */
  readonly requiresReplace?: readonly Path[];
  readonly private?: Uint8Array;
}

/** A planned change to make. On create `prior` is null, on delete `planned`. */
export interface ApplyRequest {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
  readonly private: Uint8Array;
}

/** A state to look up in the world. */
export interface ReadRequest {
  readonly state: ObjectValue;
  readonly private: Uint8Array;
}

/** One resource that an import found; Terraform reads it next. */
export interface Imported {
  /** Another type than the one asked for. */
  readonly type?: string;
  /** What is known of it; the rest is null. */
  readonly state: ObjectValue;
  readonly private?: Uint8Array;
}

/** What an import found. */
export interface ImportAnswer extends Findings {
  readonly resources: readonly Imported[];
}

/** A state as an earlier version of the schema wrote it. */
export interface UpgradeRequest {
  readonly version: number;
  /** The JSON in the state file. */
  readonly json: Uint8Array;
}

/** A value, or a promise of it. */
export type Eventually<T> = T | Promise<T>;

/**
 * One resource type. What throws is reported as an error of the call, and logged; what is the user's to mend
 * should be a diagnostic instead.
 */
export interface ResourceServer<C> {
  /** Checks the configuration alone; values may be unknown. Runs before the provider is configured. */
  validate?(config: ObjectValue): Eventually<readonly Diagnostic[]>;
  plan(request: PlanRequest, context: CallContext<C>): Eventually<PlanAnswer>;
  /** On an error Terraform keeps the state that is returned: on create as tainted, if there is one. */
  apply(request: ApplyRequest, context: CallContext<C>): Eventually<StateAnswer>;
  read(request: ReadRequest, context: CallContext<C>): Eventually<StateAnswer>;
  /** Left out: the type cannot be imported. */
  import?(id: string, context: CallContext<C>): Eventually<ImportAnswer>;
  /** Left out: the state is fitted to the schema by its names. */
  upgrade?(request: UpgradeRequest): Eventually<ObjectValue>;
}

/** One data source. */
export interface DataSourceServer<C> {
  validate?(config: ObjectValue): Eventually<readonly Diagnostic[]>;
  read(config: ObjectValue, context: CallContext<C>): Eventually<StateAnswer>;
}

/** The provider's configuration, and who asks. */
export interface ConfigureRequest {
  readonly config: ObjectValue;
  readonly terraformVersion: string;
}

/** The configured client, or why there is none. */
export interface ConfigureAnswer<C> extends Findings {
  readonly client?: C;
}

/** A provider: its schema, and a server for each type in it. */
export interface Provider<C> {
  readonly schema: ProviderSchema;
  /**
   * True exactly for providers built on the legacy SDK: Terraform then only logs where an answer differs from
   * the plan, and defaults of attributes that are not computed pass.
   */
  readonly legacyTypeSystem?: boolean;
  validateConfig?(config: ObjectValue): Eventually<readonly Diagnostic[]>;
  /** Called once a connection: each Terraform process, and each alias in it, has its own client. */
  configure(request: ConfigureRequest): Eventually<ConfigureAnswer<C>>;
  readonly resources: { readonly [type: string]: ResourceServer<C> };
  readonly dataSources: { readonly [type: string]: DataSourceServer<C> };
}

/**
 * The process of the provider that is imitated would end here. The connection is cut, with all that runs on it:
 * Terraform says that the plugin did not respond. Other connections go on.
 */
export class ProviderCrash extends Error {
  override readonly name = 'ProviderCrash';
}

/** One line for whoever runs the server. Never holds a value of a configuration or a state. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

/** Where log lines go. */
export type Log = (entry: LogEntry) => void;
