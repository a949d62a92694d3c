// The list of events: as long as the trace, but only the rows in sight exist.

// Browsers draw nothing below some ten million pixels; a longer list scrolls faster than it is drawn.
const mostPixels = 8e6;

class EventList {
    // `chosen` is told of the step that the user picks.
    constructor(trace, lanes, chosen) {
        Object.assign(this, { trace, lanes, chosen, steps: new Uint32Array(0), selected: 1, top: 0, marks: [], stop: null });
        this.scroller = byID("events");
        this.rows = byID("rows");
        this.pool = [];
        this.scroller.addEventListener("scroll", () => this.#scrolled());
        this.rows.addEventListener("click", (event) => {
            const row = event.target.closest(".row");
            if (row) this.chosen(Number(row.dataset.step));
        });
        new ResizeObserver(() => this.layOut()).observe(this.scroller);
    }

    // Takes new sizes, colours, lanes.
    layOut() {
        this.rowHeight = parseFloat(getComputedStyle(document.body).getPropertyValue("--row"));
        this.height = this.scroller.clientHeight;
        this.lanes.readColours();
        this.lanes.layOut(this.scroller.clientWidth);
        this.#drawHeads();
        const pixels = Math.min(mostPixels, this.steps.length * this.rowHeight);
        byID("spacer").style.height = `${Math.max(pixels, this.height)}px`;
        byID("layer").style.height = `${this.height}px`;
        this.#scrollTo(this.top);
        this.draw();
    }

    show(steps) {
        this.steps = steps;
        this.top = 0;
        this.layOut();
        this.select(this.selected);
    }

    // The place of `step`, or of the last one shown before it.
    placeOf(step) { return lastAtOrBefore(this.steps, step, (shown) => shown); }

    select(step) {
        this.selected = step;
        this.chain = this.trace.count ? this.trace.causesOf(step, 2000) : [];
        this.effects = this.trace.count ? this.trace.effectsOf(step).subarray(0, 40) : [];
        const [place, rows] = [Math.max(0, this.placeOf(step)), this.height / this.rowHeight];
        if (place < this.top + 1 || place > this.top + rows - 2) this.#scrollTo(place - rows / 3);
        this.draw();
    }

    draw() {
        if (this.pending) return;
        this.pending = requestAnimationFrame(() => {
            this.pending = null;
            this.#drawRows();
            this.lanes.draw(this);
        });
    }

    get #mostTop() { return Math.max(0, this.steps.length - this.height / this.rowHeight); }

    #scrolled() {
        // A scroll of our own says where it wanted to go: pixels may be too coarse for it.
        if (this.wanted !== undefined && Math.abs(this.scroller.scrollTop - this.wanted) < 2) return this.draw();
        this.wanted = undefined;
        const range = this.scroller.scrollHeight - this.scroller.clientHeight;
        this.top = this.#wholePixels(range > 0 ? (this.scroller.scrollTop / range) * this.#mostTop : 0);
        this.draw();
    }

