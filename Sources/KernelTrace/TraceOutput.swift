internal import Glibc

/// The file being written: cells in, whole lines out.
@safe
struct TraceOutput: ~Copyable {
    private let descriptor: Int32
    private var lines = EventLineWriter(capacity: 1 << 18)
    /// Bytes in the file, and those of them that are whole lines.
    private var fileByteCount = 0
    private var wholeByteCount = 0
    /// The step of the last event whose line is in the file.
    private(set) var lastStepWritten: UInt64 = 0
    /// Zero until a write fails; from then on nothing is written.
    private(set) var failureCode: Int32 = 0
    /// Bytes with a number that are still coming: the next cells.
    private var pending: (tag: RingCell.Tag, number: UInt32, rest: UInt64)?
    private var text: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Takes the cells from `first` to before `end`, and those behind it that belong to an event before it.
    ///
    /// Returns the first cell not taken.
    mutating func take(_ cells: CellRing.Cells, from first: UInt64, to end: UInt64) -> UInt64 {
        var index = first
        while index < end {
            if pending == nil {
                let next = lines.append(cells, from: index, to: end)
                if next != index {
                    index = next
                    continue
                }
                guard unsafe takeAnnouncement(cells[index].pointee) else {
                    writeOut()
                    continue
                }
            } else {
                unsafe takeBytes(UnsafeRawPointer(cells[index]))
            }
            index &+= 1
        }
        return index
    }

    /// Takes the cell that announces a string or payload.
    ///
    /// Returns `false` when it is another, whose line found no room.
    private mutating func takeAnnouncement(_ cell: RingCell) -> Bool {
        guard let tag = cell.tag, tag == .string || tag == .payload else { return false }
        if tag == .payload {
            makeRoom(64)
            lines.append("{\"pay\":\(cell.number),\"hex\":\"")
        }
        pending = (tag, cell.number, cell.low)
        if cell.low == 0 { endBytes(tag, cell.number) }
        return true
    }

    /// Takes one cell of bytes with a number.
    private mutating func takeBytes(_ cell: UnsafeRawPointer) {
        guard let (tag, number, rest) = pending else { return }
        let part = Int(min(rest, UInt64(RingCell.byteCount)))
        unsafe takeBytes(UnsafeRawBufferPointer(start: cell, count: part), tag)
        pending = (tag, number, rest - UInt64(part))
        if rest == UInt64(part) { endBytes(tag, number) }
    }

    private mutating func takeBytes(_ bytes: UnsafeRawBufferPointer, _ tag: RingCell.Tag) {
        if tag == .payload {
            makeRoom(2 * bytes.count)
            unsafe lines.appendHexadecimal(bytes)
        } else {
            unsafe text.append(contentsOf: bytes)
        }
    }

    private mutating func endBytes(_ tag: RingCell.Tag, _ number: UInt32) {
        pending = nil
        if tag == .payload {
            makeRoom(3)
            lines.append("\"}\n")
            return
        }
        var json = JSONText()
        json.object {
            $0.number(number, key: "str")
            $0.string(String(decoding: text, as: UTF8.self), key: "text")
        }
        append(json.bytes + [UInt8(ascii: "\n")])
        text.removeAll(keepingCapacity: true)
    }

    /// Appends a text of any length.
    mutating func append(_ bytes: [UInt8]) {
        var first = 0
        while first < bytes.count {
            makeRoom(1)
            let end = min(bytes.count, first + lines.room)
            unsafe bytes.withUnsafeBytes {
                unsafe lines.append(UnsafeRawBufferPointer(rebasing: $0[first..<end]))
            }
            first = end
        }
    }

    private mutating func makeRoom(_ count: Int) { if lines.room < count { writeOut() } }

    /// Writes the buffer to the file and empties it.
    mutating func writeOut() {
        if lines.count > 0 && failureCode == 0 {
            let end = Cut(lastStep: lines.nextStep - 1)
            let cut = unsafe lines.withText { unsafe Self.write($0, to: descriptor, whole: end) }
            if let byteCount = cut.byteCount { wholeByteCount = fileByteCount + byteCount }
            lastStepWritten = cut.lastStep
            fileByteCount += lines.count
            failureCode = cut.code
            // Half a line helps nobody. A pipe cannot be cut: its reader drops the half line.
            if cut.code != 0 { _ = ftruncate(descriptor, wholeByteCount) }
        }
        lines.removeAll()
    }

    /// Writes the closing line, or, after an error, tries to say what is missing; closes the file.
    mutating func finish(events: UInt64, strings: UInt32, payloads: UInt32) {
        var json = JSONText()
        json.object {
            $0.number(events, key: "end")
            $0.number(strings, key: "strings")
            $0.number(payloads, key: "payloads")
            if failureCode != 0 {
                $0.number(lastStepWritten, key: "written")
                $0.string(unsafe String(cString: strerror(failureCode)), key: "error")
            }
        }
        let line = json.bytes + [UInt8(ascii: "\n")]
        if failureCode == 0 {
            append(line)
            writeOut()
        } else {
            _ = lseek(descriptor, off_t(wholeByteCount), SEEK_SET)
            let cut = unsafe line.withUnsafeBytes {
                unsafe Self.write($0, to: descriptor, whole: Cut(lastStep: lastStepWritten))
            }
            if cut.code != 0 { _ = ftruncate(descriptor, wholeByteCount) }
        }
        let isClosed = Glibc.close(descriptor) == 0
        if !isClosed && failureCode == 0 { failureCode = errno }
    }

    /// How far a write came.
    private struct Cut {
        /// The bytes from the start of the text to the end of its last whole line; nil when there is none.
        var byteCount: Int?
        /// The step of the last event before that.
        var lastStep: UInt64
        /// The error number, zero when all was written.
        var code: Int32 = 0
    }

    /// Writes all of `text`, whose last event is that of `whole`, or as much as goes.
    private static func write(_ text: UnsafeRawBufferPointer, to descriptor: Int32, whole: Cut) -> Cut {
        var done = 0
        var cut = whole
        while done < text.count {
            let count = unsafe Glibc.write(
                descriptor, text.baseAddress.map { unsafe $0 + done }, text.count - done)
            if count > 0 {
                done += count
            } else if count < 0 && errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&ready, 1, -1)
            } else if count == 0 || errno != EINTR {
                cut.code = count == 0 ? EIO : errno
                break
            }
        }
        let lineEnd = unsafe text[..<done].lastIndex(of: UInt8(ascii: "\n"))
        cut.byteCount = lineEnd.map { $0 + 1 }
        if cut.code != 0 {
            unsafe firstStep(Array(text[(cut.byteCount ?? 0)...])).map { cut.lastStep = $0 - 1 }
        }
        return cut
    }

    /// The step of the first event whose line begins in `text`.
    private static func firstStep(_ text: [UInt8]) -> UInt64? {
        let mark = Array("{\"n\":".utf8)
        for row in text.split(separator: UInt8(ascii: "\n")) where row.starts(with: mark) {
            let digits = row.dropFirst(mark.count).prefix { (0x30...0x39).contains($0) }
            return UInt64(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}
