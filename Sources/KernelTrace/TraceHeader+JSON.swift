extension TraceHeader {
    /// The version of the format that this library writes, and the only one it reads.
    public static let formatVersion = 1

    /// The header as one line, without the line's end.
    func line() -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.number(Self.formatVersion, key: "kms_trace")
            $0.string(description.name, key: "file")
            $0.string(profile, key: "profile")
            $0.settings(switches, key: "switches")
            if let seed { $0.string(String(seed), key: "seed") } else { $0.null(key: "seed") }
            $0.string(scheduling, key: "scheduling")
            $0.settings(options, key: "options")
            if let started { $0.string(started, key: "started") }
            $0.array(key: "domains") { for domain in domains { $0.domain(domain) } }
            $0.array(key: "regions") { for region in regions { $0.region(region) } }
            $0.array(key: "channels") { for channel in channels { $0.channel(channel) } }
            $0.array(key: "devices") { for device in devices { $0.string(device) } }
            if let policy { $0.file(policy, key: "policy") }
            $0.string(description.text, key: "description")
            $0.array(key: "includes") { for file in includes { $0.file(file, key: nil) } }
        }
        return json.bytes
    }
}

extension JSONText {
    fileprivate mutating func settings(_ settings: [TraceHeader.Setting], key: String) {
        object(key: key) { for setting in settings { $0.string(setting.value, key: setting.name) } }
    }

    fileprivate mutating func file(_ file: TraceHeader.File, key: String?) {
        object(key: key) {
            $0.string(file.name, key: "name")
            $0.string(file.text, key: "text")
        }
    }

    fileprivate mutating func domain(_ domain: TraceHeader.Domain) {
        object {
            $0.string(domain.name, key: "name")
            $0.number(domain.priority, key: "priority")
            if domain.core != 0 { $0.number(domain.core, key: "core") }
            if domain.passive { $0.flag(true, key: "passive") }
            if let parent = domain.parent { $0.number(parent, key: "parent") }
        }
    }

    fileprivate mutating func region(_ region: TraceHeader.Region) {
        object {
            $0.string(region.name, key: "name")
            $0.number(region.byteCount, key: "bytes")
            if region.isKept { $0.flag(true, key: "kept") }
        }
    }

    fileprivate mutating func channel(_ channel: TraceHeader.Channel) {
        array {
            for (domain, id) in zip(channel.domains, channel.ids) {
                $0.number(domain)
                $0.number(id)
            }
        }
    }
}