    #scrollTo(top) {
        this.top = this.#wholePixels(Math.max(0, Math.min(top, this.#mostTop)));
        const range = this.scroller.scrollHeight - this.scroller.clientHeight;
        this.wanted = this.#mostTop > 0 ? (this.top / this.#mostTop) * range : 0;
        this.scroller.scrollTop = this.wanted;
    }

    // Lines that end between two pixels would show where rows meet.
    #wholePixels(top) { return Math.round(top * this.rowHeight) / this.rowHeight; }

    #drawHeads() {
        const lanes = this.lanes;
        // As high as the longest name needs; the style limits it.
        const longest = Math.max(6, ...lanes.lanes.map((domain) => this.trace.nameOf(domain).length));
        byID("heads").style.height = `${14 + 7.3 * longest}px`;
        byID("heads").replaceChildren(...lanes.lanes.map((domain) => {
            const name = this.trace.nameOf(domain);
            const head = element(domain < 0 ? "span" : "button", { title: domain < 0 ? name : `Hide ${name}` }, domain < 0 ? "" : name);
            if (domain >= 0) {
                head.type = "button";
                head.dataset.hide = domain;
                head.setAttribute("aria-label", `Hide ${name}`);
            }
            head.style.left = `${lanes.xOf(domain) - lanes.pitch / 2 + 3}px`;
            head.style.width = head.style.lineHeight = `${lanes.pitch}px`;
            head.style.color = lanes.colourOf(domain);
            return head;
        }));
    }

    #drawRows() {
        const first = Math.floor(this.top);
        const count = Math.max(0, Math.min(this.steps.length - first, Math.ceil(this.height / this.rowHeight) + 1));
        while (this.pool.length < count) this.pool.push(this.#makeRow());
        const chain = new Set(this.chain);
        this.pool.forEach((row, place) => {
            row.hidden = place >= count;
            if (place < count) this.#fill(row, first + place, chain);
        });
        const selected = this.steps[this.placeOf(this.selected)];
        this.scroller.setAttribute("aria-activedescendant", selected === undefined ? "" : `row-${selected}`);
    }

    #makeRow() {
        const row = element("div", { className: "row", role: "option" });
        row.parts = ["step", "name", "text", "from"].map((part) => element("span", { className: part }));
        row.append(...row.parts);
        this.rows.append(row);
        return row;
    }

    #fill(row, place, chain) {
        const trace = this.trace, step = this.steps[place];
        row.style.transform = `translateY(${(place - this.top) * this.rowHeight}px)`;
        row.id = `row-${step}`;
        row.dataset.step = step;
        row.classList.toggle("chain", chain.has(step));
        const isMarked = this.marks.includes(step), stops = this.stop?.accepts(step) ?? false;
        row.classList.toggle("marked", isMarked);
        row.classList.toggle("stop", stops);
        row.setAttribute("aria-selected", String(step === this.selected));
        row.setAttribute("aria-posinset", String(place + 1));
        row.setAttribute("aria-setsize", String(this.steps.length));
        const [number, name, text, from] = row.parts;
        const cause = trace.causeOf(step);
        number.textContent = step;
        number.style.width = `${this.lanes.left - 3}px`;
        const narrow = this.rowHeight > 30;
        name.style.marginLeft = `${this.lanes.right + 6 - this.lanes.left}px`;
        text.style.marginLeft = narrow ? `${this.lanes.right + 3}px` : "0";
        name.textContent = trace.nameOf(trace.domainOf(step));
        name.style.color = this.lanes.colourOf(trace.domainOf(step));
        text.textContent = trace.textOf(step);
        text.className = `text ${toneOf(trace, step)}`;
        from.textContent = cause ? `← ${cause}` : "";
        row.setAttribute("aria-label", `${describe(trace, step)}${cause ? `, because of ${cause}` : ""}${isMarked ? ", bookmarked" : ""}${stops ? ", a breakpoint" : ""}`);
    }
}

// How an event is coloured, as in the terminal.
function toneOf(trace, step) {
    switch (trace.kindOf(step)) {
    case "fault": case "denied": case "discarded": return "alarm";
    case "signal": case "irq": return trace.ends.get(step).outcome >= outcomes.merged ? "warn" : "told";
    case "call": case "reply": return "told";
    case "begin": case "end": return "entry";
    case "note": case "deferred": return "warn";
    case "run": case "ready": case "idle": case "exhausted": case "slot": case "boot": case "map": return "quiet";
    default: return "";
    }
}

function describe(trace, step) {
    const signs = { "┌ ": "begins ", "└ ": "ends ", " → ": " to " };
    const words = trace.textOf(step).replace(/┌ |└ | → /g, (sign) => signs[sign]);
    return `step ${step}, ${trace.nameOf(trace.domainOf(step))}: ${words}`;
}
