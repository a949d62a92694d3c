internal import KernelTrace

/// The panes below the events.
extension Viewer {
    // MARK: Domains and ready queues

    private var queueRows: Int { min(model.state(after: cursor).ready.count, max(1, height / 8)) }

    func domainRows(_ area: Area) -> Int { max(1, area.height - queueRows) }

    func firstDomain(rows: Int) -> Int {
        let count = model.trace.header.domains.count
        return max(0, min(Int(chosenDomain) - rows / 2, count - rows))
    }

    func drawDomains(_ frame: inout Frame, _ area: Area) {
        let state = model.state(after: cursor)
        let rows = domainRows(area)
        let first = firstDomain(rows: rows)
        let count = model.trace.header.domains.count
        let longest = model.trace.header.domains.map { $0.name.count }.max() ?? 0
        let nameWidth = min(longest, max(6, area.width - 26))
        for (line, place) in (first..<min(count, first + rows)).enumerated() {
            let domain = model.trace.header.domains[place]
            let isChosen = place == Int(chosenDomain)
            let row = area.row + line
            let mark = isChosen ? ">" : hidden.contains(Int16(place)) ? "-" : " "
            frame.put(mark, row: row, column: area.column, style: .init(.mark))
            let (words, role) = describe(state.domains[place], isPassive: domain.passive)
            frame.fill(
                model.domain(Int16(place)), row: row, column: area.column + 1, width: nameWidth,
                style: .init(isChosen ? .key : .plain))
            frame.put(
                padded(domain.priority, width: 4), row: row, column: area.column + 1 + nameWidth,
                style: .init(.dim))
            let column = nameWidth + 6
            frame.fill(
                words, row: row, column: area.column + column, width: area.width - column, style: .init(role))
            if isChosen && focus == .domains {
                frame.select(row: row, from: area.column, to: area.column + area.width)
            }
        }
        drawQueues(&frame, area, state, from: area.row + min(rows, area.height - 1))
    }

    /// What a domain is doing, and what waits for it.
    private func describe(_ domain: MachineState.Domain, isPassive: Bool) -> (String, Frame.Role) {
        var words = domain.activity.words
        var role: Frame.Role =
            switch domain.activity {
            case .running: .entry
            case .ready, .preempted, .exhausted: .plain
            case .calling: .call
            case .faulted, .dead, .stopped: .fault
            case .waiting, .unborn: .dim
            }
        if domain.activity == .waiting && isPassive { words = "passive" }
        if domain.callStep != 0, case .call(_, let target, _, _) = model.trace[domain.callStep]?.kind {
            words = "in call to \(model.domain(target))"
        } else if let entry = model.trace[domain.entryStep], case .begin(let name, _) = entry.kind {
            words += name == .start ? " init" : " \(name)"
        }
        if domain.word != 0 {
            let bits = (0..<64).filter { domain.word >> UInt64($0) & 1 != 0 }.map(String.init)
            words += " {\(bits.joined(separator: ","))}"
            if role == .dim { role = .signal }
        }
        if domain.callerCount > 0 { words += " +\(counted(domain.callerCount, "caller"))" }
        return (words, role)
    }

    private func drawQueues(_ frame: inout Frame, _ area: Area, _ state: MachineState, from row: Int) {
        let rows = min(queueRows, area.row + area.height - row)
        for core in 0..<max(0, rows) {
            let names = state.ready[core].map {
                "\(model.domain($0)) \(model.trace.header.domains[Int($0)].priority)"
            }
            let label = state.ready.count > 1 ? "ready \(core): " : "ready: "
            let text = label + (names.isEmpty ? "none" : names.joined(separator: ", "))
            frame.fill(
                text, row: row + core, column: area.column + 1, width: area.width - 1, style: .init(.key))
        }
    }

    // MARK: Causes and effects

    func drawCauses(_ frame: inout Frame, _ area: Area) {
        let lines = causeLines
        if lines.isEmpty {
            frame.put(
                "no cause, no effect", row: area.row, column: area.column + 1, limit: area.width - 1,
                style: .init(.dim))
        }
        let first = max(0, chosenCause - area.height + 1)
        for (line, place) in (first..<min(lines.count, first + area.height)).enumerated() {
            let isChosen = place == chosenCause && focus == .causes
            let role = model.trace[lines[place].step]?.role ?? .plain
            frame.fill(
                (isChosen ? ">" : " ") + lines[place].text, row: area.row + line, column: area.column,
                width: area.width,
                style: .init(role == .dim ? .plain : role, isSelected: isChosen))
        }
    }

    // MARK: Contents

    private static let offsetWidth = 7

    /// Bytes per line.
    var regionRowLength: Int {
        let area = layout.panes.first { $0.pane == .region }?.area
        return regionRowLength(width: area?.width ?? 40)
    }

