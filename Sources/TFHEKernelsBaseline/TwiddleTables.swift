internal import Glibc

/// The twiddles of one polynomial size, read-only once made.
///
/// z_j = p_j + i·p_(j+N/2) is an element of C[X]/(X^(N/2) − i). A node X^L − c splits, with radix r and s = c^(1/r),
/// into X^(L/r) − s·ζ_r^t: multiply part u by s^u, then transform r points. So twist and twiddles are one
/// multiplication before each butterfly, and there is neither a twist pass nor a bit reversal.
final class TwiddleTables: @unchecked Sendable {
    /// Per level of columns, per node: s^u for u < radix, (re, im) each.
    let columns:
        (
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>
        )
    /// Per block: s^u for u < laneCount, (re, im) each.
    let blockScalars: UnsafeMutablePointer<Double>
    /// Per block: s^u for u < laneCount as a point, whose lane t belongs to child t.
    let blockLanes: UnsafeMutablePointer<Vector>

    init<S: TransformSize>(_: S.Type) {
        // Angles are in turns and dyadic, so sums and quotients are exact. The root is X^(N/2) − i: a quarter turn.
        let first = TwiddleTables.level(nodes: [0.25], radix: S.first)
        let second = TwiddleTables.level(nodes: first.children, radix: S.second)
        let third = TwiddleTables.level(nodes: second.children, radix: S.third)
        columns = (first.twiddles, second.twiddles, third.twiddles)
        let blocks = TwiddleTables.level(nodes: third.children, radix: laneCount)
        blockScalars = blocks.twiddles
        let vectorCount = S.blockCount * RegisterBlock.vectorCount
        blockLanes = UnsafeMutableRawPointer.allocate(
            byteCount: vectorCount * MemoryLayout<Vector>.stride, alignment: 64
        ).bindMemory(to: Vector.self, capacity: vectorCount)
        for block in 0..<S.blockCount {
            for u in 0..<laneCount {
                var point = Point(splat(0), splat(0))
                for t in 0..<laneCount {
                    let node = blocks.children[block * laneCount + t]
                    let z = TwiddleTables.unit(turns: node / Double(laneCount) * Double(u))
                    point.re[t] = z.re
                    point.im[t] = z.im
                }
                point.store(at: blockLanes + block * RegisterBlock.vectorCount + 2 * u)
            }
        }
    }

    deinit {
        columns.0.deallocate()
        columns.1.deallocate()
        columns.2.deallocate()
        blockScalars.deallocate()
        blockLanes.deallocate()
    }

    /// The twiddles of all nodes of one level, and the angles of their children.
    private static func level(nodes: [Double], radix: Int) -> (
        twiddles: UnsafeMutablePointer<Double>, children: [Double]
    ) {
        let twiddles = UnsafeMutablePointer<Double>.allocate(capacity: 2 * radix * nodes.count)
        var children: [Double] = []
        var next = 0
        for node in nodes {
            let root = node / Double(radix)
            for u in 0..<radix {
                let z = unit(turns: root * Double(u))
                (twiddles + next).initialize(to: z.re)
                (twiddles + next + 1).initialize(to: z.im)
                next += 2
                children.append(root + Double(u) / Double(radix))
            }
        }
        return (twiddles, children)
    }

    /// e^(2πi·turns), correct to the last bit but one: the argument is reduced exactly to an eighth of a turn.
    static func unit(turns: Double) -> (re: Double, im: Double) {
        let nearestQuarter = (4 * turns).rounded()
        let rest = 2 * Double.pi * (turns - nearestQuarter / 4)
        let (c, s) = (cos(rest), sin(rest))
        return switch Int(nearestQuarter) & 3 {
        case 0: (c, s)
        case 1: (-s, c)
        case 2: (-c, -s)
        default: (s, -c)
        }
    }
}
