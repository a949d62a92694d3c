import KernelTrace
import Testing

/// Replays an order as events: the inverse of `orderText`.
private func events(of order: String, names: inout [String]) -> [TraceEvent] {
    var events: [TraceEvent] = []
    func add(_ word: Substring, _ kind: (TraceEvent.Entry) -> TraceEvent.Kind) {
        let parts = word.split(separator: ".")
        if !names.contains(String(parts[0])) { names.append(String(parts[0])) }
        let number = UInt8(parts[1].dropFirst()) ?? 0
        let entry: TraceEvent.Entry =
            switch parts[1].first {
            case "n": .notified(number)
            case "p": .protected(number)
            case "f": .fault(number)
            default: .start
            }
        let domain = Int16(names.firstIndex(of: String(parts[0])) ?? -1)
        events.append(TraceEvent(time: 0, cause: 0, domain: domain, kind: kind(entry)))
    }
    for word in order.split(separator: ", ") {
        if word.hasPrefix("]") {
            add(word.dropFirst()) { _ in .end }
        } else if word.contains("~") {
            let parts = word.split(separator: "~")
            add(parts[0]) { _ in .mark(UInt32(parts[1]) ?? 0) }
        } else {
            add(word.filter { $0 != "[" && $0 != "!" }[...]) { .begin($0, word: 0) }
            if word.last != "[" && word.last != "!" { add(word) { _ in .end } }
        }
    }
    return events
}

@Suite struct OrderTextTests {
    @Test(arguments: [
        "hi.i, lo.i[, hi.n0, ]lo.i",
        "p.i, c.i, c.n0, c.n7, c.n40",
        "restarter.i, crasher.i!, restarter.f1, crasher.i!, restarter.f1, crasher.i!, restarter.f1, hello.i",
        "keygen.i, client.i[, keygen.n1, ]client.i, decryption.i, decryption.n2, encryption.i, encryption.n3, "
            + "LWE_operations.i, LWE_operations.n4[, decryption.n5, ]LWE_operations.n4",
        "srv.i, cli.i[, srv.p0, srv.p0, srv.n0, ]cli.i",
        "a.i[, a.i~1, a.i~2, ]a.i, b.n61!, b.n61~7",
        "a.i[, b.i[, ]a.i, ]b.i",
        "",
    ])
    func `writes what the notation says`(order: String) {
        var names: [String] = []
        let events = events(of: order, names: &names)
        #expect(orderText(events, names: names) == order)
    }

    @Test func `an abandoned entry never ended`() {
        let kinds: [TraceEvent.Kind] = [
            .begin(.start, word: 0), .discarded, .begin(.start, word: 0), .idle, .end,
        ]
        let events = kinds.map { TraceEvent(time: 0, cause: 0, domain: 0, kind: $0) }
        #expect(orderText(events, names: ["c"]) == "c.i!, c.i")
    }

    @Test func `an end or mark without a begin, as at the start of a ring, prints nothing`() {
        let kinds: [TraceEvent.Kind] = [.end, .mark(3), .begin(.notified(1), word: 2), .end]
        let events = kinds.map { TraceEvent(time: 0, cause: 0, domain: 4, kind: $0) }
        #expect(orderText(events, names: ["c"]) == "?4.n1")
    }
}
