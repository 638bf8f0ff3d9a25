import type { EffectRow, EffectTable, TypeEffects } from '../effect-table.js';
import { IRONIC_INTERFACES, type IronicDialect } from './ironic-dialects.js';

const records = (note: string): EffectRow => ({ effect: 'metadata', note });
const byTerraform = (note: string): EffectRow => ({ effect: 'nothing', note });
const notSent = (note: string): EffectRow => ({ effect: 'recorded-not-done', note });
const refusedWhileActive = (note: string): EffectRow => ({
  effect: 'metadata',
  whenDeployed: 'refused-at-apply',
  note,
});

/** Changed while a node is free; Ironic refuses it of one that is deployed. */
const resourceClass = refusedWhileActive(
  'Ironic answers 409 for an active node, and what else was changed with it is lost',
);
const interfaces = (names: readonly string[]): Readonly<Record<string, EffectRow>> =>
  Object.fromEntries(
    names.map((name) => [
      `${name}_interface`,
      refusedWhileActive('Ironic takes another interface while the node is free, or in maintenance'),
    ]),
  );

const properties = records('changed in place; root device and capabilities act at the next deployment');

const deployment: TypeEffects = {
  create: {
    effect: 'reimage',
    note: 'the node is deployed: Ironic writes the image over its root disk',
  },
  update: { effect: 'wipe', note: 'no attribute of a deployment changes in place' },
  delete: {
    effect: 'wipe',
    note: 'the node is undeployed and cleaned, as the conductors are set to clean; protected nodes refuse',
  },
  replace: { effect: 'wipe', note: 'undeployed, cleaned and deployed again with the new values' },
};

const allocation: TypeEffects = {
  create: records('Ironic picks an available node of the resource class'),
  update: { effect: 'unknown', note: 'no attribute of an allocation is known to change in place' },
  delete: { effect: 'unknown', note: 'what becomes of a node that is deployed by it was not measured' },
};

const openshift: EffectTable = {
  ironic_node_v1: {
    create: {
      effect: 'power-cycle',
      note: 'the node is enrolled, its BMC tried, and made available; where cleaning is on, it boots and is erased',
    },
    update: records('changed in place'),
    delete: {
      effect: 'metadata',
      whenDeployed: 'wipe',
      note: 'the node leaves Ironic; one that is deployed is undeployed first, without a word',
    },
    attributes: {
      driver_info: notSent('the apply says that it is done, nothing is sent, and every plan wants it again'),
      ports: notSent('the apply says that it is done; ports are sent when the node is made, and never again'),
      properties,
      root_device: properties,
      resource_class: resourceClass,
      manage: byTerraform('acts when the node is made'),
      available: byTerraform('acts when the node is made'),
      inspect: byTerraform('acts when the node is made'),
      clean: byTerraform('acts when the node is made'),
      power_state_timeout: byTerraform('how long the provider waits'),
      target_power_state: { effect: 'power-cycle', note: 'the server is switched on or off' },
      driver: refusedWhileActive(
        'Ironic takes another hardware type while the node is free, or in maintenance',
      ),
      bios_settings: { effect: 'unknown', note: 'not measured' },
      raid_config: { effect: 'unknown', note: 'not measured; a RAID that is made anew loses its data' },
      ...interfaces([
        'boot',
        'console',
        'deploy',
        'inspect',
        'management',
        'network',
        'power',
        'raid',
        'rescue',
        'storage',
        'vendor',
      ]),
    },
  },
  ironic_port_v1: {
    create: { effect: 'refused-at-apply', note: 'stops with "Invalid address to set: port_group_id"' },
    update: { effect: 'refused-at-apply', note: 'no port was ever made by it' },
    delete: { effect: 'unknown', note: 'not measured' },
  },
  ironic_allocation_v1: allocation,
  ironic_deployment: deployment,
};

