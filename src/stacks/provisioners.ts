import type { TerraformStack } from 'cdktf';
import { DryRunMachine } from '../constructs/dry-run/machine.js';
import { DryRunServer } from '../constructs/dry-run/server.js';
import { DryRunSiteNetwork } from '../constructs/dry-run/site-network.js';
import { IronicMachine } from '../constructs/ironic/machine.js';
import { IronicServer } from '../constructs/ironic/server.js';
import { MaasMachine } from '../constructs/maas/machine.js';
import { MaasServer } from '../constructs/maas/server.js';
import { MaasSiteNetwork } from '../constructs/maas/site-network.js';
import { MaasKernelTag } from '../constructs/maas/tag.js';
import { InternalError } from '../errors.js';
import { groupBy } from '../model/group.js';
import type {
  EnrolmentModel,
  MachineModel,
  ProvisionerModel,
  SiteInventory,
  SiteModel,
  SlotModel,
} from '../model/types.js';
import { addDryRunProvider, addIronicProvider, addMaasProvider } from './providers.js';

/** A machine to enrol. */
export interface Enrolment {
  readonly machine: MachineModel;
  readonly enrolment: EnrolmentModel;
}

/** The slots of one claim stack, at least one. */
export interface Claim {
  readonly model: SiteModel;
  readonly cluster: string;
  readonly shard: number;
  readonly slots: readonly SlotModel[];
}

/** What a provisioner puts into each kind of stack. A stack without content gets the provider alone. */
export interface Provisioner {
  readonly addProvider: (stack: TerraformStack, provisioner: ProvisionerModel) => void;
  readonly addNetwork: (stack: TerraformStack, site: SiteInventory) => void;
  readonly addEnrolment: (
    stack: TerraformStack,
    enrolments: readonly Enrolment[],
    site: SiteInventory,
  ) => void;
  readonly addClaim: (stack: TerraformStack, claim: Claim) => void;
}

/** The provisioners that rackform writes Terraform for. */
export const provisioners: Readonly<Record<ProvisionerModel['type'], Provisioner>> = {
  maas: {
    addProvider: addMaasProvider,
    addNetwork: (stack, site) => {
      new MaasSiteNetwork(stack, 'site', { site });
    },
    addEnrolment: (stack, enrolments) => {
      for (const props of enrolments) new MaasMachine(stack, props.machine.asset, props);
    },
    addClaim: addMaasClaim,
  },
  ironic: {
    addProvider: addIronicProvider,
    // Ironic manages no network: the stack is there, empty, since every site has one.
    addNetwork: () => undefined,
    addEnrolment: (stack, enrolments, { provisioner: { ironic } }) => {
      if (ironic === null) throw new InternalError('a site of Ironic has nothing of Ironic');
      for (const props of enrolments) new IronicMachine(stack, props.machine.asset, { ...props, ironic });
    },
    addClaim: (stack, { model, slots }) => {
      for (const slot of slots) new IronicServer(stack, slot.name, { slot, model });
    },
  },
  'dry-run': {
    addProvider: addDryRunProvider,
    addNetwork: (stack, site) => {
      new DryRunSiteNetwork(stack, 'site', { site });
    },
    addEnrolment: (stack, enrolments) => {
      for (const props of enrolments) new DryRunMachine(stack, props.machine.asset, props);
    },
    addClaim: (stack, { model, slots }) => {
      for (const slot of slots) new DryRunServer(stack, slot.name, { slot, model });
    },
  },
};

function addMaasClaim(stack: TerraformStack, { model, cluster, shard, slots }: Claim): void {
  const tags = new Map<string, string>();
  for (const [pool, members] of groupBy(slots, (slot) => slot.pool)) {
    // Without options there is no tag: MAAS cannot empty them.
    if (members.every((slot) => slot.kernel.options.length === 0)) continue;
    const props = { site: model.site.name, cluster, pool, shard, slots: members };
    tags.set(pool, new MaasKernelTag(stack, `kernel-${pool}`, props).address);
  }
  for (const slot of slots) {
    const tag = tags.get(slot.pool);
    new MaasServer(stack, slot.name, { slot, model, after: tag === undefined ? [] : [tag] });
  }
}
