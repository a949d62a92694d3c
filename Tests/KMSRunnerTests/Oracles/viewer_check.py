"""Uses the page that `kms view TRACE --html` makes, in a headless Chromium, as people use it.

    KMS=program viewer_check.py TRACE PAGE HOSTILE_PAGE LARGE_PAGE EMPTY_PAGE

TRACE is the trace of PAGE. Prints `ok NAME` for each thing that worked, and what went wrong otherwise.
"""
import json
import os
import re
import subprocess
import sys
import traceback

from browser import Browser

trace_file, page, hostile_page, large_page, empty_page = sys.argv[1:6]
events = [event for event in map(json.loads, open(trace_file)) if "n" in event]
header = json.loads(open(trace_file).readline())
names = [domain["name"] for domain in header["domains"]]
scenarios = []


def scenario(test):
    scenarios.append(test)
    return test


def step(browser):
    return int(browser.value("document.getElementById('seek').value"))


def shown_steps(browser):
    """The steps of the rows in sight, in order."""
    return browser.value(
        "[...document.querySelectorAll('.row:not([hidden])')].map(row => Number(row.dataset.step)).sort((a, b) => a - b)")


def first(kind, **fields):
    return next(e["n"] for e in events if e["k"] == kind and all(e.get(key) == value for key, value in fields.items()))


@scenario
def loads_alone_and_shows_the_run(browser):
    browser.open(page)
    assert browser.text("#title") == header["file"]
    assert f"{len(events):,} steps" in browser.text("#facts")
    assert step(browser) == 1
    assert browser.requests and all(url.startswith(("file://", "about:", "data:")) for url in browser.requests), browser.requests


@scenario
def steps_with_keys(browser):
    browser.open(page)
    browser.press("j", "j", "ArrowDown")
    assert step(browser) == 4
    browser.press("k", "ArrowUp")
    assert step(browser) == 2
    browser.press("End")
    assert step(browser) == len(events)
    browser.press("j")
    assert step(browser) == len(events), "there is nothing after the end"
    browser.press("Home", "s")
    assert step(browser) == first("signal")
    browser.press("e")
    begin = step(browser)
    assert events[begin - 1]["k"] == "begin"
    browser.press("o")
    assert events[step(browser) - 1] ["k"] == "end" and events[step(browser) - 1]["c"] == begin
    browser.press("c")
    assert step(browser) == begin
    browser.press("S")
    assert step(browser) == first("signal")
    browser.press("x")
    assert events[step(browser) - 1]["c"] == first("signal")


@scenario
def steps_with_buttons(browser):
    browser.open(page)
    browser.click('[data-do="next"]')
    browser.click('[data-do="next"]')
    browser.click('[data-do="previous"]')
    assert step(browser) == 2
    browser.click('[data-do="last"]')
    assert step(browser) == len(events)


@scenario
def a_link_leads_to_a_step(browser):
    wanted = first("write", reg=4)
    browser.open(page, f"#step={wanted}")
    assert step(browser) == wanted
    assert browser.text("#event-head").startswith(f"{wanted} · {names[events[wanted - 1]['d']]}")
    browser.value(f"location.hash = '#step={wanted + 5}'")
    browser.wait(f"document.getElementById('seek').value === '{wanted + 5}'")
    browser.press("j")
    browser.wait(f"location.hash.includes('step={wanted + 6}')")
    for odd in ["#step=0", "#step=99999999", "#step=x", "#filter=%3Cb%3E", "#hide=nobody&region=none&at=-5"]:
        browser.open(page, odd)
        assert 1 <= step(browser) <= len(events), odd


@scenario
def a_filter_shows_what_it_asks_for(browser):
    browser.open(page, "#filter=pd:gateway kind:signal")
    gateway = names.index("gateway")
    expected = [e["n"] for e in events if e["k"] == "signal" and gateway in (e["d"], e["to"])]
    shown = shown_steps(browser)
    assert shown == expected[:len(shown)], (shown, expected)
    assert browser.text("#matches") == f"{len(expected)} of {len(events):,}"
    browser.press("Home")
    assert step(browser) == expected[0]
    browser.press("j")
    assert step(browser) == expected[1], "steps that are not shown are stepped over"
    browser.press("f")
    browser.type("pd:nobody")
    assert browser.text("#matches") == "no protection domain 'nobody'"
    assert browser.value("document.getElementById('filter').getAttribute('aria-invalid')") == "true"
    browser.press("Escape")
    assert browser.text("#matches") == ""
    browser.press("Home")
    assert step(browser) == 1


