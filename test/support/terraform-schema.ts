import type { EntitySchema, ProviderFacts } from '../../src/facts/providers/provider-facts.js';
import { checkApplyRules } from './terraform-apply-rules.js';
import { parseReference, parseTemplate, type Reference } from './terraform-expressions.js';
import { checkBehaviour, checkBlock, isObject, type JsonObject, type Report } from './terraform-values.js';

/** Something that Terraform or the provider would refuse, or do otherwise than written. */
export interface Problem {
  /** Terraform address of the block, `maas_tag.a` or `data.maas_vlan.b`; `output.x`, `local.y`, `provider.maas` else. */
  readonly address: string;
  /** Where inside the block; empty for the block itself. */
  readonly path: string;
  readonly message: string;
}

type Mode = 'managed' | 'data';

interface Block {
  readonly mode: Mode;
  readonly type: string;
  readonly address: string;
  readonly body: JsonObject;
  readonly schema: EntitySchema | undefined;
  readonly facts: ProviderFacts | undefined;
}

interface Stack {
  readonly json: JsonObject;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly variables: ReadonlySet<string>;
  readonly locals: ReadonlySet<string>;
}

const META = new Set([
  'depends_on',
  'count',
  'for_each',
  'provider',
  'lifecycle',
  'provisioner',
  'connection',
  '//',
]);
const LIFECYCLE = new Set([
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
  'precondition',
  'postcondition',
]);

/**
 * Checks the synthesized JSON of one stack against provider facts, without Terraform.
 *
 * @param stackJson the content of `cdk.tf.json`
 * @param providers facts of every provider in use; a resource of any other is a problem
 * @returns all problems, in the order of the document; empty where Terraform and the providers take it
 */
export function validateTerraformJson(stackJson: unknown, providers: readonly ProviderFacts[]): Problem[] {
  const problems: Problem[] = [];
  const add = (address: string, path: string, message: string) => problems.push({ address, path, message });
  if (!isObject(stackJson)) return [{ address: '', path: '', message: 'must be an object' }];
  const stack = readStack(stackJson, providers);
  checkProviders(stack, providers, add);
  for (const block of stack.blocks.values()) {
    checkEntity(block, stack, (path, message) => add(block.address, path, message));
  }
  checkExpressions(stack, add);
  for (const cycle of cycles(stack)) add(cycle[0] ?? '', '', `depends on itself: ${cycle.join(' -> ')}`);
  return problems;
}

type Add = (address: string, path: string, message: string) => void;

function section(json: JsonObject, name: string): [string, unknown][] {
  const value = json[name];
  return isObject(value) ? Object.entries(value) : [];
}

function readStack(json: JsonObject, providers: readonly ProviderFacts[]): Stack {
  const blocks = new Map<string, Block>();
  const read = (mode: Mode, key: string, prefix: string) => {
    for (const [type, named] of section(json, key)) {
      const entities = (facts: ProviderFacts) =>
        mode === 'data' ? facts.schema.dataSources : facts.schema.resources;
      const facts = providers.find((candidate) => entities(candidate)[type] !== undefined);
      const schema = facts === undefined ? undefined : entities(facts)[type];
      for (const [name, body] of Object.entries(isObject(named) ? named : {})) {
        const address = `${prefix}${type}.${name}`;
        blocks.set(address, { mode, type, address, body: isObject(body) ? body : {}, schema, facts });
      }
    }
  };
  read('managed', 'resource', '');
  read('data', 'data', 'data.');
  const names = (key: string) => new Set(section(json, key).map(([name]) => name));
  return { json, blocks, variables: names('variable'), locals: names('locals') };
}

function checkProviders(stack: Stack, providers: readonly ProviderFacts[], add: Add): void {
  const terraform = isObject(stack.json['terraform']) ? stack.json['terraform'] : {};
  const required = section(terraform, 'required_providers');
  const sources = required.map(([, entry]) => (isObject(entry) ? entry['source'] : undefined));
  const used = new Set([...stack.blocks.values()].map((block) => block.facts?.schema.source));
  for (const source of used) {
    if (source === undefined || source.startsWith('terraform.io/builtin/')) continue;
    if (!sources.includes(source))
      add('terraform', 'required_providers', `lacks "${source}", whose resources are used`);
  }
  for (const [name, value] of section(stack.json, 'provider')) {
    const source = required.find(([local]) => local === name)?.[1];
    const facts = providers.find((f) => isObject(source) && f.schema.source === source['source']);
    if (facts === undefined) {
      add(`provider.${name}`, '', 'is of no known provider');
      continue;
    }
    for (const body of Array.isArray(value) ? value : [value]) {
      if (!isObject(body)) continue;
      const report: Report = (path, message) => add(`provider.${name}`, path, message);
      checkBlock(facts.schema.provider.block, body, '', report, new Set(['alias', '//']));
    }
  }
}

