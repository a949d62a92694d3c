// BenchmarkSuite: see docs/architecture.md.
