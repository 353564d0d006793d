import { h, options, type ComponentChild, type VNode } from 'preact';

type Props = Record<string, unknown>;

const isText = (child: unknown): child is string | number | bigint => typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint';
const isNothing = (child: unknown): boolean => child === null || child === undefined || typeof child === 'boolean';

/**
 * Makes every text the content of an element. Preact changes a text in its text node, and puts siblings before it; a browser's translator has
 * taken that node out of the page and put `<font>` with the translation in its place, so that changes went nowhere and insertions threw. An element stays, and
 * writing its `textContent` throws away whatever was made of it: the new text shows, and is translated in its turn. Keying every text by hand would be
 * forgotten at the next one. Call once, before anything is drawn.
 */
export function ownTexts(): void {
  const before = options.vnode?.bind(options);
  options.vnode = (vnode: VNode<unknown>) => {
    if (typeof vnode.type === 'string') own(vnode.props);
    before?.(vnode);
  };
}

/** Gives the texts among an element's children elements of their own; an element of nothing but text is one itself. */
function own(props: Props): void {
  const { children } = props;
  if (isNothing(children)) return;
  const all = Array.isArray(children) ? children as unknown[] : [children];
  if (!all.some(hasText)) return;
  if (all.every((child) => isText(child) || isNothing(child))) {
    props.textContent = all.filter(isText).join('');
    delete props.children;
  } else props.children = wrapped(all);
}

function hasText(child: unknown): boolean {
  return isText(child) || (Array.isArray(child) && child.some(hasText));
}

/** Runs of text become spans, which stand where the text stood among its siblings. */
function wrapped(children: readonly unknown[]): ComponentChild[] {
  const found: ComponentChild[] = [];
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (!isText(child)) {
      found.push(Array.isArray(child) ? wrapped(child) : child as ComponentChild);
      continue;
    }
    let text = String(child);
    // What says nothing (`cond && …`) between two texts keeps its place in the list.
    for (; isText(children[i + 1]); i++) text += String(children[i + 1]);
    found.push(h('span', { textContent: text } as Props));
  }
  return found;
}
