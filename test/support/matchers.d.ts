import 'vitest';
import type { TerraformConstructor } from 'cdktf/lib/testing/matchers.js';

// The matchers that test/setup.ts installs by cdktf's `setupJest`.
declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: must repeat vitest's own type parameter to merge with it
  interface Matchers<T = any> {
    toHaveResource(resource: TerraformConstructor): T;
    toHaveResourceWithProperties(resource: TerraformConstructor, properties: Record<string, unknown>): T;
    toHaveDataSource(dataSource: TerraformConstructor): T;
    toHaveDataSourceWithProperties(dataSource: TerraformConstructor, properties: Record<string, unknown>): T;
    toHaveProvider(provider: TerraformConstructor): T;
    toHaveProviderWithProperties(provider: TerraformConstructor, properties: Record<string, unknown>): T;
    toBeValidTerraform(): T;
    toPlanSuccessfully(): T;
  }
}
