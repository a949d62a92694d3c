internal import LWECore

extension ParameterReport {
    /// A line for each set, then why some are refused.
    var overview: String {
        var lines = ["Compute sets", Self.setHeading]
        for sheet in sheets {
            if case .set(let check) = sheet.subject { lines.append(Self.line(check)) }
        }
        lines += ["", "Beside 2_2", Self.companionHeading]
        for sheet in sheets {
            if case .companion(let companion, _, _) = sheet.subject {
                lines += Self.lines(companion, sheet)
            }
        }
        let refused = sheets.filter { !$0.isAccepted }
        if !refused.isEmpty {
            lines += ["", "Refused"]
            lines += refused.flatMap { sheet in
                sheet.refusals.map { Layout.hanging("  " + Layout.left(sheet.name, 21), "\($0)") }
            }
        }
        lines += [
            "", "  failure: log2, one look-up of the largest sum; * as published, being worse",
            "  est. ms: one look-up, estimated for one 4.1 GHz core with 512-bit vectors",
            "  'kms params NAME' shows one set in full.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a search found, the cheapest first, the first one as a file.
    var searchText: String {
        guard !sheets.isEmpty else { return "no set reaches that\n" }
        var lines = ["The cheapest found", Self.searchHeading]
        for sheet in sheets {
            if case .set(let check) = sheet.subject { lines += [Self.searchLine(check)] }
        }
        if case .set(let check)? = sheets.first?.subject { lines += ["", check.set.fileText] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [(String, Int)]) -> String {
        guard let (name, width) = cells.first else { return "" }
        return "  " + Layout.left(name, width)
            + cells.dropFirst().map { Layout.right($0.0, $0.1) }.joined()
    }

    private static let setHeading = row([
        ("", 21), ("n", 5), ("bits", 6), ("kN", 6), ("bits", 7), ("failure", 8), ("keys MB", 11), ("kB", 6),
        ("est. ms", 8),
    ])

    private static func bits(_ strength: KeyStrength) -> String {
        strength.isLowerBound && strength.bits > 0
            ? ">=" + Layout.decimal(strength.bits, 0) : Layout.decimal(strength.bits)
    }

    private static func line(_ check: ParameterCheck) -> String {
        let set = check.set
        let megabytes = [set.bootstrappingKeyByteCount, set.keySwitchingKeyByteCount].map {
            Layout.decimal(Double($0) / 1e6, 0)
        }
        let failure = Layout.decimal(check.failureLog2) + (check.failureSource == .published ? "*" : " ")
        return row([
            (set.name, 21), (String(set.lweDimension), 5), (bits(check.small), 6),
            (String(set.bigDimension), 6), (bits(check.big), 7), (failure, 9),
            (megabytes.joined(separator: "+"), 10),
            (Layout.decimal(Double(set.ciphertextByteCount) / 1e3), 6),
            (Layout.decimal(CostEstimate(set).total / 1e3, 2), 8),
        ])
    }

    private static let companionHeading = row([("", 21), ("dimension", 12), ("log2 q", 8), ("bits", 8)])

    private static func lines(_ companion: Companion, _ sheet: ParameterSheet) -> [String] {
        sheet.strengths.enumerated().map { index, strength in
            let cells = row([
                (index == 0 ? companion.name : "", 21), (String(strength.dimension), 12),
                (Layout.decimal(strength.key.modulusLog2, 0), 8), (bits(strength), 8),
            ])
            return Layout.hanging(cells + "   ", index == 0 ? companion.purpose : "its packing")
        }
    }

    private static let searchHeading = row([
        ("q", 5), ("n", 5), ("k", 3), ("N", 6), ("bootstrap", 11), ("switch", 9), ("order", 8),
        ("failure", 9), ("est. ms", 9),
    ])

    private static func searchLine(_ check: ParameterCheck) -> String {
        let set = check.set
        return row([
            ("2^\(set.modulusBits)", 5), (String(set.lweDimension), 5), (String(set.glweDimension), 3),
            (String(set.polynomialSize), 6),
            ("2^\(set.bootstrap.baseLog) x \(set.bootstrap.levelCount)", 11),
            ("2^\(set.keySwitch.baseLog) x \(set.keySwitch.levelCount)", 9), (set.order.rawValue, 8),
            (Layout.decimal(check.failureLog2), 9), (Layout.decimal(CostEstimate(set).total / 1e3, 2), 9),
        ])
    }
}
