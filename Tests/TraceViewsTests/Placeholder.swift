// Tests of TraceViews.
