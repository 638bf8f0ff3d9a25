import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDefinition } from '../../src/definition/parse.js';
import { loadProject } from '../../src/inventory/load.js';
import { type Lab, startLab } from '../../src/lab/lab.js';
import { resolveParsed } from '../../src/model/resolve.js';
import { SiteProject } from '../lab/support/site-project.js';
import { hasTerraform } from '../support/builtin-twin.js';
import { type Postgres, postgresFolder, startPostgres } from '../support/postgres.js';

const network = 'dc1-network';
const enrolment = 'dc1-enrolment-01';
const programs = postgresFolder();

describe.skipIf(programs === undefined || !hasTerraform())(
  'state in a real PostgreSQL (skipped where initdb, postgres and psql are not on the machine)',
  { timeout: 60_000 },
  () => {
    let postgres: Postgres;
    let project: SiteProject;
    let lab: Lab;
    beforeAll(async () => {
      if (programs === undefined) throw new Error('there is no PostgreSQL');
      postgres = await startPostgres(programs);
      project = new SiteProject('examples/training');
      project.edit('rackform.yaml', 'type: local', 'type: pg\n  schema: acme');
      const { definition } = loadProject(project.folder);
      const { model } = resolveParsed(parseDefinition(definition), { site: 'dc1', lock: null });
      if (model === null) throw new Error('the example does not resolve');
      lab = await startLab({ models: [model] });
      const credentials = model.site.machines.map(({ asset }) => [asset, { user: 'u', password: 'p' }]);
      project.use(lab, {
        PG_CONN_STR: postgres.connection,
        TF_VAR_bmc_credentials: JSON.stringify(Object.fromEntries(credentials)),
      });
      await project.lockAndSynth('Decide');
      await project.apply([network, enrolment]);
    });
    afterAll(async () => {
      await lab?.close();
      project?.remove();
      await postgres?.stop();
    });

    test('stands in a schema of its own for each stack', () => {
      const schemas = postgres.query(
        "select schema_name from information_schema.schemata where schema_name like 'acme%' order by 1",
      );
      expect(schemas).toEqual(['acme_dc1_site_dc1-enrolment-01', 'acme_dc1_site_dc1-network']);
      const states = schemas.flatMap((schema) =>
        postgres.query(`select name || ' ' || (data::json->>'serial')::int from "${schema}".states`),
      );
      expect(states).toEqual([
        expect.stringMatching(/^default [1-9]/),
        expect.stringMatching(/^default [1-9]/),
      ]);
    });

    test('leaves the connection in no file of the project', () => {
      const files = readdirSync(project.folder, { recursive: true, withFileTypes: true, encoding: 'utf8' });
      const leaking = files
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => /rackform:canary|canary@/.test(readFileSync(file, 'latin1')));
      expect(leaking).toEqual([]);
      expect(files.some(({ name }) => name === 'terraform.tfstate')).toBe(true);
    });

    test('is what the next plan begins with', async () => {
      expect(await project.plan([network, enrolment])).toEqual({});
    });

    test('is locked while somebody works on it, and that of another stack is not', async () => {
      // Without approval it asks, and holds the lock until it is answered.
      const held = project.terraform(enrolment, 'destroy', '-no-color');
      const locks = () =>
        postgres.query("select count(*) from pg_locks where locktype = 'advisory' and granted")[0];
      await expect.poll(locks, { timeout: 30_000 }).toBe('1');
      const { code, text } = await project.terraform(enrolment, 'plan', '-no-color', '-input=false');
      expect(code).toBe(1);
      expect(text).toContain('Error acquiring the state lock');
      expect(await project.plan([network])).toEqual({});
      if (held.pid !== undefined) process.kill(held.pid, 'SIGINT');
      await held;
      expect(await project.plan([enrolment])).toEqual({});
    });
  },
);
