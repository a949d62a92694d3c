// ProtectionDomains: see docs/architecture.md.
