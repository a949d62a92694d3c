// The space-time picture: one lane per domain, one row per event, drawn on a canvas for the visible rows only.
//
// A lane's line says what its domain is doing. A signal is an arrow from its sender to its receiver's lane, beside which a
// rail runs from there to the delivery: a merged signal ends at the rail that an earlier one began.

// What a domain is doing → width, opacity and dashes of its line.
const lineStyles = {
    "running": { width: 6, opacity: 1 },
    "pre-empted": { width: 6, opacity: 0.38 },
    "ready": { width: 3, opacity: 0.38 },
    "waiting": { width: 1.5, opacity: 0.28 },
    "calls": { width: 3, opacity: 0.8, dash: [2, 4] },
    "out of budget": { width: 3, opacity: 0.5, dash: [1, 5] },
    "stopped": { width: 2, opacity: 0.4, dash: [1, 5] },
    "faulted": { width: 3, opacity: 1, dash: [3, 3], colour: "alarm" },
    "dead": { width: 1.5, opacity: 0.8, dash: [3, 3], colour: "alarm" },
};
const railGap = 5;

class Lanes {
    constructor(canvas, trace) {
        this.canvas = canvas;
        this.trace = trace;
        this.hidden = new Set();
        this.hasKernel = trace.domain.some((domain) => domain < 0);
    }

    // Takes the width for step numbers, lanes and what remains for words, from the width of the list.
    layOut(width) {
        const visible = this.trace.domains.map((_, place) => place).filter((place) => !this.hidden.has(place));
        this.lanes = this.hasKernel ? [-1, ...visible] : visible;
        const most = width < 640 ? 18 : 24;
        this.pitch = Math.max(9, Math.min(most, (width * 0.5) / Math.max(1, this.lanes.length)));
        this.left = 8 + 7 * Math.max(3, String(this.trace.count).length);
        this.right = this.left + 8 + this.pitch * this.lanes.length + railGap;
        this.positions = new Map(this.lanes.map((domain, place) => [domain, this.left + 8 + (place + 0.5) * this.pitch]));
    }

    xOf(domain) { return this.positions.get(domain); }

    colourOf(domain) {
        if (domain < 0) return this.colours.quiet;
        const hue = (domain * 137.5 + 255) % 360;
        return this.colours.dark ? `oklch(0.76 0.13 ${hue})` : `oklch(0.54 0.15 ${hue})`;
    }

    readColours() {
        const style = getComputedStyle(document.documentElement);
        const read = (name) => style.getPropertyValue(`--${name}`).trim();
        this.colours = Object.fromEntries(
            ["ink", "quiet", "accent", "alarm", "warn", "line", "faint", "sheet"].map((name) => [name, read(name)]));
        this.colours.dark = parseInt(this.colours.sheet.slice(1, 3), 16) < 128;
    }

    // `view`: steps shown, top (in rows), rowHeight, height, selected, chain (steps), effects (steps).
    draw(view) {
        const scale = window.devicePixelRatio || 1;
        const [width, height] = [this.right + 4, view.height];
        this.canvas.width = Math.ceil(width * scale);
        this.canvas.height = Math.ceil(height * scale);
        this.canvas.style.width = `${width}px`;
        this.canvas.style.height = `${height}px`;
        const context = (this.context = this.canvas.getContext("2d"));
        context.scale(scale, scale);
        context.lineCap = "butt";
        const first = Math.floor(view.top);
        const last = Math.min(view.steps.length - 1, Math.ceil(view.top + height / view.rowHeight));
        if (last < first) return;
        this.view = view;
        let before = this.trace.stateAfter(first > 0 ? view.steps[first - 1] : view.steps[first] - 1);
        for (let row = first; row <= last; row++) {
            const after = copyState(before);
            while (after.step < view.steps[row]) this.trace.advance(after);
            for (const domain of this.lanes) if (domain >= 0) this.#drawLane(row, domain, before, after);
            before = after;
        }
        this.#drawWays(first, last);
        for (let row = first; row <= last; row++) this.#drawEvent(row);
    }

