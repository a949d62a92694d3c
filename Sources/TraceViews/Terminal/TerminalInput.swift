/// What a person does at a terminal.
public enum TerminalInput: Hashable, Sendable {
    /// A key.
    case key(Key)
    /// The first button was pressed there, both from 0.
    case press(column: Int, row: Int)
    /// The wheel was turned there, up or down.
    case wheel(up: Bool, column: Int, row: Int)
    /// The terminal has another size now.
    case resize(width: Int, height: Int)
}

/// A key.
public enum Key: Hashable, Sendable {
    /// One that gives a character.
    case character(Character)
    /// A letter with Control.
    case control(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete

    /// What it is called in help and documents.
    public var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .home: "Home"
        case .end: "End"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        }
    }
}

extension Key {
    private static let named: [String: Key] = [
        "enter": .enter, "esc": .escape, "tab": .tab, "backtab": .backTab, "up": .up, "down": .down,
        "left": .left, "right": .right, "del": .delete, "backspace": .backspace, "pgdn": .pageDown,
        "pgup": .pageUp, "home": .home, "end": .end,
    ]

    /// The keys of a text in which those without a character are named: `jj/fault<enter>n`.
    public static func keys(in text: String) -> [Key] {
        var keys: [Key] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == "<", let end = rest.firstIndex(of: ">"),
                let key = named[String(rest[..<end].dropFirst())]
            {
                keys.append(key)
                rest = rest[end...].dropFirst()
            } else {
                keys.append(.character(first))
                rest = rest.dropFirst()
            }
        }
        return keys
    }
}

/// Makes keys and mouse actions of the bytes that a terminal sends, however they are cut.
public struct TerminalInputDecoder: Sendable {
    private static let longestSequence = 32
    private var pending: [UInt8] = []

    /// A decoder that has seen nothing.
    public init() {}

    /// Whether the bytes so far could be the Escape key or the beginning of a sequence: `flush` after a moment.
    public var isUndecided: Bool { !pending.isEmpty }

    /// What `bytes`, after those before, mean.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        var inputs: [TerminalInput] = []
        pending += bytes
        while let (count, input) = next() {
            pending.removeFirst(count)
            if let input { inputs.append(input) }
        }
        return inputs
    }

    /// Nothing more comes: what is left is keys by itself.
    public mutating func flush() -> [TerminalInput] {
        guard pending.first == 0x1b else {
            pending = []
            return []
        }
        let rest = Array(pending.dropFirst())
        pending = []
        return [.key(.escape)] + decode(rest) + (isUndecided ? flush() : [])
    }

    /// The first input and how many bytes it takes; nil when more must come.
    private func next() -> (Int, TerminalInput?)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1b: return escape()
        case 0x0d, 0x0a: return (1, .key(.enter))
        case 0x09: return (1, .key(.tab))
        case 0x7f, 0x08: return (1, .key(.backspace))
        case 0x01...0x1a: return (1, .key(.control(Character(UnicodeScalar(first + 0x60)))))
        case 0x00, 0x1c...0x1f: return (1, nil)
        default: return character(first)
        }
    }

    private func character(_ first: UInt8) -> (Int, TerminalInput?)? {
        let count = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
        guard count > 0 else { return (1, nil) }
        let following = pending.prefix(count).dropFirst().prefix { $0 & 0xc0 == 0x80 }.count + 1
        guard following == count else {
            return pending.count < count && following == pending.count ? nil : (following, nil)
        }
        let text = String(decoding: pending.prefix(count), as: UTF8.self)
        return (count, text.first.map { .key(.character($0)) })
    }

    private func escape() -> (Int, TerminalInput?)? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case 0x5b:  // [
            guard let end = pending.dropFirst(2).firstIndex(where: { 0x40...0x7e ~= $0 }) else {
                return pending.count < Self.longestSequence ? nil : (pending.count, nil)
            }
            let parameters = String(decoding: pending[2..<end], as: UTF8.self)
            return (end + 1, Self.sequence(parameters, pending[end]))
        case 0x4f:  // O
            guard pending.count > 2 else { return nil }
            return (3, Self.sequence("", pending[2]))
        default: return (1, .key(.escape))
        }
    }

    private static func sequence(_ parameters: String, _ final: UInt8) -> TerminalInput? {
        if parameters.hasPrefix("<") { return mouse(parameters.dropFirst(), isPress: final == 0x4d) }
        switch final {
        case 0x41: return .key(.up)
        case 0x42: return .key(.down)
        case 0x43: return .key(.right)
        case 0x44: return .key(.left)
        case 0x46: return .key(.end)
        case 0x48: return .key(.home)
        case 0x5a: return .key(.backTab)
        case 0x7e: break
        default: return nil
        }
        switch parameters.split(separator: ";").first {
        case "1", "7": return .key(.home)
        case "3": return .key(.delete)
        case "4", "8": return .key(.end)
        case "5": return .key(.pageUp)
        case "6": return .key(.pageDown)
        default: return nil
        }
    }

    /// `button;column;row` of the SGR protocol.
    private static func mouse(_ parameters: Substring, isPress: Bool) -> TerminalInput? {
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        guard isPress, numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        switch numbers[0] & ~0x1c {
        case 0: return .press(column: numbers[1] - 1, row: numbers[2] - 1)
        case 64: return .wheel(up: true, column: numbers[1] - 1, row: numbers[2] - 1)
        case 65: return .wheel(up: false, column: numbers[1] - 1, row: numbers[2] - 1)
        default: return nil
        }
    }
}
