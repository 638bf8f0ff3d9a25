/** What is planned: machines of the provider that is measured, or as many `terraform_data`. */
export type Subject = 'lab' | 'terraform_data';

/** What one machine says, as the kit writes an enrolment. */
function machineAt(index: number): Readonly<Record<string, unknown>> {
  const rack = String(Math.floor(index / 16) + 1).padStart(3, '0');
  const unit = String((index % 16) + 1).padStart(2, '0');
  const bytes = [index >> 16, index >> 8, index].map((part) => (part & 0xff).toString(16).padStart(2, '0'));
  const address = `10.1.${index >> 8}.${index & 0xff}`;
  return {
    hostname: `gpu-r${rack}-n${unit}`,
    power_type: 'redfish',
    power_parameters: `\${jsonencode({ power_address = "${address}", power_user = "maas", power_pass = var.bmc })}`,
    pxe_mac_address: `02:00:00:${bytes.join(':')}`,
    zone: 'default',
    skip_bmc_config: true,
    timeouts: { create: '75m', update: '75m' },
  };
}

/**
 * A Terraform configuration in JSON, as CDKTF writes it: one block a machine. Both subjects hold the same values and
 * the same sensitive variable.
 */
export function configuration(subject: Subject, machines: number): string {
  const named = Array.from({ length: machines }, (_, index) => {
    const values = machineAt(index);
    return [values['hostname'], subject === 'lab' ? values : { input: values }] as const;
  });
  const variable = { bmc: { type: 'string', sensitive: true, default: 'not-a-secret' } };
  const resource = { [subject === 'lab' ? 'maas_machine' : 'terraform_data']: Object.fromEntries(named) };
  if (subject === 'terraform_data') return JSON.stringify({ variable, resource });
  const terraform = { required_providers: { maas: { source: 'canonical/maas' } } };
  return JSON.stringify({ terraform, provider: { maas: {} }, variable, resource });
}
