extension TraceEvent.Kind {
    /// The names of all kinds as they stand in a trace file, by `code`.
    public static let names: [String] = EventSchema.shapes.map { "\($0.name)" }

    /// The place of the kind in `names`.
    public var code: Int { Int(EventRow(self).code) }

    /// The name of the kind, such as `signal`.
    public var name: String { Self.names[code] }
}
