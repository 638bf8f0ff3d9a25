import { formatPrefix, parsePrefix } from '../../model/ip.js';
import type { RailModel, SlotModel } from '../../model/types.js';
import { type CloudConfig, file } from './cloud-config.js';

const netplanFile = '/etc/netplan/60-rackform-rails.yaml';
const script = '/usr/local/lib/rackform/name-rails';

/**
 * Compute rails, configured at first boot: each a routed interface of its own, with a routing table of its own,
 * since MAAS can give a NIC one link and knows no policy routes.
 *
 * A rail whose hardware address is not known is left out, and so is an InfiniBand port without an address: it
 * works by its subnet manager alone.
 */
export function rails(slot: SlotModel): CloudConfig {
  const configured = slot.rails.filter(
    (rail) => rail.mac !== null && (rail.address !== null || rail.kind === 'ethernet'),
  );
  if (configured.length === 0) return {};
  return {
    write_files: [file(netplanFile, '0600', netplan(slot.name, configured)), nameRailsFile],
    runcmd,
  };
}

const runcmd = [[script], ['netplan', 'apply']];

function netplan(slot: string, configured: readonly RailModel[]): string {
  const head = [
    `# Compute rails of ${slot}, written by rackform.`,
    'network:',
    '  version: 2',
    '  ethernets:',
  ];
  return `${[...head, ...configured.flatMap(ethernet)].join('\n')}\n`;
}

/** A name that no interface can have (the limit is 15 characters) until name-rails gives the real one. */
function placeholder(rail: number): string {
  return `rackform-rail-${String(rail).padStart(2, '0')}`;
}

function ethernet(model: RailModel): string[] {
  const { rail, network, nic, mac, kind, pkey, address, prefixLength, gateway, routes, ...rest } = model;
  const { table, mtu, ...unmapped } = rest;
  unmapped satisfies Record<string, never>;
  // The subnet manager puts the port into its partition.
  void pkey;
  const lines = [
    `    # rail ${rail}: ${nic} on ${network}, ${kind} ${mac}`,
    `    ${placeholder(rail)}:`,
    // netplan cannot match an InfiniBand port by its address; name-rails has found it.
    ...(kind === 'ethernet' ? ['      match:', `        macaddress: "${mac}"`] : []),
    `      mtu: ${mtu}`,
    '      dhcp4: false',
    '      dhcp6: false',
    // A rail that is down must not hold up the boot.
    '      optional: true',
  ];
  if (address === null || prefixLength === null) return lines;
  return [
    ...lines,
    `      addresses: ["${address}/${prefixLength}"]`,
    '      routes:',
    ...onLink(address, prefixLength, table),
    ...(gateway === null ? [] : viaGateway(routes, gateway, table)),
    '      routing-policy:',
    `        - { from: "${address}", table: ${table}, priority: ${table} }`,
  ];
}

/** Printed lines by list of routes, gateway and table: the slots of a site share all three on shared subnets. */
const printed = new WeakMap<readonly string[], Map<string, readonly string[]>>();
/** On point-to-point links every slot has a gateway of its own, and none of them is worth keeping. */
const KEPT = 256;

function viaGateway(routes: readonly string[], gateway: string, table: number): readonly string[] {
  const ofRoutes = printed.get(routes) ?? new Map<string, readonly string[]>();
  printed.set(routes, ofRoutes);
  const key = `${gateway} ${table}`;
  const found = ofRoutes.get(key);
  if (found !== undefined) return found;
  const lines = routes.map((to) => `        - { to: "${to}", via: "${gateway}", table: ${table} }`);
  if (ofRoutes.size >= KEPT) ofRoutes.clear();
  ofRoutes.set(key, routes.length === 0 ? [] : [lines.join('\n')]);
  return lines;
}

/** Without it, neighbours on the same rail would be reached by way of the gateway. */
function onLink(address: string, prefixLength: number, table: number): string[] {
  const prefix = parsePrefix(`${address}/${prefixLength}`);
  if (prefix === null) return [];
  return [`        - { to: "${formatPrefix(prefix)}", scope: link, table: ${table} }`];
}

const nameRailsFile = file(
  script,
  '0755',
  `#!/bin/bash
# Gives each rail in ${netplanFile} the name that its NIC has now. MAAS writes an entry for every
# NIC under the name it chose; netplan merges entries of one name, but of two entries for one NIC only one counts.
set -euo pipefail
root=\${RACKFORM_ROOT:-}
file=$root${netplanFile}
missing=0
while read -r rail address; do
  found=
  for nic in "$root"/sys/class/net/*; do
    # Only real ports: bonds and VLANs carry the address of a port too.
    [ -e "$nic/device" ] || continue
    current=$(tr '[:upper:]' '[:lower:]' <"$nic/address")
    # An InfiniBand port shows 20 octets; the last eight are its own.
    own=$address
    [ "\${#own}" -le 23 ] || own=\${own: -23}
    [[ $current == *"$own" ]] || continue
    found=\${nic##*/}
    sed -i "s/^    $rail:\\$/    $found:/" "$file"
    break
  done
  if [ -z "$found" ]; then
    echo "name-rails: no NIC has the address $address of $rail" >&2
    missing=1
  fi
done < <(awk '/^    # rail /{address=$NF} /^    rackform-rail-/{sub(":", "", $1); print $1, tolower(address)}' "$file")
exit $missing
`,
);
