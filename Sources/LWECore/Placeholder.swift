// LWECore: see docs/architecture.md.
