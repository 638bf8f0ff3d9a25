import type { ResourceServer } from '../../../src/protocol/provider.js';
import { type BlockSchema, blockType, normalise } from '../../../src/protocol/schema.js';
import { isObject, type ObjectValue, sameValue, Unknown, type Value } from '../../../src/protocol/value.js';

function items(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** Whether Terraform takes an element of a set for one it had: nothing differs that is not computed. */
function isSameElement(block: BlockSchema, config: ObjectValue, prior: ObjectValue): boolean {
  const type = blockType(block)[1];
  return Object.entries(block.attributes ?? {}).every(([name, { computed }]) => {
    const wanted = config[name] ?? null;
    if (wanted === null && computed === true) return true;
    return sameValue(type[name] ?? 'dynamic', wanted, prior[name] ?? null);
  });
}

/** What Terraform proposes: the configuration, and the prior state where it leaves out what is computed. */
export function proposed(block: BlockSchema, config: ObjectValue, prior: ObjectValue | null): ObjectValue {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, { computed }]) => {
    const wanted = config[name] ?? null;
    return [name, wanted === null && computed === true ? (prior?.[name] ?? null) : wanted] as const;
  });
  const blocks = Object.entries(block.block_types ?? {}).map(
    ([name, { nesting_mode: mode, block: inner }]) => {
      const wanted = config[name] ?? null;
      const before = prior?.[name] ?? null;
      const merged = (item: Value, old: Value | undefined): Value =>
        isObject(item) ? proposed(inner, item, isObject(old) ? old : null) : item;
      if (!Array.isArray(wanted)) return [name, merged(wanted, before)] as const;
      const matched = (item: Value, index: number) =>
        mode === 'set'
          ? items(before).find((old) => isObject(old) && isObject(item) && isSameElement(inner, item, old))
          : items(before)[index];
      return [name, items(wanted).map((item, index) => merged(item, matched(item, index)))] as const;
    },
  );
  return normalise(block, Object.fromEntries([...attributes, ...blocks]));
}

const context = (client: string) => ({ client, signal: new AbortController().signal });

/** Plans a change as Terraform asks for it. */
export async function planned(
  server: ResourceServer<string>,
  block: BlockSchema,
  config: ObjectValue,
  prior: ObjectValue | null,
  version = '3.7.0',
) {
  const request = { prior, proposed: proposed(block, config, prior), config, private: new Uint8Array() };
  return server.plan(request, context(version));
}

/** Creates what a configuration asks for, and reads it, as Terraform does before its next plan. */
export async function created(
  server: ResourceServer<string>,
  block: BlockSchema,
  config: ObjectValue,
): Promise<ObjectValue> {
  const plan = await planned(server, block, config, null);
  const request = { prior: null, planned: plan.planned, config, private: new Uint8Array() };
  const { state } = await server.apply(request, context('3.7.0'));
  if (state === null) throw new Error('nothing was created');
  const read = await server.read({ state, private: new Uint8Array() }, context('3.7.0'));
  if (read.state === null) throw new Error('what was created is gone');
  return read.state;
}

/** What Terraform makes of a plan. */
export async function actionOf(
  server: ResourceServer<string>,
  block: BlockSchema,
  config: ObjectValue,
  prior: ObjectValue,
): Promise<'nothing' | 'update' | 'replace'> {
  const plan = await planned(server, block, config, prior);
  if (plan.planned === null || plan.planned instanceof Unknown) throw new Error('nothing is planned');
  if ((plan.requiresReplace ?? []).length > 0) return 'replace';
  return sameValue(blockType(block), prior, plan.planned) ? 'nothing' : 'update';
}
