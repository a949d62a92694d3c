// CommandTable: see docs/architecture.md.
