import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commissioningMinutes,
  deployMinutes,
  durationFigures,
  eraseMinutes,
  releaseMinutes,
} from '../../src/facts/durations.js';

const disk = fc.record({
  type: fc.constantFrom('nvme' as const, 'ssd' as const, 'hdd' as const),
  sizeGB: fc.integer({ min: 1, max: 30_000 }),
});
const large = { memoryGiB: 2048, gpus: { count: 8 } };
const small = { memoryGiB: 128, gpus: null };

describe('erase', () => {
  test('a disk of 8 TB takes a day to overwrite, and its quick erase a minute', () => {
    const disks = [{ type: 'hdd' as const, sizeGB: 8000 }];
    expect(eraseMinutes(disks, 'full')).toBe(1334);
    expect(eraseMinutes(disks, 'quick')).toBe(1);
    expect(eraseMinutes(disks, 'none')).toBe(0);
  });

  test('a secure erase may take as long as an overwrite, since a drive without one is overwritten', () => {
    fc.assert(
      fc.property(fc.array(disk), (disks) => {
        expect(eraseMinutes(disks, 'secure')).toBe(eraseMinutes(disks, 'full'));
      }),
    );
  });

  test('one more disk never shortens an erase, and disks follow one another', () => {
    fc.assert(
      fc.property(fc.array(disk), disk, (disks, more) => {
        const before = eraseMinutes(disks, 'full');
        const after = eraseMinutes([...disks, more], 'full');
        expect(after).toBeGreaterThanOrEqual(before);
        expect(Math.abs(after - before - eraseMinutes([more], 'full'))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a release has time for the erase and for the boot before it', () => {
    fc.assert(
      fc.property(
        fc.array(disk, { minLength: 1 }),
        fc.constantFrom('full' as const, 'quick' as const),
        (disks, mode) => {
          expect(releaseMinutes(disks, mode)).toBeGreaterThan(eraseMinutes(disks, mode) + 20);
        },
      ),
    );
  });
});

describe('time limits', () => {
  test('none is below the 30 minutes that the provider gives by default', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8192 }), fc.integer({ min: 0, max: 16 }), (memoryGiB, count) => {
        const hardware = { memoryGiB, gpus: count === 0 ? null : { count } };
        expect(deployMinutes(hardware)).toBeGreaterThanOrEqual(30);
        expect(commissioningMinutes(hardware)).toBeGreaterThanOrEqual(30);
        expect(deployMinutes(hardware) % 5).toBe(0);
      }),
    );
    expect(releaseMinutes([], 'none')).toBe(30);
  });

  test('a server with 8 GPUs and 2 TiB gets more time than a small one', () => {
    expect(deployMinutes(large)).toBeGreaterThan(deployMinutes(small));
    expect(commissioningMinutes(large)).toBeGreaterThan(commissioningMinutes(small));
  });

  test('every figure says where it comes from', () => {
    for (const figure of Object.values(durationFigures)) expect(figure.source.length).toBeGreaterThan(5);
  });
});
