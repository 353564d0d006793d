// A UDP path that loses and delays: what `tc netem loss … delay …` does, where the kernel has no netem. Which packets are lost follows from a seed.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Uniform numbers from 0 to 1 (Mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Relays every peer to a server and back, from a socket of its own.
 * @param from Address on which peers are heard. @param to The server's address. @param port Of both.
 * @param path Read at every packet, so it may be changed on the way: `up` to the server and `down` from it, each `{ loss, delayMs }`, loss 0 to 1.
 */
export async function startLossyUdp({ from, to, port, path, seed = 1 }) {
  let stopped = false; // what is still on its way then is lost
  const random = randomOf(seed), peers = new Map(), passed = { up: { sent: 0, lost: 0 }, down: { sent: 0, lost: 0 } };
  const pass = (way, send) => {
    passed[way].sent++;
    if (random() < path[way].loss) passed[way].lost++;
    else setTimeout(() => stopped || send(), path[way].delayMs); // equal delays keep the order
  };
  const front = createSocket('udp4');
  const towards = (address, peerPort) => {
    const back = createSocket('udp4');
    back.on('message', (packet) => pass('down', () => front.send(packet, peerPort, address)));
    back.bind(0, to);
    return back;
  };
  front.on('message', (packet, peer) => {
    const key = `${peer.address}:${peer.port}`;
    if (!peers.has(key)) peers.set(key, towards(peer.address, peer.port));
    pass('up', () => peers.get(key).send(packet, port, to));
  });
  front.bind(port, from);
  await once(front, 'listening');
  return {
    /** Packets so far, by way: how many came, and how many of them were lost. */
    passed,
    async stop() {
      stopped = true;
      for (const back of peers.values()) back.close();
      front.close();
      await once(front, 'close');
    },
  };
}
