// A limit for whatever may never end.

/** Work that was not done in time. It may go on, but nothing waits for it any more. */
export class Late extends Error {}

/** @returns What the work returns. @throws Late with the name of the work, where it is not done in time. */
export async function within(what, limitMs, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Late(`${what} was not done within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
