import type { CauseOf, ReviewInput } from '../../review/input.js';
import type { Side } from './side.js';

/** Files of a package manager: a change of these alone brings another rackform, and with it another preset. */
const packages = /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml)$/;

/**
 * Finds the cause of what a plan does not explain by itself.
 *
 * @param base null: there is nothing to compare with, and the cause is not known
 * @param changedFiles relative to the project; null where that cannot be told
 */
export function causesBetween(
  base: Side | null,
  head: Side | null,
  changedFiles: readonly string[] | null,
): ReviewInput['causeOf'] {
  const general = generalCause(base, head, changedFiles);
  const poolOf = new Map(
    [base, head].flatMap((side) =>
      (side?.models ?? []).flatMap(({ clusters }) =>
        clusters.flatMap(({ slots }) =>
          slots.map(({ name, cluster, pool }) => [name, `pool/${cluster}/${pool}`] as const),
        ),
      ),
    ),
  );
  const places = head?.places ?? base?.places ?? {};
  const placeOf = (keys: readonly string[]) =>
    keys.map((key) => places[key]).find((place) => place !== undefined) ?? null;
  return ({ slots, machines, addresses, isSaid }) => {
    if (isSaid) {
      const place = placeOf(slots.map((slot) => `lock/${slot}`));
      return { cause: 'edit', why: 'said in the lock', place };
    }
    const names = addresses.map((address) => address.split('.').at(-1) ?? '');
    const place = placeOf([
      ...slots.map((slot) => poolOf.get(slot) ?? ''),
      ...machines.flatMap((machine) => [`machine/${machine}`, `lock/${machine}`]),
      ...names.map((name) => `network/${name}`),
      ...names.map((name) => `network/${name.split('_')[0]}`),
      ...names.map((name) => `pool/${name.replace('_', '/')}`),
    ]);
    return { ...general, place };
  };
}

function generalCause(
  base: Side | null,
  head: Side | null,
  changedFiles: readonly string[] | null,
): Omit<CauseOf, 'place'> {
  if (base === null || head === null) {
    return { cause: 'unknown', why: 'a plan does not say; --base REF compares with a branch' };
  }
  const former = new Map(base.models.map(({ site }) => [site.name, site.provisioner] as const));
  for (const { site } of head.models) {
    const [was, is] = [former.get(site.name)?.providerVersion, site.provisioner.providerVersion];
    if (was !== undefined && was !== is && isOnlyThat(base, head)) {
      return { cause: 'provider-version', why: `provider ${was} to ${is} at ${site.name}` };
    }
  }
  if (changedFiles !== null && changedFiles.length > 0 && changedFiles.every((file) => packages.test(file))) {
    return { cause: 'preset', why: 'another rackform, and with it another preset' };
  }
  return { cause: 'edit', why: 'edited in this change' };
}

/** Whether nothing but the provider's version differs between two definitions. */
function isOnlyThat(base: Side, head: Side): boolean {
  const text = (side: Side) =>
    JSON.stringify(side.models, (key, value: unknown) => (key === 'providerVersion' ? null : value));
  return text(base) === text(head);
}
