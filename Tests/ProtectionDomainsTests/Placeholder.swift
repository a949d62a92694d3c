// Tests of ProtectionDomains.
