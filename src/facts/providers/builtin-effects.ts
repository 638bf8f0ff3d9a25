import type { EffectRow, EffectTable } from '../effect-table.js';

const recordOnly: EffectRow = { effect: 'nothing', note: 'lives in Terraform state only' };

/** Effects of `terraform_data`. */
export const builtinEffects: EffectTable = {
  terraform_data: {
    create: recordOnly,
    update: {
      effect: 'nothing',
      note: 'lives in Terraform state only; what names it in replace_triggered_by is replaced',
    },
    delete: recordOnly,
    replace: {
      effect: 'nothing',
      note: 'lives in Terraform state only; what names it in replace_triggered_by is replaced',
    },
  },
};

/** Effects of `null_resource`, which the dry run is made of. */
export const nullEffects: EffectTable = {
  null_resource: { create: recordOnly, update: recordOnly, delete: recordOnly, replace: recordOnly },
};
