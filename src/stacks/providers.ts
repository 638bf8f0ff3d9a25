import { NullProvider } from '@cdktf/provider-null/lib/provider/index.js';
import { type TerraformProvider, type TerraformStack, TerraformVariable } from 'cdktf';
import { expression, literal } from '../constructs/expressions.js';
import { MaasTarget } from '../constructs/maas/target.js';
import { InternalError } from '../errors.js';
import { type IronicDialect, ironicDialects } from '../facts/providers/ironic-dialects.js';
import { maasProviderConstraint } from '../facts/providers/supports.js';
import type { ProvisionerModel } from '../model/types.js';
import { IronicProvider as Metal3Community } from '../providers/ironic-metal3-community/index.js';
import { IronicProvider as OpenshiftMetal3 } from '../providers/ironic-openshift-metal3/index.js';
import { IronicProvider as RackformIronic } from '../providers/ironic-rackform/index.js';
import { MaasProvider } from '../providers/maas/index.js';

/**
 * The MAAS provider of a stack. The API key comes from `MAAS_API_KEY`, the URL from `MAAS_API_URL` where the site
 * states none.
 *
 * The version is the site's with its patches, and never one that the facts refuse: 2.7.0 and 2.7.1 plan to redeploy
 * every instance.
 */
export function addMaasProvider(stack: TerraformStack, { apiUrl, providerVersion }: ProvisionerModel): void {
  new MaasTarget(stack, providerVersion);
  new MaasProvider(stack, 'maas', apiUrl === null ? {} : { apiUrl: literal(apiUrl) });
  stack.addOverride('terraform.required_providers.maas.version', maasProviderConstraint(providerVersion));
}

/** How to reach Ironic. Strings are Terraform’s; `user` and `password` are null where it asks for none. */
interface IronicAccess {
  readonly url: string;
  readonly microversion: string;
  readonly signIn: { readonly user: string; readonly password: string } | null;
}

/** The configuration of the two public providers, which have its attributes in common. */
function publicConfig({ url, microversion, signIn }: IronicAccess) {
  return {
    url,
    microversion,
    ...(signIn === null
      ? { authStrategy: 'noauth' }
      : { authStrategy: 'http_basic', ironicUsername: signIn.user, ironicPassword: signIn.password }),
  };
}

const ironicBindings: Readonly<
  Record<IronicDialect, (stack: TerraformStack, access: IronicAccess) => TerraformProvider>
> = {
  'openshift-metal3': (stack, access) => new OpenshiftMetal3(stack, 'ironic', publicConfig(access)),
  'metal3-community': (stack, access) => new Metal3Community(stack, 'ironic', publicConfig(access)),
  rackform: (stack, { url, microversion, signIn }) =>
    new RackformIronic(stack, 'ironic', {
      endpoint: url,
      microversion,
      ...(signIn === null
        ? { authType: 'none' }
        : { authType: 'http_basic', username: signIn.user, password: signIn.password }),
    }),
};

/**
 * The Ironic provider of a stack, in the dialect of the site. What the site does not state is a Terraform variable:
 * `ironic_url`, and with HTTP basic authentication `ironic_username` and `ironic_password`, which are sensitive.
 */
export function addIronicProvider(
  stack: TerraformStack,
  { apiUrl, providerVersion, ironic }: ProvisionerModel,
): void {
  if (ironic === null) throw new InternalError('a site of Ironic has nothing of Ironic');
  const { dialect, microversion, auth } = ironic;
  ironicBindings[dialect](stack, {
    url: apiUrl === null ? variable(stack, 'ironic_url', 'URL of Ironic.', false) : literal(apiUrl),
    microversion,
    signIn:
      auth === 'none'
        ? null
        : {
            user: variable(stack, 'ironic_username', 'User of Ironic.', true),
            password: variable(stack, 'ironic_password', 'Password of that user.', true),
          },
  });
  const { constraint, terraform } = ironicDialects[dialect];
  stack.addOverride('terraform.required_providers.ironic.version', `~> ${providerVersion}, ${constraint}`);
  if (terraform !== null) stack.addOverride('terraform.required_version', terraform);
}

function variable(stack: TerraformStack, name: string, description: string, sensitive: boolean): string {
  new TerraformVariable(stack, name, {
    type: 'string',
    description,
    nullable: false,
    ...(sensitive ? { sensitive } : {}),
  }).overrideLogicalId(name);
  return expression(`var.${name}`);
}

/** The null provider of a dry run, which reaches nothing. */
export function addDryRunProvider(stack: TerraformStack, { providerVersion }: ProvisionerModel): void {
  new NullProvider(stack, 'null', {});
  stack.addOverride('terraform.required_providers.null.source', 'hashicorp/null');
  stack.addOverride('terraform.required_providers.null.version', `~> ${providerVersion}`);
}
