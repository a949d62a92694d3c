internal import Glibc

/// The twiddles of one polynomial size for vectors of `laneCount` doubles, read-only once made.
///
/// z_j = p_j + i·p_(j+N/2) is an element of C[X]/(X^M − i), M = N/2. Forwards, a node X^L − c of radix r has s = c^(1/r)
/// and children X^(L/r) − s·ζ_r^t: child t is the polynomial Σ_u x_u·Y^u of the node's r parts at Y = s·ζ_r^t. There is
/// no twist pass and no bit reversal. Backwards, each pass sums over the radix that it undoes, x_u = Σ_t y_t·(σ·ζ_r^-u)^t,
/// where σ = e^(−2πi·j/(rS)) belongs to the place j of S within a child: the same polynomial again, with exchanged real
/// and imaginary parts for the sign; what is left over is one twist by e^(−2πi·j/(4M)) at the very end.
///
/// Either is made of butterflies a ± w·b with w = c·(1 + i·t): two multiply-adds give b + i·t·b, four more the results,
/// six in place of eight. Radix r needs r/2 different w (up to a quarter turn), stored as pairs (c, t); where c would be
/// zero it is 2^-60, and t·c is still right.
///
/// Made here and not beside the kernels, whose modules must emit no code that the linker could share (`check-isa`).
public final class TwiddleTables: @unchecked Sendable {
    /// Of the forward columns, per node: `radix`/2 pairs (c, t).
    public let firstColumns, secondColumns, thirdColumns: UnsafePointer<Double>
    /// Per block: `laneCount`/2 pairs (c, t).
    public let blockScalars: UnsafePointer<Double>
    /// Per block: `laneCount`/2 pairs of vectors, whose lane belongs to one child.
    ///
    /// Aligned to 64 bytes, like all tables of vectors.
    public let blockLanes: UnsafeRawPointer
    /// For the second radix of every block backwards: `laneCount`/2 pairs of vectors, whose lane is a place.
    public let inverseBlockLanes: UnsafeRawPointer
    /// Of the backward columns, per vector of places: `radix`/2 pairs of vectors.
    public let inverseFirstColumns, inverseSecondColumns, inverseThirdColumns: UnsafeRawPointer
    /// cos and sin of the twist, per vector of places.
    public let twist: UnsafeRawPointer

    /// Tables for radices `first`, `second`, `third` (1 where there is no such pass), then blocks of laneCount² points.
    public init(first: Int, second: Int, third: Int, laneCount: Int) {
        // Angles are in turns and dyadic, so sums and quotients are exact. The root is X^M − i: a quarter turn.
        let firstNodes = [0.25]
        let secondNodes = Self.children(of: firstNodes, radix: first)
        let thirdNodes = Self.children(of: secondNodes, radix: second)
        let blockNodes = Self.children(of: thirdNodes, radix: third)
        let lastNodes = Self.children(of: blockNodes, radix: laneCount)
        func scalars(_ nodes: [Double], _ radix: Int) -> UnsafePointer<Double> {
            Self.stored(nodes.flatMap { node in Self.pairs(node, radix: radix).flatMap { [$0.c, $0.t] } })
        }
        /// One set of pairs for each `laneCount` angles.
        func vectors(_ nodes: [Double], _ radix: Int) -> UnsafeRawPointer {
            var values: [Double] = []
            for start in stride(from: 0, to: nodes.count, by: laneCount) {
                let lanes = nodes[start..<start + laneCount].map { Self.pairs($0, radix: radix) }
                for pair in 0..<max(1, radix / 2) {
                    values += lanes.map { $0[pair].c }
                    values += lanes.map { $0[pair].t }
                }
            }
            return UnsafeRawPointer(Self.stored(values))
        }
        /// s^r of the polynomial backwards at place j of `places`: e^(2πi·j/places), exchanged parts for the sign.
        func places(_ places: Int) -> [Double] { (0..<places).map { Double($0) / Double(places) } }
        firstColumns = scalars(firstNodes, first)
        secondColumns = scalars(secondNodes, second)
        thirdColumns = scalars(thirdNodes, third)
        blockScalars = scalars(blockNodes, laneCount)
        blockLanes = vectors(lastNodes, laneCount)
        let blockSize = laneCount * laneCount
        inverseBlockLanes = vectors(places(laneCount), laneCount)
        inverseThirdColumns = vectors(places(blockSize), third)
        inverseSecondColumns = vectors(places(blockSize * third), second)
        inverseFirstColumns = vectors(places(blockSize * third * second), first)
        let pointCount = blockSize * third * second * first
        var twistValues: [Double] = []
        for start in stride(from: 0, to: pointCount, by: laneCount) {
            let units = (start..<start + laneCount).map {
                Self.unit(turns: Double($0) / Double(4 * pointCount))
            }
            twistValues += units.map(\.re) + units.map(\.im)
        }
        twist = UnsafeRawPointer(Self.stored(twistValues))
    }

    deinit {
        for table in [firstColumns, secondColumns, thirdColumns, blockScalars] { table.deallocate() }
        for table in [
            blockLanes, inverseBlockLanes, inverseFirstColumns, inverseSecondColumns, inverseThirdColumns,
            twist,
        ] { table.deallocate() }
    }

    private static func stored(_ values: [Double]) -> UnsafePointer<Double> {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(64, 8 * values.count), alignment: 64)
            .bindMemory(to: Double.self, capacity: max(8, values.count))
        memory.initialize(repeating: 0, count: max(8, values.count))
        for (index, value) in values.enumerated() { memory[index] = value }
        return UnsafePointer(memory)
    }

    private static func children(of nodes: [Double], radix: Int) -> [Double] {
        nodes.flatMap { node in (0..<radix).map { (node + Double($0)) / Double(radix) } }
    }

    /// The r/2 different twiddles of a node X^r − e^(2πi·node): level l halves r for the l-th time and has
    /// e^(2πi·(node + t)/2^(l+1)) for t < 2^(l−1) (one on the first two levels); the others are a quarter turn on.
    private static func pairs(_ node: Double, radix: Int) -> [(c: Double, t: Double)] {
        var pairs: [(c: Double, t: Double)] = []
        var parts = 2
        while parts <= radix {
            for t in 0..<max(1, parts / 4) {
                let z = unit(turns: (node + Double(t)) / Double(parts))
                let c = abs(z.re) < 0x1p-60 ? 0x1p-60 : z.re
                pairs.append((c, z.im / c))
            }
            parts *= 2
        }
        return pairs.isEmpty ? [(1, 0)] : pairs
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