@scenario
def every_term_of_the_filter_agrees_with_the_trace(browser):
    def near(event):
        return [event["d"]] + ([event["to"]] if "to" in event else [])

    regions = [region["name"] for region in header["regions"]]
    answer = regions.index("answer_mem")
    gateway = names.index("gateway")
    terms = {
        "by:gateway": lambda e: e["d"] == gateway,
        "!by:gateway": lambda e: e["d"] != gateway,
        "pd:gateway": lambda e: gateway in near(e),
        "kind:begin": lambda e: e["k"] == "begin",
        "step:10..20": lambda e: 10 <= e["n"] <= 20,
        "step:1000..": lambda e: e["n"] >= 1000,
        "write:answer_mem": lambda e: e["k"] == "write" and e["reg"] == answer,
        "region:answer_mem+0..32": lambda e: e.get("reg") == answer and e.get("off", 0) < 32 and e.get("off", 0) + e["len"] > 0,
        "ch:gateway:1": lambda e: (e["d"] == gateway and (e.get("ch") == 1 or e.get("e") == "n1"))
        or (e.get("to") == gateway and e.get("bit") == 1),
    }
    for term, holds in terms.items():
        browser.open(page, f"#filter={term}")
        expected = [e["n"] for e in events if holds(e)]
        assert expected, term
        assert browser.text("#matches") == f"{len(expected):,} of {len(events):,}", (term, browser.text("#matches"), len(expected))


@scenario
def shows_contents_and_their_writer_but_nothing_masked(browser):
    region = next(place for place, r in enumerate(header["regions"]) if r.get("kept"))
    write = next(e for e in events if e["k"] == "write" and e["reg"] == region and e.get("pay"))
    contents = next(json.loads(line)["hex"] for line in open(trace_file) if line.startswith(f'{{"pay":{write["pay"]},'))
    browser.open(page, f"#step={write['n']}")
    start = write["off"] % 16
    shown = browser.value("[...document.querySelectorAll('#bytes .line button')].map(cell => cell.textContent.trim())")
    expected = [contents[place:place + 2] for place in range(0, len(contents), 2)]
    count = min(len(shown) - start, len(expected))
    assert shown[start:start + count] == expected[:count]
    browser.click("#bytes .changed")
    assert f"in step {write['n']}" in browser.text("#byte-info")
    browser.press("v")
    words = browser.value("[...document.querySelectorAll('#bytes .line button')].map(cell => cell.textContent.trim())")
    first_word = int.from_bytes(bytes.fromhex(contents)[:4], "little")
    assert str(first_word) in words, (first_word, words[:8])
    browser.press("p")
    assert browser.value("document.getElementById('region').value") == str((region + 1) % len(header["regions"]))
    secret = next(e for e in events if e["k"] == "write" and header["regions"][e["reg"]]["name"] == "sk_shared_mem")
    browser.open(page, f"#step={secret['n']}")
    assert "masked" in browser.text("#region-head")
    values = browser.value("[...document.querySelectorAll('#bytes .line button')].map(cell => cell.textContent)")
    assert values[0] == "··", values[:20]


