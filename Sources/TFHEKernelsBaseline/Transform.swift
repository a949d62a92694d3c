internal import TFHEKernelInterface

// Whole transforms. In the blind rotation the middle of both is fused with the products instead.

/// The negacyclic transform: N real coefficients to N/2 points, whose order is the same for all of one kernel set.
@inline(__always)
func forwardTransform<S: TransformSize, Source: CoefficientSource>(
    _ size: S.Type, _ source: Source, _ tables: TwiddleTables, to points: UnsafeMutablePointer<Vector>
) {
    var stream = KeyStream()
    forwardFirstColumns(size, source, tables, to: points, &stream)
    forwardInnerColumns(size, tables, points)
    forwardBlocks(size, tables, points)
}

/// Undoes `forwardTransform` up to the factor N/2; `points` is left in ruins.
@inline(__always)
func inverseTransform<S: TransformSize, Sink: CoefficientSink>(
    _ size: S.Type, _ points: UnsafeMutablePointer<Vector>, _ tables: TwiddleTables, to sink: Sink
) {
    inverseBlocks(size, tables, points)
    inverseInnerColumns(size, tables, points)
    var stream = KeyStream()
    inverseFirstColumns(size, points, tables, to: sink, &stream)
}

@inline(never)
private func forwardBlocks<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ points: UnsafeMutablePointer<Vector>
) {
    var block = 0
    while block < S.blockCount {
        let p = points + block &* RegisterBlock.vectorCount
        RegisterBlock.first(p, tables.blockScalars + block &* laneCount).store(at: p)
        block &+= 1
    }
    block = 0
    while block < S.blockCount {
        let p = points + block &* RegisterBlock.vectorCount
        RegisterBlock(at: p).transposed.second(tables.blockVectors + block &* laneCount, to: p)
        block &+= 1
    }
}

@inline(never)
private func inverseBlocks<S: TransformSize>(
    _: S.Type, _ tables: TwiddleTables, _ points: UnsafeMutablePointer<Vector>
) {
    var block = 0
    while block < S.blockCount {
        let p = points + block &* RegisterBlock.vectorCount
        RegisterBlock({ Point(at: p + 2 &* $0).swapped }).transformed.store(at: p)
        block &+= 1
    }
    block = 0
    while block < S.blockCount {
        let p = points + block &* RegisterBlock.vectorCount
        RegisterBlock(at: p).transposed.inverseSecond(tables.inverseBlockVectors, to: p)
        block &+= 1
    }
}

extension TwiddleTables {
    /// `blockLanes` as vectors: laneCount/2 pairs per block.
    @inline(__always) var blockVectors: UnsafePointer<Vector> {
        blockLanes.assumingMemoryBound(to: Vector.self)
    }
    /// `inverseBlockLanes` as vectors.
    @inline(__always) var inverseBlockVectors: UnsafePointer<Vector> {
        inverseBlockLanes.assumingMemoryBound(to: Vector.self)
    }
}
