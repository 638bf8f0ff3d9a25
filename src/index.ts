export { MaasMachine, type MachineProps } from './constructs/maas/machine.js';
export { MaasServer } from './constructs/maas/server.js';
export { type KernelTagProps, MaasKernelTag } from './constructs/maas/tag.js';
export type { IServer, ServerProps } from './constructs/server.js';
export type { AcknowledgementInput } from './definition/acknowledgement.js';
export type {
  ClusterBodyInput,
  ClusterInput,
  ClusterOverridesInput,
  PoolInput,
} from './definition/cluster.js';
export {
  type DefinedCluster,
  type DefinedDeployment,
  type DefinedHardware,
  type DefinedProject,
  type DefinedSite,
  defineCluster,
  defineHardware,
  defineProject,
  defineSite,
} from './definition/define.js';
export type { Definition } from './definition/definition.js';
export type { HardwareProfileInput } from './definition/hardware.js';
export type { ProjectInput, StateBackendInput } from './definition/project.js';
export type { MachineInput, SiteInput } from './definition/site.js';
export {
  DefinitionError,
  type DocumentPath,
  InternalError,
  type Issue,
  type Position,
  type Severity,
} from './errors.js';
export { hardwareCatalog } from './facts/hardware/catalog.js';
export { guardrails } from './guardrails/all.js';
export { runGuardrails } from './guardrails/run.js';
export type { Guardrail } from './guardrails/types.js';
export { loadProject } from './inventory/load.js';
export { parseLock, printLock } from './model/lock/lock-file.js';
export type { Lock, LockMachine, LockSlot } from './model/lock/lock-types.js';
export { findSlot } from './model/model.js';
export { type Resolution, type ResolveOptions, resolve } from './model/resolve.js';
export type * from './model/types.js';
export { type DedicatedTrainingOptionsInput, dedicatedTraining } from './presets/dedicated-training.js';
export { type SharedInferenceOptionsInput, sharedInference } from './presets/shared-inference.js';
export { type AddRackformOptions, addRackform } from './stacks/add-rackform.js';
export { createApp } from './stacks/app.js';
export { addMaasProvider } from './stacks/providers.js';
