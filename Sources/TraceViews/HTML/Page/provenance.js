// The way of a byte back through copies, as far as the trace shows them; as Model/Provenance.swift has it.

const mostStages = 64, mostReads = 256, mostEventsBack = 100000, fewestBytes = 4, mostCompared = 65536;

// Who last wrote byte `offset` of `region` at or before `step`, and where that had it from: stages of region, offset,
// writer (a step) and how it is known to be a copy ("" at the origin). Empty when nobody wrote it.
function provenanceOf(trace, step, region, offset) {
    const stages = [];
    while (stages.length < mostStages) {
        const store = trace.lastStore(step, region, offset, offset + 1);
        if (!store) break;
        const source = sourceOf(trace, store, offset);
        stages.push({ region, offset, writer: store.step, how: source?.how ?? "" });
        if (!source) break;
        ({ region, offset } = source);
        step = source.read - 1;
    }
    return stages;
}

function sourceOf(trace, store, byte) {
    const domain = trace.domainOf(store.step), read = trace.code.read;
    if (domain < 0) return null;
    let reads = 0;
    for (let step = store.step - 1; step > 0 && step > store.step - mostEventsBack && reads < mostReads; step--) {
        if (trace.domainOf(step) !== domain || trace.kind[step - 1] !== read) continue;
        reads++;
        const touch = trace.touches.get(step);
        if (touch.region === store.region && touch.offset === store.offset) continue;
        const filler = touch.bytes > 0 ? trace.lastStore(step, touch.region, touch.offset, touch.offset + touch.bytes) : null;
        const isFilled = filler?.offset === touch.offset && filler.bytes === touch.bytes;
        if (touch.bytes === store.bytes && isFilled && store.same > 0 && filler.same === store.same) {
            return { region: touch.region, offset: touch.offset + byte - store.offset, read: step, how: "equal digests" };
        }
        const stored = trace.contentsOf(store);
        const [found, count] = stored ? equalRun(trace, stored, byte - store.offset, touch, step) : [-1, 0];
        if (found >= 0) return { region: touch.region, offset: touch.offset + found, read: step, how: `${count} equal bytes` };
    }
    return null;
}

// Where in the range read at `step` the byte at `place` of `stored` stands: the longest
// run of equal bytes around it wins. The place, -1 for none, and the run's length.
function equalRun(trace, stored, place, touch, step) {
    if (touch.bytes < fewestBytes || touch.bytes > mostCompared || stored.length > mostCompared || place >= stored.length) return [-1, 0];
    const source = trace.bytesAfter(step, touch.region, touch.offset, touch.bytes).map((byte) => byte.value);
    let best = -1, longest = 0;
    for (let index = 0; index < source.length; index++) {
        if (source[index] !== stored[place]) continue;
        let low = 0, high = 1;
        while (place > low && index > low && source[index - low - 1] === stored[place - low - 1]) low++;
        while (place + high < stored.length && index + high < source.length && source[index + high] === stored[place + high]) high++;
        const run = stored.subarray(place - low, place + high);
        // Runs of one value, zeros above all, are equal by chance.
        if (low + high < fewestBytes || run.every((value) => value === run[0])) continue;
        if (low + high > longest) [best, longest] = [index, low + high];
    }
    return [best, longest];
}
