import { setupJest } from 'cdktf/lib/testing/adapters/jest.js';
import { afterEach, beforeEach, expect, vi } from 'vitest';

// cdktf looks for `expect` there. The deep import saves loading all of cdktf (0.2 s) in every test file.
Object.assign(globalThis, { expect });
setupJest();

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
const calls: string[] = [];

// A library that prints cannot be composed. A test about printing says so by `vi.spyOn(console, ...)` with an
// implementation of its own, which replaces this one.
beforeEach(() => {
  calls.length = 0;
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      calls.push(`console.${method}(${args.map(String).join(', ')})`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  const printed = calls.splice(0);
  if (printed.length > 0) throw new Error(`a test printed to the console:\n  ${printed.join('\n  ')}`);
});
