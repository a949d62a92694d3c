// The viewer: keys, buttons, the address, and what goes together.

class Viewer {
    constructor(trace) {
        this.trace = trace;
        this.lanes = new Lanes(byID("lanes"), trace);
        const chosen = (step) => this.go(step);
        this.list = new EventList(trace, this.lanes, chosen);
        this.panes = new Panes(trace, this.lanes, chosen);
        this.panes.changed = () => this.#writeAddress();
        this.commands = {
            first: () => this.#goTo(0), last: () => this.#goTo(this.list.steps.length - 1),
            next: () => this.#move(1), previous: () => this.#move(-1),
            pageDown: () => this.#move(this.#page), pageUp: () => this.#move(-this.#page),
            nextSignal: () => this.#seek(1, ["signal", "irq"]), previousSignal: () => this.#seek(-1, ["signal", "irq"]),
            nextEntry: () => this.#seek(1, ["begin"]), previousEntry: () => this.#seek(-1, ["begin"]),
            over: () => this.#over(),
            cause: () => this.#follow(trace.causeOf(this.step), "It has no cause."),
            effect: () => this.#follow(trace.effectsOf(this.step)[0], "Nothing came of it."),
            hide: () => this.hide(trace.domainOf(this.step)), showAll: () => this.#setHidden([]),
            nextRegion: () => this.panes.moveRegion(1), previousRegion: () => this.panes.moveRegion(-1),
            form: () => this.panes.nextForm(), writer: () => this.panes.tellWriter(),
            mark: () => this.#toggleMark(), nextMark: () => this.#toMark(1), previousMark: () => this.#toMark(-1),
            breakAt: () => this.#askWhere(), run: () => this.#run(1), runBack: () => this.#run(-1),
            filter: () => byID("filter").select(), seek: () => byID("seek").select(),
            theme: () => this.#switchTheme(), help: () => byID("help").showModal(),
        };
        this.#showFacts();
        this.#listen();
    }

    // Does what a key or a button says.
    do(name) {
        if (this.trace.count > 0 || ["theme", "help"].includes(name)) this.commands[name]();
        else this.#say("The trace has no events.");
    }

    // Shows `step`, wherever it is.
    go(step) {
        if (this.trace.count === 0) return;
        this.step = Math.max(1, Math.min(this.trace.count, Math.round(step)));
        this.list.select(this.step);
        this.panes.show(this.step);
        byID("seek").value = String(this.step);
        byID("said").textContent = describe(this.trace, this.step);
        this.#writeAddress();
    }

    // Shows only the events for which the filter holds; says so where it cannot be read.
    filter(text) {
        const field = byID("filter");
        try {
            this.filterText = text.trim();
            const steps = new Filter(text, this.trace).steps(this.trace);
            field.removeAttribute("aria-invalid");
            byID("matches").className = "quiet";
            byID("matches").textContent = this.filterText ? `${steps.length.toLocaleString("en")} of ${this.trace.count.toLocaleString("en")}` : "";
            this.list.show(steps);
        } catch (error) {
            field.setAttribute("aria-invalid", "true");
            byID("matches").className = "alarm";
            byID("matches").textContent = error.message;
        }
        this.#writeAddress();
    }

    // Bookmarks and breakpoints.

