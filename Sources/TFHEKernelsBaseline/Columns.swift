internal import TFHEKernelInterface

// The passes over columns: butterflies of points far apart, many columns side by side.

/// Gives `laneCount` consecutive real coefficients from the `j`-th on.
protocol CoefficientSource {
    func load(_ j: Int) -> Vector
}

/// Takes `laneCount` consecutive real coefficients from the `j`-th on.
protocol CoefficientSink {
    func store(_ j: Int, _ v: Vector)
}

/// First pass: folds coefficients j and j + N/2 into a point, radix `S.first`.
@inline(never)
func forwardFirstColumns<S: TransformSize, Source: CoefficientSource>(
    _: S.Type, _ source: Source, _ tables: TwiddleTables, to work: UnsafeMutablePointer<Vector>,
    _ stream: inout KeyStream
) {
    let step = S.columnCount
    let twiddles = tables.firstColumns
    var q = 0
    while q < step {
        @inline(__always) func load(_ u: Int) -> Point {
            let j = laneCount &* (q &+ u &* step)
            return Point(source.load(j), source.load(j &+ S.pointCount))
        }
        splitNode(
            S.first, { Twiddle(scalar: twiddles, $0) }, load,
            { t, point in point.store(at: work + 2 &* (q &+ t &* step)) })
        stream.tick()
        q &+= 1
    }
}

/// The last pass of the inverse: undoes `forwardFirstColumns` up to the factor `S.first`, and the twist.
@inline(never)
func inverseFirstColumns<S: TransformSize, Sink: CoefficientSink>(
    _: S.Type, _ work: UnsafePointer<Vector>, _ tables: TwiddleTables, to sink: Sink,
    _ stream: inout KeyStream
) {
    let step = S.columnCount
    let twiddles = tables.inverseFirstColumns.assumingMemoryBound(to: Vector.self)
    let twist = tables.twist.assumingMemoryBound(to: Vector.self)
    var q = 0
    while q < step {
        splitNode(
            S.first, { Twiddle(lanes: twiddles + q &* S.first, $0) },
            { t in Point(at: work + 2 &* (q &+ t &* step)).swapped },
            { u, point in
                let vector = q &+ u &* step
                let straight = point.times(lanes: twist + 2 &* vector)
                sink.store(laneCount &* vector, straight.im)
                sink.store(laneCount &* vector &+ S.pointCount, straight.re)
            })
        stream.tick()
        q &+= 1
    }
}

/// A further pass, in place: for each of `nodes` nodes, columns of `step` vectors.
@inline(__always)
private func forwardColumns(
    radix: Int, nodes: Int, step: Int, _ twiddles: UnsafePointer<Double>, _ work: UnsafeMutablePointer<Vector>
) {
    var node = 0
    while node < nodes {
        let base = work + 2 &* node &* radix &* step
        let nodeTwiddles = twiddles + node &* radix
        var q = 0
        while q < step {
            splitNode(
                radix, { Twiddle(scalar: nodeTwiddles, $0) },
                { u in Point(at: base + 2 &* (q &+ u &* step)) },
                { t, point in point.store(at: base + 2 &* (q &+ t &* step)) })
            q &+= 1
        }
        node &+= 1
    }
}

@inline(__always)
private func inverseColumns(
    radix: Int, nodes: Int, step: Int, _ table: UnsafeRawPointer, _ work: UnsafeMutablePointer<Vector>
) {
    let twiddles = table.assumingMemoryBound(to: Vector.self)
    var node = 0
    while node < nodes {
        let base = work + 2 &* node &* radix &* step
        var q = 0
        while q < step {
            splitNode(
                radix, { Twiddle(lanes: twiddles + q &* radix, $0) },
                { t in Point(at: base + 2 &* (q &+ t &* step)).swapped },
                { u, point in point.swapped.store(at: base + 2 &* (q &+ u &* step)) })
            q &+= 1
        }
        node &+= 1
    }
}

/// The passes between the first columns and the blocks; nothing for sizes that have none.
@inline(__always)
func forwardInnerColumns<S: TransformSize>(
    _ size: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    if S.second > 1 { forwardSecondColumns(size, tables, work) }
    if S.third > 1 { forwardThirdColumns(size, tables, work) }
}

/// Undoes `forwardInnerColumns` up to the factor `S.second · S.third`.
@inline(__always)
func inverseInnerColumns<S: TransformSize>(
    _ size: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    if S.third > 1 { inverseThirdColumns(size, tables, work) }
    if S.second > 1 { inverseSecondColumns(size, tables, work) }
}

@inline(never)
private func forwardSecondColumns<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    forwardColumns(
        radix: S.second, nodes: S.first, step: S.third &* laneCount, tables.secondColumns, work)
}

@inline(never)
private func forwardThirdColumns<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    forwardColumns(
        radix: S.third, nodes: S.first &* S.second, step: laneCount, tables.thirdColumns, work)
}

@inline(never)
private func inverseSecondColumns<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    inverseColumns(
        radix: S.second, nodes: S.first, step: S.third &* laneCount, tables.inverseSecondColumns, work)
}

@inline(never)
private func inverseThirdColumns<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ work: UnsafeMutablePointer<Vector>
) {
    inverseColumns(
        radix: S.third, nodes: S.first &* S.second, step: laneCount, tables.inverseThirdColumns, work)
}
