// A mouth and an ear for perf/voice-browsers.mjs, each on the audio thread of a page. That thread has no clock but Date.now(), to a millisecond.
const BURST_SECONDS = 0.06, HERTZ = 1000, AMPLITUDE = 0.5;
const GAP_SECONDS = [0.8, 1.2]; // drawn anew each time, so that bursts do not keep step with frames of 20 ms
const HEARD_FROM = 0.04; // a sample this large is a burst's: at its distance a burst has 0.2 and more, the rest of the place under 0.01
const QUIET_SECONDS = 0.35; // the place goes on sounding for a while after a burst; what comes sooner after it is the same one

/** Says a burst of tone now and then, and tells when. */
class Mouth extends AudioWorkletProcessor {
  at = 0; // sample
  begun = -Infinity;
  next = GAP_SECONDS[0] * sampleRate;

  process(_, [[out]]) {
    for (let i = 0; i < out.length; i++, this.at++) {
      if (this.at >= this.next) this.begin(i);
      const seconds = (this.at - this.begun) / sampleRate;
      out[i] = seconds < BURST_SECONDS ? AMPLITUDE * Math.sin(2 * Math.PI * HERTZ * seconds) : 0;
    }
    return true;
  }

  begin(offset) {
    this.begun = this.at;
    this.next = this.at + (BURST_SECONDS + GAP_SECONDS[0] + Math.random() * (GAP_SECONDS[1] - GAP_SECONDS[0])) * sampleRate;
    this.port.postMessage(Date.now() + (offset / sampleRate) * 1000);
  }
}

/** Tells the beginning of each burst that it hears, in seconds of its context. */
class Ear extends AudioWorkletProcessor {
  quiet = 0;

  process([channels]) {
    for (let i = 0; i < (channels[0]?.length ?? 0); i++) {
      if (!channels.some((samples) => Math.abs(samples[i]) > HEARD_FROM)) { this.quiet++; continue; }
      if (this.quiet > QUIET_SECONDS * sampleRate) this.port.postMessage(currentTime + i / sampleRate);
      this.quiet = 0;
    }
    return true;
  }
}

registerProcessor('mouth', Mouth);
registerProcessor('ear', Ear);
