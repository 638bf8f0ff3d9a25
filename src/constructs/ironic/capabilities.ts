/** Capabilities as the one text that Ironic has of them: `boot_mode:uefi,secure_boot:true`. */
export function capabilitiesText(capabilities: Readonly<Record<string, string>>): string {
  return Object.entries(capabilities)
    .map(([name, value]) => `${name}:${value}`)
    .join(',');
}