function checkEntity(block: Block, stack: Stack, report: Report): void {
  const { schema, facts, body, mode, type } = block;
  if (schema === undefined || facts === undefined) {
    report('', `no known provider has the ${mode === 'data' ? 'data source' : 'resource'} "${type}"`);
    return;
  }
  checkBlock(schema.block, body, '', report, META);
  const behaviour = mode === 'managed' ? facts.behaviour[type] : undefined;
  if (behaviour !== undefined) checkBehaviour(behaviour, body, report);
  if (mode === 'managed') checkApplyRules(facts.schema.source, type, body, report);
  checkMeta(block, stack, report);
}

function checkMeta(block: Block, stack: Stack, report: Report): void {
  const { body, mode } = block;
  if ('for_each' in body)
    report('for_each', 'is not used: one block per thing, so that plans stay small and quick');
  if (body['depends_on'] !== undefined) {
    if (mode === 'data') report('depends_on', 'makes the result of a data source unknown at every plan');
    checkDependsOn(body['depends_on'], stack, report);
  }
  const lifecycle = body['lifecycle'];
  if (isObject(lifecycle)) checkLifecycle(block, lifecycle, stack, report);
  const provider = body['provider'];
  if (provider !== undefined && !hasProvider(stack, String(provider))) {
    report('provider', `"${String(provider)}" is not configured`);
  }
}

function hasProvider(stack: Stack, reference: string): boolean {
  const [name, alias] = reference.split('.');
  const value = section(stack.json, 'provider').find(([local]) => local === name)?.[1];
  const bodies = Array.isArray(value) ? value : [value];
  return bodies.some((body) => isObject(body) && (body['alias'] ?? undefined) === alias);
}

function checkDependsOn(value: unknown, stack: Stack, report: Report): void {
  if (!Array.isArray(value)) {
    report('depends_on', 'must be a list');
    return;
  }
  value.forEach((entry: unknown, index) => {
    const path = `depends_on[${index}]`;
    const reference = typeof entry === 'string' ? parseReference(entry) : undefined;
    if (reference === undefined) report(path, 'must be a bare reference such as "maas_fabric.a"');
    else if (reference.steps[0] === 'var' || reference.steps[0] === 'local') {
      report(path, `"${String(entry)}" is neither resource nor data source`);
    } else checkReference(reference, stack, (message) => report(path, message));
  });
}

function checkLifecycle(block: Block, lifecycle: JsonObject, stack: Stack, report: Report): void {
  for (const key of Object.keys(lifecycle))
    if (!LIFECYCLE.has(key)) report(`lifecycle.${key}`, 'does not exist');
  const ignored = lifecycle['ignore_changes'];
  const schema = block.schema?.block;
  if (ignored !== undefined && ignored !== 'all') {
    for (const [index, entry] of (Array.isArray(ignored) ? ignored : [ignored]).entries()) {
      const name = parseReference(String(entry))?.steps[0] ?? '';
      const known = schema?.attributes[name] !== undefined || schema?.block_types?.[name] !== undefined;
      if (!known)
        report(`lifecycle.ignore_changes[${index}]`, `"${String(entry)}" does not exist in the schema`);
    }
  }
  const triggers = lifecycle['replace_triggered_by'];
  for (const [index, entry] of (Array.isArray(triggers) ? triggers : []).entries()) {
    const path = `lifecycle.replace_triggered_by[${index}]`;
    // Terraform reads these without a template; with "${...}" it stops.
    const reference = parseReference(String(entry));
    if (reference === undefined) report(path, 'must be a bare reference such as "terraform_data.a"');
    else if (['data', 'var', 'local'].includes(reference.steps[0] ?? '')) {
      report(path, `"${String(entry)}" is not a managed resource`);
    } else checkReference(reference, stack, (message) => report(path, message));
  }
}

