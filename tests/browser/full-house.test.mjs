// A full house: ten thousand people in the arena, as a newcomer is told of them. Counts are held to the budget; times are for perf/.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from '../support/timed.mjs';
import { enter, launch, newPerson, stats } from '../support/browser.mjs';
import { replayRecording } from '../support/replay.mjs';
import { root, until } from '../support/venue.mjs';

const budget = JSON.parse(readFileSync(join(root, 'perf/budgets.json'), 'utf8')).arena10000;
let replay, browser;

before(async () => {
  replay = await replayRecording({ avatars: budget.people, seconds: 30 });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await replay?.stop();
});

for (const [preset, phone] of [['laptop', false], ['phone', true]]) {
  test(`everyone is seen within the budget of the ${preset} preset`, { timeout: 600_000 }, async () => {
    const page = await newPerson(browser, { width: 320, height: 180, phone, draws: true });
    await enter(page, replay.url, 'Visitor', { room: 'arena', quality: preset });
    await until('everyone is there', () => page.evaluate((count) => window.kapok.crowd().shown >= count, budget.people), 120_000);
    // Over the heads of all towards the stage: most of the hall is in view.
    await page.evaluate(() => window.kapok.view(-14, 9.6, 21, 3, 4.4, -30, 60));
    const from = (await stats(page)).frames;
    await until('it is drawn from there', async () => (await stats(page)).frames >= from + 3, 120_000);
    const { calls, triangles } = await stats(page), { visible, drawn } = await page.evaluate(() => window.kapok.crowd());
    assert.ok(visible > budget.people / 4, `only ${visible} in view`);
    assert.ok(calls <= budget.drawCalls, `${calls} draw calls`);
    assert.ok(triangles <= budget.triangles, `${triangles} triangles`);
    if (phone) assert.ok(drawn[0] <= 8 && drawn[1] <= 60 && drawn[2] <= 300, `quotas: ${drawn}`);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
}
