import { machineTests } from '../../facts/machine-tests.js';
import type { MachineModel, SiteModel } from '../../model/types.js';
import { type Expected, expectedOfMachine } from '../check/expected.js';
import { checkFunctions } from '../check/script.js';

/** Tests of MAAS's own that belong to it. */
const ownTests = machineTests.flatMap(({ maas }) => (maas === null ? [] : [maas]));

type Wanted = Omit<Expected, 'slot'>;

/** What each machine must show while it is commissioned, by asset name. Machines without a known NIC cannot be told. */
export function maasExpectations({ site }: SiteModel): Readonly<Record<string, Wanted>> {
  const told = site.machines.filter(({ nics }) => nics.some(({ mac }) => mac !== null));
  return Object.fromEntries(told.map((machine) => [machine.asset, inCommissioning(machine)]));
}

/** Nothing is set up there yet: no MTU, no link that must be up, no mount. */
function inCommissioning(machine: MachineModel): Wanted {
  const { nics, ...rest } = expectedOfMachine(machine);
  return { ...rest, nics: nics.map((nic) => ({ ...nic, mtu: null, rail: null })), mounts: [] };
}

/**
 * A test script for MAAS: compares each machine of a site with its definition while it is commissioned, with GPUs,
 * which no test of MAAS's own looks at. One script for all machines; each finds itself by the address of a NIC.
 */
export function maasTestScript(model: SiteModel): string {
  const { name } = model.site;
  const lines = Object.entries(maasExpectations(model)).map(
    ([asset, wanted]) => `${JSON.stringify(asset)}: ${JSON.stringify(wanted)}`,
  );
  return `#!/usr/bin/env python3
# --- Start MAAS 1.0 script metadata ---
# name: rackform-${name}
# title: Hardware as defined
# description: GPUs, NICs, disks and memory of a machine of ${name} against its definition
# script_type: test
# hardware_type: node
# parallel: any
# timeout: 00:05:00
# tags: commissioning
# --- End MAAS 1.0 script metadata ---
#
# Written by rackform; machines that change need it anew. To bring it to MAAS, and to test a machine with it:
#   maas PROFILE node-scripts create name=rackform-${name} type=testing script@=FILE
#   maas PROFILE machine test SYSTEM_ID testing_scripts=${[`rackform-${name}`, ...ownTests].join(',')}
import json
import os
import subprocess
import sys
import time

${checkFunctions}MACHINES = json.loads(r"""{
${lines.join(',\n')}
}""")


def main():
    found = look(True)
    addresses = {one["mac"] for one in found["nics"]}
    for asset, expected in MACHINES.items():
        if any(nic["mac"].lower() in addresses for nic in expected["nics"]):
            problems = list(compare(expected, found))
            for problem in problems:
                print(problem, file=sys.stderr)
            print("rackform: %s %s" % (asset, "is not as defined" if problems else "is as defined"))
            return 1 if problems else 0
    print("rackform: no machine of the definition has a NIC of this one", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
`;
}