@scenario
def tells_where_a_byte_came_from_as_kms_view_does(browser):
    stage = re.compile(r"[> ] (\S+?\+\d+)(?:, a copy \((?:equal digests|\d+ equal bytes)\))?: (\d+) ")
    reads = [e for e in events if e["k"] == "read" and e["len"] > 100]
    copies = 0
    for event in reads[:: max(1, len(reads) // 12)]:
        told = subprocess.run(
            [os.environ["KMS"], "view", trace_file, "--size", "200x60", "--keys", f":{event['n']}<enter>W"], capture_output=True, text=True,
            env=os.environ | {"LC_ALL": "C.UTF-8"}).stdout
        expected = [(place, int(writer)) for place, writer in stage.findall(told)]
        browser.open(page, f"#step={event['n']}")
        browser.press("W")
        links = [int(text) for text in browser.value("[...document.querySelectorAll('#byte-info .link')].map(link => link.textContent)")]
        places = browser.value("[...document.querySelectorAll('#byte-info li')].map(item => / from (\\S+),/.exec(item.textContent)[1])")
        assert links == [writer for _, writer in expected], (event, links, expected)
        assert places == [place for place, _ in expected[1:]], (event, places, expected)
        copies += len(places)
    assert copies > 0, "some bytes were copied"


@scenario
def runs_to_where_a_condition_holds_and_back(browser):
    browser.open(page)
    wanted = [e["n"] for e in events if e["k"] == "write" and header["regions"][e["reg"]]["name"] == "pk_shared_mem"]
    browser.press("r")
    assert browser.value("document.activeElement.id") == "stop", "without a breakpoint it asks for one"
    browser.type("write:pk_shared_mem")
    browser.press("Enter")
    assert step(browser) == wanted[0]
    browser.press("r")
    assert step(browser) == wanted[1]
    browser.press("R")
    assert step(browser) == wanted[0]
    browser.press("R")
    assert "No breakpoint is hit before this." in browser.text("#matches") and step(browser) == wanted[0]
    assert browser.value("document.querySelector('.row.stop').dataset.step") == str(wanted[0])
    browser.wait("location.hash.includes('break=write')")
    browser.open(page, "#step=1&break=write:nobody")
    assert "no region" in browser.text("#matches")
    browser.open(page, "#step=1&break=write:pk_shared_mem")
    browser.click('[data-do="run"]')
    assert step(browser) == wanted[0]
    browser.press("b", "Escape")
    assert browser.value("document.getElementById('stop-bar').hidden")


@scenario
def keeps_bookmarks_in_its_address(browser):
    browser.open(page, "#step=20")
    browser.press("m", "j", "j", "j", "m")
    assert browser.value("document.getElementById('mark').getAttribute('aria-pressed')") == "true"
    browser.press("Home", "'")
    assert step(browser) == 20
    browser.press("'")
    assert step(browser) == 23
    browser.press("'")
    assert step(browser) == 20, "round"
    browser.press('"')
    assert step(browser) == 23
    browser.wait("location.hash.includes('marks=20%2023')")
    browser.open(page, "#step=5&marks=20%2023%20x%20-1%2099999999")
    assert browser.text("#marks").split() == ["Bookmarks:", "20", "23"]
    browser.click("#marks .link")
    browser.click("#mark")
    assert browser.text("#marks").split() == ["Bookmarks:", "23"]


@scenario
def agrees_with_kms_trace_about_the_machine(browser):
    line = re.compile(r"^  (\S+) +\d+  (not yet booted|running|ready|pre-empted|waiting|calls|faulted|dead|stopped|out of budget)")
    for wanted in range(1, len(events), len(events) // 12):
        told = subprocess.run([os.environ["KMS"], "trace", trace_file, "--step", str(wanted)], capture_output=True, text=True).stdout
        browser.open(page, f"#step={wanted}")
        rows = browser.value("[...document.querySelectorAll('#machine tr')].map(row => [...row.cells].map(cell => cell.textContent))")
        machine = told.split("machine after it\n")[1].split("\n\n")[0].split("\n")
        assert len(rows) == len(names)
        for row, words in zip(rows, filter(None, machine)):
            name, activity = line.match(words).groups()
            waiting = re.search(r"pending \{(.*?)\}", words)
            assert row[0] == name and row[2].startswith(activity), (wanted, row, words)
            assert row[3].replace(" ", "") == (waiting.group(1) if waiting else ""), (wanted, row, words)


@scenario
def hides_and_shows_domains(browser):
    browser.open(page)
    browser.click('#heads [data-hide="0"]')
    assert names[0] in browser.text("#hidden")
    browser.wait("location.hash.includes('hide=')")
    browser.press("H")
    assert browser.value("document.getElementById('hidden').hidden")


@scenario
def is_named_throughout_for_who_cannot_see_it(browser):
    browser.open(page, "#step=20")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    kinds = ("button", "option", "listbox", "textbox", "searchbox", "combobox", "checkbox", "tab", "spinbutton")
    found = {}
    for node in nodes:
        role = node.get("role", {}).get("value")
        if role in kinds and not node.get("ignored"):
            found.setdefault(role, []).append(node.get("name", {}).get("value", ""))
    for role, labels in found.items():
        assert all(labels), f"a {role} has no name: {labels}"
    assert len(found["option"]) > 5 and found["listbox"]
    active = browser.value("document.getElementById('events').getAttribute('aria-activedescendant')")
    assert active == "row-20" and browser.value(f"document.getElementById('{active}').getAttribute('aria-selected')") == "true"
    browser.press("j")
    assert browser.text("#said").startswith("step 21, "), "each step is said aloud"
    browser.press("?")
    assert browser.value("document.getElementById('help').open")
    browser.press("Escape")
    assert not browser.value("document.getElementById('help').open")


@scenario
def every_control_can_be_reached_with_the_tab_key(browser):
    browser.open(page)
    seen = set()
    for _ in range(60):
        browser.press("Tab")
        seen.add(browser.value("document.activeElement.id || document.activeElement.dataset.do || ''"))
    assert {"events", "filter", "seek", "next", "previous", "region", "offset", "as", "follow", "theme"} <= seen, seen


@scenario
def fits_a_phone(browser):
    browser.look(390, 844, mobile=True)
    browser.open(page, "#step=300")
    assert browser.value("document.documentElement.scrollWidth") <= 390
    browser.click("#tab-machine")
    assert browser.value("document.getElementById('pane-machine').checkVisibility()")
    assert not browser.value("document.getElementById('pane-event').checkVisibility()")
    browser.look(1280, 800)


@scenario
def is_dark_where_the_system_is_and_changes_on_demand(browser):
    def ground():
        return browser.value("getComputedStyle(document.body).backgroundColor")

    browser.look(1280, 800, scheme="dark")
    browser.open(page)
    dark = ground()
    browser.press("t")
    light = ground()
    assert dark == "rgb(17, 20, 24)" and light == "rgb(246, 246, 244)", (dark, light)
    browser.look(1280, 800)


@scenario
def hostile_names_stay_text(browser):
    browser.open(hostile_page)
    assert browser.value("window.pwned === undefined && document.querySelectorAll('script').length === 2")
    assert "<img src=x onerror=" in browser.text("#machine")
    browser.press("j", "j", "e")
    assert browser.value("window.pwned === undefined")


@scenario
def a_hundred_thousand_events_keep_few_rows(browser):
    browser.open(large_page, "#step=70000")
    assert step(browser) == 70000 and 70000 in shown_steps(browser)
    browser.press("End")
    assert step(browser) == 100000 and 100000 in shown_steps(browser)
    assert browser.value("document.querySelectorAll('.row').length") < 100
    browser.value("document.getElementById('events').scrollTop = 0")
    browser.wait("document.querySelector('#row-1') !== null")
    browser.value("document.getElementById('filter').value = 'kind:signal'; document.getElementById('filter').dispatchEvent(new Event('input'))")
    browser.settle()
    assert browser.text("#matches") == "33,333 of 100,000", browser.text("#matches")


@scenario
def a_trace_without_events_says_so(browser):
    browser.open(empty_page)
    assert browser.text("#matches") == "The trace has no events."
    browser.press(*"jkesoxcgGhHpPvtmrRW':f")
    browser.press("Escape", "?", "Escape")
    browser.click('[data-do="next"]')
    browser.click("#tab-region") if browser.value("document.querySelector('.tabs').checkVisibility()") else None
    browser.value("document.getElementById('follow').click()")


def main():
    failed = False
    with Browser() as browser:
        browser.look(1280, 800)
        for test in scenarios:
            browser.complaints.clear()
            browser.requests.clear()
            try:
                test(browser)
                assert not browser.complaints, f"the page complains: {browser.complaints}"
                print(f"ok {test.__name__}", flush=True)
            except Exception:
                failed = True
                print(f"FAILED {test.__name__}\n{traceback.format_exc()}", flush=True)
        failed |= not policy_bites(browser)
    return 1 if failed else 0


def policy_bites(browser):
    """The policy must stop what got in all the same; so a script put in from outside must complain."""
    browser.open(page)
    browser.complaints.clear()
    browser.value("(() => { const script = document.createElement('script');"
                  " try { script.text = 'window.pwned = 1'; document.body.append(script); } catch (refused) { console.error(String(refused)); } })()")
    browser.value("(() => { const image = new Image(); image.src = 'http://127.0.0.1:9/'; document.body.append(image);"
                  " const style = document.createElement('style'); style.textContent = 'body{display:none}'; document.head.append(style); })()")
    browser.settle()
    words = " ".join(browser.complaints)
    good = (browser.value("window.pwned === undefined && getComputedStyle(document.body).display !== 'none'")
            and "TrustedScript" in words and "img-src" in words and "style-src" in words)
    print("ok policy_bites" if good else f"FAILED policy_bites\n{browser.complaints}", flush=True)
    return good


sys.exit(main())
