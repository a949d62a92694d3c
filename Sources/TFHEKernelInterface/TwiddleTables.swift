internal import Glibc

/// The twiddles of one polynomial size for vectors of `laneCount` doubles, read-only once made.
///
/// z_j = p_j + i·p_(j+N/2) is an element of C[X]/(X^(N/2) − i). A node X^L − c splits, with radix r and s = c^(1/r),
/// into X^(L/r) − s·ζ_r^t: multiply part u by s^u, then transform r points. So twist and twiddles are one
/// multiplication before each butterfly, and there is neither a twist pass nor a bit reversal.
///
/// Made here and not beside the kernels, whose modules must emit no code that the linker could share (`check-isa`).
public final class TwiddleTables: @unchecked Sendable {
    /// Of the first columns, per node: s^u for u < radix, (re, im) each.
    public let firstColumns: UnsafeMutablePointer<Double>
    /// Of the second columns.
    public let secondColumns: UnsafeMutablePointer<Double>
    /// Of the third columns.
    public let thirdColumns: UnsafeMutablePointer<Double>
    /// Per block: s^u for u < laneCount, (re, im) each.
    public let blockScalars: UnsafeMutablePointer<Double>
    /// Per block: s^u for u < laneCount as `laneCount` real parts, then as many imaginary ones.
    ///
    /// Lane t belongs to child t. Aligned to 64 bytes.
    public let blockLanes: UnsafeMutableRawPointer

    /// Tables for radices `first`, `second`, `third` (1 where there is no such pass), then blocks of laneCount² points.
    public init(first: Int, second: Int, third: Int, laneCount: Int) {
        // Angles are in turns and dyadic, so sums and quotients are exact. The root is X^(N/2) − i: a quarter turn.
        let firstLevel = TwiddleTables.level(nodes: [0.25], radix: first)
        let secondLevel = TwiddleTables.level(nodes: firstLevel.children, radix: second)
        let thirdLevel = TwiddleTables.level(nodes: secondLevel.children, radix: third)
        let blocks = TwiddleTables.level(nodes: thirdLevel.children, radix: laneCount)
        firstColumns = firstLevel.twiddles
        secondColumns = secondLevel.twiddles
        thirdColumns = thirdLevel.twiddles
        blockScalars = blocks.twiddles
        let blockCount = first * second * third
        blockLanes = .allocate(byteCount: blockCount * laneCount * laneCount * 16, alignment: 64)
        let lanes = blockLanes.bindMemory(to: Double.self, capacity: blockCount * laneCount * laneCount * 2)
        for block in 0..<blockCount {
            for u in 0..<laneCount {
                let at = lanes + 2 * laneCount * (block * laneCount + u)
                for t in 0..<laneCount {
                    let node = blocks.children[block * laneCount + t]
                    let z = TwiddleTables.unit(turns: node / Double(laneCount) * Double(u))
                    at[t] = z.re
                    at[laneCount + t] = z.im
                }
            }
        }
    }

    deinit {
        firstColumns.deallocate()
        secondColumns.deallocate()
        thirdColumns.deallocate()
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
    private static func unit(turns: Double) -> (re: Double, im: Double) {
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
