import type { RepositoryModel } from '../../model/software-types.js';
import type { ClusterModel, MachineModel, SiteModel, SlotModel } from '../../model/types.js';

/** A file on a machine, put there after it is deployed. */
export interface NodeFile {
  readonly path: string;
  readonly mode: '0644' | '0755';
  readonly content: string;
  /** Whose it is: the same content on all machines of a group, or this machine’s own (null). */
  readonly group: string | null;
  /** Units that read it when they start. */
  readonly restarts: readonly string[];
}

/** Contents of a file that rackform never sees: Ansible looks it up. */
export interface SecretFile {
  readonly path: string;
  readonly mode: '0400';
  readonly owner: string;
  /** Name of the secret in the user’s store. */
  readonly secret: SecretName;
  /** Text with `secretPlace` where the secret goes; null: the secret is all of the file. */
  readonly template: string | null;
  readonly restarts: readonly string[];
}

/** Stands for the secret in a template of YAML: the secret comes in as JSON, which YAML reads. */
export const secretPlace = 'RACKFORM_SECRET';

export type SecretName = 'munge_key' | 'kubernetes_token' | 'registry_password';

/** What the playbook of Kubernetes must know of a machine. */
export interface NodeKubernetes {
  readonly role: 'server' | 'agent';
  /** Of RKE2. */
  readonly version: string;
  readonly architecture: string;
  /** Folder with one folder a version; null where nobody says. */
  readonly source: string | null;
  /** Another one makes RKE2 start anew. */
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The workload tenant whose machine it is alone. */
  readonly tenant: string | null;
  /** How its GPUs are cut, by name of a configuration; null where the GPU operator has nothing to cut. */
  readonly migConfig: string | null;
}

/** All that is put on one machine after it is deployed. */
export interface NodeSoftware {
  /** Groups of Ansible, besides the cluster’s: drivers, roles in a scheduler. */
  readonly groups: readonly string[];
  readonly repositories: readonly RepositoryModel[];
  /** Names as apt takes them, `name=version` where the definition says a version; it may be a pattern. */
  readonly packages: readonly string[];
  /** Packages whose change needs the machine free of jobs, and a restart of it. */
  readonly driverPackages: readonly string[];
  readonly files: readonly NodeFile[];
  readonly secrets: readonly SecretFile[];
  /** Units that are enabled and run, in order of starting. */
  readonly units: readonly string[];
  /** Units that are enabled, and run at the next start of the machine. */
  readonly bootUnits: readonly string[];
  /** Units that come with the driver. */
  readonly driverUnits: readonly string[];
  /** Null where it is no machine of Kubernetes. */
  readonly kubernetes: NodeKubernetes | null;
}

/** A machine in its slot, as the parts of its software see it. */
export interface Node {
  readonly slot: SlotModel;
  readonly machine: MachineModel;
  readonly cluster: ClusterModel;
  readonly model: SiteModel;
}

/** One concern, such as the scheduler: what it puts on a machine. */
export type NodePart = (node: Node) => Partial<NodeSoftware>;

/** Parts put together, each list in the order of the parts, nothing twice. */
export function joinParts(parts: readonly Partial<NodeSoftware>[]): NodeSoftware {
  const unique = <T>(pick: (part: Partial<NodeSoftware>) => readonly T[] | undefined): readonly T[] => [
    ...new Set(parts.flatMap((part) => pick(part) ?? [])),
  ];
  return {
    groups: unique(({ groups }) => groups),
    repositories: unique(({ repositories }) => repositories),
    packages: unique(({ packages }) => packages),
    driverPackages: unique(({ driverPackages }) => driverPackages),
    files: unique(({ files }) => files),
    secrets: unique(({ secrets }) => secrets),
    units: unique(({ units }) => units),
    bootUnits: unique(({ bootUnits }) => bootUnits),
    driverUnits: unique(({ driverUnits }) => driverUnits),
    kubernetes: parts.find(({ kubernetes }) => kubernetes !== undefined)?.kubernetes ?? null,
  };
}