    #setMarks(marks) {
        this.panes.marks = this.list.marks = marks.sort((one, other) => one - other);
        if (this.step) this.go(this.step);
    }

    #toggleMark() {
        const marks = this.panes.marks;
        const isSet = marks.includes(this.step);
        this.#setMarks(isSet ? marks.filter((mark) => mark !== this.step) : [...marks, this.step]);
        this.#say(isSet ? "Bookmark removed." : "Bookmark set.");
    }

    // To the bookmark beyond this step, and round.
    #toMark(direction) {
        const marks = direction > 0 ? this.panes.marks : this.panes.marks.toReversed();
        this.#follow(marks.find((mark) => (mark - this.step) * direction > 0) ?? marks[0], "No bookmark is set; m sets one.");
    }

    #askWhere() {
        byID("stop-bar").hidden = false;
        byID("stop").select();
    }

    #setStop(text) {
        const field = byID("stop");
        byID("stop-bar").hidden = text === "" && document.activeElement !== field;
        try {
            const filter = new Filter(text, this.trace);
            if (field.hasAttribute("aria-invalid")) this.#say("");
            field.removeAttribute("aria-invalid");
            this.list.stop = filter.text ? filter : null;
        } catch (error) {
            field.setAttribute("aria-invalid", "true");
            this.#say(error.message, "alarm");
            this.list.stop = null;
        }
        this.list.draw();
        this.#writeAddress();
    }

    #run(direction) {
        if (!this.list.stop) return this.#askWhere();
        let step = this.step + direction;
        while (step >= 1 && step <= this.trace.count && !this.list.stop.accepts(step)) step += direction;
        this.#follow(step >= 1 && step <= this.trace.count ? step : 0, `No breakpoint is hit ${direction > 0 ? "after" : "before"} this.`);
    }

    hide(domain) {
        if (domain >= 0) this.#setHidden([...this.lanes.hidden, domain]);
    }

    #setHidden(domains) {
        this.lanes.hidden = new Set(domains);
        const names = domains.map((domain) => this.trace.nameOf(domain)).join(", ");
        byID("hidden").hidden = domains.length === 0;
        const show = element("button", { type: "button" }, "Show all");
        show.addEventListener("click", () => this.#setHidden([]));
        byID("hidden").replaceChildren(`Hidden: ${names} `, show);
        this.list.layOut();
        this.#writeAddress();
    }

    // Moving.

    get #page() { return Math.max(1, Math.floor(this.list.height / this.list.rowHeight) - 1); }

    #goTo(place) {
        const step = this.list.steps[Math.max(0, Math.min(this.list.steps.length - 1, place))];
        if (step !== undefined) this.go(step);
    }

    #move(count) {
        const place = this.list.placeOf(this.step);
        // Between two steps shown, the one before is a step back already.
        const between = place < 0 || this.list.steps[place] !== this.step;
        this.#goTo(place + count + (between && count < 0 ? 1 : 0));
    }

    #seek(direction, kinds) {
        const codes = new Set(kinds.map((kind) => this.trace.code[kind]));
        const steps = this.list.steps;
        for (let place = this.list.placeOf(this.step) + direction; place >= 0 && place < steps.length; place += direction) {
            if (steps[place] !== this.step && codes.has(this.trace.kind[steps[place] - 1])) return this.go(steps[place]);
        }
        this.#say(`No ${kinds[0] === "begin" ? "entry" : "notification"} ${direction > 0 ? "after" : "before"} this.`);
    }

    #over() {
        const trace = this.trace;
        if (trace.kindOf(this.step) === "call") {
            return this.#follow(trace.effectsOf(this.step).find((step) => trace.kindOf(step) === "reply"), "It was never answered.");
        }
        const entry = trace.entryAround(this.step);
        this.#follow(entry ? trace.endOf(entry) : 0, entry ? "The entry never ended." : "It is in no entry.");
    }

    #follow(step, otherwise) { if (step) this.go(step); else this.#say(otherwise); }

    #say(words, tone = "quiet") {
        byID("said").textContent = words;
        byID("matches").className = tone;
        byID("matches").textContent = words;
    }

    // The address: #step=28&filter=pd:gateway&hide=storage&region=pk_shared_mem&at=32&break=kind:fault&marks=28 40

    #writeAddress() {
        if (this.reading) return;
        const parts = new URLSearchParams();
        if (this.step) parts.set("step", this.step);
        if (this.filterText) parts.set("filter", this.filterText);
        if (this.list.stop) parts.set("break", this.list.stop.text);
        if (this.panes.marks.length) parts.set("marks", this.panes.marks.join(" "));
        for (const domain of this.lanes.hidden) parts.append("hide", this.trace.nameOf(domain));
        if (!this.panes.follow && this.trace.regions[this.panes.region]) {
            parts.set("region", this.trace.regions[this.panes.region].name);
            parts.set("at", this.panes.offset);
        }
        // Browsers refuse when asked too often; the address of the last step is enough.
        clearTimeout(this.writing);
        // Blanks as %20, so that a plus is a plus.
        const address = `#${String(parts).replaceAll("+", "%20")}`;
        this.writing = setTimeout(() => history.replaceState(null, "", address), 120);
    }

    readAddress() {
        this.reading = true;
        const parts = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
        const region = this.trace.regions.findIndex((region) => region.name === parts.get("region"));
        this.panes.follow = region < 0;
        if (region >= 0) Object.assign(this.panes, { region, offset: Math.max(0, Number(parts.get("at")) || 0) });
        this.#setHidden(parts.getAll("hide").map((name) => this.trace.domains.findIndex((domain) => domain.name === name)).filter((place) => place >= 0));
        byID("filter").value = parts.get("filter") ?? "";
        const marks = (parts.get("marks") ?? "").split(" ").map(Number).filter((mark) => Number.isInteger(mark) && mark >= 1 && mark <= this.trace.count);
        this.panes.marks = this.list.marks = [...new Set(marks)].sort((one, other) => one - other);
        this.step = Math.max(1, Math.min(this.trace.count, Math.round(Number(parts.get("step"))) || 1));
        this.list.selected = this.step;
        this.filter(byID("filter").value);
        this.go(this.step);
        byID("stop").value = parts.get("break") ?? "";
        this.#setStop(byID("stop").value);
        if (this.trace.count === 0) this.#say("The trace has no events.");
        this.reading = false;
    }

    // The rest.

    #showFacts() {
        const trace = this.trace;
        byID("title").textContent = trace.file;
        const facts = [
            `${trace.count.toLocaleString("en")} steps`, trace.seed ? `seed ${trace.seed}` : "no seed", `${trace.scheduling} order`, trace.profile,
            ...(trace.complete ? [] : ["not complete"]),
        ];
        byID("facts").append(...facts.map((fact) => element("span", { className: "chip" }, fact)), ...trace.notes.map((note) => element("span", { className: "warn" }, note)));
        byID("count").textContent = `of ${trace.count.toLocaleString("en")}`;
        byID("keys").tBodies[0].append(...keys.map(([names, , words]) => element("tr", {},
            element("td", {}, ...names.flatMap((name, place) => [...(place ? [" "] : []), element("kbd", {}, keyNames[name] ?? name)])), element("td", {}, words))));
        byID("legend").append(...legend.map((words) => element("li", {}, words)));
        byID("title").title = trace.file;
    }

    #switchTheme() {
        const root = document.documentElement;
        const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
        root.dataset.theme = dark ? "light" : "dark";
        this.list.layOut();
        this.go(this.step);
    }

    #listen() {
        document.addEventListener("keydown", (event) => this.#pressed(event));
        document.addEventListener("click", (event) => {
            const button = event.target.closest("[data-do], [data-hide]");
            if (button?.dataset.do) this.do(button.dataset.do);
            if (button?.dataset.hide) this.hide(Number(button.dataset.hide));
        });
        byID("theme").addEventListener("click", () => this.do("theme"));
        byID("help-open").addEventListener("click", () => this.do("help"));
        byID("filter").addEventListener("input", (event) => this.filter(event.target.value));
        byID("stop").addEventListener("input", (event) => this.#setStop(event.target.value));
        byID("seek").addEventListener("change", (event) => this.go(Number(event.target.value) || this.step));
        window.addEventListener("hashchange", () => this.readAddress());
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.list.layOut(); this.go(this.step); });
        const tabs = [...document.querySelectorAll('[role="tab"]')];
        const open = (tab) => tabs.forEach((other) => {
            other.setAttribute("aria-selected", String(other === tab));
            other.tabIndex = other === tab ? 0 : -1;
            byID(other.getAttribute("aria-controls")).classList.toggle("shown", other === tab);
        });
        tabs.forEach((tab, place) => {
            tab.addEventListener("click", () => { open(tab); if (this.step) this.panes.show(this.step); });
            tab.addEventListener("keydown", (event) => {
                const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                if (!way) return;
                const next = tabs[(place + way + tabs.length) % tabs.length];
                open(next);
                next.focus();
            });
        });
        open(tabs[0]);
    }

    #pressed(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || byID("help").open) return;
        const field = event.target.closest("input, select");
        if (field) {
            if (event.key === "Escape" || (event.key === "Enter" && field.tagName === "INPUT")) {
                if (event.key === "Escape" && field.id === "filter") { field.value = ""; this.filter(""); }
                byID("events").focus();
                if (event.key === "Escape" && field.id === "stop") { field.value = ""; this.#setStop(""); }
                if (event.key === "Enter" && field.id === "stop") this.do("run");
            }
            return;
        }
        // Arrows between tabs, Enter and blanks on buttons are the browser's.
        if (event.target.closest('[role="tab"]') && event.key.startsWith("Arrow")) return;
        const found = keys.find(([names]) => names.includes(event.key));
        if (!found) return;
        event.preventDefault();
        this.do(found[1]);
    }
}