const community: EffectTable = {
  ironic_node: {
    create: records('the node is enrolled and stays so until it is deployed; nothing is switched on'),
    update: records('changed in place'),
    delete: {
      effect: 'metadata',
      whenDeployed: 'refused-at-apply',
      hazard: 'orphans-server',
      note: 'Ironic refuses it of an active node, after its ports are gone; in maintenance it lets go, and the server runs on',
    },
    attributes: {
      driver_info: records('reaches Ironic in place'),
      properties,
      resource_class: resourceClass,
      automated_clean: notSent('sent when the node is made, and never again'),
      protected: {
        effect: 'refused-at-apply',
        note: 'not sent, and Terraform calls the result inconsistent',
      },
      lessee: { effect: 'refused-at-apply', note: 'not sent, and Terraform calls the result inconsistent' },
      extra: { effect: 'refused-at-apply', note: 'properties are sent in its place' },
      owner: { effect: 'refused-at-apply', note: 'refused by Ironic without authentication' },
      manage: { effect: 'refused-at-apply', note: 'true stops with "was true, but now null"' },
      available: { effect: 'refused-at-apply', note: 'true stops with "was true, but now null"' },
      inspect: { effect: 'refused-at-apply', note: 'true stops with "was true, but now null"' },
      clean: { effect: 'unknown', note: 'not measured' },
      driver: refusedWhileActive(
        'Ironic takes another hardware type while the node is free, or in maintenance',
      ),
      instance_info: { effect: 'unknown', note: 'not measured; it belongs to the deployment' },
      instance_uuid: { effect: 'unknown', note: 'not measured; it belongs to the deployment' },
      namespace: { effect: 'unknown', note: 'not measured' },
      ports: { effect: 'unknown', note: 'not measured; ports are resources of their own' },
      ...interfaces([
        'bios',
        'boot',
        'console',
        'deploy',
        'firmware',
        'inspect',
        'management',
        'network',
        'power',
        'raid',
        'rescue',
        'storage',
        'vendor',
      ]),
    },
  },
  ironic_port: {
    create: records('the port is made'),
    update: refusedWhileActive(
      'Ironic answers 409 for a port once its node was made available, and while it is active, save in maintenance',
    ),
    delete: records('the port leaves Ironic; an active node is not asked'),
  },
  ironic_port_group: {
    create: records('the port group is made'),
    update: { effect: 'unknown', note: 'not measured' },
    delete: records('the port group leaves Ironic'),
  },
  ironic_allocation: allocation,
  ironic_deployment: deployment,
};

const acts = byTerraform('acts with a later change');
/** Never less than it may be: rackform gives a generation, and others need not. */
const atNextReimage: EffectRow = {
  effect: 'reimage',
  note: 'with a generation it is recorded, and done when that changes; without one the server is reimaged',
};
const refusedAtPlan = (note: string): EffectRow =>
  records(`${note}; while Ironic would refuse it, the plan stops`);

const own: EffectTable = {
  ironic_node: {
    create: records('the node is enrolled, and its BMC is reached; nothing is switched on'),
    update: records('changed in place'),
    delete: records('the node leaves Ironic; one that is in use is refused at plan'),
    attributes: {
      driver: refusedAtPlan('changed in place'),
      driver_info: records('changed in place'),
      driver_info_wo: byTerraform('sent when its version changes'),
      driver_info_wo_version: records('driver_info_wo is sent again'),
      resource_class: refusedAtPlan('changed in place'),
      conductor_group: refusedAtPlan('changed in place'),
      properties,
      capabilities: properties,
      root_device: properties,
      provision: {
        effect: 'power-cycle',
        whenDeployed: 'nothing',
        note: 'the node is led on or back; on the way to available it boots and is cleaned',
      },
      force_destroy: acts,
      timeouts: acts,
      ...Object.fromEntries(
        IRONIC_INTERFACES.map((name) => [`${name}_interface`, refusedAtPlan('changed in place')]),
      ),
    },
  },
  ironic_port: {
    create: records('the port is made'),
    update: refusedAtPlan('changed in place'),
    delete: records('the port leaves Ironic'),
    replace: records('the port leaves one node for another'),
  },
  ironic_deployment: {
    ...deployment,
    update: records('recorded, or waited for'),
    attributes: {
      ...Object.fromEntries(
        [
          'capabilities',
          'deploy_steps',
          'image',
          'instance_info',
          'meta_data',
          'network_data',
          'root_device',
          'traits',
          'user_data',
          'vendor_data',
        ].map((name) => [name, atNextReimage]),
      ),
      preserve_ephemeral: acts,
      reimage_by: acts,
      release_clean_steps: acts,
      release_runbook: acts,
      timeouts: acts,
      protected: records('Ironic refuses to release it, or no longer does'),
    },
  },
};

/** What each change of a resource does to servers, by dialect. */
export const ironicEffects: Readonly<Record<IronicDialect, EffectTable>> = {
  'openshift-metal3': openshift,
  'metal3-community': community,
  rackform: own,
};