    #y(row) { return (row - this.view.top) * this.view.rowHeight; }
    #middle(row) { return this.#y(row) + this.view.rowHeight / 2; }

    #drawLane(row, domain, before, after) {
        const x = this.xOf(domain);
        const [top, middle, bottom] = [this.#y(row), this.#middle(row), this.#y(row + 1)];
        this.#drawActivity(x, top, middle, domain, before.domains[domain]);
        this.#drawActivity(x, middle, bottom, domain, after.domains[domain]);
        if (before.domains[domain].word) this.#line(x + railGap, top, x + railGap, middle, { colour: this.colours.warn, width: 1.5 });
        if (after.domains[domain].word) this.#line(x + railGap, middle, x + railGap, bottom, { colour: this.colours.warn, width: 1.5 });
    }

    #drawActivity(x, top, bottom, domain, state) {
        const style = lineStyles[this.trace.activities[state.activity]];
        if (!style) return;
        const colour = style.colour ? this.colours[style.colour] : this.colourOf(domain);
        this.#line(x, top, x, bottom, { ...style, colour });
    }

    #line(x1, y1, x2, y2, { colour, width = 1.5, opacity = 1, dash = [] }) {
        const context = this.context;
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.globalAlpha = opacity;
        context.setLineDash(dash);
        // Dashes go on from row to row.
        context.lineDashOffset = dash.length && x1 === x2 ? y1 + this.view.top * this.view.rowHeight : 0;
        context.beginPath();
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
        context.stroke();
        context.globalAlpha = 1;
        context.setLineDash([]);
    }

    #drawEvent(row) {
        const trace = this.trace, step = this.view.steps[row];
        const [domain, other] = [trace.domainOf(step), trace.otherOf(step)];
        const [x, to, y] = [this.xOf(domain), this.xOf(other), this.#middle(row)];
        if (x === undefined) return;
        const colour = this.colourOf(domain);
        const end = trace.ends.get(step);
        switch (trace.kindOf(step)) {
        case "signal": if (to !== undefined && other >= 0) this.#drawSignal(x, to, y, end.outcome); break;
        case "irq": this.#drawSignal(this.left + 2, x, y, end.outcome); break;
        case "call": if (to !== undefined) this.#arrow(x, to, y, { colour: this.colours.accent, width: 2.5 }); break;
        case "reply": case "faultReply": case "child":
            if (to !== undefined && other >= 0) this.#arrow(x, to, y, { colour: this.colours.accent, width: 2, dash: [4, 3] });
            break;
        default: break;
        }
        this.#drawMark(trace.kindOf(step), x, y, colour, end);
    }

    #drawMark(kind, x, y, colour, end) {
        switch (kind) {
        case "begin": this.#polygon([[x - 5.5, y - 4], [x + 5.5, y - 4], [x, y + 4.5]], colour); break;
        case "end": this.#polygon([[x - 5.5, y - 1.5], [x + 5.5, y - 1.5], [x + 5.5, y + 1.5], [x - 5.5, y + 1.5]], colour); break;
        case "fault": case "discarded": case "denied": this.#cross(x, y, this.colours.alarm); break;
        case "write": this.#polygon([[x - 4, y - 4], [x + 4, y - 4], [x + 4, y + 4], [x - 4, y + 4]], colour, true); break;
        case "read": this.#circle(x, y, 3.5, colour, false); break;
        case "run": case "ready": case "idle": case "exhausted": case "slot": this.#circle(x, y, 2, this.colours.faint, true); break;
        default: this.#circle(x, y, 4.5, end?.outcome >= outcomes.merged ? this.colours.warn : colour, true);
        }
    }

    #drawSignal(from, to, y, outcome) {
        const back = from > to;
        const target = to + (back ? railGap : 0) + (back ? 1 : -1) * 3;
        if (outcome === outcomes.lost) {
            this.#line(from, y, target, y, { colour: this.colours.alarm, width: 1.5, dash: [3, 3] });
            this.#cross(target, y, this.colours.alarm);
        } else if (outcome === outcomes.merged) {
            this.#line(from, y, to + railGap, y, { colour: this.colours.warn, width: 1.5 });
            const x = to + railGap;
            this.#polygon([[x, y - 4.5], [x + 4.5, y], [x, y + 4.5], [x - 4.5, y]], this.colours.warn, true);
        } else {
            this.#arrow(from, target, y, { colour: this.colours.ink, width: 1.5 });
        }
    }

    #arrow(from, to, y, style) {
        const side = from < to ? -1 : 1;
        this.#line(from, y, to + side * 4, y, style);
        this.#polygon([[to, y], [to + side * 6, y - 3.5], [to + side * 6, y + 3.5]], style.colour);
    }

    // From the causes of the selected step down to it, and on to its effects; past those that are not shown.
    #drawWays(first, last) {
        const place = (step) => lastAtOrBefore(this.view.steps, step, (shown) => shown);
        const isShown = (step) => this.view.steps[place(step)] === step;
        const selected = this.view.selected;
        const chain = [selected, ...this.view.chain].filter(isShown);
        for (let n = 0; n + 1 < chain.length; n++) {
            if (!this.#way(place(chain[n + 1]), chain[n + 1], place(chain[n]), chain[n], first, last, [])) break;
        }
        if (!isShown(selected)) return;
        for (const effect of this.view.effects) {
            // What the same domain did next stands right below.
            if (!isShown(effect) || this.trace.domainOf(effect) === this.trace.domainOf(selected)) continue;
            this.#way(place(selected), selected, place(effect), effect, first, last, [2, 3]);
        }
    }

    // Draws one way if it meets the rows shown; false when it and all before it are above them.
    #way(fromRow, from, toRow, to, first, last, dash) {
        if (toRow < first) return false;
        const [x1, x2] = [this.xOf(this.trace.domainOf(from)), this.xOf(this.trace.domainOf(to))];
        if (fromRow > last || x1 === undefined || x2 === undefined || fromRow < 0) return true;
        const [y1, y2] = [this.#middle(fromRow), this.#middle(toRow)];
        const bend = Math.min(60, Math.abs(y2 - y1) / 2);
        const context = this.context;
        context.strokeStyle = this.colours.accent;
        context.lineWidth = 2;
        context.globalAlpha = dash.length ? 0.6 : 0.9;
        context.setLineDash(dash);
        context.beginPath();
        context.moveTo(x1, y1);
        context.bezierCurveTo(x1 - (x1 === x2 ? 8 : 0), y1 + bend, x2 - (x1 === x2 ? 8 : 0), y2 - bend, x2, y2);
        context.stroke();
        context.setLineDash([]);
        context.globalAlpha = 1;
        return true;
    }

    #polygon(points, colour, hollow = false) {
        const context = this.context;
        context.beginPath();
        points.forEach(([x, y], place) => (place ? context.lineTo(x, y) : context.moveTo(x, y)));
        context.closePath();
        context.fillStyle = hollow ? this.colours.sheet : colour;
        context.fill();
        context.strokeStyle = hollow ? colour : this.colours.sheet;
        context.lineWidth = hollow ? 1.8 : 1;
        context.stroke();
    }

    #circle(x, y, radius, colour, filled) {
        const context = this.context;
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.fillStyle = filled ? colour : this.colours.sheet;
        context.fill();
        context.strokeStyle = filled ? this.colours.sheet : colour;
        context.lineWidth = filled ? 1 : 1.8;
        context.stroke();
    }

    #cross(x, y, colour) {
        for (const side of [-1, 1]) {
            const context = this.context;
            context.strokeStyle = colour;
            context.lineWidth = 2.5;
            context.beginPath();
            context.moveTo(x - 4.5, y - 4.5 * side);
            context.lineTo(x + 4.5, y + 4.5 * side);
            context.stroke();
        }
    }
}
