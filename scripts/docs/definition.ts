import { z } from 'zod';
import { jsonSchema, type SchemaKind, schemaKinds, schemaSubject } from '../../src/definition/json-schema.js';
import { Cidr, DiskName, DnsLabel, DnsName, IpAddress, Mac, NicName } from '../../src/definition/scalars.js';
import { presets } from '../../src/presets/presets.js';
import { anchorOf, cell, choice, code, GENERATED, page, table } from './markdown.js';

interface Json {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Json | boolean;
  readonly propertyNames?: Json;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}

/** Kinds of text that many fields take, each with a heading of its own. */
const scalars: readonly { readonly name: string; readonly schema: z.ZodType; readonly text: string }[] = [
  {
    name: 'label',
    schema: DnsLabel,
    text: 'A DNS label (RFC 1035): 1 to 63 of `a-z`, `0-9` and `-`, no hyphen at either end. Also a name in Terraform and MAAS.',
  },
  {
    name: 'DNS name',
    schema: DnsName,
    text: 'Labels with dots between (RFC 1123), at most 253 characters, lower case.',
  },
  {
    name: 'NIC name',
    schema: NicName,
    text: 'A Linux interface name: begins with a letter; letters, digits, `_` and `-`; at most 15 characters.',
  },
  {
    name: 'disk name',
    schema: DiskName,
    text: 'A name inside one machine: letters, digits, `_`, `.` and `-`; at most 32 characters.',
  },
  {
    name: 'MAC address',
    schema: Mac,
    text: 'Six octets such as `02:00:5e:00:53:01`, with `:` or `-`; 8 or 20 octets for InfiniBand.',
  },
  { name: 'IP address', schema: IpAddress, text: 'IPv4 or IPv6 without a prefix length.' },
  {
    name: 'prefix',
    schema: Cidr,
    text: 'An IPv4 or IPv6 prefix such as `192.0.2.0/24`. Host bits are refused by a rule that names the right prefix.',
  },
];

const byPattern = new Map(
  scalars.map(({ name, schema }) => [(z.toJSONSchema(schema) as Json).pattern ?? '', name]),
);

const titles: Readonly<Record<SchemaKind, string>> = {
  project: 'Project',
  site: 'Site',
  cluster: 'Cluster',
  hardware: 'Hardware profile',
  machine: 'Machine',
};

/** A map with fields of its own, described once and linked from wherever it may stand. */
interface Section {
  readonly heading: string;
  readonly schema: Json;
}

/** What two maps must share to be described in one place: the fields, but not which of them are required. */
function keyOf(schema: Json): string {
  return JSON.stringify(schema, (name, value: unknown) =>
    name === 'required' || name === 'description' || name.startsWith('$') || name === 'title'
      ? undefined
      : value,
  );
}

function isMapOfFields(schema: Json): boolean {
  return schema.properties !== undefined || variantsOf(schema) !== undefined;
}

/** The forms of a map that a field of it chooses between. */
function variantsOf(schema: Json): readonly Json[] | undefined {
  const forms = schema.oneOf ?? schema.anyOf;
  return forms?.every((form) => form.properties !== undefined) === true ? forms : undefined;
}

class Reference {
  readonly #known = new Map<string, string>();
  #lines: string[] = [];

  constructor() {
    for (const kind of schemaKinds) this.#known.set(keyOf(jsonSchema(kind) as Json), titles[kind]);
  }

  /** One document: its own fields, then every map inside it that was not described before. */
  describe(title: string, schema: Json, intro: readonly string[]): readonly string[] {
    this.#lines = [`## ${title}`, '', ...intro, ''];
    const queue: Section[] = [];
    this.#fields(schema, title, '', queue);
    for (let section = queue.shift(); section !== undefined; section = queue.shift()) {
      this.#lines.push(`### ${section.heading}`, '');
      this.#fields(section.schema, title, pathIn(section.heading, title), queue, true);
    }
    return this.#lines;
  }

  #fields(schema: Json, title: string, path: string, queue: Section[], nested = false): void {
    const variants = variantsOf(schema);
    const { text } = splitDefault(schema.description ?? '');
    if (nested && text !== '') this.#lines.push(cell(text), '');
    if (variants === undefined) {
      this.#table(schema, title, path, queue);
      return;
    }
    for (const variant of variants) {
      const [name, chosen] =
        Object.entries(variant.properties ?? {}).find(([, field]) => field.const !== undefined) ?? [];
      if (name === undefined || chosen === undefined) continue;
      this.#lines.push(`With ${code(`${name}: ${chosen.const}`)}:`, '');
      const { [name]: _, ...rest } = variant.properties ?? {};
      if (Object.keys(rest).length === 0) this.#lines.push('No further fields.', '');
      else this.#table({ ...variant, properties: rest }, title, path, queue);
    }
  }

  #table(schema: Json, title: string, path: string, queue: Section[]): void {
    const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => {
      const { text, byDefault } = splitDefault(field.description ?? '');
      const isRequired = schema.required?.includes(name) === true;
      const type = this.#type(field, title, path === '' ? name : `${path}.${name}`, queue);
      return [code(name), type, isRequired ? '**required**' : cell(byDefault ?? 'none'), cell(text)];
    });
    this.#lines.push(...table(['Field', 'Takes', 'Default', 'Meaning'], rows));
  }

  /** What a field takes, in words. */
  #type(schema: Json, title: string, path: string, queue: Section[]): string {
    if (isMapOfFields(schema)) return `[map](#${this.#section(schema, title, path, queue)})`;
    if (schema.const !== undefined) return code(String(schema.const));
    if (schema.enum !== undefined) return choice(schema.enum.map((value) => code(String(value))));
    if (schema.anyOf !== undefined || schema.oneOf !== undefined) {
      const forms = schema.anyOf ?? schema.oneOf ?? [];
      return choice([...new Set(forms.map((form) => this.#type(form, title, path, queue)))]);
    }
    switch (schema.type) {
      case 'array':
        return `list of ${this.#type(schema.items ?? {}, title, `${path}[]`, queue)}${schema.minItems === undefined ? '' : `, at least ${schema.minItems}`}`;
      case 'object':
        return this.#record(schema, title, path, queue);
      case 'integer':
        return `whole number${rangeOf(schema)}`;
      case 'number':
        return `number${rangeOf(schema)}`;
      case 'boolean':
        return '`true` or `false`';
      case 'string':
        return textType(schema);
      default:
        return 'anything';
    }
  }

  #record(schema: Json, title: string, path: string, queue: Section[]): string {
    const { additionalProperties: inner } = schema;
    if (inner === undefined || typeof inner === 'boolean' || Object.keys(inner).length === 0) {
      return 'map of anything';
    }
    const key = schema.propertyNames === undefined ? 'text' : textType(schema.propertyNames);
    return `${this.#type(inner, title, `${path}.NAME`, queue)} by ${key}`;
  }

  /** Anchor of the section that describes a map; makes one where there is none. */
  #section(schema: Json, title: string, path: string, queue: Section[]): string {
    const key = keyOf(schema);
    const known = this.#known.get(key);
    if (known !== undefined) return anchorOf(known);
    const heading = `${title}: ${path}`;
    this.#known.set(key, heading);
    queue.push({ heading, schema: { ...schema } });
    return anchorOf(heading);
  }
}

