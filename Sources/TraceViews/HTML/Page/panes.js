// What is known about the selected step: the event and its causes, the machine, the regions.

const mostLinks = 40;

class Panes {
    // `chosen` is told of the step that the user picks.
    constructor(trace, lanes, chosen) {
        Object.assign(this, { trace, lanes, chosen, region: -1, offset: 0, follow: true, as: "bytes", marks: [] });
        byID("region").append(...trace.regions.map((region, place) => element("option", { value: place }, region.name)));
        document.querySelector("aside").addEventListener("click", (event) => {
            const link = event.target.closest("[data-to]");
            if (link) this.chosen(Number(link.dataset.to));
        });
        byID("region").addEventListener("change", (event) => this.#take({ region: Number(event.target.value), offset: 0, follow: false }));
        byID("offset").addEventListener("change", (event) => this.#take({ offset: Math.max(0, Number(event.target.value) || 0), follow: false }));
        byID("as").addEventListener("change", (event) => this.#take({ as: event.target.value }));
        byID("follow").addEventListener("change", (event) => this.#take({ follow: event.target.checked }));
        byID("bytes").addEventListener("click", (event) => this.#tellWriter(event.target.closest("button")));
    }

    #take(settings) {
        Object.assign(this, settings);
        if (this.step) this.show(this.step);
        this.changed?.();
    }

    moveRegion(way) {
        const count = this.trace.regions.length;
        if (count) this.#take({ region: (this.region + way + count) % count, offset: 0, follow: false });
    }

    nextForm() {
        const forms = [...byID("as").options].map((option) => option.value);
        this.#take({ as: forms[(forms.indexOf(this.as) + 1) % forms.length] });
    }

    show(step) {
        this.step = step;
        const after = this.trace.stateAfter(step);
        this.#showEvent(step);
        this.#showMachine(step, after);
        this.#showRegion(step);
    }

    // The event.

    #showEvent(step) {
        const trace = this.trace;
        const core = trace.core ? ` · core ${trace.core[step - 1]}` : "";
        byID("event-head").textContent = `${step} · ${trace.nameOf(trace.domainOf(step))} · at ${trace.timeOf(step)} µs${core}`;
        byID("event-text").textContent = trace.textOf(step);
        byID("event-text").className = `code ${toneOf(trace, step)}`;
        byID("mark").setAttribute("aria-pressed", String(this.marks.includes(step)));
        byID("marks").replaceChildren(...(this.marks.length ? ["Bookmarks: ", ...this.marks.flatMap((mark) => [this.#small(mark), " "])] : []));
        const causes = trace.causesOf(step, mostLinks + 1);
        const effects = Array.from(trace.effectsOf(step));
        const merged = trace.signalsAt(step);
        byID("event-links").replaceChildren(
            ...this.#links("Because of", causes),
            ...(merged.length > 1 ? this.#links("One delivery of the signals", merged.reverse()) : []),
            ...this.#links("What came of it", effects));
    }

    #links(title, steps) {
        if (steps.length === 0) return [];
        const items = steps.slice(0, mostLinks).map((step) => element("li", {}, this.#link(step)));
        const more = steps.length > mostLinks ? [element("p", { className: "quiet" }, "and more")] : [];
        return [element("h3", {}, title), element("ul", {}, ...items), ...more];
    }

    #link(step) {
        const trace = this.trace;
        const name = element("span", {}, trace.nameOf(trace.domainOf(step)));
        name.style.color = this.lanes.colourOf(trace.domainOf(step));
        const words = element("span", {}, name, ` ${trace.textOf(step)}`);
        const link = element("button", { type: "button", className: "link" }, element("span", { className: "step" }, String(step)), words);
        link.dataset.to = step;
        return link;
    }

    // The machine.

    #showMachine(step, after) {
        const trace = this.trace, before = trace.stateAfter(step - 1);
        byID("machine").replaceChildren(...trace.domains.map((domain, place) => {
            const [state, old] = [after.domains[place], before.domains[place]];
            const dot = element("span", { className: "dot" });
            dot.style.background = this.lanes.colourOf(place);
            const row = element("tr", { className: same(state, old) ? "" : "changed" },
                element("td", {}, dot, domain.name), element("td", { className: "number" }, String(domain.priority)),
                element("td", {}, ...this.#doing(state)), element("td", {}, bitsOf(state.word).join(", ")));
            return row;
        }));
        const queues = after.queues.map((queue, core) => {
            const names = queue.map((place) => `${trace.nameOf(place)} (${trace.domains[place].priority})`).join(", ");
            return `${after.queues.length > 1 ? `Core ${core}: ` : ""}${names || "nobody"}`;
        });
        byID("queues").textContent = `Ready, in the order of running: ${queues.join("; ")}`;
    }

    #doing(state) {
        const words = this.trace.activities[state.activity];
        const parts = [element("span", { className: ["faulted", "dead"].includes(words) ? "alarm" : "" }, words)];
        const since = state.call || state.entry;
        if (since) {
            const to = state.call ? ` ${this.trace.nameOf(this.trace.otherOf(state.call))}` : "";
            const link = element("button", { type: "button", className: "link" }, `${to} since ${since}`.trim());
            link.dataset.to = since;
            link.style.display = "inline";
            link.style.width = "auto";
            parts.push(" ", link);
        }
        if (state.callers) parts.push(` ${state.callers} waiting to be received`);
        return parts;
    }

    // Regions.

    #showRegion(step) {
        const trace = this.trace, touch = trace.touches.get(step);
        if (this.follow && touch && trace.regions[touch.region]) {
            this.region = touch.region;
            this.offset = touch.offset - (touch.offset % 16);
        }
        if (this.region < 0 && trace.regions.length) this.region = Math.max(0, trace.regions.findIndex((region) => region.kept));
        byID("byte-info").textContent = "";
        byID("follow").checked = this.follow;
        byID("as").value = this.as;
        const region = trace.regions[this.region];
        if (!region) { byID("region-head").textContent = "The system has no regions."; return; }
        byID("region").value = String(this.region);
        byID("offset").value = String(this.offset);
        const stores = trace.stores[this.region];
        const last = stores[lastAtOrBefore(stores, step, (store) => store.step)];
        byID("region-head").replaceChildren(
            `${Number(region.bytes).toLocaleString("en")} bytes, ${region.kept ? "public" : "masked: the trace does not hold its contents"}. `,
            ...(last ? ["Last store: ", this.#small(last.step), ` by ${trace.nameOf(trace.domainOf(last.step))}.`] : ["Nobody wrote to it yet."]));
        this.#showBytes(step, touch);
    }

    #small(step) {
        const link = element("button", { type: "button", className: "link" }, String(step));
        link.dataset.to = step;
        link.style.display = "inline";
        link.style.width = "auto";
        link.style.color = "var(--accent)";
        return link;
    }

    #showBytes(step, touch) {
        const wide = byID("bytes").clientWidth > 520 ? 16 : 8;
        const bytes = this.trace.bytesAfter(step, this.region, this.offset, 16 * wide);
        const fresh = (at) => touch && this.trace.kindOf(step) === "write" && touch.region === this.region && at >= touch.offset && at < touch.offset + touch.bytes;
        const lines = [];
        for (let first = 0; first < bytes.length; first += wide) {
            const row = bytes.slice(first, first + wide);
            const cells = this.as === "bytes" ? row.map((byte, n) => [byte, first + n]).map(([byte, n]) => this.#cell([byte], n, fresh(this.offset + n)))
                : this.#wordsOf(row, first, fresh);
            const text = row.map((byte) => (byte.value === null ? "·" : byte.value >= 32 && byte.value < 127 ? String.fromCharCode(byte.value) : ".")).join("");
            lines.push(element("div", { className: "line" }, element("span", { className: "at" }, String(this.offset + first)), ...cells,
                element("span", { className: "text" }, text)));
        }
        byID("bytes").replaceChildren(...lines);
    }

    #wordsOf(row, first, fresh) {
        const size = this.as === "u32" ? 4 : 8;
        const cells = [];
        for (let n = 0; n < row.length; n += size) cells.push(this.#cell(row.slice(n, n + size), first + n, fresh(this.offset + first + n)));
        return cells;
    }

    // One byte, or a little-endian word of several.
    #cell(bytes, place, changed) {
        const masked = bytes.some((byte) => byte.value === null);
        const value = masked ? null : bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte.value), 0n);
        const digits = bytes.length === 1 ? 2 : bytes.length === 4 ? 10 : 20;
        const text = masked ? "··" : bytes.length === 1 ? value.toString(16).padStart(2, "0") : value.toString();
        const at = this.offset + place;
        const cell = element("button", { type: "button", className: changed ? "changed" : masked ? "masked" : value === 0n ? "zero" : "" }, text.padStart(digits));
        cell.dataset.at = at;
        cell.setAttribute("aria-label", `byte ${at}: ${masked ? "masked" : text}`);
        return cell;
    }

    // Tells about the byte that has the focus, else about the first one that the step touched.
    tellWriter() {
        const cells = byID("bytes");
        const focused = document.activeElement.closest("#bytes button");
        const touch = this.trace.touches.get(this.step);
        this.#tellWriter(focused ?? cells.querySelector(`[data-at="${touch?.offset}"]`) ?? cells.querySelector("button"));
    }

    // Who wrote the byte, and through which copies it came.
    #tellWriter(cell) {
        if (!cell) return;
        const trace = this.trace, at = Number(cell.dataset.at);
        const stages = provenanceOf(trace, this.step, this.region, at);
        const written = (stage) => [`${trace.nameOf(trace.domainOf(stage.writer))} in step `, this.#small(stage.writer)];
        const [first, ...rest] = stages;
        if (!first) return byID("byte-info").replaceChildren(`Byte ${at} is as it was at boot.`);
        const items = rest.map((stage, place) => element("li", {},
            `copied (${stages[place].how}) from ${trace.regions[stage.region].name}+${stage.offset}, written by `, ...written(stage)));
        byID("byte-info").replaceChildren(`Byte ${at} was written by `, ...written(first), ".",
            ...(items.length ? [element("ol", { className: "way" }, ...items)] : []));
    }
}

function same(one, other) { return Object.keys(one).every((key) => one[key] === other[key]); }
