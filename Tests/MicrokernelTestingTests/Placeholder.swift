// Tests of MicrokernelTesting.
