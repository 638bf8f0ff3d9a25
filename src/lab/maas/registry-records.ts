/** Records of what is not on the network: accounts, keys, repositories, scripts, images. Secrets are no part of them. */

/** How an operating system is imported. */
export interface BootSourceRecord {
  readonly id: number;
  readonly url: string;
  readonly keyringFilename: string;
  readonly keyringData: string;
  /** Virtual time, in milliseconds. */
  readonly updated: number;
}

export interface SelectionRecord {
  readonly id: number;
  readonly bootSource: number;
  readonly os: string;
  readonly release: string;
  readonly arches: readonly string[];
  readonly subarches: readonly string[];
  readonly labels: readonly string[];
}

export interface UserRecord {
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
}

export interface SshKeyRecord {
  readonly id: number;
  readonly key: string;
}

export interface RepositoryRecord {
  readonly id: number;
  readonly name: string;
  /** Without user and password. */
  readonly url: string;
  /** The two that MAAS brings cannot be deleted. */
  readonly isDefault: boolean;
  readonly isEnabled: boolean;
  readonly disableSources: boolean;
  readonly arches: readonly string[];
  readonly components: readonly string[];
  readonly disabledComponents: readonly string[];
  readonly disabledPockets: readonly string[];
  readonly distributions: readonly string[];
}

/** A script as its embedded metadata describes it. */
export interface ScriptRecord {
  readonly id: number;
  readonly name: string;
  /** Base64. */
  readonly content: string;
  /** As the attributes of its resource. */
  readonly facts: Readonly<Record<string, string | boolean | readonly string[]>>;
}
