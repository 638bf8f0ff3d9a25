import type { DocumentPath } from '../errors.js';

export type Path = readonly (string | number)[];

/** One source of values, as the user or the kit wrote it. Earlier layers win. */
export interface Layer {
  /** Shown by `explain`, e.g. `cluster override`, `preset dedicated-training`. */
  readonly name: string;
  /** Where the root of the layer stands in a document. */
  readonly at: DocumentPath;
  readonly data: unknown;
  /** True where the data were computed: all its paths then point at `at` itself. */
  readonly isGenerated?: boolean;
}

/** A value that a layer has at a path. */
export interface Candidate {
  readonly layer: string;
  readonly at: DocumentPath;
  readonly value: unknown;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (isRecord(value) && Object.hasOwn(value, key)) value = value[key];
    else if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else return undefined;
  }
  return value;
}

function placeOf(layer: Layer, path: Path): DocumentPath {
  return layer.isGenerated === true
    ? layer.at
    : { document: layer.at.document, path: [...layer.at.path, ...path] };
}

/** All layers that have a value at the path, winner first. The one look-up that merging and `explain` share. */
export function candidates(layers: readonly Layer[], path: Path): readonly Candidate[] {
  return layers.flatMap((layer) => {
    const value = valueAt(layer.data, path);
    return value === undefined ? [] : [{ layer: layer.name, at: placeOf(layer, path), value }];
  });
}

/**
 * One value from all layers: records are merged key by key, anything else is taken whole from the first layer
 * that has it. Keys come in the order of the first layer that has them.
 */
export function mergeLayers(layers: readonly Layer[]): unknown {
  return mergeValues(layers.map((layer) => layer.data).filter((data) => data !== undefined));
}

function mergeValues(values: readonly unknown[]): unknown {
  const first = values[0];
  if (values.length < 2 || !isRecord(first)) return first;
  const merged: Record<string, unknown> = {};
  // A scalar in an earlier layer hides what stands below it; records above it still merge.
  const hiding = values.findIndex((value) => !isRecord(value));
  const records = (hiding < 0 ? values : values.slice(0, hiding)).filter(isRecord);
  for (const key of new Set(records.flatMap((record) => Object.keys(record)))) {
    merged[key] = mergeValues(records.map((record) => record[key]).filter((value) => value !== undefined));
  }
  return merged;
}

/**
 * Where the value at a path comes from; where no layer has it, where its nearest ancestor does.
 *
 * @param layers at least one
 */
export function originOf(layers: readonly Layer[], path: Path): DocumentPath {
  for (let length = path.length; length > 0; length -= 1) {
    const found = candidates(layers, path.slice(0, length))[0];
    if (found !== undefined) return found.at;
  }
  const last = layers.at(-1);
  return last === undefined ? { document: 'project', path: [] } : placeOf(last, []);
}
