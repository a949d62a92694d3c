internal import CSQLite

/// One SQLite connection: statements with bound values, errors as values.
///
/// The only file that names SQLite.
@safe
final class Database: @unchecked Sendable {  // opened in SQLite's serialised mode
    /// A value to bind.
    enum Value {
        case integer(Int64)
        case text(String)
        case blob([UInt8])
    }

    /// How to open the file.
    enum Mode {
        case readWrite
        case readOnly
    }

    private let handle: OpaquePointer
    private let path: String

    init(path: String, mode: Mode) throws(VaultError) {
        var handle: OpaquePointer?
        let flags = mode == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let code = unsafe sqlite3_open_v2(
            path, &handle, flags | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard let handle = unsafe handle, code == SQLITE_OK else {
            let error = unsafe Self.error(code, handle, path)
            unsafe sqlite3_close_v2(handle)
            throw error
        }
        unsafe self.handle = handle
        self.path = path
        unsafe sqlite3_extended_result_codes(handle, 1)
        unsafe sqlite3_busy_timeout(handle, 2000)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(VaultError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Runs one statement and collects what `read` makes of each row.
    @discardableResult
    func query<R>(
        _ sql: String, _ values: [Value] = [], _ read: (Row) throws(VaultError) -> R
    ) throws(VaultError) -> [R] {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else { throw failure(code) }
        defer { unsafe sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            try unsafe bind(value, at: Int32(index + 1), of: statement)
        }
        var rows: [R] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(try read(unsafe Row(statement: statement, path: path)))
            case SQLITE_DONE: return rows
            case let code: throw failure(code)
            }
        }
    }

    /// Runs one statement that gives no rows.
    func run(_ sql: String, _ values: [Value]) throws(VaultError) { try query(sql, values) { _ in } }

    /// Runs `body` between BEGIN IMMEDIATE and COMMIT; an error rolls back.
    func transaction(_ body: () throws(VaultError) -> Void) throws(VaultError) {
        try execute("BEGIN IMMEDIATE")
        do throws(VaultError) {
            try body()
            try execute("COMMIT")
        } catch {
            _ = unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    private func bind(_ value: Value, at index: Int32, of statement: OpaquePointer) throws(VaultError) {
        // SQLITE_TRANSIENT: SQLite copies the bytes before it returns.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
            case .text(let text):
                unsafe sqlite3_bind_text64(
                    statement, index, text, UInt64(text.utf8.count), transient, UInt8(SQLITE_UTF8))
            case .blob(let bytes) where bytes.isEmpty: unsafe sqlite3_bind_zeroblob(statement, index, 0)
            case .blob(let bytes):
                unsafe sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), transient)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> VaultError { unsafe Self.error(code, handle, path) }

    private static func error(_ code: Int32, _ handle: OpaquePointer?, _ path: String) -> VaultError {
        let text = unsafe String(cString: handle == nil ? sqlite3_errstr(code) : sqlite3_errmsg(handle))
        return switch code & 0xff {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_MISMATCH, SQLITE_CONSTRAINT:
            .corrupt(path: path, detail: text)
        case SQLITE_BUSY, SQLITE_LOCKED: .inUse(path: path)
        default: .storage(path: path, detail: text)
        }
    }
}

/// One row of a result, valid until the next step.
@safe
struct Row {
    private let statement: OpaquePointer
    private let path: String

    init(statement: OpaquePointer, path: String) {
        unsafe self.statement = statement
        self.path = path
    }

    /// A column that must hold an integer of zero or more.
    func number(_ column: Int32) throws(VaultError) -> UInt64 {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_INTEGER,
            let number = UInt64(exactly: unsafe sqlite3_column_int64(statement, column))
        else { throw .corrupt(path: path, detail: "column \(column) holds no count") }
        return number
    }

    /// A column that must hold text.
    func text(_ column: Int32) throws(VaultError) -> String {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_TEXT,
            let text = String(validating: bytes(column), as: UTF8.self)
        else { throw .corrupt(path: path, detail: "column \(column) holds no text") }
        return text
    }

    /// A column that must hold bytes.
    func blob(_ column: Int32) throws(VaultError) -> [UInt8] {
        guard unsafe sqlite3_column_type(statement, column) == SQLITE_BLOB else {
            throw .corrupt(path: path, detail: "column \(column) holds no bytes")
        }
        return bytes(column)
    }

    private func bytes(_ column: Int32) -> [UInt8] {
        let base = unsafe sqlite3_column_blob(statement, column)
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : count))
    }
}
