import { needText, numberOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { apiRefusal, noSuch, Refusal } from '../../../refusal.js';
import { getSetting } from '../../api/settings.js';
import type { MaasCall, Request } from '../../call.js';
import type { SelectionRecord } from '../../registry-records.js';
import type { MaasResource } from '../../resource.js';
import { splitId } from '../machine/interface-values.js';

type Settings = Omit<SelectionRecord, 'id'>;

function settingsOf(planned: ObjectValue): Settings {
  const orAll = (name: string) => {
    const values = textsOf(planned, name) ?? [];
    return values.length === 0 ? ['*'] : values;
  };
  return {
    bootSource: numberOf(planned, 'boot_source') ?? 0,
    os: needText(planned, 'os'),
    release: needText(planned, 'release'),
    arches: textsOf(planned, 'arches') ?? [],
    subarches: orAll('subarches'),
    labels: orAll('labels'),
  };
}

/** The image that a selection imports, for its architectures. */
function importImage({ world }: Request, { os, release, arches }: Settings): void {
  const name = `${os}/${release}`;
  world.store.put('images', name, { name, architectures: [...arches].sort() });
}

function putSelection(request: Request, id: number | null, settings: Settings): SelectionRecord {
  const { store } = request.world;
  if (store.get('bootSources', String(settings.bootSource)) === undefined) throw noSuch('BootSource');
  const before = id === null ? undefined : store.get('selections', String(id));
  if (id !== null && before === undefined) throw noSuch('BootSourceSelection');
  const { os, release } = settings;
  const isDouble = store
    .all('selections')
    .some((one) => one.id !== id && one.os === os && one.release === release);
  if (isDouble) {
    const why = 'Boot source selection with this Boot source, Os and Release already exists.';
    throw apiRefusal(400, JSON.stringify({ __all__: [why] }));
  }
  if (before !== undefined) store.remove('images', `${before.os}/${before.release}`);
  const selection = { ...settings, id: id ?? request.world.nextId('selections') };
  store.put('selections', String(selection.id), selection);
  importImage(request, settings);
  return selection;
}

export function selectionValues({
  id,
  bootSource,
  os,
  release,
  arches,
  subarches,
  labels,
}: SelectionRecord): ObjectValue {
  return { id: String(id), boot_source: bootSource, os, release, arches, subarches, labels };
}

function readSelection(call: MaasCall, id: string): ObjectValue {
  const found = call.maas.world.store.get('selections', id);
  if (found === undefined) throw noSuch('BootSourceSelection');
  return selectionValues(found);
}

export const bootSourceSelection: MaasResource = {
  create: async (planned, call) => {
    const settings = settingsOf(planned);
    const made = await call
      .request('boot_source_selections.create', {}, (request) => putSelection(request, null, settings))
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        const what = `error creating ${settings.os} ${settings.release}: ${error.message}`;
        throw new Refusal(what, { cause: error });
      });
    return selectionValues(made);
  },
  read: (state, call) => readSelection(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = Number(needText(prior, 'id'));
    return selectionValues(
      await call.request('boot_source_selection.update', {}, (request) =>
        putSelection(request, id, settingsOf(planned)),
      ),
    );
  },
  /** The image that machines are commissioned with is only forgotten. */
  delete: async (state, call) => {
    const [os, release] = [needText(state, 'os'), needText(state, 'release')];
    if (os === 'ubuntu' && release === getSetting(call.maas, 'commissioning_distro_series')) return;
    await call.request('boot_source_selection.delete', {}, ({ world }) => {
      world.store.remove('selections', needText(state, 'id'));
      world.store.remove('images', `${os}/${release}`);
    });
  },
  import: (id) => {
    const [source, selection] = splitId(id, ':', 'BOOT_SOURCE:BOOT_SOURCE_SELECTION_ID');
    return { id: selection, boot_source: Number(source) };
  },
};