function pathIn(heading: string, title: string): string {
  return heading.slice(title.length + 2);
}

/** Takes the stated default out of a description. */
function splitDefault(description: string): { readonly text: string; readonly byDefault?: string } {
  const match = /(?:^|\s)Default: (.+?)\.(?=\s|$)/.exec(description);
  if (match?.[1] === undefined) return { text: description };
  return { text: description.replace(match[0], '').trim(), byDefault: match[1] };
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: Json): string {
  const low = exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum;
  if (low === undefined) return maximum === undefined ? '' : `, at most ${maximum}`;
  if (maximum === undefined) return exclusiveMinimum === undefined ? `, ${low} or more` : `, ${low}`;
  return exclusiveMinimum === undefined ? `, ${low} to ${maximum}` : `, ${low}, at most ${maximum}`;
}

function textType({ pattern, format, enum: values }: Json): string {
  if (values !== undefined) return choice(values.map((value) => code(String(value))));
  const known = pattern === undefined ? undefined : byPattern.get(pattern);
  if (known !== undefined) return `[${known}](#${anchorOf(known)})`;
  return format === 'uri' ? 'URL' : 'text';
}

/** Where a document stands, as Markdown. */
function fileOf(kind: SchemaKind): string {
  return kind === 'machine'
    ? 'under `machines` of a site, or a row of its `machines.csv`'
    : code(schemaSubject(kind));
}

const machineIntro = [
  'A machine stands under `machines` of its site, or is a row of `machines.csv` beside `site.yaml`. In the CSV file the',
  'column `name` is the asset name, and every other column is a path of the table below, such as `rack`, `bmc.address` or',
  '`nics.eth0.mac`. An empty cell says nothing.',
];

/** `docs/reference/definition.md`: every field of every document, from the schemas that check them. */
export function definitionPage(): string {
  const reference = new Reference();
  // A map is described in the first document that has it: the one where people look for it comes first.
  const order: readonly SchemaKind[] = ['hardware', 'cluster', 'machine', 'site', 'project'];
  const described = new Map(
    order.map((kind) => {
      const intro = kind === 'machine' ? machineIntro : [`The file ${code(schemaSubject(kind))}.`];
      return [kind, reference.describe(titles[kind], jsonSchema(kind) as Json, intro)];
    }),
  );
  const ofPresets = Object.values(presets).flatMap((preset) => {
    const schema = z.toJSONSchema(preset.options, { io: 'input', target: 'draft-7' }) as Json;
    const intro = [
      `${preset.description} Chosen by ${code(`preset: ${preset.name}`)} of a cluster; these stand under \`options\`,`,
      'of the cluster or of one deployment. What it writes is an ordinary cluster: `rackform model` prints what became of it.',
    ];
    return reference.describe(`Preset ${preset.name}`, withoutNoise(schema), intro);
  });
  return page([
    '# What you write',
    '',
    GENERATED,
    '',
    'Every field of every document, with what it takes, what holds without it, and what it means. Everything that has a name is a',
    'map keyed by its name. A key that is not here is refused, and the nearest one is suggested. `rackform schema` writes the same as',
    'JSON Schema for editors. Under `overrides` nothing is required: what is left out stays as it was.',
    '',
    '| Document | File |',
    '| --- | --- |',
    ...schemaKinds.map((kind) => `| [${titles[kind]}](#${anchorOf(titles[kind])}) | ${fileOf(kind)} |`),
    ...Object.keys(presets).map(
      (name) => `| [Preset ${name}](#${anchorOf(`Preset ${name}`)}) | \`options\` of a cluster |`,
    ),
    '',
    ...schemaKinds.flatMap((kind) => described.get(kind) ?? []),
    ...ofPresets,
    '## Kinds of text',
    '',
    ...scalars.flatMap(({ name, text }) => [`### ${name}`, '', text, '']),
  ]);
}

/** zod bounds each whole number by what a double can hold. */
function withoutNoise(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema, (name, value: unknown) =>
      /imum$/i.test(name) && typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER
        ? undefined
        : value,
    ),
  ) as Json;
}
