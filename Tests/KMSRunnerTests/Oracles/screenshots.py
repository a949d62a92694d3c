"""Takes the pictures of docs/debugging-story.md: screenshots.py PAGE ANALYSIS DIRECTORY"""
import sys

from browser import Browser

page, analysis, directory = sys.argv[1:4]
pictures = [
    # Name, page, address, width, height, scheme, phone.
    ("viewer-light", page, "#step=318", 1280, 760, "light", False),
    ("viewer-dark", page, "#step=996&filter=pd:storage%20!kind:read", 1280, 620, "dark", False),
    ("viewer-phone", page, "#step=318", 390, 780, "light", True),
    ("analysis-leak", analysis, "", 860, 1054, "light", False),
]
with Browser() as browser:
    for name, file, address, width, height, scheme, phone in pictures:
        browser.look(width, height, scheme, phone)
        browser.open(file, address, script=file == page)
        browser.screenshot(f"{directory}/{name}.png")
        assert not browser.complaints, browser.complaints
