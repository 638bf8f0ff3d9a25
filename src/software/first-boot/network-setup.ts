import type { LinkModel, PortModel, SlotModel } from '../../model/types.js';
import type { CloudConfig } from './cloud-config.js';
import { hashesTraffic } from './network-data.js';

const netplanFile = '/etc/netplan/50-rackform.yaml';

/**
 * NICs, bonds, VLANs and addresses of a slot by user data, for a provider that cannot hand over network data. Once, in
 * the stage that has no network yet, so that packages find one; what cloud-init made up for want of better goes.
 */
export function networkSetup({ name, ports }: SlotModel): CloudConfig {
  if (ports.length === 0) return {};
  const script = [
    'set -e',
    `cat >${netplanFile} <<'NETPLAN'`,
    ...netplan(name, ports),
    'NETPLAN',
    `chmod 0600 ${netplanFile}`,
    'rm -f /etc/netplan/50-cloud-init.yaml',
    'mkdir -p /etc/cloud/cloud.cfg.d',
    "echo 'network: { config: disabled }' >/etc/cloud/cloud.cfg.d/99-rackform-network.cfg",
    'netplan apply',
  ].join('\n');
  return { bootcmd: [['cloud-init-per', 'instance', 'rackform-network', 'sh', '-c', `${script}\n`]] };
}

function netplan(slot: string, ports: readonly PortModel[]): readonly string[] {
  const bonds = ports.filter(({ bond }) => bond !== null);
  const vlans = ports.flatMap((port) =>
    port.links.filter((link) => link.tagged).map((link) => ({ port, link })),
  );
  return [
    `# Network of ${slot}, written by rackform.`,
    'network:',
    '  version: 2',
    '  ethernets:',
    ...ports.flatMap((port) =>
      port.nics.flatMap((nic) => [
        `    ${nic.name}:`,
        `      match: { macaddress: "${nic.mac}" }`,
        ...(port.bond === null ? body(port, untaggedLink(port)) : [`      mtu: ${port.mtu}`, ...quiet]),
      ]),
    ),
    ...(bonds.length === 0 ? [] : ['  bonds:', ...bonds.flatMap(bondLines)]),
    ...(vlans.length === 0 ? [] : ['  vlans:', ...vlans.flatMap(({ port, link }) => vlanLines(port, link))]),
  ];
}

const quiet = ['      dhcp4: false', '      dhcp6: false'];

function untaggedLink(port: PortModel): LinkModel | undefined {
  return port.links.find((link) => !link.tagged);
}

function bondLines(port: PortModel): readonly string[] {
  const { name, bond, nics } = port;
  if (bond === null) return [];
  const { mode, lacpRate, hashPolicy, miimonMs, lacpFallback, ...unmapped } = bond;
  unmapped satisfies Record<string, never>;
  // A setting of the switches.
  void lacpFallback;
  return [
    `    ${name}:`,
    `      interfaces: [${nics.map((nic) => nic.name).join(', ')}]`,
    '      parameters:',
    `        mode: ${mode}`,
    `        mii-monitor-interval: ${miimonMs}`,
    ...(mode === '802.3ad' ? [`        lacp-rate: ${lacpRate}`] : []),
    ...(hashesTraffic(mode) ? [`        transmit-hash-policy: ${hashPolicy}`] : []),
    ...body(port, untaggedLink(port)),
  ];
}

function vlanLines(port: PortModel, link: LinkModel): readonly string[] {
  return [
    `    ${link.interface}:`,
    `      id: ${link.vid}`,
    `      link: ${port.name}`,
    ...body({ mtu: link.mtu }, link),
  ];
}

/** What an interface has, by the link on it. */
function body({ mtu }: Pick<PortModel, 'mtu'>, link: LinkModel | undefined): readonly string[] {
  const lines = [`      mtu: ${mtu}`];
  if (link?.mode === 'dhcp')
    return [...lines, link.subnet?.includes(':') === true ? '      dhcp6: true' : '      dhcp4: true'];
  if (link === undefined || link.address === null || link.prefixLength === null) return [...lines, ...quiet];
  const { address, prefixLength, gateway, gatewayAddress, dns } = link;
  return [
    ...lines,
    ...quiet,
    `      addresses: ["${address}/${prefixLength}"]`,
    ...(dns.length === 0
      ? []
      : [`      nameservers: { addresses: [${dns.map((one) => `"${one}"`).join(', ')}] }`]),
    ...(gateway && gatewayAddress !== null
      ? ['      routes:', `        - { to: default, via: "${gatewayAddress}" }`]
      : []),
  ];
}
