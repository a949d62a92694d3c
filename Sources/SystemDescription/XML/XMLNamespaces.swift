/// The namespaces in scope: prefixes to numbers of addresses.
///
/// Numbers stand for addresses, equal numbers for equal ones. A lookup does not depend on how many are declared.
struct XMLNamespaces {
    /// `http://www.w3.org/XML/1998/namespace`, bound to `xml`.
    static let xml = 0
    /// `http://www.w3.org/2001/XInclude`.
    static let xinclude = 1

    private var addresses: [[UInt8]: Int] = [
        Array(Self.xmlAddress.utf8): Self.xml, Array("http://www.w3.org/2001/XInclude".utf8): Self.xinclude,
    ]
    private var bindings: [[UInt8]: [Binding]] = [:]
    /// Declarations in force, in order: what to undo.
    private var declared: [[UInt8]] = []

    private struct Binding {
        var address: Int
        /// Its place in `declared`.
        var place: Int
    }

    static let xmlAddress = "http://www.w3.org/XML/1998/namespace"
    static let xmlnsAddress = "http://www.w3.org/2000/xmlns/"

    /// How many declarations are in force.
    var mark: Int { declared.count }

    /// Whether `prefix` was declared after `mark`.
    func isDeclared(_ prefix: ArraySlice<UInt8>, since mark: Int) -> Bool {
        guard let last = bindings[Array(prefix)]?.last else { return false }
        return last.place >= mark
    }

    /// Binds `prefix` (empty: the default namespace) to `address`.
    mutating func declare(_ prefix: ArraySlice<UInt8>, _ address: ArraySlice<UInt8>) {
        let number = addresses[Array(address)] ?? addresses.count
        addresses[Array(address)] = number
        let key = Array(prefix)
        bindings[key, default: []].append(Binding(address: number, place: declared.count))
        declared.append(key)
    }

    /// The address of `prefix`; nil when it is not bound.
    func address(_ prefix: ArraySlice<UInt8>) -> Int? {
        if prefix.elementsEqual("xml".utf8) { return Self.xml }
        return bindings[Array(prefix)]?.last?.address
    }

    /// Forgets what was declared after `mark`.
    mutating func undo(to mark: Int) {
        while declared.count > mark, let key = declared.popLast() {
            bindings[key]?.removeLast()
            if bindings[key]?.isEmpty == true { bindings[key] = nil }
        }
    }
}
