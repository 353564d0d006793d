/**
 * Opens a rehearsal of a room's show.
 * @param link Token of the role link in the page's address, where there is one.
 * @returns Its id; or why there is none: too many are open, or it was refused.
 */
export async function openRehearsal(event: string, room: string, link: string | null): Promise<{ readonly room: string } | { readonly fault: 'full' | 'refused' }> {
  const path = `/api/v1/events/${encodeURIComponent(event)}/rooms/${encodeURIComponent(room)}/show/rehearsals`;
  const answer = await fetch(path, { method: 'POST', credentials: 'same-origin', headers: link === null ? {} : { 'X-Kapok-Link': link } }).catch(() => null);
  if (answer?.status === 201) return { room: ((await answer.json()) as { readonly room: string }).room };
  return { fault: answer?.status === 409 ? 'full' : 'refused' };
}
