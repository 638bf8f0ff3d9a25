/** What to do about a thing that is in MAAS and not in the state, after an apply that was cut off. */
export type WayOut =
  | {
      /** Making it again finds what is there: one more apply is enough. */
      readonly by: 'apply';
      readonly text: string;
    }
  | {
      /** What Terraform says at the next apply, in part. */
      readonly says: string;
      readonly by: 'import';
      /** Id for `terraform import ADDRESS ID`, with the attributes of the resource in braces. */
      readonly importId: string;
      readonly text: string;
    };

const nameTaken = (what: string): WayOut => ({
  says: `${what} with this Name already exists.`,
  by: 'import',
  importId: '{name}',
  text: 'Import it by its name.',
});

const takenOver = (text: string): WayOut => ({ by: 'apply', text });

/**
 * What becomes of each type of resource when Terraform, or the MAAS behind it, is cut off after the thing was made
 * and before Terraform wrote it down. From `provider-facts` (measured and read); each is run by a test against the lab.
 */
export const maasWaysOut: Readonly<Record<string, WayOut>> = {
  maas_configuration: takenOver('A setting has one value: the next apply sets it again.'),
  maas_dns_domain: nameTaken('Domain'),
  maas_fabric: nameTaken('Fabric'),
  maas_instance: {
    says: 'No available machine matches constraints',
    by: 'import',
    importId: '{allocate_params.0.system_id}',
    text: 'Once the machine is Deployed, import it; `ignore_changes` on allocate_params and deploy_params, as the kit writes it, keeps the import from replacing it. One that stayed Allocated or failed is released first (maas PROFILE machine release SYSTEM_ID), and the next apply deploys it.',
  },
  maas_machine: {
    says: 'Node with this Hostname already exists.',
    by: 'import',
    importId: '{hostname}',
    text: 'Import it by its host name. The next apply pushes its power parameters, which MAAS does not show, and commissions it where it is still New.',
  },
  maas_network_interface_link: takenOver('A link takes the place of every other link of its NIC.'),
  maas_network_interface_physical: takenOver('A NIC that the machine has is taken over by its MAC address.'),
  maas_resource_pool: nameTaken('Resource pool'),
  maas_space: nameTaken('Space'),
  maas_subnet: {
    says: 'Subnet with this Cidr already exists.',
    by: 'import',
    importId: '{cidr}',
    text: 'Import it by its CIDR.',
  },
  maas_subnet_ip_range: {
    says: 'range conflicts with an existing range.',
    by: 'import',
    importId: '{start_ip}:{end_ip}',
    text: 'Import it by its ends.',
  },
  maas_tag: takenOver('A tag of that name is taken over, with its list of machines.'),
  maas_vlan: {
    says: 'A VLAN with the specified VID already exists in the destination fabric.',
    by: 'import',
    importId: '{fabric}:{vid}',
    text: 'Import it by its fabric and its number.',
  },
  maas_zone: nameTaken('Physical zone'),
};

/**
 * What stops every plan where a thing is in the state and no longer in MAAS, after a destroy that was cut off, by the
 * type of the resource. The way out is `terraform state rm ADDRESS`. Other types leave the state by themselves.
 */
export const maasGone: Readonly<Record<string, string>> = {
  maas_instance: 'No Machine matches the given query.',
  maas_network_interface_link: 'cannot find link',
};

/** True for an error that a thing in the state is gone, and that Terraform does not forget it by itself. */
export function isGoneFor(resource: string, message: string): boolean {
  const says = maasGone[resource];
  return says !== undefined && message.includes(says);
}

/** What to do about an error of an apply; undefined where it is none of these. */
export function wayOutOf(resource: string, message: string): WayOut | undefined {
  const wayOut = maasWaysOut[resource];
  return wayOut?.by === 'import' && message.includes(wayOut.says) ? wayOut : undefined;
}

/** The id to import a resource by. @param attribute a value of the resource by its path; undefined where it has none */
export function importIdOf(
  { importId }: WayOut & { readonly by: 'import' },
  attribute: (path: readonly string[]) => unknown,
): string {
  return importId.replace(/\{([^}]+)\}/g, (_all, path: string) => String(attribute(path.split('.')) ?? ''));
}
