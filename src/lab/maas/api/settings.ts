import { apiRefusal } from '../../refusal.js';
import type { Request } from '../call.js';

/** The settings that the API of MAAS 3.5 takes, with what they are where nobody set them. */
const known: Readonly<Record<string, string>> = {
  active_discovery_interval: '10800',
  auto_vlan_creation: 'true',
  boot_images_auto_import: 'true',
  boot_images_no_proxy: 'false',
  commissioning_distro_series: 'noble',
  completed_intro: 'false',
  curtin_verbose: 'true',
  default_boot_interface_link_type: 'auto',
  default_distro_series: 'noble',
  default_dns_ttl: '30',
  default_min_hwe_kernel: '',
  default_osystem: 'ubuntu',
  default_storage_layout: 'flat',
  disk_erase_with_quick_erase: 'false',
  disk_erase_with_secure_erase: 'true',
  dns_trusted_acl: '',
  dnssec_validation: 'auto',
  enable_analytics: 'true',
  enable_disk_erasing_on_release: 'false',
  enable_http_proxy: 'true',
  enable_kernel_crash_dump: 'false',
  enable_third_party_drivers: 'true',
  enlist_commissioning: 'true',
  force_v1_network_yaml: 'false',
  hardware_sync_interval: '15m',
  http_proxy: '',
  kernel_opts: '',
  maas_auto_ipmi_cipher_suite_id: '3',
  maas_auto_ipmi_k_g_bmc_key: '',
  maas_auto_ipmi_user: 'maas',
  maas_auto_ipmi_user_privilege_level: 'ADMIN',
  maas_auto_ipmi_workaround_flags: '',
  maas_internal_domain: 'maas-internal',
  maas_name: 'lab',
  maas_proxy_port: '8000',
  maas_syslog_port: '5247',
  max_node_commissioning_results: '10',
  max_node_deployment_results: '10',
  max_node_installation_results: '3',
  max_node_release_results: '10',
  max_node_testing_results: '10',
  network_discovery: 'enabled',
  node_timeout: '30',
  ntp_external_only: 'false',
  ntp_servers: 'ntp.ubuntu.com',
  prefer_v4_proxy: 'false',
  prometheus_enabled: 'false',
  prometheus_push_gateway: '',
  prometheus_push_interval: '60',
  promtail_enabled: 'false',
  promtail_port: '5238',
  release_notifications: 'true',
  remote_syslog: '',
  session_length: '1209600',
  subnet_ip_exhaustion_threshold_count: '16',
  theme: '',
  tls_cert_expiration_notification_enabled: 'false',
  tls_cert_expiration_notification_interval: '30',
  upstream_dns: '',
  use_peer_proxy: 'false',
  use_rack_proxy: 'true',
  vcenter_datacenter: '',
  vcenter_password: '',
  vcenter_server: '',
  vcenter_username: '',
  windows_kms_host: '',
};

/** What may be a secret, or have one in it: kept nowhere, so a change made by others is not seen. */
const secret: ReadonlySet<string> = new Set(['http_proxy', 'maas_auto_ipmi_k_g_bmc_key', 'vcenter_password']);

function checkKey(key: string): void {
  if (Object.hasOwn(known, key)) return;
  const valid = Object.keys(known).join(', ');
  throw apiRefusal(400, `${key} is not a valid config setting (valid settings are: ${valid}).`);
}

export function setSetting({ world }: Pick<Request, 'world'>, key: string, value: string): void {
  checkKey(key);
  world.store.put('settings', key, { key, value: secret.has(key) ? '' : value });
}

/** A setting as it is; null for one that is kept nowhere. */
export function getSetting({ world }: Pick<Request, 'world'>, key: string): string | null {
  checkKey(key);
  return secret.has(key) ? null : (world.setting(key) ?? known[key] ?? '');
}
