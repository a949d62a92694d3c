// Tests of KernelTrace.