/** Strings in which Terraform finds expressions, with the block they stand in. */
function* strings(stack: Stack): Generator<{ address: string; path: string; text: string }> {
  for (const block of stack.blocks.values()) {
    const { '//': _, depends_on, lifecycle, provider, ...rest } = block.body;
    const { ignore_changes, replace_triggered_by, ...conditions } = isObject(lifecycle) ? lifecycle : {};
    yield* stringsOf(rest, block.address, '');
    yield* stringsOf(conditions, block.address, 'lifecycle');
  }
  for (const [name, value] of section(stack.json, 'locals')) yield* stringsOf(value, `local.${name}`, '');
  for (const [name, value] of section(stack.json, 'output')) {
    if (isObject(value)) yield* stringsOf(value['value'], `output.${name}`, 'value');
  }
  for (const [name, value] of section(stack.json, 'provider'))
    yield* stringsOf(value, `provider.${name}`, '');
}

function* stringsOf(
  value: unknown,
  address: string,
  path: string,
): Generator<{ address: string; path: string; text: string }> {
  if (typeof value === 'string') yield { address, path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* stringsOf(item, address, `${path}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== '//') yield* stringsOf(item, address, path === '' ? key : `${path}.${key}`);
    }
  }
}

function checkExpressions(stack: Stack, add: Add): void {
  for (const { address, path, text } of strings(stack)) {
    const template = parseTemplate(text);
    if (template.fault !== undefined) add(address, path, template.fault);
    for (const reference of template.references) {
      checkReference(reference, stack, (message) => add(address, path, message));
    }
  }
}

/** The block that a reference is to, and the attribute; undefined for variables, locals and built-in values. */
function target(
  reference: Reference,
): { readonly address: string; readonly attribute: string | undefined } | undefined {
  const [root = '', second = '', third, fourth] = reference.steps;
  if (['var', 'local', 'path', 'terraform', 'count', 'self', 'each', 'module'].includes(root))
    return undefined;
  if (root === 'data') return { address: `data.${second}.${third ?? ''}`, attribute: fourth };
  return { address: `${root}.${second}`, attribute: third };
}

function checkReference(reference: Reference, stack: Stack, report: (message: string) => void): void {
  const [root = '', second] = reference.steps;
  const text = reference.steps.join('.');
  if (second === undefined) {
    report(`"${root}" is no reference; text that means it literally writes "$\${${root}}"`);
  } else if (root === 'var' || root === 'local') {
    const declared = root === 'var' ? stack.variables : stack.locals;
    if (!declared.has(second)) report(`"${root}.${second}" is not declared`);
  } else if (root === 'each' || root === 'module')
    report(`"${text}" has no ${root === 'each' ? 'for_each' : 'module'}`);
  const to = target(reference);
  if (to === undefined || second === undefined) return;
  const block = stack.blocks.get(to.address);
  if (block === undefined) report(`"${to.address}" is not declared`);
  else if (to.attribute !== undefined && block.schema !== undefined) {
    const { attributes, block_types } = block.schema.block;
    const known = attributes[to.attribute] !== undefined || block_types?.[to.attribute] !== undefined;
    if (!known) report(`"${to.address}" has no attribute "${to.attribute}"`);
  }
}

/** Rings of blocks and locals that depend on one another, one for each found. */
function cycles(stack: Stack): string[][] {
  const edges = new Map<string, Set<string>>();
  const edge = (from: string, reference: Reference) => {
    const [root, second] = reference.steps;
    const to = root === 'local' ? `local.${second ?? ''}` : target(reference)?.address;
    if (to !== undefined) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  };
  for (const { address, text } of strings(stack))
    for (const r of parseTemplate(text).references) edge(address, r);
  for (const { address, body } of stack.blocks.values()) {
    const triggers = isObject(body['lifecycle']) ? body['lifecycle']['replace_triggered_by'] : undefined;
    for (const entry of [body['depends_on'], triggers].flat()) {
      const reference = typeof entry === 'string' ? parseReference(entry) : undefined;
      if (reference !== undefined) edge(address, reference);
    }
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (node: string) => {
    const seenAt = trail.indexOf(node);
    if (seenAt >= 0) found.push([...trail.slice(seenAt), node]);
    if (seenAt >= 0 || done.has(node)) return;
    trail.push(node);
    for (const next of edges.get(node) ?? []) visit(next);
    trail.pop();
    done.add(node);
  };
  for (const node of edges.keys()) visit(node);
  return found;
}
