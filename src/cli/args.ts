/** Options that every command has. */
export interface CommonArgs {
  /** Folder given by `--project`. */
  readonly project?: string | undefined;
  /** What `--color` or `--no-color` said. */
  readonly color?: boolean | undefined;
}

/** Options of a command about sites. */
export interface SiteArgs extends CommonArgs {
  /** Only this site. */
  readonly site?: string | undefined;
}
