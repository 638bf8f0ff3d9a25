import { NullProvider } from '@cdktf/provider-null/lib/provider/index.js';
import type { TerraformStack } from 'cdktf';
import { literal } from '../constructs/expressions.js';
import { MAAS_PROVIDER } from '../facts/providers/supports.js';
import type { ProvisionerModel } from '../model/types.js';
import { MaasProvider } from '../providers/maas/index.js';

/**
 * The MAAS provider of a stack. The API key comes from `MAAS_API_KEY`, the URL from `MAAS_API_URL` where the site
 * states none.
 *
 * The version is the site's with its patches, and never one that the facts refuse: 2.7.0 and 2.7.1 plan to redeploy
 * every instance.
 */
export function addMaasProvider(stack: TerraformStack, { apiUrl, providerVersion }: ProvisionerModel): void {
  new MaasProvider(stack, 'maas', apiUrl === null ? {} : { apiUrl: literal(apiUrl) });
  stack.addOverride(
    'terraform.required_providers.maas.version',
    `~> ${providerVersion}, ${MAAS_PROVIDER.constraint}`,
  );
}

/** The null provider of a dry run, which reaches nothing. */
export function addDryRunProvider(stack: TerraformStack, { providerVersion }: ProvisionerModel): void {
  new NullProvider(stack, 'null', {});
  stack.addOverride('terraform.required_providers.null.source', 'hashicorp/null');
  stack.addOverride('terraform.required_providers.null.version', `~> ${providerVersion}`);
}
