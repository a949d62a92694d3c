// Tests of LWECore.
