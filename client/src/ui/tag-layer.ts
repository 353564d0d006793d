import type { Tag } from '../slices/picture';

/** An element, and what it shows: asking the page for it would cost as much as writing it. */
interface Drawn {
  readonly root: HTMLElement;
  readonly bubble: HTMLElement;
  readonly name: HTMLElement;
  className: string;
  transform: string;
  opacity: string;
  shownName: string;
  shownBubble: string;
  frame: number;
}

/**
 * Draws names straight into the page. They move in every frame, so that describing them anew and comparing, as Preact does for all else, would cost more
 * than the crowd they hover over. Elements are kept and used again.
 */
export class TagLayer {
  private readonly drawn = new Map<number, Drawn>();
  private readonly spare: Drawn[] = [];
  private frame = 0;

  constructor(private readonly host: HTMLElement) {}

  /** Draws the first `count` of them. */
  draw(tags: readonly Tag[], count: number): void {
    if (count === 0 && this.drawn.size === 0) return;
    this.frame++;
    for (let i = 0; i < count; i++) this.put(tags[i]);
    if (this.drawn.size > count) this.drawn.forEach(this.retire);
  }

  private put(tag: Tag): void {
    let drawn = this.drawn.get(tag.id);
    if (drawn === undefined) {
      drawn = this.spare.pop() ?? this.make();
      drawn.root.style.display = '';
      this.drawn.set(tag.id, drawn);
    }
    drawn.frame = this.frame;
    const className = `tag ${tag.role}${tag.away ? ' away' : ''}${tag.speaking ? ' speaking' : ''}`;
    if (drawn.className !== className) drawn.root.className = drawn.className = className;
    // Half a pixel is less than one sees of a name, and lets those of people who stand still alone.
    const transform = `translate(${Math.round(tag.x * 2) / 2}px, ${Math.round(tag.y * 2) / 2}px) translate(-50%, -100%) scale(${Math.round(tag.scale * 100) / 100})`;
    if (drawn.transform !== transform) drawn.root.style.transform = drawn.transform = transform;
    const opacity = String(Math.round(tag.opacity * 50) / 50);
    if (drawn.opacity !== opacity) drawn.root.style.opacity = drawn.opacity = opacity;
    if (drawn.shownName !== tag.name) drawn.name.textContent = drawn.shownName = tag.name;
    const { bubble } = drawn;
    if (drawn.shownBubble !== tag.bubble) {
      bubble.textContent = drawn.shownBubble = tag.bubble;
      bubble.hidden = tag.bubble === '';
    }
    if (tag.bubble !== '') bubble.style.opacity = String(Math.round(tag.bubbleOpacity * 50) / 50);
  }

  private make(): Drawn {
    const root = document.createElement('div'), bubble = document.createElement('p'), name = document.createElement('span');
    bubble.className = 'bubble';
    bubble.dir = 'auto';
    bubble.hidden = true;
    name.translate = false;
    name.dir = 'auto';
    root.append(bubble, name);
    this.host.append(root);
    return { root, bubble, name, className: '', transform: '', opacity: '', shownName: '', shownBubble: '', frame: 0 };
  }

  private readonly retire = (drawn: Drawn, id: number): void => {
    if (drawn.frame === this.frame) return;
    drawn.root.style.display = 'none';
    this.drawn.delete(id);
    this.spare.push(drawn);
  };
}
