// The embedded trace: what happened at each step, what the machine looked like after it, and what bytes were where.
// Written by PageData.swift, which describes the data; steps count from 1.

const checkpointInterval = 512;

class Trace {
    constructor(data) {
        Object.assign(this, {
            file: data.file, profile: data.profile, seed: data.seed, scheduling: data.scheduling,
            complete: data.complete, notes: data.notes, domains: data.domains, regions: data.regions,
            kinds: data.kinds, activities: data.activities, texts: data.texts, payloads: data.payloads,
        });
        this.count = data.kind.length;
        this.kind = Uint8Array.from(data.kind);
        this.domain = Int16Array.from(data.domain);
        this.other = Int16Array.from(data.other);
        this.text = Uint32Array.from(data.text);
        this.core = data.core ? Uint8Array.from(data.core) : null;
        this.time = Float64Array.from(data.time);
        this.cause = Uint32Array.from(data.cause);
        for (let place = 0; place < this.count; place++) {
            if (place > 0) this.time[place] += this.time[place - 1];
            if (this.cause[place] > 0) this.cause[place] = place + 1 - this.cause[place];
        }
        this.code = Object.fromEntries(this.kinds.map((name, code) => [name, code]));
        this.activity = Object.fromEntries(this.activities.map((name, code) => [name, code]));
        this.coreCount = 1 + Math.max(0, ...this.domains.map((domain) => domain.core));
        this.#readEnds(data);
        this.#readTouches(data);
        this.#readStates(data);
        this.#readEffects();
    }

    // Events.

    kindOf(step) { return this.kinds[this.kind[step - 1]]; }
    domainOf(step) { return this.domain[step - 1]; }
    otherOf(step) { return this.other[step - 1]; }
    timeOf(step) { return this.time[step - 1]; }
    causeOf(step) { return this.cause[step - 1]; }
    textOf(step) { return this.texts[this.text[step - 1]]; }
    nameOf(domain) { return this.domains[domain]?.name ?? "kernel"; }
    effectsOf(step) { return this.effects.subarray(this.effectStarts[step], this.effectStarts[step + 1]); }

    causesOf(step, limit) {
        const chain = [];
        for (let next = this.causeOf(step); next > 0 && chain.length < limit; next = this.causeOf(next)) chain.push(next);
        return chain;
    }

    // The signals that became the delivery at `step`, last first.
    signalsAt(step) {
        if (this.kindOf(step) !== "begin") return [];
        const signals = [];
        for (let next = this.causeOf(step); next > 0; next = this.causeOf(next)) {
            const end = this.ends.get(next);
            if (!end || end.outcome < 0) break;
            signals.push(next);
            if (end.outcome !== outcomes.merged) break;
        }
        return signals;
    }

    // The begin of the entry around `step`, 0 outside entries.
    entryAround(step) {
        if (this.kindOf(step) === "begin") return step;
        if (this.kindOf(step) === "end" || this.kindOf(step) === "discarded") return this.causeOf(step);
        const domain = this.domainOf(step);
        return domain < 0 ? 0 : this.stateAfter(step).domains[domain].entry;
    }

    // The end of the entry that began at `step`, 0 when it never ended.
    endOf(step) {
        return this.effectsOf(step).findLast((effect) => ["end", "discarded"].includes(this.kindOf(effect))) ?? 0;
    }

    // The machine.

    stateAfter(step) {
        const place = Math.min(Math.floor(step / checkpointInterval), this.checkpoints.length - 1);
        const state = copyState(this.checkpoints[place]);
        while (state.step < step) this.advance(state);
        return state;
    }

    // Moves `state` on by one step.
    advance(state) {
        const data = this.changes;
        state.step += 1;
        let place = this.changeStarts[state.step - 1];
        const count = data[place++];
        for (let n = 0; n < count; n++, place += 6) {
            const back = (value) => (value === 0 ? 0 : state.step - value + 1);
            state.domains[data[place]] = {
                activity: data[place + 1], word: data[place + 2], entry: back(data[place + 3]),
                call: back(data[place + 4]), callers: data[place + 5],
            };
        }
        for (const [core, queue] of this.queues.get(state.step) ?? []) state.queues[core] = queue;
    }

    // Regions.

