import type { z } from 'zod';
import type { Mig } from '../../definition/sharing.js';
import { migProfileName } from '../../facts/mig.js';
import { entries } from '../order.js';
import type { HardwareModel, MigModel } from '../types.js';

/** How the GPUs of one machine are cut: every entry with its devices, profiles by the names of this GPU. */
export function migOf(input: z.output<typeof Mig> | undefined, gpus: HardwareModel['gpus']): MigModel | null {
  if (input === undefined || gpus === null) return null;
  const written = input.layout ?? [];
  const named = new Set(written.flatMap(({ devices }) => devices ?? []));
  const others = Array.from({ length: gpus.count }, (_, index) => index).filter((index) => !named.has(index));
  const layout = written.map(({ devices, slices }) => ({
    devices: devices ?? others,
    instances: entries(slices).map(([name, count]) => ({ profile: migProfileName(gpus.model, name), count })),
  }));
  return { strategy: input.strategy ?? (isSingle(layout, gpus.count) ? 'single' : 'mixed'), layout };
}

/** True where every GPU is cut, and all into instances of one profile: what the strategy `single` asks for. */
export function isSingle(layout: MigModel['layout'], gpus: number): boolean {
  const cut = new Set(layout.flatMap((entry) => (entry.instances.length > 0 ? entry.devices : [])));
  const profiles = new Set(layout.flatMap((entry) => entry.instances.map(({ profile }) => profile)));
  return cut.size === gpus && profiles.size === 1 && layout.every(({ instances }) => instances.length > 0);
}
