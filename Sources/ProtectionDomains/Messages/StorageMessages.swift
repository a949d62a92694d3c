internal import Vault

/// What the lockbox asks of storage.
enum StorageRequest: Equatable {
    /// Entries with ids above `after`, with the vault's identity and head.
    case list(after: UInt64)
    case load(id: UInt64)
    case commit([VaultChange], head: VaultHead, event: String)
}

/// What storage answers, none of which the lockbox believes before it has checked a seal.
enum StorageReply: Equatable {
    struct Listed: Equatable {
        var entry: VaultEntry
        var digest: [UInt8]
    }
    case listing(identity: [UInt8], head: VaultHead, [Listed], more: Bool)
    case record(VaultRecord?)
    /// The commit that led to this version is durable.
    case committed(version: UInt64)
    /// It could not be done; for people.
    case failed(String)
}

extension StorageRequest: WireCodable {
    private enum Word: UInt8 { case list = 1, load, commit }
    private enum ChangeWord: UInt8 { case put = 1, remove }

    init(from reader: inout WireReader) throws(MessageError) {
        switch try reader.choice(Word.self) {
        case .list: self = .list(after: try reader.number())
        case .load: self = .load(id: try reader.number())
        case .commit:
            let head = try VaultHead(from: &reader)
            let event = try reader.text()
            var changes: [VaultChange] = []
            for _ in 0..<min(try reader.number(), 1 << 16) {
                switch try reader.choice(ChangeWord.self) {
                case .put: changes.append(.put(try VaultRecord(from: &reader)))
                case .remove: changes.append(.remove(id: try reader.number()))
                }
            }
            self = .commit(changes, head: head, event: event)
        }
    }

    func write(to writer: inout WireWriter) {
        switch self {
        case .list(let after):
            writer.put(Word.list.rawValue)
            writer.put(after)
        case .load(let id):
            writer.put(Word.load.rawValue)
            writer.put(id)
        case .commit(let changes, let head, let event):
            writer.put(Word.commit.rawValue)
            head.write(to: &writer)
            writer.put(event)
            writer.put(UInt64(changes.count))
            for change in changes {
                switch change {
                case .put(let record):
                    writer.put(ChangeWord.put.rawValue)
                    record.write(to: &writer)
                case .remove(let id):
                    writer.put(ChangeWord.remove.rawValue)
                    writer.put(id)
                }
            }
        }
    }
}

extension StorageReply: WireCodable {
    private enum Word: UInt8 { case listing = 1, record, nothing, committed, failed }

    init(from reader: inout WireReader) throws(MessageError) {
        switch try reader.choice(Word.self) {
        case .listing:
            let identity = try reader.content()
            let head = try VaultHead(from: &reader)
            let more = try reader.flag()
            var entries: [Listed] = []
            for _ in 0..<min(try reader.number(), 1 << 16) {
                let entry = try VaultEntry(from: &reader)
                entries.append(Listed(entry: entry, digest: try reader.content()))
            }
            self = .listing(identity: identity, head: head, entries, more: more)
        case .record: self = .record(try VaultRecord(from: &reader))
        case .nothing: self = .record(nil)
        case .committed: self = .committed(version: try reader.number())
        case .failed: self = .failed(try reader.text())
        }
    }

    func write(to writer: inout WireWriter) {
        switch self {
        case .listing(let identity, let head, let entries, let more):
            writer.put(Word.listing.rawValue)
            writer.put(identity)
            head.write(to: &writer)
            writer.put(UInt8(more ? 1 : 0))
            writer.put(UInt64(entries.count))
            for listed in entries {
                listed.entry.write(to: &writer)
                writer.put(listed.digest)
            }
        case .record(let record?):
            writer.put(Word.record.rawValue)
            record.write(to: &writer)
        case .record(nil): writer.put(Word.nothing.rawValue)
        case .committed(let version):
            writer.put(Word.committed.rawValue)
            writer.put(version)
        case .failed(let reason):
            writer.put(Word.failed.rawValue)
            writer.put(reason)
        }
    }
}

extension VaultHead: WireCodable {
    init(from reader: inout WireReader) throws(MessageError) {
        let version = try reader.number()
        self.init(version: version, tag: try reader.content())
    }
    func write(to writer: inout WireWriter) {
        writer.put(version)
        writer.put(tag)
    }
}

extension VaultRecord: WireCodable {
    init(from reader: inout WireReader) throws(MessageError) {
        let entry = try VaultEntry(from: &reader)
        let clear = try reader.content()
        self.init(entry: entry, clear: clear, sealed: try reader.content())
    }
    func write(to writer: inout WireWriter) {
        entry.write(to: &writer)
        writer.put(clear)
        writer.put(sealed)
    }
}
