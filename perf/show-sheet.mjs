// Pictures of what cues do, in all three places, with few people and with 300: artifacts/screens/show-*.png, to be looked at. Prints draw calls and triangles.
// node perf/show-sheet.mjs [place…] [--only name,name] [--people 60] [--size 640x360]; needs ./kapok assets and Chromium.
import { parseArgs } from 'node:util';
import { CUES, openHarness, PLACES } from '../tests/support/harness.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, people: { type: 'string' }, size: { type: 'string', default: '640x360' },
    quality: { type: 'string', default: 'laptop' }, calm: { type: 'boolean' } },
});
const [width, height] = values.size.split('x').map(Number), only = values.only?.split(',');
const harness = await openHarness({ width, height });
try {
  for (const place of positionals.length > 0 ? positionals : Object.keys(PLACES)) {
    for (const people of values.people ? [Number(values.people)] : [24, 300]) {
      const page = await harness.show(place, { people, quality: values.quality, calm: values.calm });
      for (const [name, cue] of Object.entries(CUES)) {
        if (only && !only.includes(name)) continue;
        const { calls, triangles } = await page.play(cue);
        await page.shot(`show-${place}-${people}-${name}`);
        console.log(`${place} ${people} ${name}: ${calls} draws, ${triangles} triangles`);
      }
      for (const error of page.errors) console.error(error);
      await page.close();
    }
  }
} finally {
  await harness.close();
}
