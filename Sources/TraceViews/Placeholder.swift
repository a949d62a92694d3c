// TraceViews: see docs/architecture.md.
