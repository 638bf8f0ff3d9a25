import type { ProviderFacts } from './provider-facts.js';

/** `terraform_data`, which Terraform and OpenTofu carry in themselves (provider `terraform.io/builtin/terraform`). */
export const terraformBuiltin: ProviderFacts = {
  schema: {
    source: 'terraform.io/builtin/terraform',
    version: '1.4',
    provenance: 'Documentation of terraform_data, present since Terraform 1.4 and in all of OpenTofu.',
    provider: { version: 0, block: { attributes: {} } },
    resources: {
      terraform_data: {
        version: 0,
        block: {
          attributes: {
            id: { type: 'string', computed: true },
            input: { type: 'dynamic', optional: true },
            output: { type: 'dynamic', computed: true },
            triggers_replace: { type: 'dynamic', optional: true },
          },
        },
      },
    },
    dataSources: {},
  },
  behaviour: {
    terraform_data: { inPlaceUpdate: true, requiresReplace: ['triggers_replace'], importable: true },
  },
};

/** `hashicorp/null`, of which the dry run uses `null_resource` only. */
export const nullProvider: ProviderFacts = {
  schema: {
    source: 'hashicorp/null',
    version: '3.2',
    provenance: 'Schema of hashicorp/null 3.2, as its bindings @cdktf/provider-null carry it.',
    provider: { version: 0, block: { attributes: {} } },
    resources: {
      null_resource: {
        version: 0,
        block: {
          attributes: {
            id: { type: 'string', computed: true },
            triggers: { type: ['map', 'string'], optional: true },
          },
        },
      },
    },
    dataSources: {},
  },
  behaviour: {
    null_resource: { inPlaceUpdate: false, requiresReplace: ['triggers'], importable: false },
  },
};
