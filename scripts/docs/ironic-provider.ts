import { ironicProvider } from '../../src/ironic-provider/provider.js';
import type { AttributeSchema, EntitySchema } from '../../src/protocol/schema.js';
import type { Type } from '../../src/protocol/types.js';
import { ironicExamples } from './ironic-provider-examples.js';
import { cell, code, GENERATED, page, table } from './markdown.js';

const { schema } = ironicProvider({ env: {}, log: () => {} });

function typeText(type: Type): string {
  if (type === 'dynamic') return 'any';
  return typeof type === 'string' ? type : `${type[0]} of ${typeText(type[1] as Type)}`;
}

function attributeType({ type, nested_type: nested }: AttributeSchema): string {
  if (nested !== undefined)
    return nested.nesting_mode === 'single' ? 'object' : `${nested.nesting_mode} of objects`;
  return typeText(type ?? 'dynamic');
}

/** How a value comes about, in one word. */
function given(attribute: AttributeSchema): string {
  if (attribute.required === true) return 'required';
  if (attribute.write_only === true) return 'optional, only written';
  if (attribute.optional === true) return attribute.computed === true ? 'optional, or filled in' : 'optional';
  return 'read only';
}

type Attributes = Readonly<Record<string, AttributeSchema>>;

function rows(attributes: Attributes, prefix = ''): readonly (readonly string[])[] {
  const order = ['required', 'optional', 'optional, or filled in', 'optional, only written', 'read only'];
  const sorted = Object.entries(attributes).sort(
    ([, one], [, other]) => order.indexOf(given(one)) - order.indexOf(given(other)),
  );
  return sorted.flatMap(([name, attribute]) => [
    [code(`${prefix}${name}`), attributeType(attribute), given(attribute), cell(attribute.description ?? '')],
    ...rows(attribute.nested_type?.attributes ?? {}, `${prefix}${name}.`),
  ]);
}

function attributesTable({ block }: EntitySchema): readonly string[] {
  return table(['Attribute', 'Type', 'Given', 'What it is'], rows(block.attributes ?? {}));
}

function hcl(text: string): readonly string[] {
  return ['```hcl', text.trimEnd(), '```', ''];
}

const imports: Readonly<Record<string, string>> = {
  ironic_node: 'terraform import ironic_node.gpu_001 gpu-001   # name or UUID',
  ironic_port: 'terraform import ironic_port.gpu_001 PORT-UUID',
  ironic_portgroup: 'terraform import ironic_portgroup.gpu_001 PORTGROUP-UUID',
  ironic_deployment: 'terraform import ironic_deployment.gpu_001 gpu-001   # name or UUID of the node',
  ironic_deploy_template: 'terraform import ironic_deploy_template.quiet CUSTOM_QUIET   # name or UUID',
  ironic_node_inspection:
    'terraform import ironic_node_inspection.spare gpu-002   # name or UUID of the node',
  ironic_bios_settings: 'terraform import ironic_bios_settings.spare gpu-002   # name or UUID of the node',
  ironic_raid: 'terraform import ironic_raid.spare gpu-002   # name or UUID of the node',
  ironic_runbook: 'terraform import ironic_runbook.burn_in CUSTOM_BURN_IN   # name or UUID',
};

