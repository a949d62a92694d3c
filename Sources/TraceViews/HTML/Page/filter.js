// The conditions of `kms view` and `kms export --filter`: terms side by side must all hold, `!` turns one round.

class Filter {
    // Throws an Error, whose message is for the user, when a term names what the trace does not have.
    constructor(text, trace) {
        this.text = text.trim();
        this.tests = this.text.split(/\s+/).filter((word) => word !== "" && word !== "!").map((word) => {
            const negated = word.startsWith("!");
            const test = termOf(negated ? word.slice(1) : word, trace);
            return negated ? (step) => !test(step) : test;
        });
    }

    accepts(step) { return this.tests.every((test) => test(step)); }

    // All steps of `trace` for which it holds.
    steps(trace) {
        const steps = new Uint32Array(trace.count);
        let count = 0;
        for (let step = 1; step <= trace.count; step++) if (this.accepts(step)) steps[count++] = step;
        return steps.subarray(0, count);
    }
}

function termOf(word, trace) {
    const colon = word.indexOf(":");
    const [name, value] = [word.slice(0, colon), word.slice(colon + 1)];
    switch (colon < 0 ? "" : name) {
    case "pd": {
        const wanted = named(trace.domains, value, "protection domain");
        return (step) => wanted.has(trace.domainOf(step)) || wanted.has(trace.otherOf(step));
    }
    case "by": {
        const wanted = named(trace.domains, value, "protection domain");
        return (step) => wanted.has(trace.domainOf(step));
    }
    case "ch": return channelTerm(value, trace);
    case "region": return regionTerm(value, trace, ["map", "read", "write"]);
    case "read": return regionTerm(value, trace, ["read"]);
    case "write": return regionTerm(value, trace, ["write"]);
    case "kind": {
        const code = trace.code[value];
        if (code === undefined) throw new Error(`no kind of event '${value}'; there are ${trace.kinds.join(", ")}`);
        return (step) => trace.kind[step - 1] === code;
    }
    case "label": return (step) => trace.labels.get(step) === value;
    case "step": return rangeTerm(value, (step) => step);
    case "time": return rangeTerm(value, (step) => trace.timeOf(step));
    default: return textTerm(word, trace);
    }
}

function named(items, text, what) {
    const exact = items.findIndex((item) => item.name === text);
    if (exact >= 0) return new Set([exact]);
    const lower = text.toLowerCase();
    const found = items.flatMap((item, place) => (lower !== "" && item.name.toLowerCase().includes(lower) ? [place] : []));
    if (found.length === 0) throw new Error(`no ${what} '${text}'`);
    return new Set(found);
}

function channelTerm(value, trace) {
    const parts = value.split(":");
    const id = Number(parts.at(-1));
    if (!/^\d+$/.test(parts.at(-1)) || parts.length > 2) throw new Error(`'${value}' is no channel: such as 3 or gateway:3`);
    const own = parts.length === 2 ? named(trace.domains, parts[0], "protection domain") : null;
    return (step) => {
        const end = trace.ends.get(step);
        if (!end) return false;
        const near = end.channel === id && (!own || own.has(trace.domainOf(step)));
        return near || (end.bit === id && (!own || own.has(trace.otherOf(step))));
    };
}

function regionTerm(value, trace, kinds) {
    const [name, range] = value.split("+", 2);
    const wanted = named(trace.regions, name, "region");
    const codes = new Set(kinds.map((kind) => trace.code[kind]));
    let [first, end] = [0, Infinity];
    if (range !== undefined) {
        const match = /^(\d+)(?:\.\.(\d*))?$/.exec(range);
        if (!match) throw new Error(`'${range}' is no range of bytes: such as 16 or 16..32`);
        first = Number(match[1]);
        end = match[2] === undefined ? first + 1 : match[2] === "" ? Infinity : Number(match[2]);
    }
    return (step) => {
        const touch = codes.has(trace.kind[step - 1]) ? trace.touches.get(step) : undefined;
        return touch !== undefined && wanted.has(touch.region) && touch.offset < end && touch.offset + touch.bytes > first;
    };
}

function rangeTerm(value, key) {
    const match = /^(\d*)(\.\.)?(\d*)$/.exec(value);
    if (!match || value === "" || value === "..") throw new Error(`'${value}' is no range: such as 10, 10..20, 10.. or ..20`);
    const first = match[1] === "" ? 0 : Number(match[1]);
    const last = !match[2] ? first : match[3] === "" ? Infinity : Number(match[3]);
    return (step) => key(step) >= first && key(step) <= last;
}

function textTerm(word, trace) {
    const lower = word.toLowerCase();
    const holds = (text) => text.toLowerCase().includes(lower);
    const texts = trace.texts.map(holds), domains = trace.domains.map((domain) => holds(domain.name)), kinds = trace.kinds.map(holds);
    return (step) => texts[trace.text[step - 1]] || kinds[trace.kind[step - 1]] || (domains[trace.domainOf(step)] ?? holds("kernel"));
}
