// Tests of Microkernel.
