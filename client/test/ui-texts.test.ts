import { h } from 'preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutText, fitText } from '../src/net/text';
import { tagWidth } from '../src/picture/tag-width';
import { ownTexts } from '../src/ui/own-texts';

const FAMILY = '👨‍👩‍👧‍👦', FLAG = '🇹🇼', E = 'e\u0301';

describe('a text is cut between letters', () => {
  it.each([[FAMILY, 11, FAMILY], [FAMILY, 10, ''], [`a${FAMILY}b`, 11, 'a'], [`${FLAG}${FLAG}`, 7, FLAG], [`x${E}`, 2, 'x'], [`x${E}`, 3, `x${E}`], ['plain', 9, 'plain'],
    ['plain', 3, 'pla'], ['', 0, '']])('%j to %i units is %j', (text, most, left) => {
    expect(cutText(text, most)).toBe(left);
  });

  it('at every length', () => {
    const text = `W${FAMILY}${E}中${FLAG}!`, letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
    const whole = new Set(letters.map((_, i) => letters.slice(0, i).join('')).concat(text));
    for (let most = 0; most <= text.length + 1; most++) expect(whole, String(most)).toContain(cutText(text, most));
  });

  it('and what is put in before others leaves them whole', () => {
    expect(fitText(`ab${FAMILY}cd`, 13, 12)).toEqual({ text: 'abcd', caret: 2 });
    expect(fitText('abXXXcd', 5, 6)).toEqual({ text: 'abXXcd', caret: 4 });
    expect(fitText('abc', 3, 9)).toEqual({ text: 'abc', caret: 3 });
  });
});

describe('every text is the content of an element', () => {
  beforeAll(ownTexts);
  interface Node { readonly type: unknown; readonly props: unknown }
  const props = (node: Node): Record<string, unknown> => node.props as Record<string, unknown>;
  const children = (node: Node): Node[] => props(node).children as Node[];

  it('of its own where it stands alone, in whatever pieces', () => {
    expect(props(h('p', null, 'one'))).toEqual({ textContent: 'one' });
    expect(props(h('p', null, 'one ', 2, null, false, ' three'))).toEqual({ textContent: 'one 2 three' });
    expect(props(h('p', null, 0))).toEqual({ textContent: '0' });
  });

  it('of a span where it stands beside elements', () => {
    const list = children(h('p', null, h('i', null), 'one ', 'two', h('b', null, 'x')));
    expect(list.map(({ type }) => type)).toEqual(['i', 'span', 'b']);
    expect(props(list[1])).toEqual({ textContent: 'one two' });
  });

  it('and elements without a text are left as they are', () => {
    const list = [h('i', null), h('b', null)];
    expect(children(h('p', null, list))).toBe(list);
    expect(props(h('br', null)).textContent).toBeUndefined();
    expect(props(h('p', null, null)).textContent).toBeUndefined();
    const Part = ({ children: text }: { children: string }): ReturnType<typeof h> => h('p', null, text);
    expect(props(h(Part, { children: 'for the component' })).children).toBe('for the component');
  });
});

describe('the width of a tag', () => {
  it('grows with what is wide, as far as a tag is cut', () => {
    expect(tagWidth('')).toBe(20);
    expect(tagWidth('WWWWWWWWWW')).toBeGreaterThan(tagWidth('iiiiiiiiii') * 1.5);
    expect(tagWidth('王小明')).toBeGreaterThan(60);
    expect(tagWidth('W'.repeat(24))).toBe(180);
    expect(tagWidth('王'.repeat(24))).toBe(180);
  });
});
