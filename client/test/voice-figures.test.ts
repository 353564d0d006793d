import { describe, expect, it } from 'vitest';
import { readFigures, type Report } from '../src/voice/figures';

const LOCAL = {
  U: { type: 'local-candidate', protocol: 'udp', candidateType: 'host' }, T: { type: 'local-candidate', protocol: 'tcp', candidateType: 'host' },
  R: { type: 'local-candidate', protocol: 'udp', candidateType: 'relay', relayProtocol: 'tls' },
};

function report(entries: Readonly<Record<string, { readonly type: string } & Readonly<Record<string, unknown>>>>): Report {
  return new Map(Object.entries({ ...LOCAL, ...entries }));
}

const pair = (local: keyof typeof LOCAL, rest: object = {}) =>
  ({ type: 'candidate-pair', localCandidateId: local, state: 'succeeded', nominated: true, currentRoundTripTime: 0.02, ...rest });

describe('the path that voices take', () => {
  it('is the selected one, where the browser nominated others too', () => {
    const figures = readFigures(report({ byUdp: pair('U'), byTcp: pair('T', { currentRoundTripTime: 0.3 }),
      transport: { type: 'transport', selectedCandidatePairId: 'byUdp' } }), []);
    expect([figures.transport, figures.roundTripMs, figures.isRelayed]).toEqual(['udp', 20, false]);
  });

  it('is told by the pair where there is no entry for the transport', () => {
    expect(readFigures(report({ byTcp: pair('T'), byUdp: pair('U', { selected: true }), other: pair('T') }), []).transport).toBe('udp');
  });

  it('is a relay where the device sends to one, over what leads there', () => {
    const figures = readFigures(report({ relayed: pair('R'), transport: { type: 'transport', selectedCandidatePairId: 'relayed' } }), []);
    expect([figures.transport, figures.isRelayed]).toEqual(['tcp', true]);
  });

  it('is unknown before any is selected', () => {
    const figures = readFigures(report({ byUdp: pair('U', { nominated: false }), transport: { type: 'transport' } }), []);
    expect([figures.transport, figures.roundTripMs]).toEqual([null, null]);
  });
});

describe('what came through', () => {
  it('is added up over the sections, and told by slot', () => {
    const inbound = (mid: string, packetsReceived: number, packetsLost: number) =>
      ({ type: 'inbound-rtp', mid, packetsReceived, packetsLost, concealedSamples: packetsLost * 960, totalSamplesReceived: packetsReceived * 960 });
    const figures = readFigures(report({ a: inbound('1', 10, 1), b: inbound('2', 20, 0) }), ['2', '1', '3', null]);
    expect(figures).toMatchObject({ received: 30, lost: 1, concealed: [0, 960, 0, 0], samples: [19_200, 9600, 0, 0] });
  });
});
