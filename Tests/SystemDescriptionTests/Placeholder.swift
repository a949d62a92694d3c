// Tests of SystemDescription.
