/** Totals of the browser's statistics, and how packets travel. */
export interface LinkFigures {
  readonly received: number;
  readonly lost: number;
  readonly roundTripMs: number | null;
  readonly transport: 'udp' | 'tcp' | null;
  /** They go through a relay. */
  readonly isRelayed: boolean;
  /** By slot: samples that were made up for lost ones, and all samples, since the beginning. */
  readonly concealed: readonly number[];
  readonly samples: readonly number[];
}

type Entry = Readonly<Record<string, unknown>> & { readonly type: string };
/** What `getStats` gives: entries by their identifier. */
export type Report = Pick<ReadonlyMap<string, Entry>, 'get' | 'forEach'>;

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** @param mids Sections of the slots, in order. */
export function readFigures(report: Report, mids: readonly (string | null)[]): LinkFigures {
  const byMid = new Map<string, Entry>();
  let [received, lost] = [0, 0];
  report.forEach((entry) => {
    if (entry.type !== 'inbound-rtp') return;
    received += number(entry.packetsReceived);
    lost += number(entry.packetsLost);
    byMid.set(String(entry.mid), entry);
  });
  const pair = selectedPair(report), local = pair && report.get(String(pair.localCandidateId));
  const of = (name: string): number[] => mids.map((mid) => number(byMid.get(mid ?? '')?.[name]));
  return {
    received, lost, concealed: of('concealedSamples'), samples: of('totalSamplesReceived'),
    roundTripMs: typeof pair?.currentRoundTripTime === 'number' ? pair.currentRoundTripTime * 1000 : null,
    transport: local ? transportOf(local) : null, isRelayed: local?.candidateType === 'relay',
  };
}

/**
 * The pair by which packets travel. Not any nominated one: Firefox nominates every pair whose check succeeds (aggressive nomination, RFC 5245, section
 * 8.1.1.2), TCP beside UDP.
 */
function selectedPair(report: Report): Entry | undefined {
  let pair: Entry | undefined;
  report.forEach((entry) => {
    if (entry.type === 'transport') pair = report.get(String(entry.selectedCandidatePairId)) ?? pair;
    else if (entry.type === 'candidate-pair' && entry.selected === true) pair ??= entry; // Firefox; older ones have no entry for the transport
  });
  return pair;
}

/** Of a relayed path, what the device itself sends: the way to the relay. */
function transportOf(local: Entry): 'udp' | 'tcp' {
  return (local.relayProtocol || local.protocol) === 'udp' ? 'udp' : 'tcp';
}
