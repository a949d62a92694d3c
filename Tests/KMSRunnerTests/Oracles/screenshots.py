"""Takes the pictures of docs/debugging-story.md: screenshots.py PAGE DIRECTORY"""
import sys

from browser import Browser

page, directory = sys.argv[1:3]
pictures = [
    # Name, address, width, height, scheme, phone.
    ("viewer-light", "#step=318", 1280, 760, "light", False),
    ("viewer-dark", "#step=999&filter=pd:storage%20!kind:read", 1280, 620, "dark", False),
    ("viewer-phone", "#step=318", 390, 780, "light", True),
]
with Browser() as browser:
    for name, address, width, height, scheme, phone in pictures:
        browser.look(width, height, scheme, phone)
        browser.open(page, address)
        browser.screenshot(f"{directory}/{name}.png")
        assert not browser.complaints, browser.complaints
