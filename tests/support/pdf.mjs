// PDFs for tests: a real one that Chromium prints, and one that is locked.

const PAGES = [
  { title: 'Kapok in autumn', lines: ['The tree that flowers before its leaves'], colour: '#7a1f2b' },
  { title: '木棉之秋', lines: ['先开花，后长叶', '红色的花，白色的絮'], colour: '#124a52' },
  { title: 'Three rooms', lines: ['Arena · Forum · Terrace', 'One door away from everyone'], colour: '#3a2a63' },
];

/** A PDF of three pages with a link and Chinese, printed by a browser. */
export async function printPdf(browser) {
  const context = await browser.newContext(), page = await context.newPage();
  const body = PAGES.map(({ title, lines, colour }, index) => `<section style="background:${colour}"><h1>${title}</h1>${lines.map((line) => `<p>${line}</p>`).join('')}
    ${index === 0 ? '<a href="https://kapok.example/tree">kapok.example/tree</a>' : ''}<i>${index + 1}</i></section>`).join('');
  await page.setContent(`<style>@page { size: 960px 540px; margin: 0 } body { margin: 0; font: 32px sans-serif; color: #fff }
    section { position: relative; box-sizing: border-box; width: 960px; height: 540px; padding: 70px; break-after: page; print-color-adjust: exact }
    h1 { font-size: 72px; margin: 0 0 30px } a { color: #ffd27a } i { position: absolute; right: 40px; bottom: 24px }</style>${body}`);
  const pdf = await page.pdf({ width: '960px', height: '540px', printBackground: true });
  await context.close();
  return pdf;
}

/** A PDF whose password nobody knows (ISO 32000-1, section 7.6: the keys in it fit no password). */
export function lockedPdf() {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 96 54] >>',
    `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${'a1'.repeat(32)}> /U <${'b2'.repeat(32)}> >>`,
  ];
  let text = '%PDF-1.4\n';
  const at = objects.map((object, index) => {
    const here = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return here;
  });
  const table = text.length;
  text += `xref\n0 5\n0000000000 65535 f \n${at.map((here) => `${String(here).padStart(10, '0')} 00000 n \n`).join('')}`;
  text += `trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<${'c3'.repeat(16)}> <${'c3'.repeat(16)}>] >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
