import { contains, formatIp, type Ip, type Prefix, parseIp, parsePrefix } from '../ip.js';
import type { NetworkModel, SubnetModel } from '../types.js';

interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/** Addresses of one subnet that slots may have, and who has them. */
export class AddressSpace {
  readonly #prefix: Prefix;
  readonly #allowed: readonly Interval[];
  readonly #refused: readonly Interval[];
  readonly #step: bigint;
  readonly #offset: bigint;
  readonly #used = new Set<bigint>();
  #next: bigint[];

  private constructor(
    prefix: Prefix,
    allowed: readonly Interval[],
    refused: readonly Interval[],
    isPointToPoint: boolean,
  ) {
    this.#prefix = prefix;
    this.#allowed = allowed;
    this.#refused = refused;
    // Point-to-point: pairs, the host on the odd address of each (RFC 3021 leaves the choice; leafs take the even one).
    this.#step = isPointToPoint ? 2n : 1n;
    this.#offset = isPointToPoint ? 1n : 0n;
    this.#next = allowed.map((interval) => interval.first);
  }

  /**
   * Static ranges where there are any, else the whole prefix; never the gateway, a dynamic or reserved range, nor
   * the network and broadcast addresses of a shared IPv4 prefix. Null where the prefix cannot be read.
   */
  static of(network: NetworkModel, subnet: SubnetModel): AddressSpace | null {
    const prefix = parsePrefix(subnet.cidr);
    if (prefix === null) return null;
    const isPointToPoint = network.addressing === 'point-to-point';
    const ranges = subnet.ranges.flatMap((range) => {
      const from = parseIp(range.from);
      const to = parseIp(range.to);
      return from === null || to === null ? [] : [{ type: range.type, first: from.value, last: to.value }];
    });
    const fixed = ranges.filter((range) => range.type === 'static');
    const gateway = subnet.gateway === null ? null : parseIp(subnet.gateway);
    const ends = isPointToPoint
      ? []
      : prefix.family === 4 && prefix.length < 31
        ? [prefix.first, prefix.last]
        : prefix.family === 6
          ? [prefix.first]
          : [];
    const refused = [
      ...ranges.filter((range) => range.type !== 'static'),
      ...ends.map((address) => ({ first: address, last: address })),
      ...(gateway === null ? [] : [{ first: gateway.value, last: gateway.value }]),
    ];
    return new AddressSpace(prefix, fixed.length > 0 ? fixed : [prefix], refused, isPointToPoint);
  }

  get prefixLength(): number {
    return this.#step === 2n ? (this.#prefix.family === 4 ? 31 : 127) : this.#prefix.length;
  }

  /** True for an address that a slot may have here, taken or not. */
  isLegal(address: string): boolean {
    const ip = parseIp(address);
    return ip !== null && this.#isUsable(ip);
  }

  #isUsable(ip: Ip): boolean {
    return (
      contains(this.#prefix, ip) &&
      ip.value % this.#step === this.#offset &&
      this.#allowed.some((interval) => interval.first <= ip.value && ip.value <= interval.last) &&
      !this.#refused.some((interval) => interval.first <= ip.value && ip.value <= interval.last)
    );
  }

  /** Marks an address as taken; false where it was. */
  take(address: string): boolean {
    const ip = parseIp(address);
    if (ip === null || this.#used.has(ip.value)) return false;
    this.#used.add(ip.value);
    return true;
  }

  /** Lowest free address, now taken; null where all are. */
  allocate(): string | null {
    for (const [index, interval] of this.#allowed.entries()) {
      let value = this.#next[index] ?? interval.first;
      if (value % this.#step !== this.#offset) value += 1n;
      for (; value <= interval.last && value <= this.#prefix.last; value += this.#step) {
        const hole = this.#refused.find((refused) => refused.first <= value && value <= refused.last);
        if (hole !== undefined) {
          // Over the whole hole at once: a reserved half of an IPv6 prefix is not walked through.
          value = hole.last - ((hole.last - value) % this.#step);
          continue;
        }
        if (!this.#used.has(value) && this.#isUsable({ family: this.#prefix.family, value })) {
          this.#used.add(value);
          this.#next[index] = value;
          return formatIp(this.#prefix.family, value);
        }
      }
      this.#next[index] = interval.last + 1n;
    }
    return null;
  }

  /** The other end of a point-to-point link; null on a shared subnet. */
  peerOf(address: string): string | null {
    const ip = parseIp(address);
    return this.#step === 2n && ip !== null ? formatIp(ip.family, ip.value - 1n) : null;
  }
}