const keyNames = { ArrowDown: "↓", ArrowUp: "↑" };
const keys = [
    [["j", "ArrowDown"], "next", "one step forward"], [["k", "ArrowUp"], "previous", "one step back"],
    [["PageDown"], "pageDown", "a page forward"], [["PageUp"], "pageUp", "a page back"],
    [["Home", "g"], "first", "first step"], [["End", "G"], "last", "last step"],
    [["s"], "nextSignal", "next notification"], [["S"], "previousSignal", "notification before"],
    [["e"], "nextEntry", "next entry"], [["E"], "previousEntry", "entry before"],
    [["o"], "over", "to the end of this entry, or to the reply of this call"],
    [["c"], "cause", "to what led to it"], [["x"], "effect", "to what came of it"],
    [[":"], "seek", "to a step by its number"], [["f", "/"], "filter", "filter; Esc takes it away"],
    [["h"], "hide", "hide the domain of this step"], [["H"], "showAll", "show all domains"],
    [["b"], "breakAt", "break where a condition holds; Esc takes it away"],
    [["r"], "run", "run to the next such step"], [["R"], "runBack", "run back to the one before"],
    [["m"], "mark", "set or remove a bookmark; the address keeps them"],
    [["'"], "nextMark", "next bookmark"], [["\""], "previousMark", "bookmark before"],
    [["W"], "writer", "who wrote the byte, through copies: the focused one, or the first touched"],
    [["p"], "nextRegion", "next region"], [["P"], "previousRegion", "region before"], [["v"], "form", "bytes or words"],
    [["t"], "theme", "light or dark"], [["?"], "help", "this"],
];
const legend = [
    "A thick line runs, a pale thick one is pre-empted, a thin pale one is ready, a hairline waits, a dotted one waits for the answer to its call; red is faulted or dead.",
    "An arrow is a signal; the amber rail beside its receiver lasts until it is delivered, and a diamond on the rail is a signal that merged.",
    "A triangle begins an entry, a bar ends it; a square is a store, a ring a load, a red cross a fault or a refusal.",
    "The blue way leads from the causes of the selected step to it, the dotted one on to its effects.",
];

function byID(id) { return document.getElementById(id); }

function element(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (name === "role") made.setAttribute("role", value); else made[name] = value;
    }
    made.append(...children);
    return made;
}

const viewer = new Viewer(new Trace(JSON.parse(byID("data").textContent)));
viewer.readAddress();
document.documentElement.dataset.ready = "true";