const notes: Readonly<Record<string, readonly string[]>> = {
  ironic_node: [
    'Maps and `extra` are kept by key: keys that the configuration does not name are left alone and are no drift, since inspection and operators write there too. A key that leaves the configuration is removed in Ironic.',
    'What Ironic refuses while the node is in its state is an error of the plan: its driver, interfaces, conductor group and resource class while it is in use, `protected` while it is not, `retired` while it is available.',
    'A node that failed cleaning, or whose BMC was not reached, shows as drift of `provision`. The next apply ends the maintenance that Ironic began, makes it manageable and cleans it again.',
    'A node that is in use is not destroyed, also in maintenance; nor is one that is protected.',
  ],
  ironic_port: [
    'How a port is connected changes only while its node is in enroll, inspect wait or manageable, or in maintenance; its address not while the node is in use, but in maintenance. Everything else is an error of the plan.',
    'A port of a node that is in use is not destroyed. Let the deployment depend on its ports, so that it goes first.',
  ],
  ironic_portgroup: ['A group of a node that is in use is not destroyed.'],
  ironic_node_inspection: [
    'The node is made manageable, inspected, and given back where it stood. What inspection writes into the node (`properties`, ports) is no drift of `ironic_node`.',
    'Destroying it does nothing. Several resources that work on one node are put in order by `depends_on`.',
  ],
  ironic_bios_settings: [
    'Applied by the clean step `bios.apply_configuration` of the driver, with the node made manageable and given back where it stood. A node in use is refused while planning.',
    'A setting that was changed elsewhere is drift, as far as Ironic has read it. Destroying the resource, or leaving a setting out, changes nothing in the BIOS.',
  ],
  ironic_raid: [
    'Made by the clean steps `raid.delete_configuration` and `raid.create_configuration` of the driver. **Every change deletes all volumes, and the data on them**; a node in use is refused while planning.',
    'Where the steps failed half-way, the volumes that there are show as drift, and the next apply makes them anew. Destroying the resource leaves the volumes.',
  ],
  ironic_deploy_template: [
    'Its steps are done for every deployment whose `traits` have its name, on a node that has the trait too. A change does nothing to a server that runs: the next reimage goes by it.',
    'Steps in another order, with a priority as text or without `args` are the same steps. No step may stand in a template twice.',
  ],
  ironic_runbook: [
    'A node must have one of its traits; `release_runbook` of a deployment names it, so that a server is not given back before its steps are done. A change does nothing to any node by itself.',
  ],
  ironic_deployment: [
    'The node is brought to where it can be deployed, if it is not. One that is in use by something that is not in this state is refused while planning: two states cannot deploy over each other.',
    'A change of what is deployed is a reimage. Without `generation` each one is made; with it, what changes is recorded (`pending_reimage`) until the generation changes. Attributes that are not deployed (`timeouts`, `release_clean_steps`) change nothing on the server.',
    'Destroy releases the server, waits through Ironic’s cleaning and then does `release_clean_steps` or the runbook. It goes by what was applied before, so that what is to erase a server must be applied while it stands.',
    'A deployment that failed is tainted: the next apply releases, cleans and deploys again. `terraform untaint` before it makes it deploy again as it is. An apply that was killed or ran into its time limit goes on in the next.',
    'An import leaves the server alone, whatever is configured: what Ironic does not tell of a deployment is recorded as it is configured, and the plan says so.',
  ],
};

function resourcePage(type: string, entity: EntitySchema): string {
  const example = ironicExamples[type as keyof typeof ironicExamples];
  return page([
    `# ${type}`,
    '',
    GENERATED,
    '',
    entity.block.description ?? '',
    '',
    ...hcl(example),
    ...(notes[type] ?? []).flatMap((note) => [note, '']),
    '## Attributes',
    '',
    ...attributesTable(entity),
    '## Import',
    '',
    '```',
    imports[type] ?? '',
    '```',
  ]);
}

function dataPage(): string {
  return page([
    '# Data sources of rackform/ironic',
    '',
    GENERATED,
    '',
    'What Ironic has, as it was when the plan was made.',
    '',
    ...hcl(ironicExamples.data),
    ...Object.entries(schema.dataSources).flatMap(([type, entity]) => [
      `## ${type}`,
      '',
      entity.block.description ?? '',
      '',
      ...attributesTable(entity),
    ]),
  ]);
}

function fileOf(type: string): string {
  return `${type.replaceAll('_', '-')}.md`;
}

function providerPage(): string {
  const types = Object.entries(schema.resources).map(([type, { block }]) => [
    `[${code(type)}](${fileOf(type)})`,
    cell(block.description ?? ''),
  ]);
  return page([
    '# The provider rackform/ironic',
    '',
    GENERATED,
    '',
    'A Terraform provider for OpenStack Ironic, for Terraform 1.11 or OpenTofu 1.11 and later (earlier ones without `driver_info_wo`). `rackform provider install` writes it to where Terraform finds it; [the guide](../guides/ironic-provider.md) begins there.',
    '',
    ...hcl(ironicExamples.provider),
    ...table(['Resource', 'What it is'], types),
    'And [data sources](ironic-data-sources.md).',
    '',
    'It speaks the newest version of the API that both sides know, from 1.56 (Train, 2019) on; a field that the server is too old for is refused by name. A node that is locked and an Ironic that is busy are asked again within the time limit. From a few nodes on, a refresh reads all of them in one listing.',
    '',
    'It is one file for Node 20.19 or later, and answers Terraform in less than twice the time that Node alone takes to start (`npm run bench -- provider`).',
    '',
    'Its log lines, with each state that a node passes, are in Terraform’s own log: `TF_LOG_PROVIDER=INFO`.',
    '',
    '## The provider block',
    '',
    'Where a value is left out, the environment has it, or the cloud of `clouds.yaml` that `cloud` or `OS_CLOUD` names.',
    '',
    ...attributesTable(schema.provider),
  ]);
}

/** Pages of the provider: one for itself, one a resource, one for the data sources. */
export function ironicProviderPages(): Readonly<Record<string, string>> {
  const resources = Object.entries(schema.resources).map(([type, entity]) => [
    `docs/reference/${fileOf(type)}`,
    resourcePage(type, entity),
  ]);
  return {
    'docs/reference/ironic-provider.md': providerPage(),
    'docs/reference/ironic-data-sources.md': dataPage(),
    ...Object.fromEntries(resources),
  };
}