    // The bytes [first, first + count) of `region` after `step`: value (null when masked) and writer (0 at boot).
    bytesAfter(step, region, first, count) {
        const end = Math.min(first + count, Number(this.regions[region].bytes));
        const bytes = Array.from({ length: Math.max(0, end - first) }, () => null);
        let missing = bytes.length;
        const stores = this.stores[region];
        for (let place = lastAtOrBefore(stores, step, (store) => store.step); place >= 0 && missing > 0; place--) {
            const store = stores[place];
            const from = Math.max(first, store.offset), to = Math.min(end, store.offset + store.bytes);
            if (from >= to) continue;
            const contents = this.contentsOf(store);
            for (let at = from; at < to; at++) {
                if (bytes[at - first]) continue;
                bytes[at - first] = { value: contents ? contents[at - store.offset] : null, writer: store.step };
                missing--;
            }
        }
        return bytes.map((byte) => byte ?? { value: 0, writer: 0 });
    }

    // The last store at or before `step` that touches [from, to) of `region`; null when there is none.
    lastStore(step, region, from, to) {
        const stores = this.stores[region] ?? [];
        for (let place = lastAtOrBefore(stores, step, (store) => store.step); place >= 0; place--) {
            const store = stores[place];
            if (store.offset < to && store.offset + store.bytes > from) return store;
        }
        return null;
    }

    contentsOf(touch) {
        if (touch.payload <= 0) return null;
        const known = this.payloads[touch.payload - 1];
        if (typeof known !== "string") return known;
        const text = atob(known);
        return (this.payloads[touch.payload - 1] = Uint8Array.from(text, (character) => character.charCodeAt(0)));
    }

    // Decoding.

    #readEnds(data) {
        this.ends = new Map();
        for (let place = 0; place < data.ends.length; place += 4) {
            const [step, channel, bit, outcome] = data.ends.slice(place, place + 4);
            this.ends.set(step, { channel, bit, outcome });
        }
        this.labels = new Map();
        for (let place = 0; place < data.labels.length; place += 2) {
            this.labels.set(data.labels[place], String(data.labels[place + 1]));
        }
    }

    #readTouches(data) {
        this.touches = new Map();
        this.stores = this.regions.map(() => []);
        for (let place = 0; place < data.touches.length; place += 6) {
            const [step, region, offset, bytes, payload, same] = data.touches.slice(place, place + 6);
            const touch = { step, region, offset: Number(offset), bytes: Number(bytes), payload, same };
            this.touches.set(step, touch);
            if (this.kindOf(step) === "write") this.stores[region]?.push(touch);
        }
    }

    #readStates(data) {
        this.changes = data.changes;
        this.changeStarts = new Uint32Array(this.count + 1);
        for (let step = 1, place = 0; step <= this.count; step++) {
            this.changeStarts[step - 1] = place;
            place += 1 + 6 * data.changes[place];
        }
        this.queues = new Map();
        for (let place = 0; place < data.queues.length;) {
            const [step, core, length] = data.queues.slice(place, place + 3);
            const queue = data.queues.slice(place + 3, place + 3 + length);
            if (!this.queues.has(step)) this.queues.set(step, []);
            this.queues.get(step).push([core, queue]);
            place += 3 + length;
        }
        const state = {
            step: 0,
            domains: this.domains.map(() => ({ activity: 0, word: 0, entry: 0, call: 0, callers: 0 })),
            queues: Array.from({ length: this.coreCount }, () => []),
        };
        this.checkpoints = [];
        for (let step = 0; ; step++) {
            if (step % checkpointInterval === 0) this.checkpoints.push(copyState(state));
            if (step === this.count) break;
            this.advance(state);
        }
    }

    #readEffects() {
        this.effectStarts = new Uint32Array(this.count + 3);
        for (const cause of this.cause) this.effectStarts[cause + 1]++;
        for (let step = 1; step < this.effectStarts.length; step++) this.effectStarts[step] += this.effectStarts[step - 1];
        this.effects = new Uint32Array(this.count);
        const next = this.effectStarts.slice();
        this.cause.forEach((cause, place) => { this.effects[next[cause]++] = place + 1; });
    }
}

const outcomes = { woke: 0, pending: 1, merged: 2, lost: 3 };

// Domains' states are replaced, never changed, so sharing them is safe.
function copyState(state) {
    return { step: state.step, domains: state.domains.slice(), queues: state.queues.slice() };
}

// The last place in `list`, ascending by `key`, whose key is at most `limit`; -1 when there is none.
function lastAtOrBefore(list, limit, key) {
    let low = 0, high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (key(list[middle]) <= limit) low = middle + 1; else high = middle;
    }
    return low - 1;
}

// The bits of a notification word, which may be a string of digits.
function bitsOf(word) {
    const bits = [];
    let rest = BigInt(word);
    for (let bit = 0; rest > 0n; bit++, rest >>= 1n) if (rest & 1n) bits.push(bit);
    return bits;
}
