"""Has Mermaid itself parse and draw a diagram: mermaid_check.py MERMAID_SCRIPT DIAGRAM

Prints how many lines of life and messages the drawing has, as JSON.
"""
import json
import sys

from browser import Browser

script, diagram = (open(name, encoding="utf-8").read() for name in sys.argv[1:3])
with Browser() as browser:
    browser.look(1280, 800)
    browser.call("Runtime.evaluate", expression=script)
    browser.value("mermaid.initialize({ startOnLoad: false })")
    drawn = browser.value(f"mermaid.render('drawing', {json.dumps(diagram)}).then(result => result.svg)")
    print(json.dumps({
        "participants": drawn.count('class="actor actor-top"'),
        "messages": drawn.count('class="messageText"'),
        "notes": drawn.count('class="noteText"'),
        "failed": "Syntax error" in drawn,
    }))
