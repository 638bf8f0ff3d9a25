import { type JsonObject, objectOf, textOf } from '../plan/json.js';
import type { PlannedChange, StackPlan } from '../plan/plan-types.js';
import type { Join } from '../report.js';
import { type Directory, deploymentTypes, machineNameOf, machineTypes, macOf, runsOn } from './directory.js';

interface End {
  readonly change: PlannedChange;
  readonly isOurs: boolean;
  /** What shows which machine it is, surest first. */
  readonly marks: readonly (readonly [by: string, value: string])[];
}

/** Deletions and creations that are one machine under two addresses. */
export function joinsOf(plans: readonly StackPlan[], directory: Directory): readonly Join[] {
  const ends = (action: 'delete' | 'create') =>
    plans.flatMap((plan) => {
      const triggers = new Map(
        plan.changes
          .filter(({ type }) => type === 'terraform_data')
          .map(({ name, after }) => [name, objectOf(after['input'])] as const),
      );
      return plan.changes
        .filter((change) => change.action === action && isServer(change))
        .map(
          (change): End => ({
            change,
            isOurs: plan.isOurs,
            marks: marksOf(change, triggers.get(change.name), directory),
          }),
        );
    });
  const created = ends('create');
  const byMark = new Map<string, End>();
  for (const end of created) {
    for (const [by, value] of end.marks) byMark.set(`${kindOf(end.change)}\0${by}\0${value}`, end);
  }
  return ends('delete').flatMap((gone) => {
    for (const [by, value] of gone.marks) {
      const made = byMark.get(`${kindOf(gone.change)}\0${by}\0${value}`);
      if (made !== undefined) return [joinOf(gone, made, by, value, directory)];
    }
    return [];
  });
}

function isServer({ type }: PlannedChange): boolean {
  return deploymentTypes.has(type) || machineTypes.has(type);
}

function kindOf({ type }: PlannedChange): string {
  return deploymentTypes.has(type) ? 'deployment' : 'machine';
}

function marksOf(change: PlannedChange, made: JsonObject | undefined, directory: Directory): End['marks'] {
  const values = change.action === 'delete' ? change.before : change.after;
  const found: (readonly [string, string | null])[] = [];
  if (deploymentTypes.has(change.type)) {
    const input = change.action === 'delete' ? directory.input(change.stack, change.name) : made;
    const on = runsOn(change.type, values) ?? textOf(input?.['asset']);
    found.push(['machine', on === null ? null : directory.nameOf(on)]);
  } else {
    found.push(
      ['system id', textOf(values['system_id'])],
      ['MAC address', macOf(values)?.toLowerCase() ?? null],
      ['serial', textOf(values['serial']) ?? textOf(objectOf(values['properties'])['serial_number'])],
      ['BMC address', bmcOf(values)],
      ['host name', machineNameOf(values)?.toLowerCase() ?? null],
    );
  }
  return found.flatMap(([by, value]) => (value === null ? [] : [[by, value] as const]));
}

/** Address of the BMC, of which two machines may share one only as parts of one chassis, told by their node id. */
function bmcOf(values: JsonObject): string | null {
  const driver = objectOf(values['driver_info']);
  const address = textOf(driver['redfish_address']) ?? textOf(driver['ipmi_address']);
  return address === null ? null : [address, textOf(driver['redfish_system_id']) ?? ''].join(' ').trim();
}

function joinOf(gone: End, made: End, by: string, value: string, directory: Directory): Join {
  const isDeployment = deploymentTypes.has(gone.change.type);
  const server = by === 'machine' ? value : (machineNameOf(gone.change.before) ?? value);
  return {
    server: directory.nameOf(server),
    by: `${by} ${value}`,
    stack: gone.change.stack,
    from: gone.change.address,
    to: made.change.address,
    toStack: made.change.stack,
    destroys: isDeployment ? 'wipe' : 'recommission',
    wayOut: wayOutOf(gone, made),
  };
}

function wayOutOf(gone: End, made: End): string {
  if (gone.isOurs && made.isOurs) {
    return deploymentTypes.has(gone.change.type)
      ? 'a slot is known by the names of its cluster and pool: keep them, or let the slot go with its erase first (rackform lock --release)'
      : 'a machine is known by its asset name: keep it, and change what else is to change';
  }
  if (gone.change.stack !== made.change.stack) {
    return `terraform state mv of ${gone.change.address}, out of the one state and into the other`;
  }
  return gone.change.type === made.change.type
    ? `moved {\n  from = ${gone.change.address}\n  to   = ${made.change.address}\n}`
    : `keep ${gone.change.address} as it is`;
}
