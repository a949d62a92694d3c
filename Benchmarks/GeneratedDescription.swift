/// Valid descriptions of any size: domains with channels, and regions that they map.
enum GeneratedDescription {
    private static let domainCount = 60

    /// A description of exactly `byteCount` bytes that the checker accepts without a warning.
    ///
    /// - Parameter byteCount: at least 100,000.
    /// - Returns: its text.
    static func text(byteCount: Int) -> [UInt8] {
        var regions: [UInt8] = []
        var maps = [[UInt8]](repeating: [], count: domainCount)
        var channels: [UInt8] = []
        for domain in 1..<domainCount {
            channels += Array(
                """
                    <channel>
                        <end pd="domain_\(domain - 1)" id="1" />
                        <end pd="domain_\(domain)" id="2" />
                    </channel>

                """.utf8)
        }
        // What frames and channels take, with room for the padding comment.
        var size = channels.count + domainCount * 160 + 200
        var index = 0
        while true {
            let region = Array("    <memory_region name=\"region_\(index)\" size=\"0x1000\" />\n".utf8)
            let address = String(0x100_0000 + index / domainCount * 0x2000, radix: 16)
            let map = Array(
                "        <map mr=\"region_\(index)\" vaddr=\"0x\(address)\" perms=\"rw\" setvar_vaddr=\"v\(index)\" />\n"
                    .utf8)
            guard size + region.count + map.count < byteCount else { break }
            size += region.count + map.count
            regions += region
            maps[index % domainCount] += map
            index += 1
        }
        var text = Array("<system>\n".utf8) + regions
        for domain in 0..<domainCount {
            text += Array("    <protection_domain name=\"domain_\(domain)\" priority=\"\(domain)\">\n".utf8)
            text += Array("        <program_image path=\"domain_\(domain).elf\" />\n".utf8) + maps[domain]
            text += Array("    </protection_domain>\n".utf8)
        }
        text += channels
        let end = Array("</system>\n".utf8)
        let padding = byteCount - text.count - end.count - "<!---->".utf8.count
        return text + Array("<!--".utf8) + [UInt8](repeating: UInt8(ascii: " "), count: padding)
            + Array("-->".utf8) + end
    }
}
