/** What an interface type of NetBox is. */
export interface Link {
  /** `none` for what is no NIC of a server's network: virtual, LAG, bridge, Fibre Channel, wireless and the like. */
  readonly kind: 'ethernet' | 'infiniband' | 'none';
  readonly gbps: number | null;
  readonly isFourLanes: boolean;
}

/** Gb/s of a port of four lanes, by generation (InfiniBand Trade Association). NetBox's own labels count one lane. */
const infiniBand: Readonly<Record<string, number>> = {
  sdr: 10,
  ddr: 20,
  qdr: 40,
  fdr10: 40,
  fdr: 56,
  edr: 100,
  hdr: 200,
  ndr: 400,
  xdr: 800,
};

/** Reads an interface type: its value (`25gbase-x-sfp28`), or its label as CSV exports have it (`SFP28 (25GE)`). */
export function linkOf(type: string): Link {
  const plain = type.trim().toLowerCase();
  const generation = /^(?:infiniband-)?(sdr|ddr|qdr|fdr10|fdr|edr|hdr|ndr|xdr)(?:\s*\(|$)/.exec(plain)?.[1];
  if (generation !== undefined)
    return { kind: 'infiniband', gbps: infiniBand[generation] ?? null, isFourLanes: true };
  const label = /\((?:10\/)?(\d+(?:\.\d+)?)(ge|me)\)/.exec(plain);
  const value = /(?:^|[^a-z0-9.])(\d+(?:\.\d+)?)(g?)base/.exec(plain);
  if (label !== null) return ethernet(Number(label[1]) / (label[2] === 'me' ? 1000 : 1));
  if (value !== null) return ethernet(Number(value[1]) / (value[2] === 'g' ? 1 : 1000));
  if (plain === 'other') return ethernet(null);
  return { kind: 'none', gbps: null, isFourLanes: false };
}

function ethernet(gbps: number | null): Link {
  return {
    kind: 'ethernet',
    gbps: gbps !== null && gbps > 0 && gbps <= 10_000 ? gbps : null,
    isFourLanes: false,
  };
}
