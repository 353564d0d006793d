// What a show's cues do in each place: something is seen of each, within the budget of draws, and nothing is drawn when they are over.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from '../support/timed.mjs';
import { CUES, openHarness, PLACES } from '../support/harness.mjs';
import { root } from '../support/venue.mjs';

const budgets = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8'));
/** Few, and none that is nearly the same: the whole sheet is perf/show-sheet.mjs. */
const TRIED = { arena: ['blue', 'sparks', 'sticks', 'text'], forum: ['blue', 'confetti', 'beside'], terrace: ['red', 'fireworks'] };
const LEAST_CHANGED = 0.004; // of the picture's pixels
let harness;

before(async () => { harness = await openHarness({ width: 256, height: 144 }); });
after(async () => { await harness?.close(); });

for (const place of Object.keys(PLACES)) {
  test(`the ${place} shows what its cues do`, async () => {
    const page = await harness.show(place, { people: 16, quality: 'phone' });
    const bare = await page.play(CUES.own, { frames: 1 }), own = await page.compare();
    assert.ok(own.brightness > 8, `the ${place} is not black: ${own.brightness}`);
    for (const name of TRIED[place]) {
      const { calls, triangles } = await page.play(CUES[name], { frames: 2 }), { changed, brightness } = await page.compare(own);
      await page.shot(`show-${place}-${name}`);
      assert.ok(changed >= LEAST_CHANGED, `${name} in the ${place} changes ${(changed * 100).toFixed(2)} % of the picture`);
      assert.ok(brightness > 4, `${name} in the ${place} is not black`);
      assert.ok(calls <= budgets.show.drawCalls && triangles <= budgets.show.triangles, `${name} in the ${place}: ${calls} draws, ${triangles} triangles`);
    }
    assert.ok((await page.play(CUES.own, { frames: 1 })).calls <= bare.calls, 'what is over costs nothing');
    assert.deepEqual(page.errors, []);
    await page.close();
  });
}
