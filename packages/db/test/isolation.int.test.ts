/**
 * The matrix: every table × role × {own, another buyer's, a sibling's, an upline's, a downline's, another tenant's row,
 * no context} × {select, insert, update, delete}. Built from the catalog: a new table is in it without being named.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSurprise, PROBED_ROLES, runProbes } from './support/probes.ts';
import { SCENE_TIMEOUT_MS, makeScene, rolledBack, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene();
}, SCENE_TIMEOUT_MS);
afterAll(() => scene.close());

describe('the isolation matrix', () => {
  it.each(PROBED_ROLES)('%s sees and changes exactly what its role may', async (role) => {
    const probes = scene.probes.filter((probe) => probe.role === role);
    expect(probes.length).toBeGreaterThan(1000);
    const surprises = await rolledBack(scene.client, () => runProbes(scene.client, probes, scene.cast.own));
    expect(surprises.map(describeSurprise)).toEqual([]);
  });

  it('every role but the tenantless ones does something to its own rows: the refusals above are not of an empty table', () => {
    const done = new Set(scene.probes.filter((probe) => probe.expected === 'done').map((probe) => probe.role));
    expect([...done].sort()).toEqual([...PROBED_ROLES].sort());
  });
});