    private func regionRowLength(width: Int) -> Int {
        let format = region.format
        let room = width - Self.offsetWidth - 1
        var items = 1
        while items < 64, items * 2 * format.columnCount <= room { items *= 2 }
        return items * format.byteCount
    }

    private func firstByte(_ area: Area, _ length: Int) -> UInt64 {
        let line = region.offset / UInt64(length)
        let rows = UInt64(max(1, area.height - 1))
        return line < rows ? 0 : (line - rows / 2) * UInt64(length)
    }

    func drawRegion(_ frame: inout Frame, _ area: Area) {
        guard model.trace.header.regions.indices.contains(Int(region.region)) else { return }
        let length = regionRowLength(width: area.width)
        let first = firstByte(area, length)
        let rows = max(1, area.height - 1)
        let (end, over) = first.addingReportingOverflow(UInt64(rows * length))
        let bytes = model.writes.bytes(first..<(over ? .max : end), of: region.region, after: cursor)
        for line in 0..<rows where line * length < bytes.count {
            let row = area.row + line
            let offset = first + UInt64(line * length)
            frame.put(
                padded(offset, width: Self.offsetWidth - 1), row: row, column: area.column, style: .init(.dim)
            )
            let slice = bytes[(line * length)..<min(bytes.count, (line + 1) * length)]
            drawBytes(&frame, slice, offset, row, area)
        }
        drawByteNote(&frame, bytes, first, area)
    }

    private func isChanged(_ byte: RegionWrites.Byte) -> Bool { byte.writer > since && byte.writer <= cursor }

    private func drawBytes(
        _ frame: inout Frame, _ bytes: ArraySlice<RegionWrites.Byte>, _ offset: UInt64, _ row: Int,
        _ area: Area
    ) {
        let format = region.format
        var column = area.column + Self.offsetWidth
        let lettersColumn = column + regionRowLength(width: area.width) * format.columnCount + 1
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: format.byteCount) {
            let item = bytes[start..<min(bytes.endIndex, start + format.byteCount)]
            let place = offset + UInt64(start - bytes.startIndex)
            let isPointed = place <= region.offset && region.offset < place + UInt64(format.byteCount)
            let isChanged = item.contains(where: isChanged)
            let masked = String(repeating: glyphs == .unicode ? "·" : "?", count: min(2, format.columnCount))
            let width = max(1, format.columnCount - 1)
            var text = format.text(item.map(\.value)) ?? masked
            text = String(repeating: " ", count: max(0, width - text.count)) + text
            let style = Frame.Style(
                isChanged ? .change : item.allSatisfy { $0.writer == 0 } ? .dim : .plain,
                isSelected: isPointed)
            if format != .text {
                frame.put(
                    isPointed ? ">" : isChanged ? "*" : " ", row: row, column: column,
                    style: .init(isChanged ? .change : .mark))
                column += 1
            }
            frame.put(text, row: row, column: column, style: style)
            column += width
        }
        guard format == .bytes, lettersColumn + bytes.count <= area.column + area.width else { return }
        for (place, byte) in bytes.enumerated() {
            frame.put(
                ByteFormat.text.text([byte.value]) ?? (glyphs == .unicode ? "·" : "?"), row: row,
                column: lettersColumn + place,
                style: .init(isChanged(byte) ? .change : .dim))
        }
    }

    /// Who wrote the byte under the cursor.
    private func drawByteNote(
        _ frame: inout Frame, _ bytes: [RegionWrites.Byte], _ first: UInt64, _ area: Area
    ) {
        guard region.offset >= first, region.offset - first < UInt64(bytes.count) else { return }
        let byte = bytes[Int(region.offset - first)]
        let value = byte.value.map { "\($0)" } ?? "masked"
        let writer =
            byte.writer == 0
            ? "as at boot" : "by \(byte.writer) \(model.domain(model.trace[byte.writer]?.domain ?? -1))"
        frame.fill(
            "+\(region.offset): \(value), \(writer)", row: area.row + area.height - 1,
            column: area.column + 1,
            width: area.width - 1, style: .init(.key))
    }

    /// A press into the bytes.
    mutating func pressByte(_ column: Int, _ line: Int, _ area: Area) {
        let length = regionRowLength(width: area.width)
        let item = (column - Self.offsetWidth) / region.format.columnCount
        guard column >= Self.offsetWidth, item * region.format.byteCount < length, line < area.height - 1,
            model.trace.header.regions.indices.contains(Int(region.region))
        else { return }
        let (offset, over) = firstByte(area, length).addingReportingOverflow(
            UInt64(line * length + item * region.format.byteCount))
        if !over, offset < model.trace.header.regions[Int(region.region)].byteCount { region.offset = offset }
    }
}
