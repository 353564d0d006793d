/** What an uploaded file is, by its content. */
export type FileKind = 'track' | 'film' | 'picture';

/** A file of the event, as the server keeps it. */
export interface StoredFile {
  /** Its id: made of its content. */
  readonly file: string;
  readonly kind: FileKind;
  readonly type: string;
  readonly name: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
}

export interface FileList {
  readonly files: readonly StoredFile[];
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly mostBytes: { readonly [Kind in FileKind]: number };
}

/** A deck in lists. `ready`: how many of its pages are there. */
export interface DeckHead { readonly deck: string; readonly title: string; readonly pages: number; readonly ready: number }

/** Part of a page, shares of its width and height from the upper left corner, that leads to an address or to another page. */
export interface PageLink { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly url?: string | null; readonly page?: number | null }

export interface DeckPage {
  readonly number: number;
  /** Ids of its picture in two sizes. */
  readonly large: string;
  readonly small: string | null;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  /** For those with a role alone. */
  readonly notes: string | null;
  readonly links: readonly PageLink[];
}

export interface Deck { readonly deck: string; readonly title: string; readonly count: number; readonly version: number; readonly pages: readonly DeckPage[] }

/** The server did not take it: `code` is that of its problem details, `unreachable` when it did not answer, `stopped` when one gave up. */
export class FilesError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const HASH = /^[0-9a-f]{40}$/, SAMPLE = /^music\/[a-z0-9-]{1,40}\.opus$/;

/** Where a file is served: an uploaded one by its id, a sample of ours by its name. @returns Null for what is neither: nothing is fetched from anywhere else. */
export function fileAddress(id: string): string | null {
  return HASH.test(id) ? `/files/${id}` : SAMPLE.test(id) ? `/assets/${id}` : null;
}

/** What a page asks of the files and slides of its event. */
export class EventFiles {
  /** @param event Id of the event. @param link Token of the role link in the page's address, where there is one. */
  constructor(private readonly event: () => string, private readonly link: string | undefined) {}

  async files(): Promise<FileList> {
    return (await this.ask('GET', 'files')) as FileList;
  }

  rename(file: string, name: string): Promise<unknown> {
    return this.ask('PATCH', `files/${file}`, { name });
  }

  remove(file: string): Promise<unknown> {
    return this.ask('DELETE', `files/${file}`);
  }

  /** Uploads a file. @param progress Is told how much of it is sent, 0 to 1. @throws FilesError */
  upload(file: Blob, name: string, progress: (share: number) => void, signal: AbortSignal): Promise<StoredFile> {
    return this.send('POST', `files?name=${encodeURIComponent(name)}`, file, progress, signal) as Promise<StoredFile>;
  }

  async decks(): Promise<readonly DeckHead[]> {
    return ((await this.ask('GET', 'decks')) as { readonly decks: readonly DeckHead[] }).decks;
  }

  async deck(deck: string): Promise<Deck> {
    return (await this.ask('GET', `decks/${deck}`)) as Deck;
  }

  async beginDeck(title: string, pages: number): Promise<string> {
    return ((await this.ask('POST', 'decks', { title, pages })) as { readonly deck: string }).deck;
  }

  putPicture(deck: string, page: number, size: 'large' | 'small', picture: Blob, signal: AbortSignal): Promise<unknown> {
    return this.send('PUT', `decks/${deck}/pages/${page}/${size}`, picture, () => undefined, signal);
  }

  putPage(deck: string, page: number, about: { readonly text?: string; readonly notes?: string; readonly links?: readonly PageLink[] }): Promise<unknown> {
    return this.ask('PUT', `decks/${deck}/pages/${page}`, about);
  }

  /** Says which uploaded picture a photograph is. @throws FilesError */
  putPhotograph(id: string, file: string): Promise<unknown> {
    return this.ask('PUT', `photographs/${encodeURIComponent(id)}`, { file });
  }

  /** The photographs that one is in. @throws FilesError */
  async ownPhotographs(): Promise<readonly { readonly id: string; readonly title: string; readonly file: string; readonly atMs: number }[]> {
    return ((await this.ask('GET', 'photographs/mine')) as { readonly photographs: readonly { id: string; title: string; file: string; atMs: number }[] }).photographs;
  }

  removeDeck(deck: string): Promise<unknown> {
    return this.ask('DELETE', `decks/${deck}`);
  }

  private path(rest: string): string {
    return `/api/v1/events/${encodeURIComponent(this.event())}/${rest}`;
  }

  private headers(): Record<string, string> {
    return this.link === undefined ? {} : { 'X-Kapok-Link': this.link };
  }

  private async ask(method: string, rest: string, body?: unknown): Promise<unknown> {
    const headers = body === undefined ? this.headers() : { ...this.headers(), 'Content-Type': 'application/json' };
    const response = await fetch(this.path(rest), { method, headers, credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body) }).catch(() => null);
    if (response === null) throw new FilesError('unreachable');
    const text = await response.text().catch(() => '');
    if (!response.ok) throw new FilesError(codeOf(text));
    return text === '' ? null : JSON.parse(text);
  }

  /** `fetch` does not tell how much of a body is sent. */
  private send(method: string, rest: string, body: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = (): void => request.abort();
      request.open(method, this.path(rest));
      for (const [name, value] of Object.entries(this.headers())) request.setRequestHeader(name, value);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
      request.onload = () => {
        if (request.status < 300) resolve(JSON.parse(request.responseText));
        else reject(new FilesError(codeOf(request.responseText)));
      };
      request.onerror = () => reject(new FilesError('unreachable'));
      request.onabort = () => reject(new FilesError('stopped'));
      request.onloadend = () => signal.removeEventListener('abort', stop);
      signal.addEventListener('abort', stop);
      if (signal.aborted) reject(new FilesError('stopped'));
      else request.send(body);
    });
  }
}

function codeOf(problem: string): string {
  try {
    const { code } = JSON.parse(problem) as { readonly code?: unknown };
    return typeof code === 'string' ? code : 'unreachable';
  } catch {
    return 'unreachable';
  }
}
