// SecretMemory: see docs/architecture.md.
